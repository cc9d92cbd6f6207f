"""Daemons to measure: in user mode, socket-activated, or with accounts and cgroups."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from . import machine
from .client import Client
from .context import Context
from .model import Failed

STOP_LIMIT = 40


def programs(context: Context) -> str | None:
    """Why there is no daemon to measure; None: there is."""
    if not context.orchestroctl:
        return "not built"
    for name in ("orchestrod", "orchestro-worker"):
        if not (context.orchestroctl.parent / name).is_file():
            return f"not built: {name}"
    return None


def program(context: Context, name: str) -> str:
    if not context.orchestroctl:
        raise Failed("not built")
    return str(context.orchestroctl.parent / name)


@dataclass
class Daemon:
    """A daemon in a directory of its own, or the way to start one."""

    context: Context
    directory: Path
    settings: str = "workers: 2\n"
    process: subprocess.Popen[bytes] | None = None
    argv: list[str] = field(default_factory=list)
    # More words of the command line.
    options: list[str] = field(default_factory=list)
    # Who asks; None: whoever measures.
    account: int | None = None

    @property
    def socket(self) -> Path:
        return self.directory / "api.sock"

    @property
    def errors(self) -> Path:
        return self.directory / "errors"

    def client(self) -> Client:
        """A connection of the account that has the work done."""
        if self.account is None:
            return Client(self.socket)
        # The other end is told who connected, not who sends.
        os.seteuid(self.account)
        try:
            return Client(self.socket)
        finally:
            os.seteuid(0)

    def write_settings(self) -> Path:
        path = self.directory / "orchestrod.yaml"
        path.write_text(self.settings)
        return path

    def user_mode(self) -> list[str]:
        return [
            program(self.context, "orchestrod"), "--user-mode", str(self.directory),
            "--config", str(self.write_settings()), *self.options]

    def start(self, argv: list[str], serves: bool = True) -> None:
        """Starts it; with `serves`, waits until somebody answers."""
        self.argv = argv
        with open(self.errors, "ab") as errors:
            self.process = subprocess.Popen(
                argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors,
                env={**os.environ, "TMPDIR": str(self.context.temporary)},
                start_new_session=True)
        deadline = time.monotonic() + STOP_LIMIT
        while serves:
            try:
                self.client().close()
                return
            except OSError:
                self.check(deadline)
                time.sleep(0.005)

    def check(self, deadline: float) -> None:
        if self.process and self.process.poll() is not None or time.monotonic() > deadline:
            raise Failed(f"the daemon does not serve: {self.errors.read_text()[-300:]}")

    def kill(self) -> None:
        """As the kernel would."""
        if self.process:
            self.process.kill()
            self.process.wait()

    def stop(self) -> None:
        if not self.process:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_LIMIT)
        except subprocess.TimeoutExpired:
            self.kill()

    def private_mb(self) -> dict[str, float]:
        """Memory that is the daemon's alone: what it wrote, and that with its own program."""
        if not self.process:
            return {}
        figures: dict[str, int] = {}
        for line in Path(f"/proc/{self.process.pid}/smaps_rollup").read_text().splitlines():
            words = line.split()
            if words[0].startswith("Private_"):
                figures[words[0]] = int(words[1]) * 1024
        return {
            "private": sum(figures.values()) / 1e6, "dirty": figures["Private_Dirty:"] / 1e6}


@contextmanager
def user_daemon(
    context: Context, directory: Path, settings: str = "workers: 2\n",
    options: list[str] | None = None,
) -> Iterator[Daemon]:
    """A daemon for this account alone."""
    daemon = Daemon(context, directory, settings, options=options or [])
    try:
        daemon.start(daemon.user_mode())
        yield daemon
    finally:
        daemon.stop()


def without_accounts() -> str | None:
    """Why no daemon with accounts and cgroups can be had here; None: one can."""
    if os.geteuid() != 0:
        return "needs root for accounts and cgroups"
    if not shutil.which("unshare"):
        return "not available: unshare"
    return machine.without_cgroups()


@contextmanager
def machine_daemon(
    context: Context, directory: Path, settings: str = "workers: 2\n"
) -> Iterator[Daemon]:
    """A daemon whose workers become accounts, each attempt in a cgroup of its own."""
    daemon = Daemon(context, directory, settings, account=next(iter(machine.ACCOUNTS.values())))
    os.chmod(directory, 0o755)
    plan = directory / "machine.json"
    plan.write_text(json.dumps({
        "directory": str(directory), "daemon": program(context, "orchestrod"),
        "worker": program(context, "orchestro-worker"),
        "settings": str(daemon.write_settings()),
    }))
    try:
        daemon.start([
            "unshare", "--mount", "--propagation", "private", sys.executable, "-B",
            str(Path(machine.__file__)), str(plan)])
        yield daemon
    finally:
        daemon.stop()
