"""The dialog suite as pytest + tui-test."""

from __future__ import annotations

import asyncio
import os

import pytest
from tui_test import TuiTest


async def dialog(name: str, age: str) -> None:
    terminal = TuiTest.ephemeral(recording={"directory": os.environ["DIALOG_RECORDS"]})
    await terminal.run(os.environ["DIALOG_CHILD"])
    try:
        await terminal.get_by_text("Name?").expect()
        await terminal.submit(name)
        await terminal.get_by_text("Age?").expect()
        await terminal.submit(age)
        await terminal.get_by_text(f"Hello {name}, {age} years").expect()
    finally:
        await terminal.close()


@pytest.mark.parametrize("number", range(int(os.environ["DIALOG_COUNT"])))
def test_dialog(number: int) -> None:
    asyncio.run(dialog(f"Ada{number}", str(20 + number % 50)))
