"""False failures on a machine that is busy with other things."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from harness.context import Context, ours, outcome
from harness.model import OURS, Column, Contender, Failed, Report, Sample, Table, Target
from harness.scenarios import scenario, write_scenarios

TEXT = """Scenarios on two workers, with 20 waits each. Before each answer the program uses 20 ms of
processor time; every wait may take 45 ms, more than twice what it needs on an idle machine. Eight
busy loops then leave the program about a fifth of what it had. Nothing is wrong with the program,
so each failure is a false one; a failed wait ends its scenario. Orchestro's timeouts count time in
which the program could run, up to five times the timeout; `--strict-timeouts` and pexpect count the
clock. The rows without load show that the timeouts suffice on an idle machine. One run."""

BUSY_LOOPS = 8
WAITS, CPU_MS, TIMEOUT = 20, 20, 0.045
# Longer than the task may take: the busy loops end by themselves even if this process is killed.
LONGEST = 400

STRICT = f"{OURS} --strict-timeouts"


@contextmanager
def busy_loops(context: Context, count: int) -> Iterator[None]:
    loops: list[subprocess.Popen[bytes]] = []
    try:
        for _ in range(count):
            # Each in a session of its own: Linux shares the processors between sessions first,
            # and eight loops in one session would weigh no more than one program.
            loops.append(subprocess.Popen(
                [str(context.programs["busy"]), str(LONGEST)], start_new_session=True))
        yield
        if any(loop.poll() is not None for loop in loops):
            raise Failed("a busy loop ended early")
    finally:
        for loop in loops:
            loop.kill()
        for loop in loops:
            loop.wait()


def load_scenario(context: Context) -> str:
    child = [str(context.programs["burner"]), str(WAITS), str(CPU_MS)]
    # Starting the program is not what is measured.
    steps: list[dict[str, object]] = [{"expect": "ready;", "timeout": 60}]
    for number in range(1, WAITS + 1):
        steps.append({"send": "go"})
        steps.append({"expect": f"done {number};", "timeout": TIMEOUT})
    return scenario(child, steps, name="load", timeout=60)


def orchestro(context: Context, count: int, loops: int, *flags: str) -> Sample:
    texts = [load_scenario(context)] * count
    suite = write_scenarios(context.directory("load"), texts)
    with busy_loops(context, loops):
        measured, lines = context.orchestro(
            suite, "--workers", 2, *flags, expected=count, check=False)
    words = [outcome(line) for line in lines]
    if set(words) - {"passed", "failed"}:
        raise Failed(f"outcomes {sorted(set(words))}")
    return {"failed": words.count("failed"), "of": count, "s": measured.wall}


def pexpect(context: Context, count: int, loops: int) -> Sample:
    """Two processes, as many as Orchestro has workers."""
    words = [
        "sh", "-c", '"$@" & first=$!; "$@" && wait $first', "sh", context.python,
        context.peers / "pexpect_peer.py", "load", "tuned", count // 2,
        context.programs["burner"], WAITS, CPU_MS, TIMEOUT,
    ]
    with busy_loops(context, loops):
        measured = context.measure(words)
    counts = [int(line.split(":")[1].strip(" }")) for line in measured.output.split("\n") if line]
    if len(counts) != 2:
        raise Failed("a half did not report")
    return {"failed": sum(counts), "of": count // 2 * 2, "s": measured.wall}


def contenders(context: Context) -> list[Contender]:
    count, idle = (6, 2) if context.quick else (50, 10)
    strict = "--strict-timeouts"
    tuned, absent = "pexpect tuned", context.without_packages("pexpect")
    everybody = [
        ours(lambda: orchestro(context, idle, 0, strict), context, "no load", name=STRICT),
        Contender(tuned, lambda: pexpect(context, idle, 0), absent, note="no load"),
        ours(lambda: orchestro(context, count, BUSY_LOOPS), context, "8 busy loops"),
        ours(lambda: orchestro(context, count, BUSY_LOOPS, strict), context,
             "8 busy loops", name=STRICT),
        Contender(tuned, lambda: pexpect(context, count, BUSY_LOOPS), absent,
                  note="8 busy loops"),
    ]
    for contender in everybody:
        contender.most_repetitions = 1
    return everybody


def run(context: Context) -> Report:
    columns = [
        Column("failed", "false failures", 0), Column("of", "scenarios", 0),
        Column("s", "seconds", 1),
    ]
    table = Table(columns, context.interleave(contenders(context)), reference=None)
    loaded = {row.name: row.median("failed") for row in table.rows if row.note == "8 busy loops"}
    return Report(
        "load", "1,000 waits beside eight busy loops", TEXT, [table],
        [
            Target("no false failure", 0, loaded[OURS], digits=0),
            Target("with --strict-timeouts there are some, so the load is real", 1,
                   loaded[STRICT], at_least=True, digits=0),
        ])
