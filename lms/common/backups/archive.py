"""The archive of a backup: a zip with a manifest. It is written under another name until it has been read
back, and nothing in it is believed before all of it has been."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

FORMAT = 1
MANIFEST, DATABASE, MEDIA = "manifest.json", "database", "media/"
BLOCK = 1024 * 1024
Say = Callable[[str], object]


class Damaged(Exception):
    """The file is no whole backup; the text says why."""


class CannotWrite(Exception):
    """The archive cannot be written; the text says why."""


@dataclass(frozen=True)
class Part:
    """A file in the archive: its name there, its size in bytes, the SHA-256 of what is in it."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What the archive holds.

    made_at: ISO 8601.  engine: as Django calls it, "sqlite" or "postgresql".  migrations: every applied one
    as "app.name".  rows: how many each table had.
    """

    made_at: str
    engine: str
    migrations: list[str]
    rows: dict[str, int]
    parts: list[Part] = field(default_factory=list)

    @property
    def media(self) -> dict[str, Part]:
        """The parts of the media folder by their path in it."""
        return {
            part.name.removeprefix(MEDIA): part
            for part in self.parts
            if part.name.startswith(MEDIA)
        }

    @property
    def size(self) -> int:
        """Bytes of everything in it, unpacked."""
        return sum(part.size for part in self.parts)


# --- writing -------------------------------------------------------------------------------------


def write_archive(
    path: Path, manifest: Manifest, database: Path, media: Path, *, say: Say = lambda _line: None
) -> Manifest:
    """Write the archive, read it back, and only then give it its name.

    manifest: without parts, which are found here.  database: the dump.  media: the folder; what goes away
    while it is being read is left out.  Raises CannotWrite where there is such a file already.
    """
    if path.exists():
        raise CannotWrite(f"{path} is there already; nothing was written.")
    made = path.with_name(f".{path.name}.part")
    # What people did and who they are: for nobody but whoever runs this.
    number = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(number, "wb") as file:
            whole = _write(file, manifest, database, media, say)
            file.flush()
            os.fsync(file.fileno())
        say("reading it back")
        if read_whole(made) != whole:
            raise CannotWrite(f"{path} is not what was written; is the disk sound?")
        made.rename(path)
        sync_folder(path.parent)
    except BaseException:
        made.unlink(missing_ok=True)
        raise
    return whole


def _write(file: IO[bytes], manifest: Manifest, database: Path, media: Path, say: Say) -> Manifest:
    with ZipFile(file, "w", ZIP_STORED) as archive:
        # A dump of PostgreSQL is compressed already, and a second time costs nothing but time.
        packing = ZIP_DEFLATED if manifest.engine == "sqlite" else ZIP_STORED
        parts = [_add(archive, database, DATABASE, packing)]
        paths = files_in(media)
        for done, path in enumerate(paths, 1):
            name = MEDIA + path.relative_to(media).as_posix()
            try:
                parts.append(_add(archive, path, name, ZIP_STORED))
            except FileNotFoundError:
                # A copy of data or a batch whose days were over; its row went first or goes next.
                continue
            if done % 500 == 0:
                say(f"media: {done} of {len(paths)} files")
        whole = Manifest(
            manifest.made_at, manifest.engine, manifest.migrations, manifest.rows, parts
        )
        archive.writestr(MANIFEST, json.dumps({"format": FORMAT, **asdict(whole)}, indent=1))
    return whole


def files_in(folder: Path) -> list[Path]:
    """Every file below the folder, in order; none where there is no folder. Hidden ones are of those
    who are just writing."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(
        path
        for path in found
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def _add(archive: ZipFile, path: Path, name: str, packing: int) -> Part:
    counted, size = hashlib.sha256(), 0
    with path.open("rb") as source:
        told = ZipInfo.from_file(path, name)
        told.compress_type = packing
        with archive.open(told, "w", force_zip64=True) as target:
            while block := source.read(BLOCK):
                counted.update(block)
                size += len(block)
                target.write(block)
    return Part(name, size, counted.hexdigest())


def sync_folder(folder: Path) -> None:
    """Have the names in the folder on the disk, too."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


# --- reading -------------------------------------------------------------------------------------


def read_whole(path: Path) -> Manifest:
    """The manifest, after every part has been read and is what it says.

    Raises Damaged, OSError where the file cannot be read at all.
    """
    with path.open("rb") as file:
        try:
            with ZipFile(file) as archive:
                manifest = _manifest(archive)
                for part in manifest.parts:
                    with archive.open(part.name) as source:
                        _copied(source, None, part)
        except (Damaged, OSError):
            raise
        # What a spoilt zip makes of the library is no closed list: struct, zlib, Unicode, overflow …
        except Exception as error:
            raise Damaged(f"it cannot be read ({error})") from error
    return manifest


def unpack(path: Path, wanted: Mapping[str, Path], manifest: Manifest) -> None:
    """Write parts to files, each on the disk when this ends. wanted: where to, by name.

    Raises Damaged where one is not what the manifest says any longer.
    """
    parts = {part.name: part for part in manifest.parts}
    with ZipFile(path) as archive:
        for name, place in wanted.items():
            place.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as source, place.open("xb") as target:
                _copied(source, target, parts[name])
                target.flush()
                os.fsync(target.fileno())


def _copied(source: IO[bytes], target: IO[bytes] | None, part: Part) -> None:
    counted, size = hashlib.sha256(), 0
    while block := source.read(BLOCK):
        counted.update(block)
        size += len(block)
        if size > part.size:
            break
        if target:
            target.write(block)
    if (size, counted.hexdigest()) != (part.size, part.sha256):
        raise Damaged(f"{part.name} in it is not what was backed up")


def _manifest(archive: ZipFile) -> Manifest:
    names = archive.namelist()
    if MANIFEST not in names:
        raise Damaged("it has no manifest: it is no backup, or not a whole one")
    told = json.loads(archive.read(MANIFEST))
    if told.pop("format", None) != FORMAT:
        raise Damaged("it was made by a version of Laukas that writes other backups")
    manifest = Manifest(**told | {"parts": [Part(**part) for part in told["parts"]]})
    expected = [*(part.name for part in manifest.parts), MANIFEST]
    if not all(_stays_inside(name) for name in {*names, *expected}):
        raise Damaged("a name in it leads out of the media folder")
    if sorted(names) != sorted(expected) or DATABASE not in names:
        raise Damaged("what is in it is not what its manifest says")
    return manifest


def _stays_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name


def room_for(size: int, folder: Path) -> bool:
    """Whether so many bytes fit where the folder lies, with a little left."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free > size + 50 * BLOCK


def total(paths: Iterable[Path]) -> int:
    """Bytes of the files that are there."""
    return sum(path.stat().st_size for path in paths if path.exists())
