"""Stands in for systemd where none is booted, so that the daemon can be measured as a service.

In a mount namespace of its own this process shows two more accounts, hands the daemon its socket,
and starts a worker for each connection to the worker socket, each in a cgroup that is delegated to
it, as `Accept=yes` and `Delegate=yes` do. It ends with SIGTERM and removes its cgroups.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

# Accounts that nobody has; the numbers are far from those that machines give out.
ACCOUNTS = {"orchestro-anna": 61001, "orchestro-ben": 61002}
GROUP = ("orchestro", 61000)
REMOVE_TRIES = 300


def cgroup_root() -> Path | None:
    """Where the unified hierarchy is."""
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        fields, _, kind = line.partition(" - ")
        if kind.startswith("cgroup2 "):
            return Path(fields.split()[4])
    return None


def without_cgroups() -> str | None:
    root = cgroup_root()
    if not root:
        return "no cgroups: the unified hierarchy is not there"
    probe = root / f"orchestro-probe-{os.getpid()}"
    try:
        probe.mkdir()
        probe.rmdir()
    except OSError as error:
        return f"no cgroups: {error.strerror}"
    return None


def show(place: str, text: str, directory: Path) -> None:
    """Shows other content at a path, to this namespace only."""
    copy = directory / Path(place).name
    copy.write_text(text)
    os.chmod(copy, 0o644)
    if Path(place).exists():
        subprocess.run(["mount", "--bind", copy, place], check=True)


def show_accounts(directory: Path) -> None:
    home = directory / "home"
    home.mkdir()
    os.chmod(home, 0o777)
    passwd = Path("/etc/passwd").read_text()
    for name, number in ACCOUNTS.items():
        passwd += f"{name}:x:{number}:{number}::{home}:/bin/sh\n"
    group = re.sub(rf"(?m)^{GROUP[0]}:.*\n", "", Path("/etc/group").read_text())
    group += f"{GROUP[0]}:x:{GROUP[1]}:{','.join(ACCOUNTS)}\n"
    show("/etc/passwd", passwd, directory)
    show("/etc/group", group, directory)
    # The standard policy, whatever this machine's own says.
    show("/etc/orchestro/run-as.conf", "", directory)


def listener(path: Path, mode: int) -> socket.socket:
    made = socket.socket(socket.AF_UNIX)
    made.bind(str(path))
    os.chmod(path, mode)
    made.listen(512)
    return made


def start_daemon(plan: dict[str, str], api: socket.socket) -> int:
    directory = plan["directory"]
    child = os.fork()
    if child:
        return child
    os.dup2(api.fileno(), 3)
    environment = {
        **os.environ, "LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "1",
        "LISTEN_FDNAMES": "api"}
    argv = [
        plan["daemon"], "--state", f"{directory}/state", "--worker-socket",
        f"{directory}/worker.sock", "--config", plan["settings"]]
    os.execve(argv[0], argv, environment)


def start_worker(plan: dict[str, str], connection: socket.socket, cgroup: Path) -> int:
    cgroup.mkdir()
    os.setxattr(cgroup, "trusted.delegate", b"1")
    child = os.fork()
    if child:
        return child
    (cgroup / "cgroup.procs").write_text(str(os.getpid()))
    os.dup2(connection.fileno(), 0)
    os.execv(plan["worker"], [plan["worker"]])


def remove(cgroup: Path) -> None:
    """Removes a cgroup with all below it; what is left in it is killed."""
    (cgroup / "cgroup.kill").write_text("1")
    for below in [path for path in cgroup.iterdir() if path.is_dir()]:
        remove(below)
    for _ in range(REMOVE_TRIES):
        try:
            return cgroup.rmdir()
        except OSError:
            # Somebody in it is still on the way out.
            time.sleep(0.01)
    print(f"not removed: {cgroup}", file=sys.stderr)


class Stopped(Exception):
    """SIGTERM came."""


def stop(*_: object) -> None:
    raise Stopped


def serve(plan: dict[str, str], root: Path) -> None:
    directory = Path(plan["directory"])
    show_accounts(directory)
    workers = listener(directory / "worker.sock", 0o600)
    # Mode last: who can connect finds everything ready.
    api = listener(directory / "api.sock", 0o666)
    daemon = start_daemon(plan, api)
    (directory / "daemon.pid").write_text(str(daemon))
    count = 0
    try:
        while True:
            connection, _ = workers.accept()
            count += 1
            start_worker(plan, connection, root / f"worker-{count}")
            connection.close()
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
    except (Stopped, ChildProcessError):
        pass
    os.kill(daemon, signal.SIGTERM)
    try:
        while True:
            os.wait()
    except ChildProcessError:
        pass


def main() -> None:
    plan = json.loads(Path(sys.argv[1]).read_text())
    hierarchy = cgroup_root()
    if not hierarchy:
        sys.exit("no cgroups: the unified hierarchy is not there")
    root = hierarchy / f"orchestro-benchmark-{os.getpid()}"
    root.mkdir()
    signal.signal(signal.SIGTERM, stop)
    try:
        serve(plan, root)
    finally:
        remove(root)


if __name__ == "__main__":
    main()
