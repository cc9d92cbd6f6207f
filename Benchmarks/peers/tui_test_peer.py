"""tui-test: spawn, reaction, flood. Its waits look at the emulated screen."""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time

from tui_test import TuiTest

TIMEOUT_MS = 120_000


async def spawn(count: str, records: str) -> dict[str, object]:
    began = time.monotonic()
    for _ in range(int(count)):
        terminal = TuiTest.ephemeral(recording={"directory": records})
        await terminal.run("/bin/echo", "hello-from-echo")
        await terminal.get_by_text("hello-from-echo").expect()
        await terminal.close()
    return {"seconds": time.monotonic() - began}


async def reaction(records: str, program: str, count: str, file: str) -> dict[str, object]:
    terminal = TuiTest.ephemeral(recording={"directory": records})
    await terminal.run(program, count, file)
    reactions = []
    for number in range(1, int(count) + 1):
        pattern = rf"marker {number} (\d+) \d+;"
        await terminal.get_by_text(pattern, regex=True).wait(timeout=TIMEOUT_MS)
        seen = time.monotonic_ns()
        await terminal.submit("ok")
        # Reading the stamp off the screen comes after the answer: it must not delay it.
        stamp = re.search(pattern, await terminal.text())
        if stamp:
            reactions.append((seen - int(stamp.group(1))) / 1e3)
    await terminal.wait_exit()
    await terminal.close()
    return {"reactions_us": reactions}


async def flood(records: str, program: str, megabytes: str) -> dict[str, object]:
    began = time.monotonic()
    terminal = TuiTest.ephemeral(recording={"directory": records})
    await terminal.run(program, megabytes)
    await terminal.get_by_text("END-OF-FLOOD").wait(timeout=TIMEOUT_MS)
    seconds = time.monotonic() - began
    await terminal.close()
    return {"seconds": seconds}


if __name__ == "__main__":
    tasks = {"spawn": spawn, "reaction": reaction, "flood": flood}
    print(json.dumps(asyncio.run(tasks[sys.argv[1]](*sys.argv[2:]))))
