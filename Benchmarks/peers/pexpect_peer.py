"""pexpect: spawn, reaction, flood, load; "default" as it comes, "tuned" without its sleeps."""

from __future__ import annotations

import json
import signal
import sys
import time

import pexpect


def start(tuning: str, argv: list[str], **options: object) -> pexpect.spawn:
    child = pexpect.spawn(argv[0], argv[1:], timeout=120, **options)
    if tuning == "tuned":
        child.delaybeforesend = None
        child.delayafterread = None
        child.delayafterclose = child.delayafterterminate = 0
        # The lower layer has delays of its own.
        child.ptyproc.delayafterclose = child.ptyproc.delayafterterminate = 0
    return child


def finish(child: pexpect.spawn) -> None:
    child.expect(pexpect.EOF)
    child.wait()
    child.close()
    assert child.exitstatus == 0, child.exitstatus


def spawn(tuning: str, count: str, records: str) -> dict[str, object]:
    began = time.monotonic()
    for number in range(int(count)):
        with open(f"{records}/{number}.log", "wb") as record:
            child = start(tuning, ["/bin/echo", "hello-from-echo"], logfile=record)
            child.expect("hello-from-echo")
            finish(child)
    return {"seconds": time.monotonic() - began}


def reaction(tuning: str, program: str, count: str, file: str) -> dict[str, object]:
    child = start(tuning, [program, count, file])
    reactions = []
    for number in range(1, int(count) + 1):
        child.expect(rf"marker {number} (\d+) \d+;")
        seen = time.monotonic_ns()
        child.sendline("ok")
        reactions.append((seen - int(child.match.group(1))) / 1e3)
    finish(child)
    return {"reactions_us": reactions}


def flood(tuning: str, program: str, megabytes: str) -> dict[str, object]:
    # A wider read and a bounded search are what its documentation advises for much output.
    options = {"maxread": 65536, "searchwindowsize": 200} if tuning == "tuned" else {}
    began = time.monotonic()
    child = start(tuning, [program, megabytes], **options)
    child.expect("END-OF-FLOOD")
    seconds = time.monotonic() - began
    finish(child)
    return {"seconds": seconds}


def waits_pass(tuning: str, program: str, waits: str, cpu_ms: str, timeout: str) -> bool:
    child = start(tuning, [program, waits, cpu_ms])
    try:
        child.expect("ready;")
        for number in range(1, int(waits) + 1):
            child.sendline("go")
            child.expect(rf"done {number};", timeout=float(timeout))
        finish(child)
        return True
    except pexpect.TIMEOUT:
        child.kill(signal.SIGKILL)
        child.wait()
        child.close()
        return False


def load(tuning: str, sessions: str, *wait: str) -> dict[str, object]:
    return {"failed": sum(not waits_pass(tuning, *wait) for _ in range(int(sessions)))}


if __name__ == "__main__":
    tasks = {"spawn": spawn, "reaction": reaction, "flood": flood, "load": load}
    print(json.dumps(tasks[sys.argv[1]](*sys.argv[2:])))
