"""The dialog suite as pytest + pexpect; DIALOG_TUNING says "default" or "tuned"."""

from __future__ import annotations

import os

import pexpect
import pytest

TUNED = os.environ["DIALOG_TUNING"] == "tuned"


@pytest.mark.parametrize("number", range(int(os.environ["DIALOG_COUNT"])))
def test_dialog(number: int) -> None:
    name, age = f"Ada{number}", str(20 + number % 50)
    with open(f"{os.environ['DIALOG_RECORDS']}/{number}.log", "wb") as record:
        child = pexpect.spawn(os.environ["DIALOG_CHILD"], timeout=30, logfile=record)
        if TUNED:
            child.delaybeforesend = None
            child.delayafterclose = child.delayafterterminate = 0
            child.ptyproc.delayafterclose = child.ptyproc.delayafterterminate = 0
        child.expect(r"Name\? ")
        child.sendline(name)
        child.expect(r"Age\? ")
        child.sendline(age)
        child.expect(f"Hello {name}, {age} years")
        child.expect(pexpect.EOF)
        child.wait()
        child.close()
        assert child.exitstatus == 0
