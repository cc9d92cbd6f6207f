"""A suite of 100 prompt dialogs on two workers, as a person would run it."""

from __future__ import annotations

import xml.etree.ElementTree
from pathlib import Path

from harness.context import Context, ours
from harness.model import OURS, Column, Contender, Failed, Report, Sample, Table, Target, quotient
from harness.scenarios import scenario, write_scenarios

TEXT = """The same program asks for a name, then an age, and prints a line; every dialog has its
own answers. Two workers, a record of each session and a JUnit file where the tool has one (expect
has none). The figure is the wall time of the whole run from its start, divided by the dialogs.
bats and prysk give the program pipes, not a terminal: they do less."""

EXPECT = "expect, one process each, xargs -P2"
XDIST = "pytest-xdist -n2 + pexpect default"


def answers(number: int) -> tuple[str, str]:
    return f"Ada{number}", str(20 + number % 50)


def check_junit(file: Path, count: int) -> None:
    """A suite is only as fast as it is complete."""
    try:
        cases = list(xml.etree.ElementTree.parse(file).getroot().iter("testcase"))
    except (OSError, xml.etree.ElementTree.ParseError) as error:
        raise Failed(f"no JUnit file: {error}") from error
    bad = sum(case.find("failure") is not None or case.find("error") is not None for case in cases)
    if len(cases) != count or bad:
        raise Failed(f"JUnit tells {len(cases)} cases of {count}, {bad} bad")


def dialog_scenario(child: Path, number: int) -> str:
    name, age = answers(number)
    steps: list[dict[str, object]] = [
        {"expect": r"Name\? ", "send": name},
        {"expect": r"Age\? ", "send": age},
        {"expect": f"Hello {name}, {age} years"},
        {"expect_exit": 0},
    ]
    return scenario([str(child)], steps, name=f"dialog-{number:03}", timeout=30)


def orchestro(context: Context, count: int) -> Sample:
    texts = [dialog_scenario(context.programs["dialog"], n) for n in range(count)]
    suite = write_scenarios(context.directory("dialogs"), texts)
    junit = context.directory("junit") / "junit.xml"
    measured, _ = context.orchestro(
        suite, "--workers", 2, "--artifacts", context.directory("artifacts"),
        "--junit-xml", junit, expected=count)
    check_junit(junit, count)
    return {"ms": measured.wall * 1000 / count, "peak": measured.peak_mb}


def expect(context: Context, count: int) -> Sample:
    place = context.directory("expect")
    child, script = context.programs["dialog"], context.peers / "expect_peer.tcl"
    lines = "".join(
        f"{script} dialog {child} {name} {age} {place}/{number}.log\n"
        for number, (name, age) in enumerate(map(answers, range(count))))
    (place / "tests").write_text(lines)
    measured = context.measure(["xargs", "-a", place / "tests", "-P2", "-L1", "expect"])
    return {"ms": measured.wall * 1000 / count, "peak": measured.peak_mb}


def pytest_suite(context: Context, script: str, count: int, tuning: str = "") -> Sample:
    place = context.directory("pytest")
    junit = place / "junit.xml"
    measured = context.measure(
        [context.python, "-m", "pytest", "-q", "-n2", "-p", "xdist.plugin", "-p",
         "no:cacheprovider", f"--junitxml={junit}", f"--rootdir={place}",
         context.peers / script],
        directory=place,
        environment={
            # Plugins of other peers would slow this one's start.
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONDONTWRITEBYTECODE": "1",
            "DIALOG_CHILD": str(context.programs["dialog"]), "DIALOG_COUNT": str(count),
            "DIALOG_RECORDS": str(place), "DIALOG_TUNING": tuning,
        })
    check_junit(junit, count)
    return {"ms": measured.wall * 1000 / count, "peak": measured.peak_mb}


