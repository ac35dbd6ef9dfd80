"""Which characters the certificate's fonts can print, and how wide they set a line."""

import unicodedata
from functools import cache

from django.utils.translation import gettext as _

from lms.common.added_fonts import added_width
from lms.common.fonts import full_font_paths

# Every face that prints what people typed; the italic prints only the certificate's own words.
FACES = ("serif", "sans", "sans-bold")

# White space that collapses, and the soft hyphen of long titles.
INVISIBLE = frozenset(" \t\r\n\u00ad")


def missing_glyphs(text: str, faces: tuple[str, ...] = FACES) -> set[str]:
    """The characters of the text that would print as empty boxes; empty if all can be printed.

    Controls nobody sees are among them, because no font draws them.  faces: that must print it.
    """
    characters = set(unicodedata.normalize("NFC", text)) - INVISIBLE
    return {
        character
        for character in characters
        if any(ord(character) not in _widths(name) for name in faces)
        and added_width(ord(character)) is None
    }


def name_obstacle(name: str) -> str:
    """Why certificates cannot carry this name, in the reader's language; empty where they can."""
    missing = missing_glyphs(name)
    if not missing:
        return ""
    # What nobody sees is called by its number.
    letters = [sign if sign.isprintable() else f"U+{ord(sign):04X}" for sign in sorted(missing)]
    return _(
        "Certificates cannot print these letters yet: %(letters)s. Write your name in Latin, Greek "
        "or Cyrillic letters."
    ) % {"letters": " ".join(letters)}


def line_width(text: str, face: str = "serif") -> float:
    """The width of the text on one line, in ems, before kerning. An unknown character is one em."""
    widths = _widths(face)
    composed = unicodedata.normalize("NFC", text)
    return sum(_width(ord(character), widths) for character in composed)


def _width(character: int, widths: dict[int, float]) -> float:
    own = widths.get(character)
    if own is not None:
        return own
    added = added_width(character)
    return 1.0 if added is None else added


@cache
def _widths(face: str) -> dict[int, float]:
    """The characters of a face with their widths, in ems."""
    from fontTools.ttLib import TTFont

    with TTFont(full_font_paths()[face], lazy=True) as font:
        metrics, units = font["hmtx"], font["head"].unitsPerEm
        return {
            character: metrics[glyph][0] / units for character, glyph in font.getBestCmap().items()
        }
