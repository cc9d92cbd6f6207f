"""tmux as many use it: send-keys, and capture-pane every 10 ms until the text is there."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time

INTERVAL = 0.01
PATIENCE = 60


def tmux(socket: str, *words: str) -> str:
    done = subprocess.run(
        ["tmux", "-f", "/dev/null", "-S", socket, *words], capture_output=True, text=True)
    return done.stdout


def wait_for(socket: str, pattern: str) -> re.Match[str]:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        match = re.search(pattern, tmux(socket, "capture-pane", "-p"))
        if match:
            return match
        time.sleep(INTERVAL)
    raise SystemExit(f"timeout: {pattern}")


def reaction(directory: str, program: str, count: str, file: str) -> dict[str, object]:
    # A short name: a socket's path must fit into 108 bytes.
    socket = f"{directory}/s"
    tmux(socket, "new-session", "-d", "-x", "120", "-y", "80", program, count, file)
    reactions = []
    try:
        for number in range(1, int(count) + 1):
            match = wait_for(socket, rf"marker {number} (\d+) \d+;")
            seen = time.monotonic_ns()
            tmux(socket, "send-keys", "ok", "Enter")
            reactions.append((seen - int(match.group(1))) / 1e3)
    finally:
        # Its own server, reached by its own socket; the session ends with the child anyway.
        tmux(socket, "kill-server")
    return {"reactions_us": reactions}


if __name__ == "__main__":
    print(json.dumps(reaction(*sys.argv[2:])))
