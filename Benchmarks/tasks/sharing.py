"""A small job beside somebody else's very long one."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime

from harness import machine
from harness.client import Client
from harness.context import Context
from harness.model import OURS, Column, Contender, Failed, Report, Sample, Table, Target
from harness.scenarios import scenario, write_scenarios
from harness.service import Daemon, machine_daemon, program, programs, without_accounts

from .jobs import as_account

TEXT = """One account has very many tasks queued, each of half a second, and both workers busy.
Another account submits one task. What counts is how long it waits for its start, by the daemon's
own records, in task lengths: a worker has to be free, which leaves the first account then and
becomes the second. Done as a service, with a stand-in for systemd that starts the workers."""

SECONDS = 0.5


def submit(context: Context, daemon: Daemon, account: int, count: int, *options: str) -> str:
    """By another account; the job's number."""
    texts = [
        scenario(["/bin/sleep", str(SECONDS)], [], name=f"task {number}", exit_code=0, timeout=30)
        for number in range(count)]
    suite = write_scenarios(context.directory("sharing"), texts)
    measured = context.measure(
        [*as_account(account), program(context, "orchestroctl"), "submit", *options, suite],
        environment={"ORCHESTRO_SOCKET": str(daemon.socket)}, directory=suite)
    with Client(daemon.socket) as client:
        jobs = client.call("GET", "/api/v1/jobs?limit=1")["jobs"]
    if not jobs:
        raise Failed(f"not accepted: {measured.output} {measured.errors}")
    return str(jobs[0]["job_id"])


def waited(daemon: Daemon, job: str) -> float:
    """Seconds from acceptance to the start of its one attempt."""
    with Client(daemon.socket) as client:
        attempt = client.tasks(job)[0]["attempts"][0]
        accepted = client.call("GET", f"/api/v1/jobs/{job}")
    return seconds_between(accepted["created_at"], attempt["started_at"])


def seconds_between(before: str, after: str) -> float:
    return (datetime.fromisoformat(after) - datetime.fromisoformat(before)).total_seconds()


def run(context: Context) -> Report:
    queued = 200 if context.quick else 5000
    missing = programs(context) or without_accounts() or context.without_tools("setpriv")
    anna, ben = machine.ACCOUNTS.values()
    with ExitStack() as stack:
        started: list[Daemon] = []

        def once() -> Sample:
            if not started:
                daemon = stack.enter_context(
                    machine_daemon(context, context.durable_directory("sharing")))
                submit(context, daemon, anna, queued)
                started.append(daemon)
            job = submit(context, started[0], ben, 1, "--wait")
            seconds = waited(started[0], job)
            return {"lengths": seconds / SECONDS, "s": seconds}

        rows = context.interleave([
            Contender(OURS, once, missing, note=f"{queued:,} queued by the other")])
        for daemon in started:
            with Client(daemon.socket) as client:
                for job in client.call("GET", "/api/v1/jobs?limit=100&state=running")["jobs"]:
                    client.call("DELETE", f"/api/v1/jobs/{job['job_id']}")
    columns = [Column("lengths", "waited, task lengths", 2), Column("s", "waited, s", 2)]
    table = Table(columns, rows, reference=None)
    row = table.rows[0]
    longest = max(row.values("lengths"), default=None)
    return Report(
        "sharing", "one task beside very many of another account", TEXT, [table],
        [Target(f"with {queued:,} queued by another it starts within two task lengths", 2,
                longest, digits=2)])
