"""The two type families: where the full files are, and the small ones made from them for pages.

The licence (SIL OFL) reserves the name of the originals, so what is cut down here is called
Laukas Serif and Laukas Sans, and lies beside the licence. Settings stay outside: folders come in.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any

import font_source_sans_pro
import font_source_serif_pro

from lms.common.whole_files import FOR_ALL, write_whole

SERIF = Path(font_source_serif_pro.font_directory)
SANS = Path(font_source_sans_pro.font_directory)

LITHUANIAN = "ĄąČčĘęĖėĮįŠšŲųŪūŽž"
SIGNS = "„“”‘’‚–—…−×·•†‡→←↑↓≤≥≈≠√‰✓№€™"
# What every page may need; the first file of each face holds exactly these.
BASIC = frozenset(
    [*range(0x20, 0x7F), *range(0xA0, 0x100), *map(ord, LITHUANIAN), *map(ord, SIGNS)]
)
# Latin, accents, Greek, Cyrillic, small figures: the second file, loaded where they are used.
MORE = ((0x100, 0x24F), (0x300, 0x36F), (0x370, 0x52F), (0x1E00, 0x1EFF), (0x2070, 0x209F))
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "lnum", "onum", "tnum", "pnum"]
# Copyright, names, version and licence; trademarks and addresses of the originals stay behind.
NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14]
ENGLISH = 0x409
# Changed whenever files made from the same fonts would come out differently.
RECIPE = "1"

_making = Lock()


@dataclass(frozen=True)
class Face:
    """One cut of a family: the file it comes from (`full_font_paths`) and what CSS calls it."""

    source: str
    family: str
    weight: int = 400
    style: str = "normal"

    @property
    def stem(self) -> str:
        return f"laukas-{self.source}"

    @property
    def cut(self) -> str:
        return "Bold" if self.weight > 400 else "Italic" if self.style == "italic" else "Regular"


FACES = (
    Face("serif", "Laukas Serif"),
    Face("sans", "Laukas Sans"),
    Face("sans-bold", "Laukas Sans", weight=700),
    Face("serif-bold", "Laukas Serif", weight=700),
    Face("serif-italic", "Laukas Serif", style="italic"),
    Face("sans-italic", "Laukas Sans", style="italic"),
)
LICENCES = {
    "laukas-serif-OFL.txt": SERIF / "LICENSE.txt",
    "laukas-sans-OFL.txt": SANS / "LICENSE.txt",
}


def full_font_paths() -> dict[str, Path]:
    """The complete TrueType files, for certificates and for outlines in drawings."""
    return {
        "serif": SERIF / "SourceSerifPro-Regular.ttf",
        "serif-italic": SERIF / "SourceSerifPro-It.ttf",
        "serif-bold": SERIF / "SourceSerifPro-Bold.ttf",
        "sans": SANS / "SourceSansPro-Regular.ttf",
        "sans-bold": SANS / "SourceSansPro-Bold.ttf",
        "sans-italic": SANS / "SourceSansPro-It.ttf",
    }


def made_names() -> list[str]:
    """Every file that can be made: two for each face, and the licences."""
    fonts = [f"{face.stem}{part}.woff2" for face in FACES for part in ("", "-more")]
    return [*fonts, *LICENCES]


@cache
def digest() -> str:
    """Changes with the original fonts, the characters asked for, and the way they are cut."""
    total = hashlib.sha256(repr((RECIPE, sorted(BASIC), MORE, FEATURES, NAMES)).encode())
    for path in (*full_font_paths().values(), *LICENCES.values()):
        total.update(path.read_bytes())
    return total.hexdigest()[:16]


def made_file(name: str, folder: Path) -> Path:
    """The file of this name, made now if this folder does not hold it yet.

    It appears whole or not at all, so two processes may make it at once; the bytes are the same.
    Raises KeyError for a name that cannot be made.
    """
    path = folder / name
    if path.exists():
        return path
    with _making:
        # Another thread may have been here while this one waited.
        if not path.exists():
            write_whole(path, _made(name), mode=FOR_ALL)
    return path


def _made(name: str) -> bytes:
    if name in LICENCES:
        return LICENCES[name].read_bytes()
    parts = {f"{face.stem}.woff2": (face, False) for face in FACES}
    parts |= {f"{face.stem}-more.woff2": (face, True) for face in FACES}
    face, more = parts[name]
    return subset(face, _more() if more else BASIC)


def _more() -> frozenset[int]:
    return frozenset(sign for first, last in MORE for sign in range(first, last + 1)) - BASIC


def subset(face: Face, characters: frozenset[int]) -> bytes:
    """A WOFF2 file of these characters, unhinted and under our name."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options(
        layout_features=FEATURES,
        hinting=False,
        notdef_outline=True,
        name_IDs=NAMES,
        name_languages=[ENGLISH],
        drop_tables=["DSIG", "BASE"],
    )
    with TTFont(full_font_paths()[face.source], recalcTimestamp=False) as font:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=characters)
        subsetter.subset(font)
        _rename(font["name"], face)
        font.flavor = "woff2"
        file = BytesIO()
        font.save(file)
    return file.getvalue()


def _rename(names: Any, face: Face) -> None:
    """Family, cut, unique name, full name and PostScript name: none may say "Source"."""
    postscript = f"{face.family.replace(' ', '')}-{face.cut}"
    ours = {
        1: face.family,
        2: face.cut,
        3: f"{names.getDebugName(5)};{postscript}",
        4: f"{face.family} {face.cut}",
        6: postscript,
    }
    for number, text in ours.items():
        names.setName(text, number, 3, 1, ENGLISH)


def font_face_css(folder: str = "fonts") -> str:
    """The @font-face rules, one a line, with addresses relative to the style sheet.

    The second file of a face claims only its own characters; being declared later it is asked
    first for those, and the first file serves everything else.
    """
    claimed = ",".join(
        f"U+{first:X}-{last:X}" if first < last else f"U+{first:X}" for first, last in _claimed()
    )
    rules = []
    for face in FACES:
        for part, extra in (("", ""), ("-more", f";unicode-range:{claimed}")):
            rules.append(
                f'@font-face{{font-family:"{face.family}";src:url("{folder}/{face.stem}{part}.woff2");'
                f"font-weight:{face.weight};font-style:{face.style};font-display:swap{extra}}}\n"
            )
    return "".join(rules)


def _claimed() -> list[tuple[int, int]]:
    """Ranges of the second file: all of MORE but the Lithuanian letters."""
    ranges: list[tuple[int, int]] = []
    for first, last in MORE:
        for sign in range(first, last + 1):
            if sign in BASIC:
                continue
            if ranges and ranges[-1][1] == sign - 1:
                ranges[-1] = (ranges[-1][0], sign)
            else:
                ranges.append((sign, sign))
    return ranges
