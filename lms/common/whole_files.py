"""Files that are written whole or not at all, whatever ends the process or the power meanwhile."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

UNFINISHED = ".part"
# What is served to everybody, maybe by another program than ours.
FOR_ALL = 0o644


@contextmanager
def whole_file(path: Path, *, mode: int = 0o600) -> Iterator[BinaryIO]:
    """A file to write into, which stands at its path once the block has ended; where the block raises,
    what stood there before stays.

    Whoever reads meets the old content or the new, never half of it, also after a power cut.  mode: who
    may read it besides us.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(
        dir=path.parent, prefix=f".{path.name}-", suffix=UNFINISHED
    )
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(temporary)
        raise
    # The name survives a power cut only when its folder is on the disk as well.
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def write_whole(path: Path, content: bytes, *, mode: int = 0o600) -> str:
    """Put the content in place whole or not at all; the SHA-256 of what then stands there."""
    with whole_file(path, mode=mode) as file:
        file.write(content)
    return digest_of(path)


def digest_of(path: Path) -> str:
    """The SHA-256 of what stands there, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def remove_unfinished(folder: Path, *, on: datetime, after: timedelta) -> int:
    """Remove what processes that were killed left in this folder; how many files.

    after: longer than any writing takes, because what is younger is just being written.
    """
    removed = 0
    for path in folder.glob(f".*{UNFINISHED}"):
        # Another sweep may be here as well, and a file may just have got its name.
        with suppress(FileNotFoundError):
            if on.timestamp() - path.stat().st_mtime > after.total_seconds():
                path.unlink()
                removed += 1
    return removed
