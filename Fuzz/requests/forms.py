"""Submissions as forms (multipart/form-data), with directories as tar archives."""

from __future__ import annotations

import io
import json
import tarfile
from random import Random

from jsons import SCENARIOS, submission, twisted
from mutation import mutated, noise

NAMES = ["a.yaml", "d/b.txt", "./c", "d", "../x", "/etc/passwd", "a/../../x", "", "a" * 300,
         "a\nb", "\udcff", "d/" * 200, "a.yaml/x", ".", "..", "é"]
KINDS = [tarfile.REGTYPE] * 12 + [
    tarfile.DIRTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE,
    tarfile.GNUTYPE_SPARSE, tarfile.CONTTYPE]
FIELDS = ["submission", "directory", "file", "name", "priority", "retries", "lenient", "tags",
          "skip_tags", "fail_fast", "caller_directory", "x", ""]
HEADS = [
    'Content-Disposition: form-data; name="{name}"',
    'Content-Disposition: form-data; name="{name}"; filename="{name}.yaml"',
    'Content-Disposition: form-data; name="{name}"; filename="../{name}"',
    "Content-Disposition: form-data; name={name}",
    "Content-Disposition: attachment", "content-disposition: form-data; name=\"{name}", "X: y",
    'Content-Disposition: form-data; name="{name}"\r\nContent-Transfer-Encoding: base64',
    'Content-Disposition: form-data; name="{name}"\r\nX: ' + "v" * 9_000,
]


def archive(chance: Random) -> bytes:
    """A tar archive, with some chance of what is not allowed in it."""
    held = io.BytesIO()
    form = chance.choice([tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
    with tarfile.open(fileobj=held, mode="w", format=form, errors="surrogateescape") as tar:
        for _ in range(chance.choice([0, 1, 2, 5, 200])):
            entry = tarfile.TarInfo(chance.choice(NAMES[:3] if chance.random() < 0.8 else NAMES))
            entry.type = chance.choice(KINDS) if chance.random() < 0.3 else tarfile.REGTYPE
            entry.mode = chance.choice([0o644, 0o755, 0o4755, 0, 0o7777])
            entry.linkname = chance.choice(["", "../../x", "/etc/passwd"])
            content = chance.choice(SCENARIOS).encode() if chance.random() < 0.8 else b""
            entry.size = len(content) if entry.isreg() else 0
            try:
                tar.addfile(entry, io.BytesIO(content))
            except ValueError:
                # A name that this form of archive cannot have.
                continue
    whole = held.getvalue()
    return mutated(chance, whole) if chance.random() < 0.3 else whole


def part(chance: Random, boundary: bytes, name: str, content: bytes) -> bytes:
    head = HEADS[0] if chance.random() < 0.8 else chance.choice(HEADS)
    head = head.replace("{name}", name)
    return b"--" + boundary + b"\r\n" + head.encode() + b"\r\n\r\n" + content + b"\r\n"


def parts(chance: Random, boundary: bytes) -> list[bytes]:
    made = []
    if chance.random() < 0.8:
        asked = submission(chance)
        asked = twisted(chance, asked) if chance.random() < 0.3 else asked
        text = json.dumps(asked).encode(errors="surrogatepass")
        made.append(part(chance, boundary, "submission", text))
    if chance.random() < 0.7:
        made.append(part(chance, boundary, "directory", archive(chance)))
    for _ in range(chance.choice([0, 0, 0, 1, 3, 50])):
        content = chance.choice([b"1", b"true", b"", noise(chance, 300), SCENARIOS[0].encode()])
        made.append(part(chance, boundary, chance.choice(FIELDS), content))
    if chance.random() < 0.2:
        chance.shuffle(made)
    return made


def case(chance: Random, key: str) -> bytes:
    boundary = chance.choice([b"x", b"x", b"----a'b", b"b" * 70])
    told = boundary if chance.random() < 0.95 else chance.choice([b"", b"b" * 71, b"\"", b"y"])
    body = b"".join(parts(chance, boundary)) + b"--" + boundary + b"--\r\n"
    if chance.random() < 0.2:
        body = mutated(chance, body)
    length = len(body) + chance.choice([0] * 12 + [1, -1, 10**12])
    fields = [
        b"POST /api/v1/jobs HTTP/1.1", b"Host: x", b"Authorization: Bearer " + key.encode(),
        b"Content-Type: multipart/form-data; boundary=" + told]
    if chance.random() < 0.1:
        fields.append(b"Expect: 100-continue")
    if chance.random() < 0.2:
        fields.append(b"Transfer-Encoding: chunked")
        cut = chance.randint(1, max(1, len(body)))
        chunks = [body[n:n + cut] for n in range(0, len(body), cut)]
        body = b"".join(b"%x\r\n%b\r\n" % (len(c), c) for c in chunks[:500]) + b"0\r\n\r\n"
    else:
        fields.append(b"Content-Length: " + str(length).encode())
    return b"\r\n".join([*fields, b"", b""]) + body
