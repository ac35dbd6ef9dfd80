"""Restoring a backup: everything is looked at before anything is touched."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from lms.common.backups.archive import (
    DATABASE,
    MEDIA,
    Manifest,
    Say,
    files_in,
    read_whole,
    room_for,
    sync_folder,
    unpack,
)
from lms.common.backups.databases import Database, database, is_empty

# Where the files wait until the database is in place; hidden, so no file of the folder.
STAGED = ".restoring"


class CannotRestore(Exception):
    """The backup does not fit here, or may not be put here; nothing has been changed."""


@dataclass(frozen=True)
class Restored:
    """What came back. older: whether tables have to be brought up to date by `migrate`."""

    manifest: Manifest
    older: bool


def restore(path: Path, *, replace: bool, say: Say = lambda _line: None) -> Restored:
    """Put the backup in the place of database and media folder.

    replace: also where something is there, which is then gone.  Raises Damaged, CannotRestore, CannotDump
    and OSError; then the database is as it was.
    """
    say("reading the backup through")
    manifest = read_whole(path)
    older = _fits(manifest)
    of = database()
    _may_be_put(of, manifest, replace=replace)
    media = Path(settings.MEDIA_ROOT)
    media.mkdir(parents=True, exist_ok=True)
    waiting = media / STAGED
    shutil.rmtree(waiting, ignore_errors=True)
    try:
        with tempfile.TemporaryDirectory(prefix=".laukas-restore-", dir=media.parent) as scratch:
            dump = Path(scratch) / DATABASE
            say(f"unpacking {len(manifest.media)} files")
            places = {MEDIA + name: waiting / name for name in manifest.media}
            unpack(path, {DATABASE: dump, **places}, manifest)
            say("database")
            of.load(dump)
        say("media")
        _put_in_place(waiting, media, manifest)
    finally:
        shutil.rmtree(waiting, ignore_errors=True)
    # Whoever signed out after the backup was made would be signed in again.
    Session.objects.all().delete()
    return Restored(manifest, older)


def _fits(manifest: Manifest) -> bool:
    """Whether the backup is of an older version. Raises CannotRestore where it is of a newer one, or of
    another kind of database."""
    if manifest.engine != connection.vendor:
        raise CannotRestore(
            f"The backup is of a {manifest.engine} database, and DATABASE_URL names a "
            f"{connection.vendor} one. Backups are not carried from one kind to the other."
        )
    loader = MigrationLoader(None)
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    known |= {
        f"{app}.{name}" for one in loader.disk_migrations.values() for app, name in one.replaces
    }
    applied = set(manifest.migrations)
    if newer := sorted(applied - known):
        raise CannotRestore(
            "The backup was made by a newer version of Laukas, or by one with other packages: this "
            f"one does not know {newer[0]} ({len(newer)} such). Install that version first."
        )
    return bool(known - applied)


def _may_be_put(of: Database, manifest: Manifest, *, replace: bool) -> None:
    media = Path(settings.MEDIA_ROOT)
    if not replace and not (is_empty() and not files_in(media)):
        raise CannotRestore(
            "There is something in the database or in the media folder already. With --replace it "
            "is deleted; make a backup of it first."
        )
    if of.in_use():
        raise CannotRestore(
            "Somebody else is connected to the database. Stop the site and the workers (and any "
            "psql), then restore."
        )
    if not room_for(manifest.size, media):
        raise CannotRestore(f"{media} has no room for {manifest.size / 1e6:.0f} MB.")


def _put_in_place(waiting: Path, media: Path, manifest: Manifest) -> None:
    """The files of the backup to their places, and those away that it does not know."""
    for name in manifest.media:
        place = media / name
        place.parent.mkdir(parents=True, exist_ok=True)
        (waiting / name).replace(place)
    for path in files_in(media):
        if path.relative_to(media).as_posix() not in manifest.media:
            path.unlink()
    for folder in {media, *(path.parent for path in files_in(media))}:
        sync_folder(folder)
