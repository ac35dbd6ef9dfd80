"""Codes that people type: verification codes and links in Crockford's base 32."""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 26
LINK_LENGTH = 12
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_GAPS = re.compile(r"[\s\-–—_.]+")


def new_code() -> str:
    """128 random bits as 26 characters of Crockford's base 32 (the first carries three bits)."""
    number = secrets.randbits(128)
    return "".join(ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))


def new_link() -> str:
    """60 random bits as 12 characters: a link that can be renewed, short enough to be typed."""
    return new_code()[-LINK_LENGTH:]


def read_code(typed: str, length: int = LENGTH) -> str | None:
    """The code a person meant: without regard to case, groups, 0/O and 1/I/L; None if it is none."""
    code = _GAPS.sub("", typed).upper().translate(_READ_AS)
    return code if len(code) == length and set(code) <= set(ALPHABET) else None


def read_link(typed: str) -> str | None:
    """The same of a link."""
    return read_code(typed, LINK_LENGTH)


def as_printed(typed: str) -> str:
    """What a person typed, in groups of four as on paper, to be compared with it; read as a code
    where it is one."""
    return grouped(read_code(typed) or _GAPS.sub("", typed).upper())


def grouped(code: str) -> str:
    """For print: groups of four, which are easier to type."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))
