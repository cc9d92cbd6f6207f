"""The scheduler's strategies side by side, and what a choice costs."""

from __future__ import annotations

import shutil
from typing import Any

from harness.context import Context
from harness.model import Column, Failed, Report, Row, Table, Target, quotient

HEAP = "the original's heap"
QUEUED = "100,000"

STRATEGIES_TEXT = """Made-up workloads on a virtual clock with eight slots, three seeds each; the
tasks take half a second to two minutes, and four kinds of five are known from earlier days. The
peer is the queue of the original: one heap by priority, then by order of coming. The order of one
owner's tasks is the strategy's, between owners it is always the fair share's; so the workloads for
deadlines and priorities have one owner. Fairness is Jain's index (1 is best) of the slot time that
owners got while they had something queued, over that of an equal part each. Seconds are virtual."""

CHOICE_TEXT = f"""{QUEUED} tasks of 100 owners are queued, three of eight want resources. An attempt
ends, the scheduler records it, learns from it, and chooses and starts the next one; all of that is
the time of a choice."""

WORKLOADS = {
    "mixed lengths": (
        "1,000 tasks of four owners, all there at once",
        [Column("wait", "mean wait, s", 0), Column("makespan", "makespan, s", 0),
         Column("fairness", "fairness", 3)]),
    "deadlines": (
        "97 % load for an hour, every other job has a near deadline",
        [Column("missed", "deadlines missed, %", 1), Column("wait", "mean wait, s", 0),
         Column("makespan", "makespan, s", 0)]),
    "priorities": (
        "105 % load for an hour, a tenth of the jobs is urgent",
        [Column("urgent", "mean wait of urgent tasks, s", 0), Column("wait", "mean wait, s", 0),
         Column("makespan", "makespan, s", 0)]),
    "many owners": (
        "one owner has 3,000 tasks queued, seven others come with ten each",
        [Column("fairness", "fairness", 3),
         Column("small", "mean wait of the seven, s", 0), Column("wait", "mean wait, s", 0),
         Column("makespan", "makespan, s", 0)]),
}


def figures(context: Context) -> list[dict[str, Any]]:
    """What the program tells, as often as it is repeated."""
    if not shutil.which("swift"):
        raise Failed("not available: swift")
    # The flags of `make build`, so that what it built is used again.
    context.measure(
        ["swift", "build", "-c", "release", "--static-swift-stdlib", "-Xlinker", "-s",
         "--product", "BenchScheduler"],
        limit=1800, environment={"ORCHESTRO_BENCH": "1"}, directory=context.root)
    program = context.root / ".build" / "release" / "BenchScheduler"
    return [context.measure([program]).last_json() for _ in range(context.repetitions)]


def workload_table(name: str, told: dict[str, Any]) -> Table:
    title, columns = WORKLOADS[name]
    rows = [Row(contender, samples=samples) for contender, samples in told[name].items()]
    return Table(columns, rows, title=f"{name}: {title}", reference=None)


def choice_table(all_told: list[dict[str, Any]]) -> Table:
    rows = [
        Row(strategy, samples=[told["choices"][strategy] for told in all_told])
        for strategy in all_told[0]["choices"]
    ]
    columns = [
        Column("mean", "µs per choice", 2), Column("p99", "99 % within, µs", 2),
        Column("max", "longest, µs", 0),
    ]
    return Table(columns, rows, title=f"a choice with {QUEUED} tasks queued", reference=None)


def run(context: Context) -> Report:
    text = f"{STRATEGIES_TEXT}\n\n{CHOICE_TEXT}"
    try:
        all_told = figures(context)
    except Failed as failure:
        table = Table([], [Row("scheduler", unavailable=f"failed: {failure}")], reference=None)
        return Report("scheduler", "strategies of the scheduler", text, [table],
                      [Target("the scheduler can be measured", 1, None)])
    told = all_told[0]["workloads"]
    tables = {name: workload_table(name, told) for name in WORKLOADS}
    choices = choice_table(all_told)

    def against_heap(workload: str, strategy: str, key: str) -> float | None:
        table = tables[workload]
        return quotient(table.median(strategy, key), table.median(HEAP, key))

    strategies = [row.name for row in choices.rows]
    worst_p99 = max(choices.median(name, "p99") or 0 for name in strategies)
    least_fair = min(tables["many owners"].median(name, "fairness") or 0 for name in strategies)
    memory = all_told[0]["megabytes"]
    targets = [
        Target(f"{QUEUED} queued: every strategy chooses within 50 µs (99 %)", 50, worst_p99, "µs",
               digits=1),
        Target(f"{QUEUED} queued tasks within 50 MB", 50, memory, "MB", digits=0),
        Target("sjf: at most 0.6 × the wait of the original's heap", 0.6,
               against_heap("mixed lengths", "sjf", "wait"), "×"),
        Target("deadline: at most 0.2 × the missed deadlines of the original's heap", 0.2,
               against_heap("deadlines", "deadline", "missed"), "×"),
        Target("priority: urgent tasks wait at most 0.3 × as long as by fifo", 0.3,
               quotient(tables["priorities"].median("priority"),
                        tables["priorities"].median("fifo")), "×"),
        Target("many owners: fairness of every strategy", 0.95, least_fair, at_least=True),
    ]
    return Report("scheduler", "strategies of the scheduler", text,
                  [*tables.values(), choices], targets)
