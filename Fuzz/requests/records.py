"""TLS records: wrong ones, and right ones in the wrong order (RFC 8446, section 5)."""

from __future__ import annotations

import ssl
from random import Random

from mutation import mutated, noise


def client_hello() -> bytes:
    """The first flight of a real client."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    connection = context.wrap_bio(incoming, outgoing, server_hostname="localhost")
    try:
        connection.do_handshake()
    except ssl.SSLWantReadError:
        pass
    return outgoing.read()


HELLO = client_hello()


def record(chance: Random, payload: bytes) -> bytes:
    kind = chance.choice([20, 21, 22, 22, 22, 23, 24, 0, 255])
    version = chance.choice([b"\x03\x01", b"\x03\x03", b"\x03\x04", b"\x02\x00", b"\x00\x00"])
    length = len(payload) if chance.random() < 0.8 else chance.choice([0, 1, 16_385, 65_535])
    return bytes([kind]) + version + length.to_bytes(2) + payload


def case(chance: Random, key: str) -> bytes:
    kind = chance.randrange(10)
    if kind == 0:
        return noise(chance, 3000)
    if kind == 1:
        return f"GET /health HTTP/1.1\r\nHost: x\r\nX-API-Key: {key}\r\n\r\n".encode()
    if kind == 2:
        return HELLO[:chance.randrange(len(HELLO))]
    if kind == 3:
        return HELLO * chance.choice([2, 20])
    if kind == 4:
        # Small fragments of one message.
        return b"".join(
            b"\x16\x03\x01" + len(part).to_bytes(2) + part
            for part in (HELLO[5:][n:n + 3] for n in range(0, len(HELLO) - 5, 3)))
    if kind == 5:
        return HELLO + record(chance, noise(chance, 100))
    if kind == 6:
        return b"".join(record(chance, noise(chance, 60)) for _ in range(chance.randint(1, 30)))
    if kind == 7:
        return b"\x80\x2e\x01\x00\x02" + noise(chance, 50)
    return mutated(chance, HELLO)
