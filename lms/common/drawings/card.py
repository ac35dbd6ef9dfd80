"""The picture of a course or badge that other sites show beside a link to it: 1200 × 630 pixels."""

import io
import math
from random import Random

from PIL import Image, ImageDraw, ImageFont

from lms.common.fonts import full_font_paths

SIZE = (1200, 630)
EDGE = 76
# Drawn twice as large and made smaller, so that thin lines are smooth.
SCALE = 2
PAPER, INK, SOFT, AMBER = "#fbfbf6", "#1c221b", "#4e584b", "#c98a1b"
TITLES = (76, 64, 54, 46)
MOST_LINES = 3


def card(*, kind: str, title: str, below: str, hub: str, seed: str, colour: str) -> bytes:
    """A PNG. kind: what it is ("Course").  below: a line under the title.  seed: draws the lines.

    colour: the hub's, as `#rrggbb`.
    """
    sheet = Image.new("RGB", (SIZE[0] * SCALE, SIZE[1] * SCALE), PAPER)
    draw = ImageDraw.Draw(sheet)
    _contours(draw, Random(seed), colour)
    draw.rectangle((0, 0, 18 * SCALE, SIZE[1] * SCALE), fill=colour)
    _put(draw, hub, "sans-bold", 30, 66, colour)
    _put(draw, kind, "sans", 30, 168, SOFT)
    bottom = _title(draw, title, 214)
    _put(draw, below, "sans", 32, bottom + 18, SOFT)
    out = io.BytesIO()
    sheet.resize(SIZE, Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(full_font_paths()[face], size * SCALE)


def _put(draw: ImageDraw.ImageDraw, text: str, face: str, size: int, top: int, colour: str) -> None:
    font = _font(face, size)
    lines = _wrapped(draw, text, font)
    said = lines[0] + ("…" if len(lines) > 1 else "") if lines else ""
    draw.text((EDGE * SCALE, top * SCALE), said, font=font, fill=colour)


def _title(draw: ImageDraw.ImageDraw, title: str, top: int) -> int:
    """Set the title as large as three lines let it; where it ends."""
    for size in TITLES:
        font = _font("serif", size)
        lines = _wrapped(draw, title, font)
        if len(lines) <= MOST_LINES:
            break
    else:
        lines = [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1]}…"]
    for line in lines:
        draw.text((EDGE * SCALE, top * SCALE), line, font=font, fill=INK)
        top += round(size * 1.16)
    return top


def _wrapped(draw: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    wide = (SIZE[0] - 2 * EDGE) * SCALE
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and draw.textlength(longer, font=font) <= wide:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _contours(draw: ImageDraw.ImageDraw, random: Random, colour: str) -> None:
    """Lines of a field along the lower edge, and one mark; the same seed draws the same."""
    waves = [(random.uniform(0.4, 1.8), random.uniform(0, math.tau)) for _wave in range(3)]
    for row in range(9):
        base = SIZE[1] - 22 - row * 15
        points = []
        for x in range(0, SIZE[0] + 8, 8):
            t = x / SIZE[0] * math.tau
            lift = sum(math.sin(t * often + shift + row * 0.21) for often, shift in waves)
            points.append((x * SCALE, (base + lift * (5 + row * 0.9)) * SCALE))
        draw.line(points, fill=colour, width=2 * SCALE if row % 4 == 0 else SCALE + 1)
    x, y = random.randint(760, 1100), random.randint(520, 570)
    draw.ellipse([part * SCALE for part in (x - 9, y - 9, x + 9, y + 9)], fill=AMBER)
