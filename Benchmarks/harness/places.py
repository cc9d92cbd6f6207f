"""Where the files of a run lie, for Orchestro and its peers alike."""

from __future__ import annotations

import os
from pathlib import Path

MEMORY = Path("/dev/shm")
FREE_BYTES_MIN = 2 << 30


def memory_directory() -> Path | None:
    """A file system in memory, if there is one with room that lets programs be executed.

    On ext4 the price of a new file depends on what others did before: inodes freed in the last
    minutes are passed over one by one, which costs up to some 0.3 ms for each file after much has
    been removed. That would be measured instead of the tools.
    """
    try:
        facts = os.statvfs(MEMORY)
    except OSError:
        return None
    usable = os.access(MEMORY, os.W_OK | os.X_OK) and not facts.f_flag & os.ST_NOEXEC
    has_room = facts.f_bavail * facts.f_frsize >= FREE_BYTES_MIN
    return MEMORY if usable and has_room else None


def told(memory: Path | None) -> str:
    return "in memory (tmpfs)" if memory else "on the disk of the temporary directory"


def durable_directory() -> Path:
    """A place on a disk, for what must be there after the machine lost its power."""
    return Path("/var/tmp")
