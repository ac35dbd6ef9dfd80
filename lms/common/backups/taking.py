"""Taking a backup: the database at one moment, then the media folder."""

import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings

from lms.common.backups.archive import (
    CannotWrite,
    Manifest,
    Say,
    files_in,
    room_for,
    total,
    write_archive,
)
from lms.common.backups.databases import database


def back_up(path: Path, *, on: datetime, say: Say = lambda _line: None) -> Manifest:
    """Write everything that has to be kept into one file; others go on working meanwhile.

    The database comes first: files are added and never changed, so all that its rows name is then
    in the folder. Keys are in neither. Raises CannotWrite, CannotDump, OSError.
    """
    if path.exists():
        raise CannotWrite(f"{path} is there already; nothing was written.")
    media = Path(settings.MEDIA_ROOT)
    of = database()
    with tempfile.TemporaryDirectory(prefix=".laukas-backup-", dir=path.parent) as scratch:
        dump = Path(scratch) / "database"
        say("database")
        dumped = of.dump(dump)
        size = total([dump, *files_in(media)])
        if not room_for(size, path.parent):
            raise CannotWrite(f"{path.parent} has no room for {size / 1e6:.0f} MB more.")
        say("media")
        told = Manifest(on.isoformat(), of.engine, dumped.migrations, dumped.rows)
        return write_archive(path, told, dump, media, say=say)