def bats(context: Context, count: int, jobs: int) -> Sample:
    place = context.directory("bats")
    child = context.programs["dialog"]
    tests = []
    for number in range(count):
        name, age = answers(number)
        tests.append(
            f'@test "dialog {number}" {{\n'
            f"  run bash -c 'printf \"{name}\\n{age}\\n\" | {child}'\n"
            f'  [ "$status" -eq 0 ]\n  [[ "$output" == *"Hello {name}, {age} years"* ]]\n}}\n')
    (place / "dialogs.bats").write_text("\n".join(tests))
    parallel = ["--jobs", jobs] if jobs > 1 else []
    # As its report file, bats may leave an empty one behind when it has several jobs.
    measured = context.measure(
        ["bats", *parallel, "--formatter", "junit", place / "dialogs.bats"], check=False,
        # GNU parallel keeps files there.
        environment={"HOME": str(place)})
    (place / "report.xml").write_text(measured.output)
    check_junit(place / "report.xml", count)
    return {"ms": measured.wall * 1000 / count, "peak": measured.peak_mb}


def prysk(context: Context, count: int) -> Sample:
    """Ten tests a file; prysk has no workers, so xargs gives each of two half of the files."""
    place = context.directory("prysk")
    child, files = context.programs["dialog"], []
    for first in range(0, count, 10):
        blocks = []
        for name, age in map(answers, range(first, min(first + 10, count))):
            blocks.append(
                f"  $ printf '{name}\\n{age}\\n' | {child}\n"
                f"  Name? Age? Hello {name}, {age} years\n")
        files.append(place / f"{first:04}.t")
        files[-1].write_text("\n".join(blocks))
    (place / "files").write_text("".join(f"{file}\n" for file in files))
    half = max(1, (len(files) + 1) // 2)
    command = f'exec "$0" -m prysk --xunit-file {place}/$$.xml "$@"'
    measured = context.measure(
        ["xargs", "-a", place / "files", "-P2", "-n", half, "sh", "-c", command, context.python],
        directory=place)
    return {"ms": measured.wall * 1000 / count, "peak": measured.peak_mb}


def contenders(context: Context) -> list[Contender]:
    count = 20 if context.quick else 100
    no_xdist = context.without_packages("pexpect", "pytest", "pytest-xdist")
    return [
        ours(lambda: orchestro(context, count), context),
        Contender(EXPECT, lambda: expect(context, count), context.without_tools("expect")),
        Contender(
            "prysk, xargs -P2", lambda: prysk(context, count), context.without_packages("prysk"),
            note="pipes"),
        Contender(
            "bats", lambda: bats(context, count, 1), context.without_tools("bats"),
            note="pipes, 1 worker"),
        Contender(
            "bats --jobs 2", lambda: bats(context, count, 2),
            context.without_tools("bats", "parallel"), note="pipes"),
        Contender(
            "pytest-xdist -n2 + pexpect tuned",
            lambda: pytest_suite(context, "suite_pexpect.py", count, "tuned"), no_xdist),
        Contender(XDIST, lambda: pytest_suite(context, "suite_pexpect.py", count, "default"),
                  no_xdist),
        Contender(
            "pytest-xdist -n2 + tui-test",
            lambda: pytest_suite(context, "suite_tui_test.py", count),
            context.without_packages("tui-test", "pytest", "pytest-xdist")),
    ]


def run(context: Context) -> Report:
    table = Table(
        [Column("ms", "ms per dialog", 2), Column("peak", "largest process, MB", 0)],
        context.interleave(contenders(context)))
    mine = table.median(OURS)
    return Report(
        "dialogs", "100 prompt dialogs, two workers", TEXT, [table],
        [
            Target("not slower than expect under xargs -P2", 1.0,
                   quotient(mine, table.median(EXPECT)), "× its time"),
            Target("at least 20 × as fast as pytest-xdist + pexpect as it comes", 20,
                   quotient(table.median(XDIST), mine), "×", at_least=True, digits=1),
        ])
