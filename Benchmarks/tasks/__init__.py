"""The tasks, in the order of the report."""

from __future__ import annotations

from . import (
    api, cancel, crash, dialogs, flood, footprint, jobs, latency, load, original, reaction,
    scheduler, sharing, spawn, store, submissions, subscribers, validate,
)

TASKS = {
    "spawn": spawn.run,
    "dialogs": dialogs.run,
    "original": original.run,
    "blocking": original.run_blocking,
    "reaction": reaction.run,
    "flood": flood.run,
    "load": load.run,
    "validate": validate.run,
    "startup": validate.run_startup,
    "scheduler": scheduler.run,
    "store": store.run,
    "submissions": submissions.run,
    "subscribers": subscribers.run,
    "jobs": jobs.run,
    "latency": latency.run,
    "cancel": cancel.run,
    "crash": crash.run,
    "api": api.run,
    "footprint": footprint.run,
    "sharing": sharing.run,
}
