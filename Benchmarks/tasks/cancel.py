"""Cancelling a tree of processes that does not want to go."""

from __future__ import annotations

import json
import os
import select
import signal
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from harness.client import request_bytes
from harness.context import Context
from harness.model import OURS, Column, Contender, Failed, Report, Sample, Table, Target
from harness.scenarios import scenario
from harness.service import Daemon, machine_daemon, programs, user_daemon, without_accounts

TEXT = """The program starts ten daemons, each forked twice, with a session of its own, and ignoring
every polite signal as the program itself does. The job is cancelled. Orchestro hangs up, sends
SIGTERM and gives 500 ms in all before it kills; what counts is the time after that until the last
process is gone, as their pidfds tell. The answer comes when the record is stored on the disk;
survivors are counted from outside then, and “told” is what it says of killed processes.
task-spooler (`tsp -k`) sends SIGTERM; its survivors are counted two seconds later."""

DAEMONS = 10
# EngineLimits.hangupGrace and terminateGrace.
GRACE = 0.5
USER_MODE = f"{OURS}, user mode"
LIMIT = 20


class Tree:
    """The processes that a program named in its file."""

    def __init__(self, file: Path) -> None:
        deadline = time.monotonic() + LIMIT
        while not file.exists() or file.read_text().count("\n") < DAEMONS + 1:
            if time.monotonic() > deadline:
                raise Failed("the program did not start its daemons")
            time.sleep(0.005)
        # Their descriptors tell the end, and never of another process with the same number.
        self.descriptors = [os.pidfd_open(int(line)) for line in file.read_text().split()]

    def alive(self) -> list[int]:
        ended, _, _ = select.select(self.descriptors, [], [], 0)
        return [one for one in self.descriptors if one not in ended]

    def watch(self, until: float) -> float | None:
        """When the last one ended; None: not until then."""
        while alive := self.alive():
            rest = until - time.perf_counter()
            if rest <= 0:
                return None
            select.select(alive, [], [], rest)
        return time.perf_counter()

    def end(self) -> None:
        for descriptor in self.alive():
            signal.pidfd_send_signal(descriptor, signal.SIGKILL)
        for descriptor in self.descriptors:
            os.close(descriptor)


def cancelled(context: Context, daemon: Daemon) -> Sample:
    place = context.directory("tree")
    place.chmod(0o777)
    file = place / "processes"
    text = scenario(
        [str(context.programs["stubborn"]), str(DAEMONS), str(file)],
        [{"expect": "ready"}, {"expect": "never", "timeout": 60}], name="stubborn", timeout=60)
    with daemon.client() as client:
        job = client.submit([text], place)
        tree = Tree(file)
        try:
            # So that the scenario has come to its second step.
            time.sleep(0.1)
            began = time.perf_counter()
            client.socket.sendall(request_bytes("DELETE", f"/api/v1/jobs/{job}"))
            dead = tree.watch(began + LIMIT)
            status, body = client.answer()
            answered = time.perf_counter()
            survivors = len(tree.alive())
        finally:
            tree.end()
    if status != 200 or dead is None:
        raise Failed(f"{survivors} processes survived; the answer was {status} {body[:200]!r}")
    answer = json.loads(body)
    return {
        "dead": (dead - began - GRACE) * 1000, "answer": (answered - began - GRACE) * 1000,
        "survivors": survivors, "told": answer["killed"], "left": answer["left"]}


def task_spooler(context: Context) -> Sample:
    place = context.directory("tsp")
    file = place / "processes"
    environment = {"TS_SOCKET": str(place / "socket"), "TMPDIR": str(place)}

    def say(*words: object, check: bool = True) -> None:
        context.measure(["tsp", *words], environment=environment, check=check)

    say(context.programs["stubborn"], DAEMONS, file)
    tree = Tree(file)
    try:
        say("-k")
        tree.watch(time.perf_counter() + 2)
        return {"survivors": len(tree.alive())}
    finally:
        tree.end()
        say("-K", check=False)


def run(context: Context) -> Report:
    missing = programs(context)
    times = 1 if context.quick else 5
    with ExitStack() as stack:
        started: dict[str, Daemon] = {}

        def once(kind: Callable[..., object]) -> Sample:
            name = kind.__name__
            if name not in started:
                directory = context.durable_directory("cancel")
                started[name] = stack.enter_context(kind(context, directory))
            samples = [cancelled(context, started[name]) for _ in range(times)]
            # The worst of each, so that no survivor is averaged away.
            worst = {key: max(sample[key] for sample in samples) for key in samples[0]}
            return {**worst, "told": min(sample["told"] for sample in samples)}

        rows = context.interleave([
            Contender(OURS, lambda: once(machine_daemon), missing or without_accounts(),
                      note="cgroup each"),
            Contender(USER_MODE, lambda: once(user_daemon), missing, note="no cgroups"),
            Contender("task-spooler", lambda: task_spooler(context),
                      context.without_tools("tsp")),
        ])
    columns = [
        Column("dead", "dead after the grace period, ms", 1), Column("answer", "answered, ms", 1),
        Column("survivors", "alive", 0),
        Column("told", "killed, as told", 0), Column("left", "left, as told", 0),
    ]
    table = Table(columns, rows, reference=None)
    ours = [row for row in table.rows if row.name.startswith(OURS) and row.samples]

    def most(key: str) -> float | None:
        return max((max(row.values(key)) for row in ours), default=None)

    told = min((min(row.values("told")) for row in ours), default=None)
    return Report(
        "cancel", "cancelling what does not want to go", TEXT, [table],
        [
            Target("everything dead within 50 ms after the grace period", 50, most("dead"), "ms",
                   digits=1),
            Target("no survivors", 0, most("survivors"), digits=0),
            Target(f"the answer counts the {DAEMONS + 1} that were killed", DAEMONS + 1, told,
                   at_least=True, digits=0),
        ])
