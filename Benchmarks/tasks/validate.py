"""Reading scenario files, starting, and the size of the program."""

from __future__ import annotations

import shutil

from harness.context import Context, ours
from harness.model import OURS, Column, Contender, Failed, Report, Row, Sample, Table, Target
from harness.scenarios import scenario, write_scenarios

TEXT = """1,000 scenario files of 14 steps each are parsed and checked by `orchestroctl validate`.
No peer has such a command over files of its own."""

STARTUP_TEXT = """From start to end of a command that does nothing but tell its version. The size is
that of the program with its symbols stripped."""


def checked_scenario(number: int) -> str:
    steps: list[dict[str, object]] = [
        {"expect": rf"^Item {number}: (\w+) \[y/n\] ?", "timeout": 5},
        {"send": "yes", "note": "accept the licence"},
        {"expect_screen": {"text": "Ready", "row": 3}},
        {"press": ["down", "down", "enter"]},
        {"type": "some text, typed"},
        {"wait_idle": 0.2},
        {"control": "s"},
        {"expect": ["saved", "written"]},
        {"send": "status", "expect_contains": "clean"},
        {"send": ":q\r", "raw": True},
        {"expect": "Bye"},
        {"send": "a", "raw": True, "note": "äöü €"},
        {"expect": "end"},
        {"expect_exit": 0},
    ]
    return scenario(
        f"editor --file 'notes {number}.txt'", steps, name=f"checked-{number}",
        description="A scenario as people write them", env={"LANG": "C.UTF-8", "LEVEL": "3"},
        tags=["smoke", "slow"], timeout=12.5)


def run(context: Context) -> Report:
    count = 100 if context.quick else 1000
    suite = write_scenarios(
        context.directory("validate"), [checked_scenario(number) for number in range(count)])

    def once() -> Sample:
        measured = context.measure([context.orchestroctl, "validate", suite])
        return {"s": measured.wall, "peak": measured.peak_mb}

    columns = [Column("s", "seconds", 3), Column("peak", "peak memory, MB", 0)]
    table = Table(columns, context.interleave([ours(once, context)]), reference=None)
    return Report(
        "validate", f"{count:,} scenario files", TEXT, [table],
        [Target(f"{count:,} files within 1 s", 1.0, table.median(OURS), "s")])


def size_mb(context: Context) -> Sample:
    stripped = context.directory("strip") / "orchestroctl"
    context.measure(["strip", "-o", stripped, context.orchestroctl])
    return {"mb": stripped.stat().st_size / 1e6}


def size_row(context: Context) -> Row:
    row = Row(OURS, unavailable=context.without_ours() or context.without_tools("strip"))
    if not row.unavailable:
        try:
            row.samples.append(size_mb(context))
        except Failed as failure:
            row.unavailable = f"failed: {failure}"
    return row


def version_command(context: Context, name: str, argv: list[object], absent: str | None,
                    ) -> Contender:
    """Ten starts make one repetition: a single one is too short to trust."""

    def once() -> Sample:
        starts = sorted(context.measure(argv).wall for _ in range(10))
        return {"ms": starts[5] * 1000}

    return Contender(name, once, absent)


def run_startup(context: Context) -> Report:
    python: list[object] = [context.python, "-m"]
    rows = context.interleave([
        version_command(context, OURS, [context.orchestroctl, "--version"],
                        context.without_ours()),
        version_command(context, "true (floor)", [shutil.which("true")], None),
        version_command(context, "expect -v", ["expect", "-v"], context.without_tools("expect")),
        version_command(context, "tmux -V", ["tmux", "-V"], context.without_tools("tmux")),
        version_command(context, "bats --version", ["bats", "--version"],
                        context.without_tools("bats")),
        version_command(context, "prysk --version", [*python, "prysk", "--version"],
                        context.without_packages("prysk")),
        version_command(context, "pytest --version", [*python, "pytest", "--version"],
                        context.without_packages("pytest")),
    ])
    startup = Table([Column("ms", "ms", 1)], rows)
    size = Table([Column("mb", "stripped size, MB", 1)], [size_row(context)], reference=None)
    return Report(
        "startup", "start and size", STARTUP_TEXT, [startup, size],
        [
            Target("orchestroctl --version within 20 ms", 20, startup.median(OURS), "ms",
                   digits=1),
            Target("stripped program at most 20 MB", 20, size.median(OURS), "MB", digits=1),
        ])
