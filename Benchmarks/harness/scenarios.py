"""Writes scenario files. JSON scalars and flow maps are YAML, which spares a YAML library."""

from __future__ import annotations

import json
from pathlib import Path


def scenario(command: str | list[str], steps: list[dict[str, object]], **keys: object) -> str:
    lines = [f"{key}: {json.dumps(value)}" for key, value in keys.items()]
    lines.append(f"command: {json.dumps(command)}")
    lines.append("steps:")
    for step in steps:
        marker = "- "
        for key, value in step.items():
            lines.append(f"  {marker}{key}: {json.dumps(value)}")
            marker = "  "
    return "\n".join(lines) + "\n"


def write_scenarios(directory: Path, texts: list[str]) -> Path:
    for number, text in enumerate(texts):
        (directory / f"scenario-{number:04}.yaml").write_text(text)
    return directory
