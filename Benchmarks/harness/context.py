"""What a task is given: where things are, what is there, how to run and repeat."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .model import OURS, Contender, Failed, Row, Sample

NOT_BUILT = "not built"


@dataclass
class Measured:
    """How a process went."""

    status: int
    wall: float
    cpu: float
    peak_mb: float
    output: str
    errors: str

    def last_json(self) -> dict[str, Any]:
        """Peers tell their figures as one JSON object on their last line."""
        lines = self.output.strip().splitlines()
        try:
            return json.loads(lines[-1])
        except (IndexError, ValueError) as error:
            raise Failed(f"no figures printed: {self.errors[-200:]}") from error


@dataclass
class Context:
    """One run of the benchmark."""

    root: Path
    temporary: Path
    durable: Path
    quick: bool
    python: Path | None
    packages: dict[str, str]
    programs: dict[str, Path]
    orchestroctl: Path | None
    repetitions: int
    counter: int = field(default=0)

    @property
    def peers(self) -> Path:
        return self.root / "Benchmarks" / "peers"

    # Who is there

    def without_ours(self) -> str | None:
        return None if self.orchestroctl else NOT_BUILT

    def without_tools(self, *names: str) -> str | None:
        absent = [name for name in names if not shutil.which(name)]
        return f"not available: {', '.join(absent)}" if absent else None

    def without_packages(self, *names: str) -> str | None:
        absent = [name for name in names if name not in self.packages]
        return f"not available: {', '.join(absent)}" if absent else None

    # Places

    def directory(self, label: str) -> Path:
        """A fresh directory, so that no repetition finds what an earlier one left."""
        self.counter += 1
        path = self.temporary / f"{label}-{self.counter}"
        path.mkdir(parents=True)
        return path

    def durable_directory(self, label: str) -> Path:
        """A fresh directory on a disk, for what is only done when it is safe there."""
        self.counter += 1
        path = self.durable / f"{label}-{self.counter}"
        path.mkdir(parents=True)
        return path

    # Running

    def measure(
        self,
        argv: Iterable[object],
        *,
        limit: float = 300,
        check: bool = True,
        environment: dict[str, str] | None = None,
        directory: Path | None = None,
    ) -> Measured:
        """Runs a program to its end and tells time and memory of it and what it waited for."""
        figures = self.directory("measure") / "figures"
        words = [str(word) for word in argv]
        with tempfile.TemporaryFile(dir=self.temporary) as output, tempfile.TemporaryFile(
            dir=self.temporary
        ) as errors:
            process = subprocess.Popen(
                [str(self.programs["measure"]), str(figures), *words],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=errors,
                env={**os.environ, "TMPDIR": str(self.temporary), **(environment or {})},
                cwd=directory or figures.parent,
                start_new_session=True,
            )
            in_time = end_in_time(process, limit)
            output.seek(0)
            errors.seek(0)
            said = output.read().decode(errors="replace")
            complained = errors.read().decode(errors="replace")
        if not in_time:
            raise Failed(f"stopped after {limit:g} s")
        status, wall, user, system, peak = figures.read_text().split()
        measured = Measured(
            int(status), float(wall), float(user) + float(system), int(peak) * 1024 / 1e6,
            said, complained)
        if check and measured.status != 0:
            raise Failed(f"status {status}: {(complained or said).strip()[-300:]}")
        return measured

    def python_peer(self, script: str, *arguments: object, limit: float = 300) -> Measured:
        return self.measure([self.python, self.peers / script, *arguments], limit=limit)

    def orchestro(
        self, *arguments: object, expected: int, limit: float = 300, check: bool = True
    ) -> tuple[Measured, list[dict[str, object]]]:
        """Runs `orchestroctl run` and gives what it reports of each scenario.

        With `check`, all `expected` scenarios must have passed: a fast failure is no result.
        """
        results = self.directory("results") / "results.jsonl"
        measured = self.measure(
            [self.orchestroctl, "run", *arguments, "--json", results],
            limit=limit, check=False)
        try:
            text = results.read_text()
            lines = [json.loads(line) for line in text.splitlines() if line.strip()]
        except (OSError, ValueError) as error:
            raise Failed(
                f"status {measured.status}, no results: {measured.errors.strip()[-300:]}"
            ) from error
        lines = [line for line in lines if "outcome" in line]
        if len(lines) != expected:
            raise Failed(f"{len(lines)} of {expected} scenarios reported")
        failed = [line for line in lines if outcome(line) != "passed"]
        if check and (failed or measured.status != 0):
            raise Failed(f"{len(failed)} of {expected} did not pass: {str(failed[:1])[:300]}")
        return measured, lines

    # Repeating

    def interleave(self, contenders: list[Contender]) -> list[Row]:
        """Repetitions in turn, so that a slow minute of the machine meets everybody."""
        # What was written before must not be paid for by whoever comes first.
        os.sync()
        rows = [Row(c.name, c.note, unavailable=c.missing) for c in contenders]
        for repetition in range(self.repetitions):
            for contender, row in zip(contenders, rows):
                most = contender.most_repetitions
                if row.unavailable or (most is not None and repetition >= most):
                    continue
                began = time.monotonic()
                try:
                    row.samples.append(contender.once())
                except Failed as failure:
                    # Figures of a contender that sometimes fails would flatter it.
                    row.samples.clear()
                    row.unavailable = f"failed: {failure}"
                progress(f"{contender.name} #{repetition + 1}", time.monotonic() - began, row)
        return rows


def outcome(line: dict[str, object]) -> str:
    """The outcome's word, whether it is told plainly or inside an object."""
    value = line.get("outcome")
    if isinstance(value, dict):
        value = value.get("word") or value.get("outcome")
    return str(value)


def end_in_time(process: subprocess.Popen[bytes], limit: float) -> bool:
    """Waits; ends the process and its session by its id when it takes too long."""
    try:
        process.wait(limit)
        return True
    except BaseException as reason:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if isinstance(reason, subprocess.TimeoutExpired):
            return False
        raise


def progress(what: str, seconds: float, row: Row) -> None:
    trouble = f"  {row.unavailable}" if row.unavailable else ""
    print(f"    {what}: {seconds:.2f} s{trouble}", file=sys.stderr, flush=True)


def ours(
    once: Callable[[], Sample], context: Context, note: str = "", name: str = OURS
) -> Contender:
    """Orchestro as a contender; without the program its row says so."""
    return Contender(name, once, missing=context.without_ours(), note=note)


def percentiles(values: list[float], prefix: str = "") -> Sample:
    """Median, 90th percentile and maximum, by nearest rank."""
    ordered = sorted(values)

    def rank(share: float) -> float:
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    return {
        f"{prefix}median": rank(0.5),
        f"{prefix}p90": rank(0.9),
        f"{prefix}max": ordered[-1],
    }
