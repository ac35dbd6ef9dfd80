"""The files of a package, from a folder or a ZIP file, read with limits; nothing outside is ever
opened, and nothing of a ZIP file is ever unpacked to a disk."""

import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from lms.common.documents import MOST_BYTES
from lms.common.videos import ENDINGS
from lms.common.videos import MOST_BYTES as MOST_VIDEO
from lms.common.yamlnodes import Faults

MOST_FILES = 2500
MOST_TEXT = 2 * 1024 * 1024
MOST_PICTURE = 4 * 1024 * 1024
MOST_ALL = 120 * 1024 * 1024
# What a web server in front of us lets through, with some room for the rest of the form.
MOST_ZIP = 55 * 1024 * 1024
# Of the list of members: each takes 46 bytes, its name, and what archivers add about it.
MOST_LIST = MOST_FILES * 400
# Texts pack to a tenth, drawings of equal parts to a fiftieth; what packs better was made to.
MOST_RATIO = 200
NAME = re.compile(
    r"course\.yaml|units/[a-z0-9-]{1,60}\.(lt|en)\.md|items/[a-z0-9-]+\.yaml"
    r"|pictures/[a-z0-9-]{1,80}(\.(lt|en))?\.(svg|png|jpg|jpeg|webp)"
    r"|files/[a-z0-9-]{1,80}(\.(lt|en))?\.(pdf|csv|txt|ods|xlsx|odt|docx|mp4|webm)"
)
PICTURES = "pictures/"
DOCUMENTS = "files/"
VIDEOS = tuple(f".{ending}" for ending in ENDINGS)
PASSED_OVER = ("README.md", "LICENSE")
# The end of a ZIP file: sign, disks, entries here and in all, size and place of the list, comment.
END = struct.Struct("<4s4H2LH")
# Written at a fixed time, the same course makes the same file.
WRITTEN_AT = (2000, 1, 1, 0, 0, 0)


@dataclass
class PackageFiles:
    """name → content; texts decoded, pictures and files to take along as bytes."""

    texts: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    documents: dict[str, bytes] = field(default_factory=dict)


class Unusable(Exception):
    """A member that cannot be read; the message is a sentence for its author."""


# The name of a member, and its content with at most so many bytes, or None where it has more.
Member = tuple[str, Callable[[int], bytes | None]]


def read_folder(folder: Path, faults: Faults) -> PackageFiles:
    """Every file of the package. Links, strange names and oversize are faults, not files."""
    return _read(_in_folder(folder, faults), faults)


