"""The daemon under attack: started, asked how it is, stopped."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import time
from pathlib import Path
from typing import Any

START_SECONDS = 30
# An account's own quotas keep what is accepted from growing with the number of requests.
SETTINGS = """\
workers: 1
owner: {queued: 200}
keys: {in_query: true}
connections: {total: 512, account: 512, address: 512}
cors: {origins: ["https://ci.example"]}
"""


class Unhealthy(Exception):
    """What must not be."""


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: str, seconds: float) -> None:
        super().__init__("orchestro", timeout=seconds)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class Daemon:
    def __init__(self, program: Path, directory: Path) -> None:
        self.directory = directory
        settings = directory / "orchestrod.yaml"
        settings.write_text(SETTINGS)
        self.errors = open(directory / "errors", "wb")
        self.process = subprocess.Popen(
            [program, "--user-mode", directory, "--config", settings, "--listen", "127.0.0.1:0"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=self.errors)
        deadline = time.monotonic() + START_SECONDS
        while b"serves with" not in self.said().encode():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise Unhealthy(f"the daemon does not start: {self.said()[-500:]}")
            time.sleep(0.01)
        address = (directory / "tls-address").read_text().strip()
        self.port = int(re.sub(r".*:", "", address))
        # Nothing that is accepted is run.
        self.call("POST", "/api/v1/drain")
        scenario = {"path": "a.yaml", "directory": "/", "text": "command: [/bin/true]"}
        self.call("POST", "/api/v1/jobs", {"caller_directory": "/", "files": [scenario]})
        self.keys = [self.key(["read", "submit", "cancel"]), self.key(["read"])]

    def key(self, scopes: list[str]) -> str:
        body = {"name": "fuzz", "scopes": scopes, "requests_per_minute": 1_000_000}
        return self.call("POST", "/api/v1/keys", body)["secret"]

    def said(self) -> str:
        return (self.directory / "errors").read_text(errors="replace")

    def call(self, method: str, path: str, body: Any = None, seconds: float = 10) -> Any:
        connection = UnixConnection(str(self.directory / "api.sock"), seconds)
        try:
            connection.request(method, path, json.dumps(body) if body is not None else None)
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        if answer.status >= 300:
            raise Unhealthy(f"{method} {path}: {answer.status} {text[:300]!r}")
        return json.loads(text)

    def probe(self, seconds: float) -> float:
        """A good request by the network; how long the answer took, in seconds."""
        began = time.monotonic()
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.port, timeout=seconds, context=context)
        try:
            connection.request("GET", "/api/v1/status", headers={"X-API-Key": self.keys[1]})
            answer = connection.getresponse()
            answer.read()
        except OSError as error:
            raise Unhealthy(f"a good request is not answered: {error}") from error
        finally:
            connection.close()
        if answer.status != 200:
            raise Unhealthy(f"a good request gets {answer.status}")
        self.call("GET", "/health", seconds=seconds)
        return time.monotonic() - began

    def memory_mb(self) -> float:
        """What it wrote and what is only its own, in megabytes."""
        rollup = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        found = re.search(r"Private_Dirty: *(\d+)", rollup)
        return int(found[1]) / 1000 if found else 0

    def sockets(self) -> int:
        """Open sockets. The store opens files as it needs them, a fixed number in all."""
        place = Path(f"/proc/{self.process.pid}/fd")
        count = 0
        for name in os.listdir(place):
            try:
                count += os.readlink(place / name).startswith("socket:")
            except FileNotFoundError:
                continue
        return count

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def stop(self) -> int:
        """Stops it as an administrator would; its exit status."""
        if self.is_alive():
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return -9
        finally:
            self.errors.close()
