"""Static files that are made, not written: the one style sheet, and the fonts cut for pages."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage

from lms.common.fonts import digest, font_face_css, made_file, made_names
from lms.common.whole_files import FOR_ALL, write_whole

CSS = Path(__file__).resolve().parent.parent / "static" / "lms" / "css"
# The order of the layers, which the first of these files declares.
SHEETS = ("tokens", "base", "layout", "components", "pages")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SPARE = re.compile(r"\s*([{};,])\s*")


def joined_css(folder: Path = CSS) -> str:
    """Font rules and every sheet in the order of the layers, without comments and spare space.

    No string in the sheets may hold a brace, semicolon or comma, which a test makes sure of.
    """
    sheets = "\n".join((folder / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS)
    tight = SPARE.sub(r"\1", COMMENT.sub("", sheets))
    return font_face_css() + " ".join(tight.split()) + "\n"


class MadeFinder(BaseFinder):
    """Finds files by making them; a subclass says which, where, and how."""

    prefix: str

    def folder(self) -> Path:
        raise NotImplementedError

    def names(self) -> list[str]:
        raise NotImplementedError

    def make(self, name: str) -> Path:
        raise NotImplementedError

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        name = path.removeprefix(f"{self.prefix}/")
        if path == name or name not in self.names():
            return []
        made = str(self.make(name))
        return [made] if find_all else made

    def list(
        self, ignore_patterns: Iterable[str] | None
    ) -> Iterator[tuple[str, FileSystemStorage]]:
        storage = FileSystemStorage(location=self.folder())
        storage.prefix = self.prefix  # type: ignore[attr-defined]
        for name in self.names():
            if not matches_patterns(name, ignore_patterns or []):
                self.make(name)
                yield name, storage


class JoinedFinder(MadeFinder):
    """`lms/laukas.css`: the sheets joined, so that a page loads one."""

    prefix = "lms"

    def folder(self) -> Path:
        return Path(settings.VAR_DIR) / "static"

    def names(self) -> list[str]:
        return ["laukas.css"]

    def make(self, name: str) -> Path:
        path, content = self.folder() / name, joined_css().encode()
        # Compared, not dated: the sheets may be older than the file and yet differ from it.
        if not path.exists() or path.read_bytes() != content:
            write_whole(path, content, mode=FOR_ALL)
        return path


class FontFinder(MadeFinder):
    """`lms/fonts/…`: subsets and their licences, made on first demand and then kept."""

    prefix = "lms/fonts"

    def folder(self) -> Path:
        return Path(settings.VAR_DIR) / "fonts" / digest()

    def names(self) -> list[str]:
        return made_names()

    def make(self, name: str) -> Path:
        return made_file(name, self.folder())
