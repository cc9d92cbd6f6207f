"""The tasks, in the order of the report."""

from __future__ import annotations

from . import dialogs, flood, load, original, reaction, scheduler, spawn, validate

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
}
