"""The files of a package folder, read with limits; nothing outside the folder is ever opened."""

import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from lms.common.yamlnodes import Faults

MOST_FILES = 400
MOST_TEXT = 2 * 1024 * 1024
MOST_PICTURE = 4 * 1024 * 1024
MOST_ALL = 40 * 1024 * 1024
NAME = re.compile(
    r"course\.yaml|units/[a-z0-9-]{1,60}\.(lt|en)\.md|items/[a-z0-9-]+\.yaml"
    r"|pictures/[a-z0-9-]{1,80}(\.(lt|en))?\.(svg|png|jpg|jpeg|webp)"
)
PICTURES = "pictures/"


@dataclass
class PackageFiles:
    """name → content; texts decoded, pictures as bytes."""

    texts: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)


def read_folder(folder: Path, faults: Faults) -> PackageFiles:
    """Every file of the package. Links, strange names and oversize are faults, not files."""
    files = PackageFiles()
    total = 0
    for name, path in _members(folder, faults):
        limit = MOST_PICTURE if name.startswith(PICTURES) else MOST_TEXT
        content = _content(path, limit)
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


def _members(folder: Path, faults: Faults) -> list[tuple[str, Path]]:
    found: list[tuple[str, Path]] = []
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
            elif name.startswith(".") or shown in ("README.md", "LICENSE"):
                continue
            elif not NAME.fullmatch(shown):
                faults.add((shown, 0), _("A package has no file of this name."))
            else:
                found.append((shown, path))
            if len(found) > MOST_FILES:
                faults.add((shown, 0), _("The package has more than %s files.") % MOST_FILES)
                return found[:MOST_FILES]
    return found


def _content(path: Path, limit: int) -> bytes | None:
    # No link is followed even if one was put there since the folder was listed.
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with open(handle, "rb") as file:
        content = file.read(limit + 1)
    return None if len(content) > limit else content
