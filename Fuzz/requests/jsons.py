"""Bodies: JSON that is wrong in its form, in its types, or in the scenarios that it carries."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from mutation import INTERESTING, mutated, noise

SCENARIOS = [
    "command: [/bin/true]\n",
    "name: a\ncommand: [/bin/true]\nsteps:\n  - expect: 'a+'\n  - send: x\n",
    "a: &a [x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\ncommand: *c\n",
    "command: [/bin/true]\nmatrix:\n  a: [1, 2, 3]\n  b: [1, 2, 3]\n",
    "command: [/bin/true]\nsteps:\n  - expect: '(a|a)*(a|a)*$'\n  - expect: '(?P<x>[)'\n",
    "command: !!binary aGk=\n? [x]\n: y\n",
    "- " * 2000 + "x",
    "[" * 3000,
    "command: |\n" + " " * 5000 + "x\n\tx\n",
    "needs: [a]\nname: a\ncommand: [/bin/true]\n---\nx\n",
]

NUMBERS = ["1e999", "-0", "1E+400", "9" * 400, "0." + "0" * 400 + "1", "01", "+1", ".5", "1.", "-"]


def submission(chance: Random) -> dict[str, Any]:
    files = [
        {"path": f"f{n}.yaml", "directory": "/", "text": chance.choice(SCENARIOS)}
        for n in range(chance.choice([1, 1, 1, 2, 5]))
    ]
    body: dict[str, Any] = {"caller_directory": "/", "files": files}
    if chance.random() < 0.5:
        body |= {
            "name": "n", "priority": 1, "deadline": "2030-01-31T09:05:00Z", "retries": 1,
            "limits": {"memory": 1048576}, "workspace": "/tmp", "tags": ["t"], "skip_tags": []}
    return body


def shapes(chance: Random) -> Any:
    """A body of one of the places, with the right members."""
    return chance.choice([
        lambda: submission(chance),
        lambda: {"jobs": [submission(chance) for _ in range(chance.choice([1, 2, 3]))],
                 "all_or_nothing": chance.random() < 0.5},
        lambda: {"name": "k", "scopes": ["read"], "networks": ["192.0.2.0/24"], "tasks_max": 3},
        lambda: {"strategy": "fifo"},
        lambda: {"url": "https://192.0.2.1/hook", "events": ["job_finished"], "job_name": "n*"},
        lambda: {"url": "https://hook.example/", "name": "h", "all_jobs": True},
        lambda: {"name": "h", "active": False},
    ])()


def twisted(chance: Random, value: Any) -> Any:
    """The value with something of another type in one place."""
    if isinstance(value, dict) and value and chance.random() < 0.8:
        name = chance.choice(list(value))
        if chance.random() < 0.15:
            return {k: v for k, v in value.items() if k != name}
        if chance.random() < 0.1:
            return value | {chance.choice(["x", "", "\0", "é" * 50, "__proto__"]): 1}
        return value | {name: twisted(chance, value[name])}
    if isinstance(value, list) and value and chance.random() < 0.7:
        place = chance.randrange(len(value))
        return [*value[:place], twisted(chance, value[place]), *value[place + 1:]]
    return chance.choice([
        None, True, -1, 0, 2**63, -(2**63) - 1, 1.5, 1e308, "", "\0", "\ud83d", "x" * 5000, [], {},
        [[]], [{}] * 20, {"a": {"b": {}}}, "../../etc/passwd", "𝕏‮",
    ])


def body(chance: Random) -> bytes:
    kind = chance.randrange(12)
    if kind == 0:
        return b"[" * chance.choice([10, 100, 1000, 100_000])
    if kind == 1:
        return b'{"a":' * chance.choice([10, 1000, 30_000]) + b"1"
    if kind == 2:
        number = chance.choice(NUMBERS)
        return f'{{"caller_directory":"/","priority":{number},"files":[]}}'.encode()
    if kind == 3:
        return b'{"files":[],"files":{},"files":1,' + b'"a":1,' * 500 + b'"a":2}'
    if kind == 4:
        return noise(chance, 300)
    if kind == 5:
        return b'{"name":"' + chance.choice(INTERESTING) + noise(chance, 30) + b'"}'
    text = json.dumps(
        shapes(chance) if kind == 6 else twisted(chance, shapes(chance))
    ).encode(errors="surrogatepass")
    if kind == 7:
        return text.decode().encode("utf-16")
    return mutated(chance, text) if kind >= 10 else text
