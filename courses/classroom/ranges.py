"""Parts of a file, as players ask for them to begin in the middle (RFC 9110, section 14)."""

import re
from collections.abc import Iterator
from pathlib import Path

# One part; of several, and of other units, the whole file is sent, as the RFC allows.
ONE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
CHUNK = 64 * 1024


class NotThere(Exception):
    """The part begins after the end of the file."""


def part_of(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte of the part that is asked for, both included; None for the whole file.
    Raises NotThere where no byte of it exists. size: of the file, in bytes."""
    found = ONE.fullmatch(header.strip())
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        # The last so many bytes.
        length = int(found[2])
        if not length or not size:
            raise NotThere
        return max(size - length, 0), size - 1
    first = int(found[1])
    last = min(int(found[2]), size - 1) if found[2] else size - 1
    if found[2] and int(found[2]) < first:
        return None
    if first >= size:
        raise NotThere
    return first, last


def bytes_of(path: Path, first: int, last: int) -> Iterator[bytes]:
    """The bytes from first to last, both included, a little at a time."""
    with path.open("rb") as file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