def read_zip(file: IO[bytes], faults: Faults) -> PackageFiles:
    """The same from a ZIP file, whose members may lie in one folder of their own."""
    size = file.seek(0, os.SEEK_END)
    if size > MOST_ZIP:
        faults.add(("zip", 0), _("The file is larger than %s MB.") % (MOST_ZIP // 1024**2))
        return PackageFiles()
    if not _has_short_list(file, size):
        faults.add(("zip", 0), _("This is not a ZIP file with the files of a package."))
        return PackageFiles()
    try:
        with zipfile.ZipFile(file) as archive:
            return _read(_in_zip(archive, faults), faults)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        faults.add(("zip", 0), _("This is not a ZIP file with the files of a package."))
        return PackageFiles()


def _read(members: Iterable[Member], faults: Faults) -> PackageFiles:
    files = PackageFiles()
    total = 0
    for name, content_of in members:
        limit = _limit(name)
        try:
            content = content_of(limit)
        except Unusable as unusable:
            faults.add((name, 0), str(unusable))
            continue
        if content is None:
            faults.add((name, 0), _("This file is larger than %s MB.") % (limit // 1024**2))
            continue
        total += len(content)
        if total > MOST_ALL:
            faults.add((name, 0), _("The package is larger than %s MB.") % (MOST_ALL // 1024**2))
            break
        if name.startswith(PICTURES):
            files.pictures[name.removeprefix(PICTURES)] = content
            continue
        if name.startswith(DOCUMENTS):
            files.documents[name.removeprefix(DOCUMENTS)] = content
            continue
        try:
            files.texts[name] = content.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            faults.add((name, 0), _("This file is not UTF-8 text."))
        else:
            if "\0" in files.texts[name]:
                faults.add((name, 0), _("This file is not UTF-8 text."))
    if "course.yaml" not in files.texts:
        faults.add(("course.yaml", 0), _("The package has no course.yaml."))
    return files


def _limit(name: str) -> int:
    if name.startswith(PICTURES):
        return MOST_PICTURE
    if name.startswith(DOCUMENTS):
        return MOST_VIDEO if name.endswith(VIDEOS) else MOST_BYTES
    return MOST_TEXT


# --- a folder ------------------------------------------------------------------------------------


def _in_folder(folder: Path, faults: Faults) -> list[Member]:
    found: list[Member] = []
    if folder.is_symlink() or not folder.is_dir():
        faults.add((folder.name, 0), _("This is not a folder."))
        return found
    for here, folders, names in os.walk(folder, followlinks=False):
        # A package has one level of folders; whatever lies deeper is not walked into.
        shallow = Path(here) == folder
        folders[:] = sorted(name for name in folders if shallow and not name.startswith("."))
        for name in sorted([*folders, *names]):
            path = Path(here) / name
            shown = path.relative_to(folder).as_posix()
            mode = path.lstat().st_mode
            if stat.S_ISDIR(mode):
                continue
            if not stat.S_ISREG(mode):
                faults.add((shown, 0), _("Links and special files are refused."))
            elif name.startswith(".") or shown in PASSED_OVER:
                continue
            elif not NAME.fullmatch(shown):
                faults.add((shown, 0), _("A package has no file of this name."))
            else:
                found.append((shown, _opener(path)))
            if len(found) > MOST_FILES:
                faults.add((shown, 0), _("The package has more than %s files.") % MOST_FILES)
                return found[:MOST_FILES]
    return found


def _opener(path: Path) -> Callable[[int], bytes | None]:
    def content(limit: int) -> bytes | None:
        # No link is followed even if one was put there since the folder was listed.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        with open(handle, "rb") as file:
            read = file.read(limit + 1)
        return None if len(read) > limit else read

    return content


# --- a ZIP file ----------------------------------------------------------------------------------


def _has_short_list(file: IO[bytes], size: int) -> bool:
    """Whether the end of the file is that of a ZIP file with a list of members that is safe to
    read: the library reads all of it before anything can be counted."""
    file.seek(max(0, size - END.size - 0xFFFF))
    tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) - place < END.size or b"PK\x06\x07" in tail:
        return False
    _sign, _disk, _at, _here, count, length, _start, _comment = END.unpack_from(tail, place)
    return bool(count <= MOST_FILES and length <= MOST_LIST)


def _in_zip(archive: zipfile.ZipFile, faults: Faults) -> Iterable[Member]:
    infos = [info for info in archive.infolist() if not info.filename.endswith("/")]
    folder = _own_folder([info.filename for info in infos])
    seen: set[str] = set()
    for info in infos:
        name = info.filename.removeprefix(folder)
        parts = name.split("/")
        if any(part.startswith(".") for part in parts if part not in (".", "..")):
            continue
        if parts[0] == "__MACOSX" or name in PASSED_OVER:
            continue
        shown = name[:120]
        if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
            faults.add((shown, 0), _("Links and special files are refused."))
        elif not NAME.fullmatch(name):
            faults.add((shown, 0), _("A package has no file of this name."))
        elif name in seen:
            faults.add((shown, 0), _("This name stands in the ZIP file twice."))
        elif info.flag_bits & 1 or info.compress_type not in (
            zipfile.ZIP_STORED,
            zipfile.ZIP_DEFLATED,
        ):
            faults.add((shown, 0), _("This file is encrypted, or packed in an unusual way."))
        else:
            seen.add(name)
            yield name, _unpacker(archive, info)


def _own_folder(names: list[str]) -> str:
    """The one folder in which everything lies, as file managers pack it; empty where there is none."""
    tops = {name.partition("/")[0] for name in names if not name.startswith("__MACOSX/")}
    top = next(iter(tops), "")
    return f"{top}/" if len(tops) == 1 and f"{top}/course.yaml" in names else ""


def _unpacker(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[int], bytes | None]:
    def content(limit: int) -> bytes | None:
        # What the file says of its size is not believed: bytes are counted as they come.
        try:
            with archive.open(info) as member:
                read = member.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError):
            raise Unusable(_("This file is damaged.")) from None
        if len(read) > max(limit // 20, info.compress_size * MOST_RATIO):
            raise Unusable(_("This file is packed in an unusual way."))
        return None if len(read) > limit else read

    return content


# --- writing -------------------------------------------------------------------------------------


def write_folder(files: PackageFiles, folder: Path) -> None:
    """The package as files in this folder, which is made."""
    for name, content in _written(files):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def zipped(files: PackageFiles, name: str) -> bytes:
    """The package as a ZIP file, in a folder of this name."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, content in _written(files):
            info = zipfile.ZipInfo(f"{name}/{file}", WRITTEN_AT)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(info, content)
    return made.getvalue()


def _written(files: PackageFiles) -> Iterable[tuple[str, bytes]]:
    for name, text in files.texts.items():
        yield name, text.encode()
    for name, content in files.pictures.items():
        yield f"{PICTURES}{name}", content
    for name, content in files.documents.items():
        yield f"{DOCUMENTS}{name}", content
