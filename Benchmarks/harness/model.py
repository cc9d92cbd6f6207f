"""The words of the benchmark: who runs, what came out, what was promised."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass, field

OURS = "Orchestro"

# What one repetition gave, by column key.
Sample = dict[str, float]


class Failed(Exception):
    """A contender did not do the work, so that its time would mean nothing."""


@dataclass
class Contender:
    """One tool doing one task."""

    name: str
    once: Callable[[], Sample]
    missing: str | None = None
    most_repetitions: int | None = None
    note: str = ""


@dataclass
class Row:
    """All repetitions of one contender."""

    name: str
    note: str = ""
    samples: list[Sample] = field(default_factory=list)
    unavailable: str | None = None

    def values(self, key: str) -> list[float]:
        return [sample[key] for sample in self.samples if key in sample]

    def median(self, key: str) -> float | None:
        values = self.values(key)
        return statistics.median(values) if values else None


@dataclass
class Column:
    """One measured figure: how it is called and written."""

    key: str
    title: str
    digits: int = 1
    # Columns that are counts show no spread.
    spread: bool = True


@dataclass
class Table:
    """Rows side by side. The ratio is about the first column."""

    columns: list[Column]
    rows: list[Row]
    title: str = ""
    higher_is_better: bool = False
    # The row that ratios are relative to; None leaves the ratio column out.
    reference: str | None = OURS

    def row(self, name: str) -> Row | None:
        return next((row for row in self.rows if row.name == name), None)

    def median(self, name: str, key: str | None = None) -> float | None:
        row = self.row(name)
        return row.median(key or self.columns[0].key) if row else None

    def ratio(self, row: Row) -> float | None:
        """How many times worse than the reference a row is."""
        key = self.columns[0].key
        mine = row.median(key)
        reference = self.median(self.reference, key) if self.reference else None
        if not mine or not reference:
            return None
        return reference / mine if self.higher_is_better else mine / reference


@dataclass
class Target:
    """A promise and what was measured. None: could not be measured."""

    promise: str
    limit: float
    measured: float | None
    unit: str = ""
    at_least: bool = False
    digits: int = 2

    @property
    def met(self) -> bool | None:
        if self.measured is None:
            return None
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit


@dataclass
class Report:
    """All that one task has to say."""

    name: str
    title: str
    text: str
    tables: list[Table]
    targets: list[Target]


def quotient(above: float | None, below: float | None) -> float | None:
    """A ratio of two figures of which either may not have been measured."""
    return above / below if above is not None and below else None
