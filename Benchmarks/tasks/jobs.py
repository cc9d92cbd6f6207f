"""Many short scenarios through the daemon, beside other queues."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from harness import machine
from harness.context import Context
from harness.model import OURS, Column, Contender, Failed, Report, Sample, Table, Target
from harness.scenarios import scenario, write_scenarios
from harness.service import Daemon, machine_daemon, program, programs, user_daemon, without_accounts

TEXT = """1,000 times `/bin/true` by two workers. Orchestro's are scenarios, submitted and waited
for by `orchestroctl submit --wait`: each on a pseudo-terminal with directories of its own, its
recording and its record on the disk and its events in the store. As a service each runs as
another account in a cgroup of its own, under a stand-in for systemd that starts workers in
delegated cgroups; in user mode there are neither accounts nor cgroups, as for GNU parallel (with
job log and results), task-spooler and HyperQueue, whose tasks are plain processes. `systemd-run`
needs a booted systemd. Slurm does fewer, so that the run stays short."""

WORKERS = 2
SERVICE_NOTE = "cgroup and account each"
USER_MODE = f"{OURS}, user mode"


def suite(directory: Path, count: int) -> Path:
    texts = [
        scenario("/bin/true", [], name=f"short {number}", exit_code=0) for number in range(count)]
    return write_scenarios(directory, texts)


def submitted(context: Context, daemon: Daemon, count: int, *account: str) -> Sample:
    """By the program that people use."""
    scenarios = suite(context.durable_directory("short"), count)
    argv = [*account, program(context, "orchestroctl"), "submit", "--wait", scenarios]
    measured = context.measure(
        argv, environment={"ORCHESTRO_SOCKET": str(daemon.socket)}, directory=scenarios)
    with daemon.client() as client:
        job = client.call("GET", "/api/v1/jobs?limit=1")["jobs"][0]
        if job["tasks"]["passed"] != count:
            raise Failed(f"{job['tasks']} of {count}")
    return {"rate": count / measured.wall}


def as_account(number: int) -> list[str]:
    return ["setpriv", f"--reuid={number}", f"--regid={number}", "--clear-groups"]


def per_second(context: Context, count: int, script: str) -> Sample:
    place = context.durable_directory("peer")
    return {
        "rate": count / float(
            context.python_peer(script, count, WORKERS, place).last_json()["seconds"])}


def shell(context: Context, count: int, script: str) -> Sample:
    place = context.durable_directory("peer")
    environment = {"PLACE": str(place), "COUNT": str(count)}
    return {
        "rate": count / context.measure(["sh", "-c", script], environment=environment).wall}


PARALLEL = f"""seq $COUNT | parallel -j{WORKERS} --joblog $PLACE/log --results $PLACE/results \
/bin/true
test $(awk 'NR > 1 && $7 == 0' $PLACE/log | wc -l) = $COUNT"""

SYSTEMD_RUN = "for i in $(seq $COUNT); do systemd-run --quiet --wait --collect /bin/true; done"


def task_spooler(context: Context, count: int) -> Sample:
    place = context.durable_directory("tsp")
    environment = {
        "TS_SOCKET": str(place / "socket"), "TMPDIR": str(place), "TS_MAXFINISHED": str(count)}
    loop = (
        f"tsp -S {WORKERS}; for i in $(seq {count}); do tsp /bin/true; done;"
        " while tsp | grep -q -e queued -e running; do sleep 0.01; done;"
        f" test $(tsp | grep -c finished) = {count}")
    try:
        return {"rate": count / context.measure(["sh", "-c", loop], environment=environment).wall}
    finally:
        context.measure(["tsp", "-K"], environment=environment, check=False)


def without_systemd(context: Context) -> str | None:
    if not Path("/run/systemd/system").is_dir():
        return "skipped: no systemd is booted here"
    return context.without_tools("systemd-run")


def peers(context: Context, count: int) -> list[Contender]:
    few, least = max(count // 10, 10), 8
    no_slurm = context.without_tools("slurmctld", "slurmd", "sbatch", "munged")
    return [
        Contender("GNU parallel", lambda: shell(context, count, PARALLEL),
                  context.without_tools("parallel"), note="with log and results"),
        Contender("task-spooler", lambda: task_spooler(context, count),
                  context.without_tools("tsp")),
        Contender("HyperQueue", lambda: per_second(context, count, "hyperqueue_peer.py"),
                  context.without_packages("hyperqueue")),
        Contender("systemd-run --wait", lambda: shell(context, few, SYSTEMD_RUN),
                  without_systemd(context), note="one after the other"),
        Contender("Slurm array", lambda: per_second(context, least, "slurm_peer.py"),
                  no_slurm, most_repetitions=1, note=f"{least} tasks, tuned for short ones"),
    ]


def run(context: Context) -> Report:
    count = 60 if context.quick else 1000
    missing = programs(context)
    without = missing or without_accounts() or context.without_tools("setpriv")
    account = as_account(next(iter(machine.ACCOUNTS.values())))

    with ExitStack() as stack:
        started: dict[str, Daemon] = {}

        def daemon(kind: Callable[..., object]) -> Daemon:
            name = kind.__name__
            if name not in started:
                directory = context.durable_directory("jobs")
                started[name] = stack.enter_context(kind(context, directory))
            return started[name]

        rows = context.interleave([
            Contender(OURS, lambda: submitted(context, daemon(machine_daemon), count, *account),
                      without, note=SERVICE_NOTE),
            Contender(USER_MODE, lambda: submitted(context, daemon(user_daemon), count), missing,
                      note="no cgroups"),
            *peers(context, count),
        ])
    table = Table([Column("rate", "per s", 1)], rows, higher_is_better=True)
    measured = table.median(OURS)
    where = "each as an account in its own cgroup"
    if measured is None:
        # What could be measured is said with what it lacks.
        measured, where = table.median(USER_MODE), f"without cgroups ({without})"
    return Report(
        "jobs", f"{count:,} short scenarios", TEXT, [table],
        [Target(f"at least 150 a second through the daemon, {where}", 150, measured, "/s",
                at_least=True, digits=0)])
