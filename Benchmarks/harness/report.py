"""Writes what was measured: a plain table for the terminal, Markdown for the repository."""

from __future__ import annotations

import datetime
import os
import platform
import re
import textwrap
from pathlib import Path

from .model import OURS, Column, Report, Row, Table, Target


def number(value: float, digits: int) -> str:
    return f"{value:,.{digits}f}"


def cell(row: Row, column: Column) -> str:
    values = row.values(column.key)
    if not values:
        return "–"
    text = number(row.median(column.key) or 0, column.digits)
    if not column.spread or len(values) == 1:
        return text
    low, high = (number(value, column.digits) for value in (min(values), max(values)))
    return f"{text} ({low}–{high})"


def ratio_cell(table: Table, row: Row) -> str:
    ratio = table.ratio(row)
    return "–" if ratio is None else f"{ratio:.2f} ×"


def grid(table: Table) -> list[list[str]]:
    """Header and rows as text."""
    ratios = table.reference is not None
    header = ["", *(column.title for column in table.columns)]
    header += [f"against {table.reference}"] * ratios + ["runs"]
    lines = [header]
    for row in table.rows:
        name = f"{row.name} ({row.note})" if row.note else row.name
        if row.unavailable:
            # Only the first line, and no paths of this machine.
            why = re.sub(r"/\S*/", "…/", row.unavailable.splitlines()[0])[:120]
            lines.append([name, why] + ["–"] * (len(header) - 2))
            continue
        cells = [cell(row, column) for column in table.columns]
        lines.append(
            [name, *cells, *[ratio_cell(table, row)] * ratios, str(len(row.samples))])
    return lines


def plain(table: Table) -> str:
    lines = grid(table)
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    return "\n".join(
        "  " + "  ".join(
            text.ljust(width) if i == 0 else text.rjust(width)
            for i, (text, width) in enumerate(zip(line, widths)))
        for line in lines)


def markdown_table(lines: list[list[str]], texts: int = 1) -> str:
    """The first `texts` columns are words, the others figures."""

    def line(cells: list[str]) -> str:
        return "| " + " | ".join(text.replace("|", "\\|") for text in cells) + " |"

    rule = "|" + " --- |" * texts + " ---: |" * (len(lines[0]) - texts)
    return "\n".join([line(lines[0]), rule, *map(line, lines[1:])])


def verdict(target: Target) -> str:
    return {True: "met", False: "**not met**", None: "not measured"}[target.met]


def measured_cell(target: Target) -> str:
    if target.measured is None:
        return "–"
    return f"{number(target.measured, target.digits)} {target.unit}".strip()


def target_lines(reports: list[Report]) -> list[list[str]]:
    lines = [["Task", "Promise", "Measured", "Verdict"]]
    for report in reports:
        for target in report.targets:
            lines.append([report.name, target.promise, measured_cell(target), verdict(target)])
    return lines


def machine() -> str:
    cpu = "unknown processor"
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                cpu = line.split(":", 1)[1].strip()
                break
    except OSError:
        pass
    load = ", ".join(f"{value:.2f}" for value in os.getloadavg())
    return (
        f"{len(os.sched_getaffinity(0))} processors ({cpu}), {platform.system()} "
        f"{platform.release()}, load average before: {load}")


def print_report(report: Report) -> None:
    print(f"\n{report.name}: {report.title}")
    for table in report.tables:
        if table.title:
            print(f"  {table.title}")
        print(plain(table))
    for target in report.targets:
        state = verdict(target).strip("*")
        print(f"  {state}: {target.promise} (measured: {measured_cell(target)})", flush=True)


def markdown(
    reports: list[Report], where: str, files: str, versions: dict[str, str], quick: bool,
    seconds: float,
) -> str:
    today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    told = ", ".join(f"{name} {version}" for name, version in versions.items())
    parts = [
        "# Benchmarks",
        textwrap.fill(
            "Written by `Benchmarks/run`; run it to get the same tables of your machine. All tools "
            "do the same work in the same run, in turn, so that a slow minute meets everybody. A "
            "figure is the median of its runs, with the lowest and the highest in brackets; "
            f"“against {OURS}” tells how many times worse than {OURS} a row is.", 98),
        f"- Date: {today}\n- Machine: {where}\n"
        + "\n".join(textwrap.wrap(f"- Versions: {told}", 98, subsequent_indent="  ")) + "\n"
        f"- Files of all tools: {files}\n- The whole run took {seconds:.0f} s.",
    ]
    if quick:
        parts.append("**A reduced run (`--quick`): too few repetitions to judge by.**")
    parts += ["## Promises", markdown_table(target_lines(reports), 4)]
    for report in reports:
        parts += [f"## {report.name}: {report.title}", report.text]
        for table in report.tables:
            if table.title:
                parts.append(f"**{table.title}**")
            parts.append(markdown_table(grid(table)))
    return "\n\n".join(parts) + "\n"
