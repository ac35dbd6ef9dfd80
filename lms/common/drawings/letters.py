"""Letters as outlines, taken from the fonts, so that a picture looks the same without them."""

from functools import lru_cache
from pathlib import Path
from threading import RLock

from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from lms.common.drawings.paths import number

# A font reads its tables from one open file as they are asked for, and two threads at once read each
# other's places in it.
_reading = RLock()


@lru_cache(maxsize=8)
def _font(path: Path) -> TTFont:
    return TTFont(path, lazy=True)


@lru_cache(maxsize=256)
def width_of(text: str, font: Path, size: float) -> float:
    """How far the text runs at this size, without kerning."""
    with _reading:
        face = _font(font)
        widths, names = face["hmtx"], face.getBestCmap()
        advance = sum(widths[_glyph(names, sign)][0] for sign in text)
        return float(advance * size / face["head"].unitsPerEm)


@lru_cache(maxsize=256)
def text_path(text: str, font: Path, size: float, *, middle: float, baseline: float) -> str:
    """Path data of a line of text, centred on `middle`."""
    with _reading:
        face = _font(font)
        glyphs, names, widths = face.getGlyphSet(), face.getBestCmap(), face["hmtx"]
        scale = size / face["head"].unitsPerEm
        pen = SVGPathPen(glyphs, ntos=number)
        left = middle - width_of(text, font, size) / 2
        for sign in text:
            name = _glyph(names, sign)
            glyphs[name].draw(TransformPen(pen, (scale, 0, 0, -scale, left, baseline)))
            left += widths[name][0] * scale
        return str(pen.getCommands())


@lru_cache(maxsize=64)
def capital_path(
    letter: str, font: Path, *, middle: float, top: float, bottom: float, widest: float
) -> str:
    """Path data of one capital, accents included, as large as fits, centred by its ink."""
    with _reading:
        face = _font(font)
        glyphs = face.getGlyphSet()
        glyph = glyphs[_glyph(face.getBestCmap(), letter)]
        ink = BoundsPen(glyphs)
        glyph.draw(ink)
        x1, y1, x2, y2 = ink.bounds
        scale = min((bottom - top) / (y2 - y1), widest / (x2 - x1))
        pen = SVGPathPen(glyphs, ntos=number)
        placed = (scale, 0, 0, -scale, middle - scale * (x1 + x2) / 2, bottom + scale * y1)
        glyph.draw(TransformPen(pen, placed))
        return str(pen.getCommands())


def _glyph(names: dict[int, str], sign: str) -> str:
    try:
        return names[ord(sign)]
    except KeyError:
        raise ValueError(f"The font has no outline for {sign!r}") from None
