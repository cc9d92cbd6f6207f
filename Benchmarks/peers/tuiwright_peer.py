"""tuiwright: spawn, reaction. Its waits look at the emulated screen."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path

from tuiwright import TuiSession


async def spawn(count: str, records: str) -> dict[str, object]:
    began = time.monotonic()
    for number in range(int(count)):
        session = TuiSession()
        cast = Path(records) / f"{number}.cast"
        await session.start(["/bin/echo", "hello-from-echo"], cast_path=cast)
        await session.wait_for_text("hello-from-echo")
        await session.stop()
    return {"seconds": time.monotonic() - began}


async def reaction(records: str, program: str, count: str, file: str) -> dict[str, object]:
    session = TuiSession()
    cast = Path(records) / "reaction.cast"
    await session.start([program, count, file], cast_path=cast)
    reactions = []
    for number in range(1, int(count) + 1):
        match = await session.wait_for_text(
            rf"marker {number} (\d+) \d+;", regex=True, timeout=60)
        seen = time.monotonic_ns()
        await session.type("ok\n")
        reactions.append((seen - int(match.group(1))) / 1e3)
    while session.alive:
        await asyncio.sleep(0.01)
    await session.stop()
    return {"reactions_us": reactions}


if __name__ == "__main__":
    tasks = {"spawn": spawn, "reaction": reaction}
    print(json.dumps(asyncio.run(tasks[sys.argv[1]](*sys.argv[2:]))))
