#!/usr/bin/env python3
"""Sends hostile requests to a daemon of its own: HTTP, WebSocket, GraphQL, forms, TLS records.

    fuzz.py [--count N] [--seed TEXT] [--first N] [--only TARGET,…] ORCHESTROD

Everything is made from the seed and the number of the case, so that a finding can be sent again
with `--seed` and `--first N --count 1`. Exit status: 0 nothing found; 1 the daemon crashed, hung,
answered with an internal error or in a form that is none, or kept memory or connections.
"""

from __future__ import annotations

import argparse
import socket
import ssl
import struct
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

sys.dont_write_bytecode = True

import forms  # noqa: E402
import frames  # noqa: E402
import graphqls  # noqa: E402
import https  # noqa: E402
import records  # noqa: E402
from daemon import Daemon, Unhealthy  # noqa: E402
from mutation import pieces  # noqa: E402

TARGETS = {
    "http": https, "websocket": frames, "graphql": graphqls, "form": forms, "tls": records}
# How often each is sent; what is named twice is sent twice as often.
SHARES = ["http", "http", "http", "websocket", "graphql", "form", "tls"]
THREADS = 24
# A connection that says nothing and stays open is left after so long, in seconds.
SILENCE_SECONDS = 0.3
# The daemon's own limit of an answer that is read here, in bytes.
ANSWER_BYTES_MAX = 4 << 20
PROBE_EVERY = 500
PROBE_SECONDS = 5
# What the daemon's memory may grow by after the first tenth, in megabytes.
GROWTH_MB_MAX = 32
SETTLE_SECONDS = 45
# None here, but no internal error either.
HARMLESS = {507}


@dataclass
class Findings:
    lock: threading.Lock = field(default_factory=threading.Lock)
    answers: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def count(self, what: str) -> None:
        with self.lock:
            self.answers[what] += 1

    def tell(self, number: int, what: str) -> None:
        with self.lock:
            self.wrong.append(f"case {number}: {what}")


class Attack:
    def __init__(self, daemon: Daemon, seed: str, targets: list[str]) -> None:
        self.daemon = daemon
        self.seed = seed
        self.shares = [name for name in SHARES if name in targets]
        self.findings = Findings()
        self.tls = ssl.create_default_context()
        self.tls.check_hostname = False
        self.tls.verify_mode = ssl.CERT_NONE

    def one(self, number: int) -> None:
        chance = Random(f"{self.seed}:{number}")
        name = chance.choice(self.shares)
        sent = TARGETS[name].case(chance, chance.choice(self.daemon.keys))
        try:
            connection = self.connect(chance, name)
        except OSError as error:
            return self.findings.count(f"{name}: no connection ({type(error).__name__})")
        with connection:
            try:
                answer = self.exchange(chance, connection, pieces(chance, sent))
            except (OSError, ValueError) as error:
                return self.findings.count(f"{name}: {type(error).__name__}")
        self.judge(number, name, answer)

    def connect(self, chance: Random, name: str) -> socket.socket:
        if name != "tls" and chance.random() < 0.7:
            unix = socket.socket(socket.AF_UNIX)
            unix.settimeout(SILENCE_SECONDS)
            unix.connect(str(self.daemon.directory / "api.sock"))
            return unix
        plain = socket.create_connection(("127.0.0.1", self.daemon.port), PROBE_SECONDS)
        if name != "tls":
            plain = self.tls.wrap_socket(plain)
        plain.settimeout(SILENCE_SECONDS)
        return plain

    @staticmethod
    def exchange(chance: Random, connection: socket.socket, parts: list[bytes]) -> bytes:
        ending = chance.randrange(10)
        for part in parts:
            connection.sendall(part)
        if ending == 0:
            # The connection is reset with the answer on its way.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return b""
        if ending < 6 and not isinstance(connection, ssl.SSLSocket):
            connection.shutdown(socket.SHUT_WR)
        answer = b""
        while len(answer) < ANSWER_BYTES_MAX:
            try:
                chunk = connection.recv(65_536)
            except TimeoutError:
                break
            if not chunk:
                break
            answer += chunk
        return answer

    def judge(self, number: int, name: str, answer: bytes) -> None:
        if not answer or name == "tls":
            return self.findings.count(f"{name}: " + ("answered" if answer else "nothing"))
        line = answer[:60].split(b"\r\n")[0]
        words = line.split(b" ")
        if not words[0] == b"HTTP/1.1" or len(words) < 2 or not words[1].isdigit():
            return self.findings.tell(number, f"{name}: an answer that is none: {answer[:80]!r}")
        status = int(words[1])
        self.findings.count(f"{name}: {status}")
        if status >= 500 and status not in HARMLESS:
            self.findings.tell(number, f"{name}: {answer[:600]!r}")


