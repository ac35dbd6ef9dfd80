"""Pictures of a package, rebuilt or re-encoded before anything is written."""

import hashlib
from dataclasses import dataclass

from lms.common.languages import OTHER
from lms.common.pictures import NotAPicture, re_encode
from lms.common.svg import NotADrawing, rebuild
from lms.common.yamlnodes import Faults


@dataclass(frozen=True)
class PictureText:
    """A clean picture."""

    name: str
    content: bytes
    media_type: str
    width: int
    height: int

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
        pictures[name] = PictureText(name, clean, media_type, width, height)
    return pictures


def in_language(name: str, language: str, names: set[str]) -> str | None:
    """The file for this language: its own (`bush.lt.svg`), the common one, or the other's."""
    stem, _dot, ending = name.rpartition(".")
    for candidate in (f"{stem}.{language}.{ending}", name, f"{stem}.{OTHER[language]}.{ending}"):
        if candidate in names:
            return candidate
    return None
