"""Pictures of a package: rebuilt or re-encoded before anything is written, and named to go out."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from courses.content.package.files import NAME, PICTURES
from courses.content.pictures import address_at, path_of
from lms.common.languages import OTHER
from lms.common.pictures import NotAPicture, re_encode
from lms.common.svg import NotADrawing, rebuild
from lms.common.yamlnodes import Faults


@dataclass(frozen=True)
class PictureText:
    """A clean picture. source: the digest of the file it was made of."""

    name: str
    content: bytes
    media_type: str
    width: int
    height: int
    source: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def read_pictures(files: dict[str, bytes], faults: Faults) -> dict[str, PictureText]:
    """name → clean picture; what cannot be used is a fault with the reason."""
    pictures = {}
    for name, content in files.items():
        try:
            if name.endswith(".svg"):
                clean, width, height = rebuild(content)
                media_type = "image/svg+xml"
            else:
                clean, media_type, width, height = re_encode(content)
        except (NotADrawing, NotAPicture) as error:
            faults.add((f"pictures/{name}", 0), str(error))
            continue
        pictures[name] = PictureText(
            name, clean, media_type, width, height, hashlib.sha256(content).hexdigest()
        )
    return pictures


def in_language(name: str, language: str, names: set[str]) -> str | None:
    """The file for this language: its own (`bush.lt.svg`), the common one, or the other's."""
    stem, _dot, ending = name.rpartition(".")
    for candidate in (f"{stem}.{language}.{ending}", name, f"{stem}.{OTHER[language]}.{ending}"):
        if candidate in names:
            return candidate
    return None


class PictureNames:
    """The files of pictures under names that no two of them share."""

    folder = PICTURES
    # What a file is called whose own name cannot stand in a package.
    otherwise = "picture"

    def __init__(self, languages: list[str]) -> None:
        self.languages = languages
        self.names: dict[tuple[str, ...], str] = {}

    def name(self, src: str, files: Mapping[str, Mapping[str, Any]]) -> str:
        """What a package calls the picture with these files; empty where there is none."""
        anything = next((file["address"] for file in files.values()), "")
        if not anything:
            return ""
        addresses = [files.get(code, {}).get("address", anything) for code in self.languages]
        # One name has one ending; a drawing beside a photograph cannot be said.
        ending = addresses[0].rpartition(".")[2]
        wanted = tuple(
            one if self.can_share(one.rpartition(".")[2], ending) else addresses[0]
            for one in addresses
        )
        if wanted not in self.names:
            self.names[wanted] = self._free(src, ending)
        return self.names[wanted]

    def _free(self, src: str, ending: str) -> str:
        stem = src.rpartition(".")[0]
        taken = {name.rpartition(".")[0] for name in self.names.values()}
        if not NAME.fullmatch(f"{self.folder}{stem}.{ending}") or stem.endswith((".lt", ".en")):
            stem = self.otherwise
        free, number = stem, 1
        while free in taken:
            number += 1
            free = f"{stem[:70]}-{number}"
        return f"{free}.{ending}"

    def contents(self) -> dict[str, bytes]:
        """File name → bytes; a file that is lost is left out, and reading tells."""
        found: dict[str, bytes] = {}
        for addresses, name in self.names.items():
            stem, _dot, ending = name.rpartition(".")
            several = len(set(addresses)) > 1
            for code, address in zip(self.languages, addresses, strict=True):
                path = self.path(address)
                if path.is_file():
                    found[f"{stem}.{code}.{ending}" if several else name] = path.read_bytes()
        return found

    def can_share(self, one: str, other: str) -> bool:
        """Whether files with these endings can stand under one name: reading tells pictures by what
        is in them, but for drawings."""
        return (one == "svg") == (other == "svg")

    def path(self, address: str) -> Path:
        """Where the file at this address lies."""
        return path_of(address.removeprefix(address_at("")))
