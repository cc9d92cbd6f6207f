"""Accepting jobs durably, on an empty and on a long queue."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import ExitStack
from pathlib import Path

from harness.client import Client, request_bytes, submission
from harness.context import Context
from harness.model import OURS, Column, Contender, Report, Sample, Table, Target, quotient
from harness.scenarios import scenario
from harness.service import Daemon, programs, user_daemon

TEXT = """One client submits jobs of one scenario each over one connection that stays open, the
next when the answer to the last is there; the answer leaves after the commit (write-ahead log,
synchronous FULL, on a disk). Nothing is started meanwhile (drained). Beside it what the disk alone
takes: rows of the same size, each committed by SQLite in the same way, from Python; and
task-spooler, which keeps its queue in memory, with a process for each job. The processor time is
the daemon's. Running both daemons in turn shows what 100,000 queued jobs cost."""

CONNECTIONS = 64
SETTINGS = "workers: 2\nowner:\n  queued: 1000000\n"
FLOOR = "SQLite alone (floor)"
TICKS = os.sysconf("SC_CLK_TCK")


def job(number: int) -> bytes:
    text = scenario("/bin/true", [], name=f"job {number}", exit_code=0)
    body = submission([text], Path(f"/home/anna/project/{number % 100}"))
    return request_bytes("POST", "/api/v1/jobs", body)


def processor_seconds(daemon: Daemon) -> float:
    if not daemon.process:
        return 0
    fields = Path(f"/proc/{daemon.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def one_by_one(daemon: Daemon, count: int) -> Sample:
    requests = [job(number) for number in range(count)]
    with daemon.client() as client:
        # The first request on a connection is not like the others.
        accepted(client.exchange(requests[0]))
        times = []
        busy = processor_seconds(daemon)
        began = time.perf_counter()
        for request in requests:
            before = time.perf_counter()
            accepted(client.exchange(request))
            times.append(time.perf_counter() - before)
        wall = time.perf_counter() - began
        busy = processor_seconds(daemon) - busy
    times.sort()
    return {
        "rate": count / wall, "p50": times[count // 2] * 1e6, "p99": times[count * 99 // 100] * 1e6,
        "cpu": busy / count * 1e6}


def accepted(answer: tuple[int, bytes]) -> None:
    status, body = answer
    if status != 201:
        raise ConnectionError(f"not accepted: {status} {body[:200]!r}")


def fill(daemon: Daemon, count: int) -> None:
    """Many connections at once share commits."""
    clients = [daemon.client() for _ in range(CONNECTIONS)]
    for start in range(0, count, CONNECTIONS):
        group = clients[:min(CONNECTIONS, count - start)]
        for place, client in enumerate(group):
            client.socket.sendall(job(start + place))
        for client in group:
            accepted(client.answer())
    for client in clients:
        client.close()


def drained(context: Context, stack: ExitStack, depth: int) -> Daemon:
    daemon = stack.enter_context(
        user_daemon(context, context.durable_directory("queue"), SETTINGS))
    with daemon.client() as client:
        client.call("POST", "/api/v1/drain")
    fill(daemon, depth)
    return daemon


def sqlite_alone(context: Context, count: int) -> Sample:
    base = sqlite3.connect(
        context.durable_directory("sqlite") / "floor.sqlite", isolation_level=None)
    base.execute("PRAGMA journal_mode=WAL")
    base.execute("PRAGMA synchronous=FULL")
    base.execute("CREATE TABLE job (id INTEGER PRIMARY KEY, body BLOB)")
    body = job(0)
    times = []
    for _ in range(count):
        before = time.perf_counter()
        base.execute("INSERT INTO job (body) VALUES (?)", (body,))
        times.append(time.perf_counter() - before)
    base.close()
    wall = sum(times)
    times.sort()
    return {
        "rate": count / wall, "p50": times[count // 2] * 1e6, "p99": times[count * 99 // 100] * 1e6}


def task_spooler(context: Context, count: int) -> Sample:
    place = context.durable_directory("tsp")
    environment = {"TS_SOCKET": str(place / "socket"), "TMPDIR": str(place)}
    loop = f"tsp sleep 600; for i in $(seq {count}); do tsp true; done"
    try:
        wall = context.measure(["sh", "-c", loop], environment=environment).wall
    finally:
        context.measure(["sh", "-c", "tsp -k; tsp -K"], environment=environment, check=False)
    return {"rate": count / wall}


def run(context: Context) -> Report:
    count, depth = (300, 3000) if context.quick else (3000, 100_000)
    deep = f"{depth:,} queued"
    missing = programs(context)

    with ExitStack() as stack:
        queue: list[Daemon] = []

        def on_empty() -> Sample:
            with ExitStack() as own:
                return one_by_one(drained(context, own, 0), count)

        def on_deep() -> Sample:
            if not queue:
                queue.append(drained(context, stack, depth))
            return one_by_one(queue[0], count)

        rows = context.interleave([
            Contender(OURS, on_empty, missing, note="nothing queued"),
            Contender(f"{OURS}, deep", on_deep, missing, note=deep),
            Contender(FLOOR, lambda: sqlite_alone(context, count)),
            Contender("task-spooler", lambda: task_spooler(context, count // 10),
                      context.without_tools("tsp"), note="a process each"),
        ])
    columns = [
        Column("rate", "accepted per s", 0), Column("p50", "half within, µs", 0),
        Column("p99", "99 % within, µs", 0), Column("cpu", "processor time, µs", 0),
    ]
    table = Table(columns, rows, higher_is_better=True)
    slower = quotient(table.median(OURS), table.median(f"{OURS}, deep"))
    targets = [
        Target("at least 2,000 durable submissions a second on one connection", 2000,
               table.median(OURS), "/s", at_least=True, digits=0),
        Target(f"{deep}: at most 1.25 × the time (20 % fewer a second)", 1.25, slower, "×"),
    ]
    return Report("submissions", "accepting jobs durably", TEXT, [table], targets)
