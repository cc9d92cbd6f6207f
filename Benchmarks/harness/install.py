"""Gets peers and compiles the C programs. What cannot be had is told, never imitated."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

DEBIAN = {
    "expect": "expect", "tmux": "tmux", "bats": "bats", "parallel": "parallel",
    "tsp": "task-spooler", "slurmctld": "slurmctld", "slurmd": "slurmd",
    "sbatch": "slurm-client", "munged": "munge", "wrk": "wrk",
}
PYTHON = ["pexpect", "pytest", "pytest-xdist", "prysk", "tui-test", "tuiwright", "hyperqueue",
          "fastapi", "uvicorn", "uvloop", "httptools"]


def quietly(
    argv: list[str], environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str] | None:
    try:
        return subprocess.run(
            argv, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600,
            env={**os.environ, **(environment or {})})
    except (OSError, subprocess.TimeoutExpired):
        return None


def install_debian() -> None:
    """One package at a time: one that cannot be had must not cost the others."""
    absent = [package for tool, package in DEBIAN.items() if not shutil.which(tool)]
    if not absent or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    quietly(["apt-get", "update"])
    for package in absent:
        print(f"  installing {package}", file=sys.stderr)
        quietly(
            ["apt-get", "install", "-y", "--no-install-recommends", package],
            environment={"DEBIAN_FRONTEND": "noninteractive"})


def installed_packages(python: Path) -> dict[str, str]:
    listing = quietly([str(python), "-m", "pip", "list", "--format=freeze"])
    pairs = re.findall(r"^([\w.-]+)==(\S+)$", listing.stdout if listing else "", re.MULTILINE)
    return {name.lower(): version for name, version in pairs}


def install_python(place: Path, install: bool) -> tuple[Path | None, dict[str, str]]:
    """The interpreter of a virtual environment with the peers, and their versions."""
    python = place / "venv" / "bin" / "python"
    if not python.exists() and install:
        quietly([sys.executable, "-m", "venv", str(place / "venv")])
    if not python.exists():
        return None, {}
    found = installed_packages(python)
    absent = [name for name in PYTHON if name not in found] if install else []
    for name in absent:
        print(f"  installing {name}", file=sys.stderr)
        quietly([str(python), "-m", "pip", "install", "--quiet", name])
    if absent:
        found = installed_packages(python)
    return python, {name: found[name] for name in PYTHON if name in found}


def compile_programs(benchmarks: Path, place: Path) -> dict[str, Path]:
    compiler = shutil.which("cc")
    if not compiler:
        raise SystemExit("benchmarks: no C compiler (cc) found")
    programs = {}
    for source in sorted([*benchmarks.glob("children/*.c"), *benchmarks.glob("floor/*.c")]):
        program = place / source.stem
        done = quietly([
            compiler, "-O2", "-o", str(program), str(source), "-lutil", "-lssl", "-lcrypto"])
        if not done or done.returncode != 0:
            raise SystemExit(f"benchmarks: {source.name}: {done.stderr if done else 'no cc'}")
        programs[source.stem] = program
    return programs


def first_number(argv: list[str]) -> str | None:
    """The version a tool tells of itself."""
    if not shutil.which(argv[0]):
        return None
    done = quietly(argv)
    found = re.search(r"\d+(\.\d+)*\w*", (done.stdout + done.stderr) if done else "")
    return found.group() if found else None


def versions(packages: dict[str, str]) -> dict[str, str]:
    tools = {
        "expect": ["expect", "-v"], "tmux": ["tmux", "-V"], "bats": ["bats", "--version"],
        "GNU parallel": ["parallel", "--version"], "task-spooler": ["tsp", "-V"],
        "Slurm": ["sbatch", "--version"], "wrk": ["wrk", "-v"],
        "systemd": ["systemd-run", "--version"],
        "cc": ["cc", "-dumpfullversion"],
    }
    found = {name: first_number(argv) or "not available" for name, argv in tools.items()}
    found["Python"] = sys.version.split()[0]
    return {**found, **{name: packages.get(name, "not available") for name in PYTHON}}
