"""A client and a peer's server in TLS."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from .context import Context
from .model import Failed

WAIT = 30


@dataclass
class Answer:
    status: int
    body: bytes

    def json(self) -> Any:
        return Secure.parsed(self.body)


class Secure:
    """One connection that stays open; whose the certificate is is not looked at."""

    def __init__(self, port: int, source: str = "127.0.0.1") -> None:
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        self.connection = http.client.HTTPSConnection(
            "127.0.0.1", port, timeout=WAIT, context=context, source_address=(source, 0))

    def __enter__(self) -> Secure:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def get(self, path: str, key: str) -> Answer:
        self.connection.request("GET", path, headers={"Authorization": f"Bearer {key}"})
        answer = self.connection.getresponse()
        return Answer(answer.status, answer.read())

    @staticmethod
    def parsed(body: bytes) -> Any:
        return json.loads(body)


@dataclass
class Server:
    port: int
    process: subprocess.Popen[bytes]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


@contextmanager
def fastapi(
    context: Context, job: bytes, key: str, path: str, workers: int
) -> Iterator[Server]:
    """FastAPI on uvicorn with the job in a database, reached by the key."""
    place = context.directory("fastapi")
    certificate, private = place / "certificate.pem", place / "key.pem"
    context.measure([
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
        "-nodes", "-subj", "/CN=localhost", "-days", "2", "-keyout", private, "-out", certificate])
    (place / "job.json").write_bytes(job)
    context.python_peer("fastapi_peer.py", "fill", place, key)
    port = free_port()
    errors = place / "errors"
    with open(errors, "wb") as said:
        process = subprocess.Popen([
            str(context.python), "-m", "uvicorn", "fastapi_peer:app", "--app-dir",
            str(context.peers), "--host", "127.0.0.1", "--port", str(port), "--workers",
            str(workers), "--loop", "uvloop", "--http", "httptools", "--no-access-log",
            "--log-level", "warning", "--ssl-certfile", str(certificate), "--ssl-keyfile",
            str(private)],
            stdin=subprocess.DEVNULL, stdout=said, stderr=said, env={
                "PATH": "/usr/bin:/bin", "FASTAPI_PEER": str(place),
                "PYTHONDONTWRITEBYTECODE": "1"})
    try:
        deadline = time.monotonic() + WAIT
        while True:
            try:
                with Secure(port) as client:
                    client.get(path, key)
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise Failed(f"no server: {errors.read_text()[-300:]}") from None
                time.sleep(0.02)
        yield Server(port, process)
    finally:
        process.terminate()
        process.wait()
