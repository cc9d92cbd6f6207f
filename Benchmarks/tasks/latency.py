"""From submitting to the first byte of the program, with a warm and a cold daemon."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from harness.client import Client, request_bytes
from harness.context import Context
from harness.model import OURS, Column, Contender, Failed, Report, Row, Sample, Table, Target
from harness.scenarios import scenario
from harness.service import Daemon, machine_daemon, programs, user_daemon, without_accounts

TEXT = """A scenario that starts `/bin/echo` is submitted, and its recording is followed as by
`logs -f`; the time ends when the program's first byte is there. A warm daemon has a worker that is
free. A cold one does not run: `systemd-socket-activate` starts it when the client connects, it
opens its store, starts a worker, and that the program. State and recordings are on a disk."""

WARM, SERVICE = f"{OURS}, warm", f"{OURS}, warm service"
COLD = f"{OURS}, cold"
TEXT_OF_PROGRAM = b"first byte"


def first_byte(client: Client, directory: Path) -> float:
    """Submits on an open connection; seconds until the program's first byte came back."""
    text = scenario(["/bin/echo", TEXT_OF_PROGRAM.decode()], [], name="first byte", exit_code=0)
    began = time.perf_counter()
    job = client.submit([text], directory)
    client.socket.sendall(
        request_bytes("GET", f"/api/v1/jobs/{job}/tasks/1/recording?follow=1"))
    status, length = client.head()
    if status != 200:
        raise Failed(f"the recording cannot be followed: {status}")
    if length is None:
        parts = client.chunks()
        shown = next(parts, b"")
        took = time.perf_counter() - began
        shown += b"".join(parts)
    else:
        # It was over before the question came.
        while len(client.buffer) < length:
            client.fill()
        took = time.perf_counter() - began
        shown, client.buffer = client.buffer[:length], client.buffer[length:]
    if TEXT_OF_PROGRAM not in shown:
        raise Failed(f"the recording is {shown[:100]!r}")
    return took


def figures(seconds: list[float]) -> Sample:
    ordered = sorted(second * 1000 for second in seconds)

    def rank(share: float) -> float:
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    return {"p50": rank(0.5), "p99": rank(0.99), "max": ordered[-1], "count": len(ordered)}


def ended(client: Client) -> None:
    """Waits until no attempt runs, so that a worker is free for the next one."""
    while client.call("GET", "/api/v1/status")["slots"]["busy"]:
        time.sleep(0.002)


def warm(daemon: Daemon, count: int) -> Sample:
    directory = daemon.directory
    with daemon.client() as client:
        # The first one starts a worker.
        first_byte(client, directory)
        seconds = []
        for _ in range(count):
            ended(client)
            seconds.append(first_byte(client, directory))
    return figures(seconds)


def cold(context: Context, count: int) -> Sample:
    daemon = Daemon(context, context.durable_directory("cold"))
    seconds = []
    for _ in range(count):
        daemon.socket.unlink(missing_ok=True)
        daemon.start(
            ["systemd-socket-activate", "-l", str(daemon.socket), "--fdname=api",
             *daemon.user_mode()], serves=False)
        try:
            wait_for(daemon.socket.exists, daemon)
            # Listening comes after the file is there.
            time.sleep(0.05)
            began = time.perf_counter()
            with daemon.client() as client:
                connected = time.perf_counter() - began
                seconds.append(connected + first_byte(client, daemon.directory))
        finally:
            daemon.stop()
    return figures(seconds)


def wait_for(holds: Callable[[], bool], daemon: Daemon, limit: float = 10) -> None:
    deadline = time.monotonic() + limit
    while not holds():
        daemon.check(deadline)
        time.sleep(0.002)


def run(context: Context) -> Report:
    many, few = (20, 3) if context.quick else (300, 40)
    missing = programs(context)
    with ExitStack() as stack:
        started: dict[str, Daemon] = {}

        def daemon(kind: Callable[..., object]) -> Daemon:
            name = kind.__name__
            if name not in started:
                directory = context.durable_directory("warm")
                started[name] = stack.enter_context(kind(context, directory))
            return started[name]

        rows = context.interleave([
            Contender(WARM, lambda: warm(daemon(user_daemon), many), missing, note="user mode"),
            Contender(SERVICE, lambda: warm(daemon(machine_daemon), many),
                      missing or without_accounts(), note="account and cgroup"),
            Contender(COLD, lambda: cold(context, few),
                      missing or context.without_tools("systemd-socket-activate"),
                      note="user mode"),
        ])
    columns = [
        Column("p50", "half within, ms", 1), Column("p99", "99 % within, ms", 1),
        Column("max", "longest, ms", 1), Column("count", "times", 0, spread=False),
    ]
    table = Table(columns, rows, reference=None)
    slowest_warm = worst(table.rows[:2])
    return Report(
        "latency", "from submit to the program's first byte", TEXT, [table],
        [
            Target("warm: 99 % within 50 ms", 50, slowest_warm, "ms", digits=1),
            Target("cold: 99 % within 300 ms", 300, table.median(COLD, "p99"), "ms", digits=1),
        ])


def worst(rows: list[Row]) -> float | None:
    known = [value for row in rows if (value := row.median("p99")) is not None]
    return max(known) if known else None
