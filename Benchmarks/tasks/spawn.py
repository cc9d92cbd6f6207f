"""Starting a program, matching what it prints, ending: the cost of one empty test."""

from __future__ import annotations

from harness.context import Context, Measured, ours
from harness.model import OURS, Column, Contender, Failed, Report, Sample, Table, Target, quotient
from harness.scenarios import scenario, write_scenarios

TEXT = """`/bin/echo` is started on a pseudo-terminal, its text is matched, it is reaped; one after
the other, with a record of each session (the floor keeps none). Peers tell the time of their loop
alone; Orchestro's figure is the whole process, with its start and reading its scenario files.
Slow peers do fewer, so that the run stays short."""

FLOOR = "forkpty loop in C (floor)"


def per_spawn(measured: Measured, count: int) -> Sample:
    return {"ms": float(measured.last_json()["seconds"]) * 1000 / count}


def orchestro(context: Context, count: int) -> Sample:
    text = scenario(
        ["/bin/echo", "hello-from-echo"], [{"expect": "hello-from-echo"}],
        name="spawn", exit_code=0)
    suite = write_scenarios(context.directory("spawn"), [text] * count)
    artifacts = context.directory("artifacts")
    measured, _ = context.orchestro(
        suite, "--workers", 1, "--artifacts", artifacts, expected=count)
    if sum(path.is_file() for path in artifacts.rglob("*")) < count:
        raise Failed("kept no record of each session")
    return {"ms": measured.wall * 1000 / count}


def contenders(context: Context) -> list[Contender]:
    many, few = (60, 5) if context.quick else (300, 50)

    def floor() -> Sample:
        return per_spawn(
            context.measure([context.programs["forkpty_floor"], "spawn", many]), many)

    def expect() -> Sample:
        records = context.directory("records")
        script = context.peers / "expect_peer.tcl"
        return per_spawn(context.measure(["expect", script, "spawn", many, records]), many)

    def pexpect(tuning: str, count: int) -> Sample:
        records = context.directory("records")
        return per_spawn(
            context.python_peer("pexpect_peer.py", "spawn", tuning, count, records), count)

    def screen(script: str) -> Sample:
        records = context.directory("records")
        return per_spawn(context.python_peer(script, "spawn", few, records), few)

    no_pexpect = context.without_packages("pexpect")
    return [
        ours(lambda: orchestro(context, many), context),
        Contender(FLOOR, floor),
        Contender("expect", expect, context.without_tools("expect"), note="one process"),
        Contender("pexpect tuned", lambda: pexpect("tuned", many), no_pexpect),
        Contender("pexpect default", lambda: pexpect("default", few), no_pexpect),
        Contender(
            "tui-test", lambda: screen("tui_test_peer.py"), context.without_packages("tui-test")),
        Contender(
            "tuiwright", lambda: screen("tuiwright_peer.py"),
            context.without_packages("tuiwright")),
    ]


def run(context: Context) -> Report:
    table = Table(
        [Column("ms", "ms per spawn", 2)], context.interleave(contenders(context)))
    against_floor = quotient(table.median(OURS), table.median(FLOOR))
    return Report(
        "spawn", "start, match, end", TEXT, [table],
        [Target("at most 1.6 × a bare forkpty loop in C", 1.6, against_floor, "×")])
