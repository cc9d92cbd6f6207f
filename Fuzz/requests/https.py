"""Requests of HTTP/1.1, from nearly right to not at all."""

from __future__ import annotations

from random import Random

from jsons import body
from mutation import INTERESTING, mutated, noise

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "get",
           "G\0T", "", "PRI", "A" * 5000, "PROPFIND", "GE T"]

PATHS = [
    "/health", "/metrics", "/api/v1/jobs", "/api/v1/jobs/batch", "/api/v1/jobs/1",
    "/api/v1/jobs/1/retry", "/api/v1/jobs/1/events", "/api/v1/jobs/1/why", "/api/v1/jobs/1/tasks",
    "/api/v1/jobs/1/tasks/1", "/api/v1/jobs/1/tasks/1/recording?follow=1",
    "/api/v1/jobs/1/tasks/1/artifacts", "/api/v1/status", "/api/v1/workers", "/api/v1/strategy",
    "/api/v1/keys", "/api/v1/keys/3", "/api/v1/keys/3/rotate", "/api/v1/audit", "/api/v1/usage",
    "/api/v1/webhooks", "/api/v1/webhooks/1", "/api/v1/webhooks/1/rotate",
    "/api/v1/webhooks/1/ping", "/api/v1/webhooks/1/deliveries?state=dead",
    "/api/v1/webhooks/1/deliveries/1/retry", "/openapi.json", "/docs", "/redoc", "/", "*",
    "/graphql", "/ws/events", "/ws/jobs/1", "http://x/health", "http://[::1/x", "//x", "///",
    "/api/v1/jobs/99999999999999999999", "/api/v1/jobs/-1", "/api/v1/jobs/0", "/api/v1/jobs/1.1",
    "/api/v1/jobs/%31", "/api/v1/jobs/%2e%2e/status", "/../../etc/passwd", "/docs/../../etc/passwd",
    "/docs/%2e%2e/%2e%2e/etc/passwd", "/api/v1/jobs/" + "1" * 3000, "/%", "/%zz", "/\xff", "/a b",
    "/" + "a/" * 2000, "/api/v1/jobs?" + "&".join(f"a{n}={n}" for n in range(300)),
    "/api/v1/jobs?limit=1&limit=2", "/api/v1/jobs?limit=%FF%FE", "/api/v1/jobs?cursor=" + "9" * 30,
    "/api/v1/jobs?state=pending&state=x", "/api/v1/jobs?=&&==&%", "/api/v1/usage?since=2026-99-99",
    "/api/v1/jobs/1/tasks?records=1&limit=1000", "/health#x", "/health?\0",
]

FIELDS = [
    "Accept: */*", "Accept: image/png;q=0", "Connection: close", "Connection: keep-alive, close",
    "Connection: upgrade", "Connection: " + "a," * 200, "Upgrade: websocket", "Upgrade: h2c",
    "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA", "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Expect: 100-continue", "Expect: 200-ok",
    "Content-Type: application/json", "Content-Type: multipart/form-data; boundary=x",
    "Content-Type: multipart/form-data; boundary=", "Content-Type: \"", "If-Match: *",
    "If-None-Match: W/\"", "If-None-Match: " + "\"a\"," * 500, "If-Match: \"a\" \"b\"",
    "Last-Event-ID: 99999999999999999999", "Last-Event-ID: -1", "Idempotency-Key: " + "k" * 300,
    "Idempotency-Key: same", "Origin: https://ci.example", "Origin: null",
    "Access-Control-Request-Method: PUT", "Range: bytes=0-,0-,0-", "Transfer-Encoding: identity",
    "Transfer-Encoding: chunked, gzip", "Transfer-Encoding: xchunked", "Trailer: Host",
    "TE: trailers", "X-Forwarded-For: 127.0.0.1", "Cookie: " + "a=b; " * 300, "Content-Length: 0",
    "Content-Length: -1", "Content-Length: +5", "Content-Length: 0x5", "Content-Length: 5, 5",
    "Content-Length: 99999999999999999999", "Content-Encoding: gzip", "Host: other", "host:",
    " folded", "No-Colon", ": empty", "Space : before", "Tab\t: x", "Nul\0: x", "X: a\rb",
    "X: " + "v" * 17_000, "X" * 17_000 + ": v", "X: \xff\xfe", "Authorization: Basic eDp5",
    "Authorization: Bearer", "X-API-Key: orchestro_" + "A" * 43, "X-API-Key: ", "Via: " * 50,
]

