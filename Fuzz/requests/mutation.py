"""Changes bytes as a careless or hostile sender would, by the chance that is given."""

from __future__ import annotations

from random import Random

INTERESTING = [
    b"\0", b"\r", b"\n", b"\r\n", b"\r\n\r\n", b" ", b"\t", b":", b",", b";", b"%00", b"%", b"%2f",
    b"..", b"/", b"//", b"?", b"&", b"=", b"\"", b"'", b"{", b"}", b"[", b"]", b"\xff", b"\x80",
    b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xef\xbb\xbf", b"-1", b"0", b"1e999",
    b"18446744073709551616", b"9223372036854775807", b"-9223372036854775809", b"0x10", b"NaN",
    b"${a}", b"!!python/object", b"&a *a", b"\x1b[2J", b"A" * 300,
]


def noise(chance: Random, most: int) -> bytes:
    return chance.randbytes(chance.randint(0, most))


def mutated(chance: Random, whole: bytes) -> bytes:
    """The bytes with one to six changes."""
    changed = bytearray(whole)
    for _ in range(chance.randint(1, 6)):
        place = chance.randint(0, len(changed))
        end = min(len(changed), place + chance.choice([1, 1, 2, 8, 40]))
        kind = chance.randrange(7)
        if kind == 0:
            changed[place:place] = chance.choice(INTERESTING)
        elif kind == 1:
            changed[place:end] = chance.choice(INTERESTING)
        elif kind == 2:
            del changed[place:end]
        elif kind == 3:
            changed[place:place] = changed[place:end] * chance.choice([1, 2, 50])
        elif kind == 4 and place < len(changed):
            changed[place] ^= 1 << chance.randrange(8)
        elif kind == 5:
            changed[place:place] = noise(chance, 20)
        elif chance.random() < 0.3:
            del changed[place:]
    return bytes(changed)


def pieces(chance: Random, whole: bytes) -> list[bytes]:
    """The bytes as they are written: at once, or in several parts."""
    if chance.random() < 0.7 or len(whole) < 2:
        return [whole]
    cuts = sorted(chance.randrange(1, len(whole)) for _ in range(chance.choice([1, 1, 2, 5, 20])))
    return [whole[a:b] for a, b in zip([0, *cuts], [*cuts, len(whole)])]
