"""Fonts that an installation adds, for names in scripts that ours do not have (CERTIFICATE_FONTS)."""

import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)

ENDINGS = {".ttf", ".otf"}
BOLD = 600
ITALIC = 1
# More would only slow down every certificate.
MOST = 24


@dataclass(frozen=True)
class AddedFont:
    """A font of the folder. family: what style sheets call it, the same for its upright cuts.
    widths: of each character that it has, in ems."""

    path: Path
    family: str
    weight: int
    widths: dict[int, float]


def added_fonts() -> tuple[AddedFont, ...]:
    """The fonts of the folder in the order of their names; none where no folder is set."""
    folder = settings.CERTIFICATE_FONTS
    return _read(folder) if folder else ()


def added_width(character: int) -> float | None:
    """How wide the first added font that has it sets the character, in ems; None if none has it."""
    found = (font.widths[character] for font in added_fonts() if character in font.widths)
    return next(found, None)


def families() -> list[str]:
    """What style sheets call them, each once."""
    return list(dict.fromkeys(font.family for font in added_fonts()))


@lru_cache(maxsize=4)
def _read(folder: str) -> tuple[AddedFont, ...]:
    """Once for each process: fonts added later count after a restart."""
    paths = sorted(path for path in Path(folder).glob("*") if path.suffix.lower() in ENDINGS)
    if not paths:
        logger.warning("No fonts (.ttf, .otf) in CERTIFICATE_FONTS: %s", folder)
    if len(paths) > MOST:
        logger.warning("More than %s fonts in CERTIFICATE_FONTS: the rest is left out.", MOST)
    found = [font for path in paths[:MOST] if (font := _font(path))]
    # Upright cuts only: italics print the certificate's own words.
    return tuple(found)


def _font(path: Path) -> AddedFont | None:
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with path.open("rb") as file, TTFont(file, lazy=True) as font:
            if font["OS/2"].fsSelection & ITALIC:
                return None
            metrics, units = font["hmtx"], font["head"].unitsPerEm
            widths = {sign: metrics[glyph][0] / units for sign, glyph in font.getBestCmap().items()}
            named = font["name"].getBestFamilyName() or path.stem
            weight = 700 if font["OS/2"].usWeightClass >= BOLD else 400
    except (TTLibError, KeyError, OSError, AttributeError) as error:
        logger.warning("Not a font that can be used: %s (%s)", path, error)
        return None
    # Only what a style sheet can hold between quotation marks.
    family = "".join(sign for sign in named if sign.isalnum() or sign in " -")
    return AddedFont(path, f"Added {family}", weight, widths)