class Run:
    """Cases by many threads, and one that looks after the daemon."""

    def __init__(self, attack: Attack, first: int, count: int) -> None:
        self.attack = attack
        self.first, self.count = first, count
        self.next = first
        self.lock = threading.Lock()
        self.slowest = 0.0
        self.failure: str | None = None

    def take(self) -> int | None:
        with self.lock:
            if self.failure or self.next >= self.first + self.count:
                return None
            self.next += 1
            return self.next - 1

    def work(self) -> None:
        while (number := self.take()) is not None:
            if number % PROBE_EVERY == 0:
                self.look(number)
            self.attack.one(number)

    def look(self, number: int) -> None:
        try:
            self.slowest = max(self.slowest, self.attack.daemon.probe(PROBE_SECONDS))
        except (Unhealthy, OSError) as error:
            self.failure = f"around case {number}: {error}"

    def all(self) -> None:
        threads = [threading.Thread(target=self.work) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self.failure:
            raise Unhealthy(self.failure)


def settled(daemon: Daemon, wanted: int) -> int:
    """The open sockets, as soon as there are so few, or after a while."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while daemon.sockets() > wanted and time.monotonic() < deadline:
        time.sleep(0.1)
    return daemon.sockets()


def run(daemon: Daemon, chosen: argparse.Namespace) -> list[str]:
    attack = Attack(daemon, chosen.seed, chosen.only)
    daemon.probe(PROBE_SECONDS)
    open_before = daemon.sockets()
    # What is made once, such as threads and pools, is there after the first tenth.
    warm = chosen.count // 10
    began = time.monotonic()
    first = Run(attack, chosen.first, warm)
    first.all()
    memory_before = daemon.memory_mb()
    rest = Run(attack, chosen.first + warm, chosen.count - warm)
    rest.all()
    took = time.monotonic() - began
    slowest = max(first.slowest, rest.slowest)
    open_after = settled(daemon, open_before)
    daemon.probe(PROBE_SECONDS)
    memory_after = daemon.memory_mb()
    findings = attack.findings
    for what, count in sorted(findings.answers.items()):
        print(f"{count:8} {what}")
    print(f"{chosen.count} cases in {took:.0f} s, seed {chosen.seed}")
    print(f"slowest good request between them: {slowest * 1000:.0f} ms")
    print(f"memory: {memory_before:.1f} MB after a tenth, {memory_after:.1f} MB at the end")
    print(f"open sockets: {open_before} before, {open_after} at the end")
    wrong = findings.wrong
    if memory_after - memory_before > GROWTH_MB_MAX:
        wrong.append(f"memory grew by more than {GROWTH_MB_MAX} MB")
    if open_after > open_before:
        wrong.append("sockets stayed open")
    return wrong


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=Path, help="the built orchestrod, its worker beside it")
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--seed", default="1")
    parser.add_argument(
        "--only", type=lambda text: text.split(","), default=list(TARGETS),
        help=", ".join(TARGETS))
    return parser.parse_args()


def main() -> int:
    chosen = arguments()
    with tempfile.TemporaryDirectory(prefix="of-", dir="/tmp") as place:
        daemon = Daemon(chosen.program.resolve(), Path(place))
        try:
            wrong = run(daemon, chosen)
        except (Unhealthy, OSError) as error:
            wrong = [str(error)]
        if not daemon.is_alive():
            wrong.append(f"the daemon ended with {daemon.process.returncode}")
        status = daemon.stop()
        if status != 0:
            wrong.append(f"stopping it gave {status}: {daemon.said()[-2000:]}")
    for what in wrong[:50]:
        print(f"FOUND {what}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
