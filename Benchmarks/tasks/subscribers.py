"""Many readers of events at once, each by a WebSocket of its own."""

from __future__ import annotations

import subprocess
import time

from harness.client import request_bytes, submission
from harness.context import Context
from harness.model import OURS, Column, Contender, Failed, Report, Sample, Table, Target
from harness.scenarios import scenario
from harness.service import Daemon, programs, user_daemon

TEXT = """A thousand WebSockets on `/ws/events` are open, and jobs are submitted (nothing is started
meanwhile) at 100 events a second: 100,000 messages a second have to be delivered. Each is timed
from before its submission was sent, so that the commit is in it, until it was read; every number
must follow the one before on every WebSocket. The reader is a C program on the same two
processors. Memory is what the daemon alone has at the end; the processor time is its own."""

PLAIN, SECURE = f"{OURS}, Unix socket", f"{OURS}, TLS"
SUBSCRIBERS, RATE = 1000, 100
SETTINGS = f"""workers: 1
owner: {{queued: 1000000}}
connections: {{total: {2 * SUBSCRIBERS}, account: {2 * SUBSCRIBERS}}}
"""
TICKS_HZ = 100
WAIT = 60


def once(context: Context, is_secure: bool) -> Sample:
    subscribers, seconds = (100, 2) if context.quick else (SUBSCRIBERS, 20)
    events = seconds * RATE
    with user_daemon(
        context, context.durable_directory("subscribers"), SETTINGS,
        ["--listen", "127.0.0.1:0"] if is_secure else [],
    ) as daemon:
        words = place_and_key(daemon, is_secure)
        idle = daemon.private_mb()["dirty"]
        busy = processor_seconds(daemon)
        request = daemon.directory / "request"
        text = scenario("/bin/true", [], name="one of many", exit_code=0)
        request.write_bytes(
            request_bytes("POST", "/api/v1/jobs", submission([text], daemon.directory)))
        command = [context.programs["subscribers"], words[0], subscribers, events, RATE, request]
        began = time.perf_counter()
        done = subprocess.run(
            [str(word) for word in [*command, *words[1:]]],
            capture_output=True, text=True, timeout=seconds + WAIT, check=False)
        wall = time.perf_counter() - began
        if done.returncode not in (0, 1) or not done.stdout:
            raise Failed(f"{done.stderr.strip()[-300:]}")
        messages, misplaced, half, most, longest, _ = (float(word) for word in done.stdout.split())
        if messages < subscribers * events or misplaced:
            raise Failed(
                f"{messages:.0f} of {subscribers * events} messages, {misplaced:.0f} out of order")
        return {
            "p99": most, "p50": half, "max": longest, "messages": messages,
            "memory": daemon.private_mb()["dirty"], "growth": daemon.private_mb()["dirty"] - idle,
            "cpu": (processor_seconds(daemon) - busy) / wall * 100,
        }


def place_and_key(daemon: Daemon, is_secure: bool) -> list[str]:
    with daemon.client() as client:
        client.call("POST", "/api/v1/drain")
        if not is_secure:
            return [str(daemon.socket)]
        key = client.call(
            "POST", "/api/v1/keys",
            b'{"name": "subscribers", "scopes": ["admin"], "requests_per_minute": 60000}')
    address = (daemon.directory / "tls-address").read_text().strip()
    return [f"{daemon.socket},{address.rsplit(':', 1)[1]}", key["secret"]]


def processor_seconds(daemon: Daemon) -> float:
    if not daemon.process:
        return 0
    with open(f"/proc/{daemon.process.pid}/stat", encoding="ascii") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_HZ


def run(context: Context) -> Report:
    missing = programs(context)
    rows = context.interleave([
        Contender(PLAIN, lambda: once(context, False), missing, most_repetitions=3),
        Contender(SECURE, lambda: once(context, True), missing, most_repetitions=3),
    ])
    table = Table(
        [
            Column("p99", "99 % within, ms", 1), Column("p50", "half within, ms", 1),
            Column("max", "longest, ms", 1), Column("messages", "messages", 0, spread=False),
            Column("memory", "memory, MB", 1), Column("cpu", "processor, %", 0),
        ], rows, reference=None)
    return Report(
        "subscribers", "a thousand readers of events", TEXT, [table],
        [
            Target("Unix socket: 99 % within 100 ms", 100, table.median(PLAIN, "p99"), "ms",
                   digits=1),
            Target("TLS: 99 % within 100 ms", 100, table.median(SECURE, "p99"), "ms", digits=1),
            Target("memory with a thousand readers at most 300 MB", 300,
                   table.median(SECURE, "memory"), "MB", digits=1),
        ])
