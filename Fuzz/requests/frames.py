"""WebSocket: right and wrong upgrades, right and wrong frames (RFC 6455)."""

from __future__ import annotations

import json
from random import Random

from graphqls import document
from mutation import mutated, noise

PLACES = ["/ws/events", "/ws/jobs/1", "/ws/jobs/9", "/graphql", "/ws/x", "/health"]
STRANGE_PROTOCOLS = [
    "graphql-ws", "a, b", ",", "", "orchestro.key.x, orchestro.v1", "orchestro.v1" * 99]


def upgrade(chance: Random, key: str) -> bytes:
    fields = {
        "Host": "x", "Connection": "Upgrade", "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Authorization": f"Bearer {key}"}
    place = chance.choice(PLACES[:4] if chance.random() < 0.9 else PLACES)
    fields["Sec-WebSocket-Protocol"] = (
        "graphql-transport-ws" if place == "/graphql" else "orchestro.v1")
    if chance.random() < 0.1:
        fields["Sec-WebSocket-Protocol"] = chance.choice(STRANGE_PROTOCOLS)
    if chance.random() < 0.15:
        name = chance.choice(list(fields))
        fields[name] = chance.choice(["", "x", "13, 8", "7", "aGk=", "websocket, h2c", "\xff"])
    if chance.random() < 0.1:
        fields["Sec-WebSocket-Extensions"] = "permessage-deflate; client_max_window_bits"
    lines = [f"GET {place} HTTP/1.1", *(f"{n}: {v}" for n, v in fields.items()), "", ""]
    return "\r\n".join(lines).encode("latin-1")


def frame(chance: Random, payload: bytes, opcode: int | None = None) -> bytes:
    """A masked frame; with some chance one that is wrong in its head."""
    code = chance.choice([0, 1, 1, 1, 2, 8, 9, 10, 3, 11, 15]) if opcode is None else opcode
    first = code | (0x80 if chance.random() < 0.85 else 0)
    if chance.random() < 0.05:
        first |= chance.choice([0x10, 0x20, 0x40, 0x70])
    masked = 0x80 if chance.random() < 0.93 else 0
    length = len(payload)
    if chance.random() < 0.05:
        length = chance.choice([2**63, 2**64 - 1, 2**31, 2**20 + 1, 126, 0])
    if length < 126:
        head = bytes([first, masked | length])
    elif length < 65_536 or chance.random() < 0.02:
        head = bytes([first, masked | 126]) + (length & 0xFFFF).to_bytes(2)
    else:
        head = bytes([first, masked | 127]) + length.to_bytes(8)
    if not masked:
        return head + payload
    mask = chance.randbytes(4)
    return head + mask + bytes(b ^ mask[n % 4] for n, b in enumerate(payload))


def message(chance: Random) -> bytes:
    """What a payload holds, mostly a message of graphql-transport-ws."""
    kind = chance.randrange(9)
    if kind == 0:
        return noise(chance, 500)
    if kind == 1:
        return b"\x03\xe8" + noise(chance, 20)
    if kind == 2:
        return b"\xff\xfe" * 20
    if kind == 3:
        return json.dumps({"type": "connection_init", "payload": {"a": [1]}}).encode()
    if kind == 4:
        return json.dumps({"type": "complete", "id": chance.choice(["1", "", 1, None])}).encode()
    if kind == 5:
        return json.dumps({"type": chance.choice(["ping", "pong", "x", "next", 7])}).encode()
    query = {"query": document(chance)}
    text = json.dumps({
        "type": "subscribe", "id": chance.choice(["1", "2", "1", "", "i" * 500]),
        "payload": query}).encode(errors="replace")
    return mutated(chance, text) if kind == 8 else text


def case(chance: Random, key: str) -> bytes:
    sent = upgrade(chance, key)
    if chance.random() < 0.5:
        sent += frame(chance, b'{"type":"connection_init"}', 1)
    if chance.random() < 0.05:
        return sent + frame(chance, b"x", 9) * 300
    for _ in range(chance.choice([0, 1, 2, 5, 20])):
        sent += frame(chance, message(chance))
    return mutated(chance, sent) if chance.random() < 0.2 else sent
