"""Which characters the certificate's fonts can print, and how wide they set a line."""

import unicodedata
from functools import cache
from typing import NamedTuple

from lms.common.fonts import full_font_paths

# Every face that prints what people typed; the italic prints only the certificate's own words.
FACES = ("serif", "sans", "sans-bold")

# White space that collapses, and the soft hyphen of long titles.
INVISIBLE = frozenset(" \t\r\n\u00ad")


class Face(NamedTuple):
    """A font's characters with their widths, in ems."""

    widths: dict[int, float]


def missing_glyphs(text: str) -> set[str]:
    """The characters of the text that would print as empty boxes; empty if all can be printed.

    Unseen controls count as missing: they could turn a line around or hide in a name.
    """
    characters = set(unicodedata.normalize("NFC", text)) - INVISIBLE
    return {
        character
        for character in characters
        if unicodedata.category(character) in {"Cc", "Cf"}
        or any(ord(character) not in _face(name).widths for name in FACES)
    }


def line_width(text: str, face: str = "serif") -> float:
    """The width of the text on one line, in ems, before kerning. An unknown character is one em."""
    widths = _face(face).widths
    composed = unicodedata.normalize("NFC", text)
    return sum(widths.get(ord(character), 1.0) for character in composed)


@cache
def _face(name: str) -> Face:
    from fontTools.ttLib import TTFont

    with TTFont(full_font_paths()[name], lazy=True) as font:
        metrics, units = font["hmtx"], font["head"].unitsPerEm
        return Face(
            {
                character: metrics[glyph][0] / units
                for character, glyph in font.getBestCmap().items()
            }
        )
