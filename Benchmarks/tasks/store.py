"""What the store alone costs, without the daemon around it."""

from __future__ import annotations

import json
import shutil
from typing import Any

from harness.context import Context
from harness.model import Column, Failed, Report, Row, Table, Target, quotient

TEXT = """Each commit is one transaction with a write-ahead log and synchronous FULL on a disk: a
small job that is accepted, and a whole small attempt in three commits. A disk that others use too
makes the time on the clock vary; the processor time does not."""

LENGTHS = {0: "nothing queued", 100_000: "100,000 queued"}
WORDS = {"accept": "a job is accepted", "attempt": "an attempt, three commits"}


def figures(context: Context) -> list[dict[str, Any]]:
    """All lines that the program told, as often as it is repeated."""
    if not shutil.which("swift"):
        raise Failed("not available: swift")
    # The flags of `make build`, so that what it built is used again.
    context.measure(
        ["swift", "build", "-c", "release", "--static-swift-stdlib", "-Xlinker", "-s",
         "--product", "StoreThroughput"],
        limit=1800, environment={"ORCHESTRO_BENCH": "1"}, directory=context.root)
    program = context.root / ".build" / "release" / "StoreThroughput"
    commits = 300 if context.quick else 3000
    told = []
    for _ in range(min(context.repetitions, 3)):
        place = context.durable_directory("store")
        measured = context.measure([program, place, commits], limit=600)
        told += [json.loads(line) for line in measured.output.splitlines()]
    return told


def row(what: str, depth: int, lines: list[dict[str, Any]]) -> Row:
    samples = [
        {"rate": line["per_s"], "p50": line["p50_us"], "p99": line["p99_us"],
         "cpu": line["processor_us"]}
        for line in lines if line["what"] == what and line["depth"] == depth]
    return Row(WORDS[what], note=LENGTHS[depth], samples=samples)


def run(context: Context) -> Report:
    try:
        lines = figures(context)
    except Failed as failure:
        table = Table([], [Row("store", unavailable=f"failed: {failure}")], reference=None)
        return Report("store", "commits of the store", TEXT, [table],
                      [Target("the store can be measured", 1, None)])
    rows = [row(what, depth, lines) for what in WORDS for depth in LENGTHS]
    columns = [
        Column("rate", "per s", 0), Column("p50", "half within, µs", 0),
        Column("p99", "99 % within, µs", 0), Column("cpu", "processor time, µs", 0),
    ]
    empty, deep = rows[0], rows[1]
    return Report(
        "store", "commits of the store", TEXT, [Table(columns, rows, reference=None)],
        [
            Target("at least 2,000 jobs accepted a second", 2000, empty.median("rate"), "/s",
                   at_least=True, digits=0),
            Target("100,000 queued: at most 1.25 × the processor time", 1.25,
                   quotient(deep.median("cpu"), empty.median("cpu")), "×"),
        ])
