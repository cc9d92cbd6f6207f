"""A daemon that is killed again and again: nothing may be lost, run twice or judged wrong."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from pathlib import Path

from harness.client import Client, submission
from harness.context import Context
from harness.model import OURS, Column, Failed, Report, Row, Sample, Table, Target
from harness.scenarios import scenario
from harness.service import Daemon, programs, user_daemon

TEXT = """Jobs of 20 scenarios are submitted by a client that tries again, with the same
`Idempotency-Key`, whenever the daemon goes away. Meanwhile the daemon is killed by SIGKILL at
random moments and started again. In user mode its workers end with it; attempts that were running
are interrupted and attempted again. In the end each task must have exactly one attempt that was
judged, with the outcome that its program has; a fifth of the scenarios must fail, and some take
longer than the daemon lives. One run."""

TASKS_PER_JOB = 20
PASSED, FAILED = "passed", "failed"
JUDGED = {PASSED, FAILED}
# Random moments in the daemon's life: from its first instruction on.
LIFE_MAX = 0.4
LIMIT = 300


def expected(number: int) -> str:
    return FAILED if number % 5 == 4 else PASSED


def text(number: int) -> str:
    status = 1 if expected(number) == FAILED else 0
    pause = "0.3" if number % 7 == 0 else "0.01"
    return scenario(
        ["/bin/sh", "-c", f"echo {number}; sleep {pause}; exit {status}"],
        [{"expect": str(number)}], name=f"task {number}", exit_code=0)


class Submitter(threading.Thread):
    """Submits job after job until each is acknowledged."""

    def __init__(self, socket: Path, directory: Path, jobs: int) -> None:
        super().__init__(daemon=True)
        self.socket, self.directory, self.jobs = socket, directory, jobs
        self.acknowledged: list[str] = []
        self.trouble: str | None = None

    def run(self) -> None:
        for number in range(self.jobs):
            first = number * TASKS_PER_JOB
            texts = [text(first + place) for place in range(TASKS_PER_JOB)]
            body = submission(texts, self.directory, name=f"job {number}")
            head = (
                f"POST /api/v1/jobs HTTP/1.1\r\nHost: orchestro\r\nIdempotency-Key: job-{number}"
                f"\r\nContent-Length: {len(body)}\r\n\r\n")
            if not self.submitted(head.encode() + body):
                return
            # So that jobs keep coming over the whole time.
            time.sleep(0.15)

    def submitted(self, request: bytes) -> bool:
        deadline = time.monotonic() + LIMIT
        while time.monotonic() < deadline:
            try:
                with Client(self.socket) as client:
                    status, answer = client.exchange(request)
            except (OSError, Failed):
                time.sleep(0.01)
                continue
            if status in (200, 201):
                self.acknowledged.append(answer.decode())
                return True
            self.trouble = f"not accepted: {status} {answer[:200]!r}"
            return False
        self.trouble = "no daemon acknowledged it"
        return False


def kill_again_and_again(daemon: Daemon, kills: int, chance: random.Random) -> None:
    for _ in range(kills):
        time.sleep(chance.uniform(0, LIFE_MAX))
        daemon.kill()
        daemon.start(daemon.argv, serves=False)


def judge(client: Client, jobs: int) -> Sample:
    """Counts what is wrong, after all jobs are over."""
    wrong: Counter[str] = Counter(lost=0, twice=0, wrong=0, attempts=0, interrupted=0)
    listed = client.call("GET", "/api/v1/jobs?limit=500")["jobs"]
    wrong["lost"] += max(0, jobs - len(listed)) * TASKS_PER_JOB
    wrong["twice"] += max(0, len(listed) - jobs) * TASKS_PER_JOB
    for job in listed:
        tasks = client.tasks(job["job_id"])
        wrong["lost"] += TASKS_PER_JOB - len(tasks)
        for task in tasks:
            number = int(task["name"].split()[1])
            verdicts = [attempt["verdict"] for attempt in task["attempts"]]
            judged = [verdict for verdict in verdicts if verdict in JUDGED]
            wrong["attempts"] += len(verdicts)
            wrong["interrupted"] += len(verdicts) - len(judged)
            wrong["twice"] += len(judged) > 1
            wrong["lost"] += task["state"] != "finished"
            wrong["wrong"] += task["outcome"] != expected(number) or judged[-1:] != [
                expected(number)]
    return {key: float(value) for key, value in wrong.items()}


def once(context: Context, jobs: int, kills: int, seed: int) -> Sample:
    directory = context.durable_directory("crash")
    with user_daemon(context, directory) as daemon:
        submitter = Submitter(daemon.socket, directory, jobs)
        submitter.start()
        kill_again_and_again(daemon, kills, random.Random(seed))
        submitter.join(LIMIT)
        if submitter.trouble or submitter.is_alive():
            raise Failed(submitter.trouble or "the submitter did not end")
        deadline = time.monotonic() + LIMIT
        while True:
            try:
                with daemon.client() as client:
                    status = client.call("GET", "/api/v1/status")
                    if not any(status["tasks"].values()):
                        return {"kills": kills, **judge(client, jobs)}
            except OSError:
                daemon.check(deadline)
            if time.monotonic() > deadline:
                raise Failed(f"not over after {LIMIT} s: {status}")
            time.sleep(0.05)


def run(context: Context) -> Report:
    jobs, kills = (5, 5) if context.quick else (50, 50)
    seed = random.SystemRandom().randrange(1 << 32)
    row = Row(OURS, note=f"seed {seed}", unavailable=programs(context))
    if not row.unavailable:
        try:
            row.samples.append(once(context, jobs, kills, seed))
        except Failed as failure:
            row.unavailable = f"failed: {failure} (seed {seed})"
    columns = [
        Column("kills", "kills", 0), Column("attempts", "attempts", 0),
        Column("interrupted", "not judged", 0), Column("lost", "lost", 0),
        Column("twice", "run twice", 0), Column("wrong", "wrong outcome", 0),
    ]
    table = Table(columns, [row], reference=None)
    return Report(
        "crash", f"{jobs * TASKS_PER_JOB:,} tasks, the daemon killed {kills} times", TEXT, [table],
        [
            Target("no task lost", 0, row.median("lost"), digits=0),
            Target("none run twice", 0, row.median("twice"), digits=0),
            Target("none with a wrong outcome", 0, row.median("wrong"), digits=0),
        ])
