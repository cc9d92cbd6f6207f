"""FastAPI with the same answer as `GET /api/v1/jobs/ID`: a key is looked for by its SHA-256, the
job comes from SQLite.

    fastapi_peer.py fill DIRECTORY KEY     makes the database of DIRECTORY/job.json
    FASTAPI_PEER=DIRECTORY uvicorn fastapi_peer:app
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import sqlite3
import sys
from pathlib import Path
from typing import Annotated, Any

COLUMNS = [
    "job_id", "name", "owner", "account", "status", "created_at", "started_at", "completed_at",
    "progress", "priority", "deadline", "caller_directory", "tasks", "result", "error",
]


def fill(place: Path, key: str) -> None:
    job = json.loads((place / "job.json").read_text())
    base = sqlite3.connect(place / "jobs.sqlite")
    base.execute("PRAGMA journal_mode=WAL")
    base.execute(f"CREATE TABLE jobs (id INTEGER PRIMARY KEY, {', '.join(COLUMNS)})")
    base.execute("CREATE TABLE keys (digest BLOB PRIMARY KEY, owner TEXT)")
    values = [json.dumps(job[name]) if isinstance(job[name], dict) else job[name]
              for name in COLUMNS]
    base.execute(
        f"INSERT INTO jobs VALUES (?{', ?' * len(COLUMNS)})", [int(job["job_id"]), *values])
    digest = hashlib.sha256(key.encode()).digest()
    base.execute("INSERT INTO keys VALUES (?, ?)", [digest, job["owner"]])
    base.commit()
    base.close()


if __name__ == "__main__":
    fill(Path(sys.argv[2]), sys.argv[3])
    sys.exit()

from fastapi import Depends, FastAPI, Header, HTTPException  # noqa: E402

app = FastAPI()
base = sqlite3.connect(Path(os.environ["FASTAPI_PEER"]) / "jobs.sqlite", check_same_thread=False)


async def owner(authorization: Annotated[str, Header()]) -> str:
    digest = hashlib.sha256(authorization.removeprefix("Bearer ").encode()).digest()
    row = base.execute("SELECT digest, owner FROM keys WHERE digest = ?", [digest]).fetchone()
    if row is None or not hmac.compare_digest(row[0], digest):
        raise HTTPException(401)
    return row[1]


@app.get("/api/v1/jobs/{job_id}")
async def job(job_id: int, asker: Annotated[str, Depends(owner)]) -> dict[str, Any]:
    row = base.execute(
        f"SELECT {', '.join(COLUMNS)} FROM jobs WHERE id = ?", [job_id]).fetchone()
    if row is None or row[2] != asker:
        raise HTTPException(404)
    shown = dict(zip(COLUMNS, row))
    for name in ("tasks", "result"):
        shown[name] = json.loads(shown[name]) if shown[name] else None
    return shown
