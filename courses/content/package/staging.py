"""Uploaded packages between looking at what they would change and taking them in: under names that
nobody can guess or choose, for a day at most."""

import hashlib
import os
import re
import secrets
import time
from pathlib import Path
from typing import IO

from django.conf import settings

NAME = re.compile(r"[0-9a-f]{16}-[0-9a-f]{48}")
LONGEST = 24 * 3600
# A person's own oldest ones go first.
MOST_OF_ONE = 5


def keep(upload: IO[bytes], whose: str) -> str:
    """Keep the file for this person; the name under which it is found again."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _tidy(folder, whose)
    name = f"{_mark(whose)}-{secrets.token_hex(24)}"
    upload.seek(0)
    handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "wb") as file:
        while chunk := upload.read(1024 * 1024):
            file.write(chunk)
    return name


def kept(name: str, whose: str) -> Path | None:
    """The file that this person left under this name, if it is still there."""
    if not NAME.fullmatch(name) or not name.startswith(f"{_mark(whose)}-"):
        return None
    path = _folder() / name
    return path if path.is_file() and not path.is_symlink() and _is_fresh(path) else None


def forget(path: Path) -> None:
    """Done with it."""
    path.unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.STAGED_DIR)


def _mark(whose: str) -> str:
    return hashlib.blake2s(whose.encode(), digest_size=8).hexdigest()


def _is_fresh(path: Path) -> bool:
    return time.time() - path.stat().st_mtime < LONGEST


def _tidy(folder: Path, whose: str) -> None:
    mine = []
    for path in folder.iterdir():
        try:
            if not _is_fresh(path):
                path.unlink()
            elif path.name.startswith(f"{_mark(whose)}-"):
                mine.append((path.stat().st_mtime, path))
        except FileNotFoundError:
            # Somebody else is tidying.
            continue
    for _when, path in sorted(mine)[: -(MOST_OF_ONE - 1)]:
        forget(path)