CHUNKS = [
    b"5\r\nhello\r\n0\r\n\r\n", b"5;a=b\r\nhello\r\n0\r\nX: y\r\n\r\n", b"-5\r\nhello\r\n0\r\n\r\n",
    b"FFFFFFFFFFFFFFFFF\r\nx", b"7FFFFFFFFFFFFFFF\r\nx", b"5\r\nhelloXX0\r\n\r\n",
    b"0x5\r\nhello\r\n",
    b"5\nhello\n0\n\n", b"\r\n\r\n", b"5;" + b"a" * 20_000 + b"\r\nhello\r\n",
    b"0\r\n",
    b"1\r\n{\r\n" * 400 + b"0\r\n\r\n", b"0\r\n" + b"T: x\r\n" * 2000 + b"\r\n",
    b" 5 \r\nhello\r\n",
    b"5\r\nhello\r\n0\r\n\r\nGET /api/v1/audit HTTP/1.1\r\nHost: x\r\n\r\n",
]


def head(chance: Random, method: str, path: str, fields: list[str], end: str = "\r\n") -> bytes:
    strange = ["HTTP/1.0", "HTTP/2.0", "HTTP/0.9", "HTTP/1.1 x", ""]
    version = chance.choice(["HTTP/1.1"] * 20 + strange)
    lines = [f"{method} {path} {version}", *fields, "", ""]
    return end.join(lines).encode("latin-1", "replace")


def request(chance: Random, key: str) -> bytes:
    """One request; a good deal of it may be right."""
    method = chance.choice(METHODS[:7] if chance.random() < 0.8 else METHODS)
    path = chance.choice(PATHS)
    fields = ["Host: x"] if chance.random() < 0.97 else []
    if chance.random() < 0.9:
        fields.append(f"Authorization: Bearer {key}")
    fields += chance.sample(FIELDS, chance.choice([0, 0, 0, 0, 0, 1, 1, 2, 5]))
    if chance.random() < 0.02:
        fields += [f"X-{n}: {n}" for n in range(chance.choice([50, 101, 3000]))]
    content = b""
    if chance.random() < 0.5:
        content = body(chance)
        length = len(content) + chance.choice([0] * 8 + [-1, 1, 100])
        kind = chance.randrange(8)
        if kind == 0:
            fields.append("Transfer-Encoding: chunked")
            content = chance.choice(CHUNKS)
        elif kind == 1:
            fields += ["Transfer-Encoding: chunked", f"Content-Length: {length}"]
            content = chance.choice([content, *CHUNKS])
        elif kind == 2:
            fields += [f"Content-Length: {length}", f"Content-Length: {length + 1}"]
        else:
            fields.append(f"Content-Length: {length}")
    end = "\r\n" if chance.random() < 0.97 else chance.choice(["\n", "\r", "\r\r\n"])
    return head(chance, method, path, fields, end) + content


def case(chance: Random, key: str) -> bytes:
    """What is sent on one connection."""
    kind = chance.randrange(20)
    if kind == 0:
        return noise(chance, 2000)
    if kind == 1:
        return b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + noise(chance, 100)
    if kind == 2:
        return b"".join(chance.choice(INTERESTING) for _ in range(50))
    if kind == 3:
        return request(chance, key) * chance.choice([2, 5, 50])
    if kind < 6:
        return request(chance, key) + request(chance, key)
    whole = request(chance, key)
    return mutated(chance, whole) if kind < 12 else whole
