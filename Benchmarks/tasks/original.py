"""The benchmark of the Python original, and a suite that waits for its programs."""

from __future__ import annotations

from harness.context import Context, ours
from harness.model import OURS, Column, Report, Row, Sample, Table, Target, quotient
from harness.scenarios import scenario, write_scenarios

ORIGINAL_TEXT = """Twenty times the “medium” scenario of the original's own benchmark (`cat`, three
times send and expect, Ctrl-D). The original, Orchestro CLI 0.2.1 in Python, sleeps 2 s in every
scenario; its figures were measured once with the same scenarios on two processors and are not
measured again here. Sleeping less is no art, so the figures with its sleeps taken out stand beside
them. Orchestro's twenty scenarios must all have matched, else there is no figure."""

BLOCKING_TEXT = """Sixteen scenarios that each wait 0.25 s for their program to print. With perfect
overlap two workers take half as long as one (4.0 s and 2.0 s at best)."""

ONE, TWO = f"{OURS}, 1 worker", f"{OURS}, 2 workers"
PUBLISHED = {
    "original 0.2.1, 1 worker": 59.35,
    "original 0.2.1, 2 workers": 30.73,
    "original 0.2.1 without its sleeps, 1 worker": 5.23,
    "original 0.2.1 without its sleeps, 2 workers": 5.22,
}


def medium() -> str:
    steps: list[dict[str, object]] = []
    for number in (1, 2, 3):
        steps += [{"send": f"Line {number}"}, {"expect": f"Line {number}"}]
    return scenario("cat", [*steps, {"control": "d"}], name="bench-medium", timeout=10,
                    validations=[])


def blocking(context: Context) -> str:
    child = str(context.programs["delayed"])
    return scenario([child, "250", "ready-now"], [{"expect": "ready-now"}],
                    name="blocking", timeout=10)


def suite(context: Context, text: str, count: int, workers: int) -> Sample:
    directory = write_scenarios(context.directory("suite"), [text] * count)
    measured, _ = context.orchestro(directory, "--workers", workers, expected=count)
    return {"s": measured.wall, "cpu": measured.cpu}


def both(context: Context, text: str, count: int) -> list[Row]:
    return context.interleave([
        ours(lambda: suite(context, text, count, 1), context, name=ONE),
        ours(lambda: suite(context, text, count, 2), context, name=TWO),
    ])


COLUMNS = [Column("s", "seconds", 3), Column("cpu", "processor seconds", 3)]


def run(context: Context) -> Report:
    rows = both(context, medium(), 20)
    rows += [
        Row(name, "measured earlier", samples=[{"s": seconds}])
        for name, seconds in PUBLISHED.items()
    ]
    table = Table(COLUMNS, rows, reference=ONE)
    one, two = table.median(ONE), table.median(TWO)
    return Report(
        "original", "20 medium scenarios of the original", ORIGINAL_TEXT, [table],
        [
            Target("1 worker: at least 50 × as fast as the original (59.35 s)", 50,
                   quotient(59.35, one), "×", at_least=True, digits=1),
            Target("2 workers: at least 50 × as fast as the original (30.73 s)", 50,
                   quotient(30.73, two), "×", at_least=True, digits=1),
        ])


def run_blocking(context: Context) -> Report:
    table = Table(COLUMNS, both(context, blocking(context), 16), reference=ONE)
    scaling = quotient(table.median(ONE), table.median(TWO))
    return Report(
        "blocking", "16 scenarios that wait 0.25 s", BLOCKING_TEXT, [table],
        [Target("two workers at least 1.7 × as fast as one", 1.7, scaling, "×", at_least=True)])
