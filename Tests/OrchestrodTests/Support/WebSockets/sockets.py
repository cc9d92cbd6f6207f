"""WebSockets of a daemon, as a client sees them; what was seen is written as JSON.

    sockets.py follow SOCKET PATH [--count N] [--key KEY | --key-protocol KEY]
        reads until the end, or N events: events, terminals, code and reason of the close
    sockets.py ask SOCKET PATH [NAME: VALUE]...
        sends one handshake with these header fields: status, header, problem
    sockets.py break SOCKET PATH HEX...
        sends bytes after each of so many handshakes: code of each close
    sockets.py slow SOCKET PATH
        reads nothing until a line comes on standard input, then as `follow` does
    sockets.py again SOCKET PATH --count N
        opens N WebSockets one after another, and closes each of them, every second one without
        a word: how many could be opened

SOCKET is a path, or `wss://HOST:PORT` with a certificate that is not looked at.
"""

import argparse
import base64
import contextlib
import json
import os
import socket
import ssl
import struct
import sys
import time

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect, unix_connect

TIMEOUT_SECONDS = 60


def stream(place: str) -> socket.socket:
    """A connection to the daemon."""
    if not place.startswith("wss://"):
        plain = socket.socket(socket.AF_UNIX)
        plain.settimeout(TIMEOUT_SECONDS)
        plain.connect(place)
        return plain
    host, port = place.removeprefix("wss://").rsplit(":", 1)
    plain = socket.create_connection((host, int(port)), timeout=TIMEOUT_SECONDS)
    return trusting().wrap_socket(plain, server_hostname=host)


def trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def opened(arguments: argparse.Namespace):
    """A connection of the PyPI package."""
    options: dict = {"open_timeout": TIMEOUT_SECONDS, "max_size": None, "compression": None}
    if arguments.key:
        options["additional_headers"] = {"Authorization": f"Bearer {arguments.key}"}
    if arguments.key_protocol:
        options["subprotocols"] = ["orchestro.v1", f"orchestro.key.{arguments.key_protocol}"]
    if arguments.place.startswith("wss://"):
        return connect(arguments.place + arguments.path, ssl=trusting(), **options)
    return unix_connect(arguments.place, f"ws://localhost{arguments.path}", **options)


def follow(arguments: argparse.Namespace, pause=lambda: None) -> dict:
    events: list[dict] = []
    terminals: dict[str, bytearray] = {}
    gaps = 0
    with opened(arguments) as client:
        pause()
        answer = {"subprotocol": client.subprotocol}
        with contextlib.suppress(ConnectionClosed):
            while not arguments.count or len(events) < arguments.count:
                message = client.recv(timeout=TIMEOUT_SECONDS)
                if isinstance(message, str):
                    events.append(json.loads(message))
                    continue
                task, attempt, offset = struct.unpack(">IIQ", message[:16])
                known = terminals.setdefault(f"{task}.{attempt}", bytearray())
                gaps += offset != len(known) and bool(known)
                known += message[16:]
        if client.protocol.close_rcvd:
            close = client.protocol.close_rcvd
            answer |= {"code": close.code, "reason": close.reason}
    texts = {name: bytes(known).decode(errors="replace") for name, known in terminals.items()}
    return answer | {"events": events, "terminals": texts, "gaps": gaps}


def handshake(connection: socket.socket, path: str, fields: list[str]) -> bytes:
    """Sends a request for an upgrade and gives the head of the answer."""
    head = [f"GET {path} HTTP/1.1", *fields]
    names = {field.split(":")[0].lower() for field in fields}
    for field in [
        "Host: localhost",
        "Upgrade: websocket",
        "Connection: keep-alive, Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: " + base64.b64encode(os.urandom(16)).decode(),
    ]:
        if field.split(":")[0].lower() not in names:
            head.append(field)
    lines = [line for line in head if not line.endswith(": -")]
    connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
    answer = b""
    while not answer.endswith(b"\r\n\r\n"):
        byte = connection.recv(1)
        if not byte:
            sys.exit(f"no answer after {answer!r}")
        answer += byte
    return answer


def ask(arguments: argparse.Namespace) -> dict:
    with stream(arguments.place) as connection:
        head = handshake(connection, arguments.path, arguments.more).decode()
        first, *lines = head.strip().split("\r\n")
        fields = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        body = b""
        while len(body) < int(fields.get("content-length", 0)):
            body += connection.recv(65536)
        # Nothing can follow a refused upgrade on the same connection.
        status = int(first.split()[1])
        is_closed = status != 101 and not connection.recv(1)
        problem = json.loads(body) if body else {}
        return {"status": status, "header": fields, "problem": problem, "closed": is_closed}


def closing(connection: socket.socket) -> int:
    """The code of the close frame that comes; 0: the connection ends without one."""
    data = b""
    with contextlib.suppress(ConnectionError):
        while part := connection.recv(65536):
            data += part
            # Frames of the server are not masked; texts of events may come before the close.
            while len(data) >= 2:
                length, start = data[1], 2
                if length == 126 and len(data) >= 4:
                    length, start = struct.unpack(">H", data[2:4])[0], 4
                if len(data) < start + length:
                    break
                if data[0] == 0x88:
                    return struct.unpack(">H", data[start : start + 2])[0]
                data = data[start + length :]
    return 0


def broken(arguments: argparse.Namespace) -> dict:
    codes = []
    for case in arguments.more:
        with stream(arguments.place) as connection:
            handshake(connection, arguments.path, [])
            for part in case.split(","):
                connection.sendall(bytes.fromhex(part))
            codes.append(closing(connection))
    return {"codes": codes}


def again(arguments: argparse.Namespace) -> dict:
    opened_count = 0
    # The place of the one before is free a moment after it was closed.
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while opened_count < arguments.count and time.monotonic() < deadline:
        with stream(arguments.place) as connection:
            head = handshake(connection, arguments.path, [])
            if not head.startswith(b"HTTP/1.1 101 "):
                continue
            opened_count += 1
            if opened_count % 2:
                connection.sendall(bytes.fromhex("888200000000" + "03e8"))
                closing(connection)
    return {"opened": opened_count}


def slow(arguments: argparse.Namespace) -> dict:
    def pause() -> None:
        print("connected", flush=True)
        sys.stdin.readline()

    return follow(arguments, pause)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["follow", "ask", "break", "slow", "again"])
    parser.add_argument("place")
    parser.add_argument("path")
    parser.add_argument("more", nargs="*")
    parser.add_argument("--count", type=int)
    parser.add_argument("--key")
    parser.add_argument("--key-protocol")
    arguments = parser.parse_args()
    actions = {"follow": follow, "ask": ask, "break": broken, "slow": slow, "again": again}
    print(json.dumps(actions[arguments.what](arguments)))


main()
