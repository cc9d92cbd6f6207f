"""One job by HTTPS, again and again; and the same while somebody guesses keys."""

from __future__ import annotations

import os
import re
import threading
import time
from contextlib import contextmanager
from collections.abc import Iterator
from dataclasses import dataclass

from harness.context import Context
from harness.https import Secure, Server, fastapi
from harness.model import OURS, Column, Contender, Failed, Report, Sample, Table, Target, quotient
from harness.scenarios import scenario
from harness.service import Daemon, programs

TEXT = """`GET /api/v1/jobs/ID` over TLS 1.3 by wrk on the same machine: {connections} connections
that stay open, each asking again when the answer is there, with a key in each request. FastAPI on
uvicorn (uvloop, httptools) gives the same JSON: it looks for the key's SHA-256 and takes the job
from SQLite, with one process, as it comes, and with one for each processor. wrk takes its part of
the processors in all rows.

Then {guesses:,} requests with as many different wrong keys from one address, by one client as fast
as it can, while another one from another address asks for the job with a right key: its times
without and with the guesses. All guesses must be refused, and counted in the audit log."""

CONNECTIONS = 32
SETTINGS = "workers: 1\nconnections: {total: 1024, account: 512}\n"
GUESSES = 10_000
ONE = "FastAPI, uvicorn"
MANY = f"{ONE}, a process each"


@dataclass
class Served:
    """Somebody who serves the job."""

    port: int
    key: str
    path: str


@contextmanager
def orchestro(context: Context) -> Iterator[tuple[Daemon, Served]]:
    daemon = Daemon(context, context.durable_directory("api"), SETTINGS)
    try:
        daemon.start([*daemon.user_mode(), "--listen", "127.0.0.1:0"])
        with daemon.client() as client:
            text = scenario("/bin/true", [], name="short", exit_code=0)
            job = client.submit([text], daemon.directory)
            client.wait(job)
            body = b'{"name":"bench","scopes":["read"],"requests_per_minute":1000000}'
            key = client.call("POST", "/api/v1/keys", body)["secret"]
        address = (daemon.directory / "tls-address").read_text().strip()
        yield daemon, Served(int(address.rpartition(":")[2]), key, f"/api/v1/jobs/{job}")
    finally:
        daemon.stop()


def wrk(context: Context, served: Served, seconds: int) -> Sample:
    said = context.measure([
        "wrk", "-t", "1", "-c", CONNECTIONS, "-d", f"{seconds}s", "--latency",
        "-H", f"Authorization: Bearer {served.key}",
        f"https://127.0.0.1:{served.port}{served.path}"]).output
    if "Non-2xx" in said or "Socket errors" in said:
        raise Failed(said.strip()[-300:])
    found = {
        name: re.search(rf"{pattern}\s+([\d.]+)(us|ms|s|)", said)
        for name, pattern in (("rate", "Requests/sec:"), ("p50", "50%"), ("p99", "99%"))}
    factor = {"us": 1e-3, "ms": 1, "s": 1e3, "": 1}
    sample = {}
    for name, figure in found.items():
        if not figure:
            raise Failed(f"wrk told no {name}: {said[-300:]}")
        sample[name] = float(figure[1]) * factor[figure[2]]
    return sample


def ours(context: Context, seconds: int) -> Sample:
    with orchestro(context) as (daemon, served):
        wrk(context, served, 1)
        sample = wrk(context, served, seconds)
        sample["memory"] = daemon.private_mb()["private"]
        return sample


def theirs(context: Context, workers: int, seconds: int) -> Sample:
    with orchestro(context) as (daemon, served), Secure(served.port) as client:
        answer = client.get(served.path, served.key)
        with fastapi(context, answer.body, served.key, served.path, workers) as server:
            other = Served(server.port, served.key, served.path)
            check_same(server, other, answer.body)
            wrk(context, other, 1)
            return wrk(context, other, seconds)


def check_same(server: Server, served: Served, wanted: bytes) -> None:
    with Secure(server.port) as client:
        if client.get(served.path, served.key).json() != Secure.parsed(wanted):
            raise Failed("the answers differ")
        if client.get(served.path, "orchestro_" + "A" * 43).status != 401:
            raise Failed("a wrong key is taken")


