"""A badge drawn from what it stands for: domain, level, competencies, and a land of its own."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, hypot, pi, sin
from random import Random
from xml.sax.saxutils import escape

from lms.common.drawings.fields import INDEX, land, levelled, sampled
from lms.common.drawings.letters import capital_path, text_path, width_of
from lms.common.drawings.paths import Line, Point, curve, number, thinned, thinned_ring
from lms.common.drawings.svg import NAMESPACE, named
from lms.common.fonts import full_font_paths

SIZE = 400
MIDDLE = SIZE / 2
DISC = 158
LEVELS = 4


@dataclass(frozen=True)
class Palette:
    """Colours of the parts; `halo` keeps the contours away from the letters."""

    ground: str
    disc: str
    line: str
    land: str
    sign: str
    short: str = "#b96d00"


EARNED = Palette(ground="#fbfbf6", disc="#2f4413", line="#2f4413", land="#7f9a55", sign="#fbfbf6")
OPEN = Palette(ground="#eef0e6", disc="#eef0e6", line="#6f7969", land="#b9c2ab", sign="#4e584b")
# What is not yet earned takes the page's colours; what is earned looks the same anywhere.
OPEN_ON_PAGE = Palette(
    ground="var(--sheet)",
    disc="var(--sheet)",
    line="var(--edge)",
    land="var(--rule)",
    sign="var(--ink-2)",
)


def badge(
    letter: str,
    level: int,
    codes: Sequence[str],
    seed: int,
    *,
    title: str = "",
    earned: bool = True,
    ticks: int = 12,
    short: Iterable[int] = (),
    standalone: bool = False,
) -> str:
    """The badge as SVG.

    letter: of the competency domain.  level: 0 to 4, as tally strokes.  codes: competencies.
    seed: makes the contours.  title: for those who do not see it; without one it only decorates.
    ticks: one for each answer that was measured; those in `short` (from 0, at the top, clockwise)
    lay outside the tolerance.  earned: without it, no rim and no disc.  standalone: a file of its
    own, for <img> and for PDF.
    """
    if not 0 <= level <= LEVELS:
        raise ValueError(f"A level lies between 0 and {LEVELS}: {level}")
    palette = EARNED if earned else OPEN if standalone else OPEN_ON_PAGE
    rim = _rim(palette, ticks, frozenset(short)) if earned else ""
    parts = [
        _ground(palette, earned),
        _land(palette, seed),
        rim,
        _letter(palette, letter, earned),
        _strokes(palette, level),
        _codes(palette, codes),
    ]
    space = f"{NAMESPACE} " if standalone else ""
    name = f"<title>{escape(title)}</title>" if standalone and title else ""
    return (
        f'<svg {space}class="badge" viewBox="0 0 {SIZE} {SIZE}" {named(title)}>'
        f"{name}{''.join(parts)}</svg>"
    )


def _ground(palette: Palette, earned: bool) -> str:
    dashes = "" if earned else ' stroke-dasharray="10 7.6"'
    outer = (
        f'<circle cx="200" cy="200" r="196" fill="{palette.ground}" stroke="{palette.line}"'
        f' stroke-width="5"{dashes}/>'
    )
    inner = f'<circle cx="200" cy="200" r="{DISC}" fill="{palette.disc}"/>' if earned else ""
    return outer + inner


@lru_cache(maxsize=256)
def _land(palette: Palette, seed: int) -> str:
    """Contours, cut off at the edge of the disc."""
    hills = land(Random(seed), SIZE, SIZE, bumps=9, radii=(29, 82))
    fine, index = "", ""
    for level, open_lines, rings in levelled(sampled(hills, SIZE, SIZE, 8), 15):
        lines = [piece for line in open_lines for piece in _inside(line)]
        drawn = "".join(curve(thinned(line, 0.3)) for line in lines)
        for ring in rings:
            pieces = _inside([*ring, ring[0]])
            if pieces and len(pieces[0]) == len(ring) + 1:
                drawn += curve(thinned_ring(ring, 0.3), closed=True)
            else:
                drawn += "".join(curve(thinned(piece, 0.3)) for piece in pieces)
        if level % INDEX:
            fine += drawn
        else:
            index += drawn
    return (
        f'<g fill="none" stroke="{palette.land}">'
        f'<path stroke-width="1.4" opacity=".75" d="{fine}"/>'
        f'<path stroke-width="2.6" d="{index}"/></g>'
    )


def _inside(line: Line) -> list[Line]:
    """The parts of a line that lie inside the disc, each ending on its edge."""
    parts: list[Line] = []
    part: Line = []
    before: Point | None = None
    for point in line:
        if _off(point) <= DISC:
            if not part and before is not None:
                part.append(_at_edge(point, before))
            part.append(point)
        elif part:
            parts.append([*part, _at_edge(part[-1], point)])
            part = []
        before = point
    if part:
        parts.append(part)
    return [part for part in parts if len(part) > 3]


def _off(point: Point) -> float:
    return hypot(point[0] - MIDDLE, point[1] - MIDDLE)


def _at_edge(inside: Point, outside: Point) -> Point:
    near, far = _off(inside), _off(outside)
    share = (DISC - near) / (far - near)
    return (
        inside[0] + share * (outside[0] - inside[0]),
        inside[1] + share * (outside[1] - inside[1]),
    )


def _rim(palette: Palette, ticks: int, short: Collection[int]) -> str:
    long_ticks = "".join(_tick(i, ticks, 167, 187) for i in range(ticks) if i not in short)
    short_ticks = "".join(_tick(i, ticks, 167, 174) for i in range(ticks) if i in short)
    # Few ticks are broad, so that the rim holds together at any number.
    width = min(max(280 / max(ticks, 1), 2.5), 9)
    rim = f'<path stroke="{palette.line}" stroke-width="{number(width)}" d="{long_ticks}"/>'
    if short_ticks:
        rim += f'<path stroke="{palette.short}" stroke-width="{number(width)}" d="{short_ticks}"/>'
    return rim


def _tick(place: int, of: int, inner: float, outer: float) -> str:
    turn = 2 * pi * place / of
    across, up = sin(turn), -cos(turn)
    return (
        f"M{number(MIDDLE + inner * across)} {number(MIDDLE + inner * up)}"
        f"L{number(MIDDLE + outer * across)} {number(MIDDLE + outer * up)}"
    )


def _letter(palette: Palette, letter: str, earned: bool) -> str:
    shape = capital_path(
        letter,
        full_font_paths()["serif-bold"],
        middle=MIDDLE,
        top=70,
        bottom=214,
        widest=150,
    )
    halo = (
        f'<path fill="none" stroke="{palette.disc}" stroke-linejoin="round" stroke-width="20"'
        f' d="{shape}"/>'
    )
    if earned:
        return f'{halo}<path fill="{palette.sign}" d="{shape}"/>'
    return (
        f'{halo}<path fill="{palette.disc}" stroke="{palette.sign}" stroke-linejoin="round"'
        f' stroke-width="5" d="{shape}"/>'
    )


def _strokes(palette: Palette, level: int) -> str:
    """Four tally strokes: tall and thick is reached, short and thin is not."""
    halos = strokes = ""
    for place in range(LEVELS):
        x = 146 + 36 * place
        top, width = (236, 15) if place < level else (262, 5)
        halos += f'<path stroke-width="{width + 13}" d="M{x} {top - 6}V296"/>'
        strokes += f'<path stroke-width="{width}" d="M{x} {top}V290"/>'
    return f'<g stroke="{palette.disc}">{halos}</g><g stroke="{palette.sign}">{strokes}</g>'


def _codes(palette: Palette, codes: Sequence[str]) -> str:
    """Competency codes, as large as the disc allows."""
    if not codes:
        return ""
    face, text = full_font_paths()["sans-bold"], " ".join(codes)
    size = min(27.0, 27.0 * 156 / width_of(text, face, 27.0))
    shape = text_path(text, face, size, middle=MIDDLE, baseline=331)
    return (
        f'<path fill="none" stroke="{palette.disc}" stroke-linejoin="round" stroke-width="12"'
        f' d="{shape}"/><path fill="{palette.sign}" d="{shape}"/>'
    )
