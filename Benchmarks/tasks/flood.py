"""Much output before the awaited text."""

from __future__ import annotations

from pathlib import Path

from harness.context import Context, Measured, ours
from harness.model import OURS, Column, Contender, Report, Sample, Table, Target, quotient
from harness.scenarios import scenario, write_scenarios

TEXT = """A C program writes 80-column lines as fast as the terminal takes them, then a sentinel
that is waited for. Peers tell the time from start to match; Orchestro's figure is the whole
process, without a record. Peak memory is that of the tool's process. MB are millions of bytes
written by the program; the terminal adds a carriage return to each line. The floor, a blocking
reader in C, shows what the kernel's terminal lets through at all."""

FLOOR = "blocking C reader (floor)"


def figures(measured: Measured, seconds: float, megabytes: int) -> Sample:
    return {"rate": megabytes / seconds, "s": seconds, "peak": measured.peak_mb}


def orchestro(context: Context, megabytes: int) -> Sample:
    child = [str(context.programs["flood"]), str(megabytes)]
    text = scenario(
        child, [{"expect": "END-OF-FLOOD"}], name="flood", timeout=200, exit_code=0,
        limits={"output": 1_000_000_000})
    suite = write_scenarios(context.directory("flood"), [text])
    measured, _ = context.orchestro(suite, "--workers", 1, expected=1)
    return figures(measured, measured.wall, megabytes)


def contenders(context: Context, megabytes: int) -> list[Contender]:
    child: Path = context.programs["flood"]

    def program(*words: object) -> Sample:
        measured = context.measure(words)
        return figures(measured, float(measured.last_json()["seconds"]), megabytes)

    def expect(most: int) -> Sample:
        return program(
            "expect", context.peers / "expect_peer.tcl", "flood", child, megabytes, most)

    def python(script: str, *words: object) -> Sample:
        return program(context.python, context.peers / script, "flood", *words, child, megabytes)

    no_expect, no_pexpect = context.without_tools("expect"), context.without_packages("pexpect")
    everybody = [
        ours(lambda: orchestro(context, megabytes), context),
        Contender(FLOOR, lambda: program(
            context.programs["forkpty_floor"], "flood", child, megabytes)),
        Contender("pexpect tuned", lambda: python("pexpect_peer.py", "tuned"), no_pexpect),
        Contender("expect", lambda: expect(2000), no_expect, note="match_max 2000, its default"),
        Contender("expect", lambda: expect(65536), no_expect, note="match_max 65536"),
        Contender("tui-test", lambda: python("tui_test_peer.py", context.directory("records")),
                  context.without_packages("tui-test")),
    ]
    if megabytes <= 5:
        # It searches everything again after each read: 20 MB took more than a minute.
        everybody.append(Contender(
            "pexpect default", lambda: python("pexpect_peer.py", "default"), no_pexpect))
    return everybody


def run(context: Context) -> Report:
    tables = {}
    for megabytes in (1, 4, 20) if context.quick else (5, 20, 100):
        columns = [
            Column("rate", "MB/s"), Column("s", "seconds", 2, spread=False),
            Column("peak", "peak memory, MB", 0),
        ]
        tables[megabytes] = Table(
            columns, context.interleave(contenders(context, megabytes)),
            title=f"{megabytes} MB", higher_is_better=True)
    middle, most = sorted(tables)[1:]
    large = tables[most]
    growth = quotient(large.median(OURS, "s"), tables[middle].median(OURS, "s"))
    return Report(
        "flood", "much output, then the awaited text", TEXT, list(tables.values()),
        [
            Target(f"at least 60 MB/s at {most} MB", 60, large.median(OURS), "MB/s",
                   at_least=True, digits=1),
            Target("at most 64 MB of memory", 64, large.median(OURS, "peak"), "MB", digits=0),
            Target(f"{most} MB take at most 6.5 × the time of {middle} MB", 6.5, growth, "×"),
        ])
