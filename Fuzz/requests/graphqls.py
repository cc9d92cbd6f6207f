"""GraphQL documents and the requests that carry them."""

from __future__ import annotations

import json
from random import Random
from urllib.parse import quote

from mutation import mutated, noise

FIELDS = [
    "__typename", "health", "job(jobId: \"1\")", "listJobs", "listJobs(status: PENDING)",
    "jobs(first: 9)", "workers", "keys", "status", "tasks", "jobId", "name", "nodes", "edges",
    "__schema", "__type(name: \"Job\")", "fields", "types", "ofType", "x",
    "job(jobId: 99999999999999999999)", "job(jobId: {a: [$v, 1.5e9, null, \"\\u{1F600}\"]})",
    "a: health", "cancelJob(jobId: \"1\")", "... on Job", "...F", "health @skip(if: true)",
    "health @include(if: $v)", "@x", "\"\"\"block\"\"\"",
]


def selection(chance: Random, depth: int) -> str:
    parts = []
    for _ in range(chance.choice([1, 1, 2, 4])):
        part = chance.choice(FIELDS)
        if depth > 0 and chance.random() < 0.6:
            part += " { " + selection(chance, depth - 1) + " }"
        parts.append(part)
    return " ".join(parts)


def document(chance: Random) -> str:
    kind = chance.randrange(10)
    if kind == 0:
        return "{ " * chance.choice([50, 5000, 60_000]) + "a" + " }" * 50
    if kind == 1:
        return "{ " + " ".join(f"a{n}: health" for n in range(chance.choice([100, 20_000]))) + " }"
    if kind == 2:
        return "fragment F on Query { ...G } fragment G on Query { ...F } { ...F ...G ...F }"
    if kind == 3:
        deep = "__schema { types { fields { type { " + "ofType { " * chance.choice([5, 200])
        return "{ " + deep + "name" + " }" * deep.count("{") + " }"
    if kind == 4:
        return "query ($v: [[[Int!]!]!]! = " + "[" * chance.choice([3, 3000]) + ") { health }"
    if kind == 5:
        return "query A { health } query A { health } mutation { x } subscription { jobEvents }"
    if kind == 6:
        return "{ job(jobId: \"" + "\\u00" * chance.choice([1, 2000]) + "\") { jobId } }"
    head = chance.choice(["", "query", "query Q($v: Int = 1)", "mutation", "subscription", "x"])
    text = head + " { " + selection(chance, chance.choice([1, 2, 5, 12])) + " }"
    if kind == 9:
        return mutated(chance, text.encode()).decode("latin-1")
    return text


def case(chance: Random, key: str) -> bytes:
    fields = f"Host: x\r\nAuthorization: Bearer {key}\r\n"
    text = document(chance)
    if chance.random() < 0.2:
        more = chance.choice(["", "&variables={", "&query=x"])
        path = "/graphql?query=" + quote(text[:8000]) + more
        return f"GET {path} HTTP/1.1\r\n{fields}\r\n".encode("latin-1", "replace")
    variables = chance.choice(
        [None, {}, {"v": 1}, {"v": [[[1]]]}, [], 7, {"v": {"a": "x" * 2000}}])
    name = chance.choice([None, None, "A", "Q", "", 7])
    body = json.dumps({"query": text, "variables": variables, "operationName": name}).encode()
    kind = chance.choice(["application/json"] * 6 + ["application/graphql", "text/plain", ""])
    if chance.random() < 0.1:
        body = mutated(chance, body)
    if chance.random() < 0.05:
        body = noise(chance, 200)
    head = f"POST /graphql HTTP/1.1\r\n{fields}Content-Type: {kind}\r\nContent-Length: {len(body)}"
    return head.encode() + b"\r\n\r\n" + body