def guess(served: Served, count: int, statuses: dict[int, int]) -> None:
    with Secure(served.port, source="127.0.0.2") as client:
        for number in range(count):
            answer = client.get(served.path, f"orchestro_{number:043}")
            statuses[answer.status] = statuses.get(answer.status, 0) + 1


def times(served: Served, is_over: threading.Event, least: int) -> list[float]:
    """How long right requests take, in milliseconds."""
    found = []
    with Secure(served.port) as client:
        while len(found) < least or not is_over.is_set():
            before = time.perf_counter()
            if client.get(served.path, served.key).status != 200:
                raise Failed("a right key is refused")
            found.append((time.perf_counter() - before) * 1e3)
    return sorted(found)


def guessing(context: Context, count: int) -> Sample:
    with orchestro(context) as (daemon, served):
        over = threading.Event()
        over.set()
        alone = times(served, over, 1000)
        over.clear()
        statuses: dict[int, int] = {}

        def work() -> None:
            try:
                guess(served, count, statuses)
            finally:
                over.set()

        guesser = threading.Thread(target=work)
        began = time.monotonic()
        guesser.start()
        beside = times(served, over, 100)
        guesser.join()
        took = time.monotonic() - began
        if set(statuses) - {401, 429} or sum(statuses.values()) != count:
            raise Failed(f"not all were refused: {statuses}")
        audited = entries(daemon, count)
    return {
        "alone": alone[len(alone) * 99 // 100], "beside": beside[len(beside) * 99 // 100],
        "rate": count / took, "audited": audited, "refused": sum(statuses.values())}


def entries(daemon: Daemon, wanted: int) -> float:
    """How many refusals the audit log tells; they come within a minute at most."""
    deadline = time.monotonic() + 90
    while True:
        with daemon.client() as client:
            told = client.call("GET", "/api/v1/audit?limit=1000")["entries"]
        count = sum(
            entry["count"] for entry in told if entry["action"] in ("key_wrong", "guesses_limited"))
        if count >= wanted or time.monotonic() > deadline:
            return count
        time.sleep(0.5)


def run(context: Context) -> Report:
    seconds, guesses = (2, 500) if context.quick else (10, GUESSES)
    missing = programs(context) or context.without_tools("wrk")
    no_peer = missing or context.without_packages("fastapi", "uvicorn", "uvloop", "httptools")
    processors = os.cpu_count() or 1
    rows = context.interleave([
        Contender(OURS, lambda: ours(context, seconds), missing),
        Contender(ONE, lambda: theirs(context, 1, seconds), no_peer),
        Contender(MANY, lambda: theirs(context, processors, seconds), no_peer,
                  note=f"{processors} processes"),
    ])
    columns = [
        Column("rate", "requests per s", 0), Column("p50", "half within, ms", 2),
        Column("p99", "99 % within, ms", 2)]
    table = Table(columns, rows, higher_is_better=True)
    guessed = context.interleave([Contender(OURS, lambda: guessing(context, guesses), missing)])
    under = Table([
        Column("alone", "right key alone, 99 % within, ms", 2),
        Column("beside", "beside the guesses, 99 % within, ms", 2),
        Column("rate", "guesses per s", 0), Column("audited", "audited", 0, spread=False),
    ], guessed, title=f"{guesses:,} wrong keys", reference=None)
    targets = [
        Target("a job by TLS at least 10,000 times a second", 10_000, table.median(OURS), "/s",
               at_least=True, digits=0),
        Target("99 % of these within 10 ms", 10, table.median(OURS, "p99"), "ms"),
        Target("at least 5 × as many as a FastAPI server on uvicorn", 5,
               quotient(table.median(OURS), table.median(ONE)), "×", at_least=True),
        Target(f"each of {guesses:,} wrong keys refused and audited", guesses,
               under.median(OURS, "audited"), "", at_least=True, digits=0),
        Target("a right key meanwhile: 99 % within 10 ms", 10, under.median(OURS, "beside"), "ms"),
    ]
    text = TEXT.format(connections=CONNECTIONS, guesses=guesses)
    return Report("api", "one job by HTTPS", text, [table, under], targets)
