"""How soon a wait notices that what it waits for has come."""

from __future__ import annotations

from pathlib import Path

from harness.context import Context, Measured, ours, percentiles
from harness.model import OURS, Column, Contender, Failed, Report, Sample, Table, Target
from harness.scenarios import scenario, write_scenarios

TEXT = """A C program prints 100 stamped markers at irregular intervals of 5 to 15 ms. The tool
waits for each and answers with a line. *Round trip* is taken by the program itself, from
writing the marker to reading the answer, so it means the same for everybody and includes sending.
*Reaction* is what the tool's own clock says at the moment its wait returned; Orchestro's scenarios
have no clock, hence no such figure. The floor is a blocking reader in C."""


def sample(file: Path, count: int, measured: Measured | None) -> Sample:
    """The child's figures, and the peer's own where it has a clock."""
    trips = [int(line) / 1e3 for line in file.read_text().split()] if file.exists() else []
    if len(trips) != count:
        raise Failed(f"{len(trips)} of {count} answers")
    figures = percentiles(trips, "trip ")
    if measured:
        own = measured.last_json()["reactions_us"]
        figures |= percentiles([float(value) for value in own], "reaction ")
    return figures


def orchestro(context: Context, count: int) -> Sample:
    place = context.directory("reaction")
    file = place / "trips"
    steps: list[dict[str, object]] = [
        {"expect": rf"marker {number} \d+ \d+;", "send": "ok"} for number in range(1, count + 1)
    ]
    child = [str(context.programs["reactor"]), str(count), str(file)]
    suite = write_scenarios(place, [scenario(child, [*steps, {"expect_exit": 0}], name="react")])
    context.orchestro(suite, "--workers", 1, expected=1)
    return sample(file, count, None)


def contenders(context: Context) -> list[Contender]:
    count = 20 if context.quick else 100
    child = context.programs["reactor"]

    def program(*words: object) -> Sample:
        file = context.directory("trips") / "trips"
        return sample(file, count, context.measure([*words, child, count, file]))

    def screen(script: str) -> Sample:
        return program(
            context.python, context.peers / script, "reaction", context.directory("r"))

    def pexpect(tuning: str) -> Sample:
        return program(context.python, context.peers / "pexpect_peer.py", "reaction", tuning)

    no_pexpect = context.without_packages("pexpect")
    return [
        ours(lambda: orchestro(context, count), context),
        Contender("blocking C reader (floor)",
                  lambda: program(context.programs["forkpty_floor"], "reaction")),
        Contender("expect", lambda: program("expect", context.peers / "expect_peer.tcl",
                                            "reaction"), context.without_tools("expect")),
        Contender("pexpect tuned", lambda: pexpect("tuned"), no_pexpect),
        Contender("pexpect default", lambda: pexpect("default"), no_pexpect),
        Contender("tmux, capture every 10 ms", lambda: screen("tmux_peer.py"),
                  context.without_tools("tmux")),
        Contender("tuiwright", lambda: screen("tuiwright_peer.py"),
                  context.without_packages("tuiwright")),
        Contender("tui-test", lambda: screen("tui_test_peer.py"),
                  context.without_packages("tui-test")),
    ]


def run(context: Context) -> Report:
    columns = [
        Column(f"{kind} {rank}", f"{kind} {rank}, µs", 0, spread=rank != "max")
        for kind in ("trip", "reaction") for rank in ("median", "p90", "max")
    ]
    for column in columns:
        column.title = column.title.replace("trip", "round trip")
    table = Table(columns, context.interleave(contenders(context)))
    p90 = table.median(OURS, "trip p90")
    return Report(
        "reaction", "from the marker to the answer", TEXT, [table],
        [Target("90 % of the round trips within 1 ms", 1000, p90, "µs", digits=0)])
