"""What the daemon takes when there is little or nothing to do."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

from harness.context import Context
from harness.model import OURS, Column, Contender, Failed, Report, Sample, Table, Target
from harness.scenarios import scenario
from harness.service import Daemon, programs, user_daemon

TEXT = """Memory of a daemon that has just executed many scenarios: what it wrote, which is what the
promise is about, and with it the pages of its program file that no other process has mapped
(clean, so the kernel can drop them). Then a socket-activated daemon that leaves after one second
without work (60 unless configured) is started by a job; what counts is whether anything of it is
left when that second and the worker's lease are over, and whether the next client is served
again."""

JOB_SIZE = 1000
IDLE = "workers: 2\nidle_exit: 1\nidle_lease: 0.5\n"
LIMIT = 15
GONE = f"{OURS}, idle"


def busy(context: Context, count: int) -> Sample:
    with user_daemon(context, context.durable_directory("memory")) as daemon:
        with daemon.client() as client:
            fresh = daemon.private_mb()
            for start in range(0, count, JOB_SIZE):
                texts = [
                    scenario("/bin/true", [], name=f"short {start + place}", exit_code=0)
                    for place in range(min(JOB_SIZE, count - start))]
                job = client.wait(client.submit(texts, daemon.directory))
                if job["tasks"]["passed"] != len(texts):
                    raise Failed(f"{job['tasks']}")
        # The daemon gives memory back a second after a job.
        time.sleep(2)
        figures = daemon.private_mb()
    return {**figures, "fresh": fresh["private"], "tasks": count}


def descendants(of: int) -> set[int]:
    """Processes below one, itself included."""
    table = subprocess.run(
        ["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = dict(map(int, line.split()) for line in table.splitlines())
    found = {of} & set(parents)
    while more := {one for one, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def idle(context: Context) -> Sample:
    daemon = Daemon(context, context.durable_directory("idle"), IDLE)
    argv = [
        "systemd-socket-activate", "-l", str(daemon.socket), "--fdname=api", *daemon.user_mode()]
    text = scenario("/bin/true", [], name="short", exit_code=0)
    try:
        daemon.start(argv)
        with daemon.client() as client:
            client.wait(client.submit([text], daemon.directory))
            ended = time.monotonic()
        assert daemon.process
        known = descendants(daemon.process.pid)
        status = daemon.process.wait(LIMIT)
        seconds = time.monotonic() - ended
        time.sleep(0.2)
        left = [pid for pid in known if Path(f"/proc/{pid}").exists()]
    except subprocess.TimeoutExpired as error:
        raise Failed(f"it is still there after {LIMIT} s") from error
    finally:
        daemon.stop()
    if status != 0:
        raise Failed(f"it left with status {status}: {daemon.errors.read_text()[-200:]}")
    return {"left": len(left), "seconds": seconds}


def run(context: Context) -> Report:
    count = 500 if context.quick else 10_000
    missing = programs(context)
    memory = Table(
        [Column("dirty", "written, MB", 1),
         Column("private", "with clean pages of its program, MB", 1),
         Column("fresh", "the same at its start, MB", 1), Column("tasks", "finished tasks", 0)],
        context.interleave([
            Contender(OURS, lambda: busy(context, count), missing, most_repetitions=1)]),
        title="active", reference=None)
    nobody = Table(
        [Column("left", "processes left", 0), Column("seconds", "gone after, s", 1)],
        context.interleave([
            Contender(GONE, lambda: idle(context),
                      missing or context.without_tools("systemd-socket-activate", "ps"))]),
        title="idle", reference=None)
    return Report(
        "footprint", "memory, and nothing when idle", TEXT, [memory, nobody],
        [
            Target(f"at most 25 MB of its own memory after {count:,} tasks", 25,
                   memory.median(OURS, "dirty"), "MB", digits=1),
            Target("no process when idle", 0, nobody.median(GONE), digits=0),
        ])
