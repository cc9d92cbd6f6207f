"""A client of the daemon that costs as little as Python lets it: one connection, kept open."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .model import Failed

HEAD_END = b"\r\n\r\n"
WAIT = 120


def request_bytes(method: str, path: str, body: bytes = b"") -> bytes:
    head = f"{method} {path} HTTP/1.1\r\nHost: orchestro\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def submission(texts: list[str], directory: Path, **more: object) -> bytes:
    files = [
        {"path": f"scenario-{number}.yaml", "directory": str(directory), "text": text}
        for number, text in enumerate(texts)
    ]
    return json.dumps({"caller_directory": str(directory), "files": files, **more}).encode()


class Client:
    """One connection to the daemon's socket."""

    def __init__(self, path: Path) -> None:
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(WAIT)
        self.socket.connect(str(path))
        self.buffer = b""

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.socket.close()

    # Requests

    def exchange(self, request: bytes) -> tuple[int, bytes]:
        """Sends a complete request and reads its complete answer."""
        self.socket.sendall(request)
        return self.answer()

    def answer(self) -> tuple[int, bytes]:
        status, length = self.head()
        if length is None:
            return status, b"".join(self.chunks())
        while len(self.buffer) < length:
            self.fill()
        body, self.buffer = self.buffer[:length], self.buffer[length:]
        return status, body

    def call(self, method: str, path: str, body: bytes = b"") -> dict[str, Any]:
        """An exchange that must succeed; the object that came back."""
        status, answer = self.exchange(request_bytes(method, path, body))
        if status >= 300:
            raise Failed(f"{method} {path}: {status} {answer[:300].decode(errors='replace')}")
        return json.loads(answer)

    def submit(self, texts: list[str], directory: Path, **more: object) -> str:
        return self.call("POST", "/api/v1/jobs", submission(texts, directory, **more))["job_id"]

    def tasks(self, job: str) -> list[dict[str, Any]]:
        """All tasks of a job with their attempts."""
        found: list[dict[str, Any]] = []
        cursor = ""
        while True:
            page = self.call("GET", f"/api/v1/jobs/{job}/tasks?limit=500{cursor}")
            found += page["tasks"]
            if page["next"] is None:
                return found
            cursor = f"&cursor={page['next']}"

    def wait(self, job: str) -> dict[str, Any]:
        """Follows the job's events to its end; the job then. Needs a connection of its own."""
        self.socket.sendall(request_bytes("GET", f"/api/v1/jobs/{job}/events"))
        status, _ = self.head()
        if status != 200:
            raise Failed(f"events of job {job}: {status}")
        for _ in self.chunks():
            pass
        return self.call("GET", f"/api/v1/jobs/{job}")

    # Reading

    def fill(self) -> None:
        try:
            more = self.socket.recv(1 << 16)
        except TimeoutError as error:
            raise Failed(f"the daemon said nothing for {WAIT} s") from error
        if not more:
            raise ConnectionError("the daemon closed the connection")
        self.buffer += more

    def head(self) -> tuple[int, int | None]:
        """Status and length of the body; None: it comes in chunks."""
        while HEAD_END not in self.buffer:
            self.fill()
        head, self.buffer = self.buffer.split(HEAD_END, 1)
        length = None
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                length = int(line[15:])
        return int(head[9:12]), length

    def chunks(self) -> Iterator[bytes]:
        """The parts of a chunked body, as they come."""
        while True:
            while b"\r\n" not in self.buffer:
                self.fill()
            size, self.buffer = self.buffer.split(b"\r\n", 1)
            length = int(size, 16)
            while len(self.buffer) < length + 2:
                self.fill()
            part, self.buffer = self.buffer[:length], self.buffer[length + 2:]
            if not part:
                return
            yield part
