"""Instruments with a scale, enlarged where they are read: thermometer, rain gauge, tape and burette.

Everything is placed by the number of the line on the scale, counted from the first one that is seen;
what a line means, the caller knows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from lms.common.drawings.paths import number
from lms.common.drawings.svg import NAMESPACE

WIDTH, HEIGHT = 360, 400
# The window in which the instrument is enlarged.
LEFT, TOP, RIGHT, BOTTOM = 12, 12, 222, 388
INK, GLASS, PAPER = "#1f2a30", "#7f929c", "#ffffff"
FONT = 'font-family="Source Sans Pro, sans-serif"'


@dataclass(frozen=True)
class Scale:
    """lines: how many spaces between lines are seen.  labels: line → what is written at it.  middle:
    lines that are a little longer.  down: whether numbers grow downwards.  unit, serial: what else is
    printed on it.
    """

    lines: int
    labels: Mapping[int, str]
    middle: frozenset[int]
    down: bool
    unit: str
    serial: str

    def y(self, line: float) -> float:
        """Where a line stands, or a place between two."""
        share = line / self.lines
        return TOP + (BOTTOM - TOP) * (share if self.down else 1 - share)


@dataclass(frozen=True)
class Level:
    """line: where the level is seen, counted in lines.  edge: where its edges stand; the same for a
    flat one.  crest, trough: of waves, or neither."""

    line: float
    edge: float
    crest: float | None = None
    trough: float | None = None


@dataclass(frozen=True)
class Sight:
    """An eye that is not level with what it reads. above: whether it stands higher.  lines: how many
    the line of sight is off where it meets the scale.  words: what is written below."""

    above: bool
    lines: float
    words: tuple[str, str]


@dataclass(frozen=True)
class Look:
    """How an instrument is drawn. glass, liquid: their left and right edges.  ticks: where lines
    begin, and whether they run to the left.  labels: where numbers begin."""

    glass: tuple[float, float]
    liquid: tuple[float, float]
    ticks: float
    leftwards: bool
    labels: float
    colour: str
    ground: Callable[["Look"], str]
    whole: str


def instrument(look: Look, scale: Scale, level: Level, sight: Sight | None) -> str:
    """The whole picture: the window, and beside it either the instrument as a whole or the eye."""
    beside = _overview(look) if sight is None else _side(look, sight)
    return (
        f'<svg {NAMESPACE} viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<path fill="{PAPER}" d="M0 0h{WIDTH}v{HEIGHT}H0z"/>'
        f"{look.ground(look)}{_liquid(look, scale, level)}{_glass(look)}{_scale(look, scale)}"
        f'<path fill="none" stroke="{INK}" stroke-width="2" d="{_box(LEFT, TOP, RIGHT, BOTTOM)}"/>'
        f"{beside}</svg>"
    )


def _box(left: float, top: float, right: float, bottom: float) -> str:
    return (
        f"M{number(left)} {number(top)}h{number(right - left)}v{number(bottom - top)}"
        f"h{number(left - right)}z"
    )


def _liquid(look: Look, scale: Scale, level: Level) -> str:
    """What stands in the instrument up to its level; on a tape, the water before it."""
    left, right = look.liquid
    if level.crest is not None and level.trough is not None:
        surface = _waves(scale.y(level.crest), scale.y(level.trough))
        marks = "".join(
            f"M{LEFT} {number(scale.y(line), 2)}H{RIGHT}" for line in (level.crest, level.trough)
        )
        extra = (
            f'<path fill="none" stroke="#2b5f7d" stroke-width="1" stroke-dasharray="5 4"'
            f' d="{marks}"/>'
        )
    else:
        low, edge = scale.y(level.line), scale.y(level.edge)
        # Three quarters of the way to its pull, a cubic bow is exactly at the level.
        pull = (low - edge / 4) / 0.75
        into = (right - left) * 0.1
        surface = (
            f"M{number(left)} {number(edge, 2)}C{number(left + into)} {number(pull, 2)}"
            f" {number(right - into)} {number(pull, 2)} {number(right)} {number(edge, 2)}"
        )
        extra = ""
    return (
        f'<path fill="{look.colour}" fill-opacity="0.62" d="{surface}'
        f'V{BOTTOM}H{number(left)}z"/>'
        f'<path fill="none" stroke="{INK}" stroke-width="1.4" d="{surface}"/>{extra}'
    )


def _waves(crest: float, trough: float) -> str:
    """Water that goes up and down between two heights, right across the window."""
    long, middle, tall = (RIGHT - LEFT) / 3, (crest + trough) / 2, crest - trough
    # A quadratic bow reaches half way to its pull.
    half = number(tall, 2)
    bows = "".join(
        f"q{number(long / 4)} {half if up else number(-tall, 2)} {number(long / 2)} 0"
        for _wave in range(3)
        for up in (True, False)
    )
    return f"M{LEFT} {number(middle, 2)}{bows}"


def _glass(look: Look) -> str:
    left, right = look.glass
    return (
        f'<path fill="none" stroke="{GLASS}" stroke-width="2.6"'
        f' d="M{number(left)} {TOP}V{BOTTOM}M{number(right)} {TOP}V{BOTTOM}"/>'
    )


def _scale(look: Look, scale: Scale) -> str:
    ways = {True: -1, False: 1}[look.leftwards]
    fine, thick = [], []
    for line in range(scale.lines + 1):
        y = number(scale.y(line), 2)
        if line in scale.labels:
            thick.append(f"M{number(look.ticks)} {y}h{30 * ways}")
        else:
            long = 22 if line in scale.middle else 15
            fine.append(f"M{number(look.ticks)} {y}h{long * ways}")
    labels = "".join(
        f'<text x="{number(look.labels)}" y="{number(scale.y(line) + 5, 2)}">{escape(said)}</text>'
        for line, said in scale.labels.items()
        if TOP + 8 < scale.y(line) < BOTTOM - 8
    )
    return (
        f'<path fill="none" stroke="{INK}" stroke-width="1.2" d="{"".join(fine)}"/>'
        f'<path fill="none" stroke="{INK}" stroke-width="2" d="{"".join(thick)}"/>'
        f'<g {FONT} font-size="16" fill="{INK}">{labels}'
        f'<text x="{RIGHT - 8}" y="{TOP + 20}" text-anchor="end" font-weight="bold">'
        f"{escape(scale.unit)}</text>"
        f'<text x="291" y="391" text-anchor="middle" font-size="11">{escape(scale.serial)}</text></g>'
    )


def _overview(look: Look) -> str:
    """The whole instrument, and which part of it the window shows."""
    return (
        f'<path fill="none" stroke="{GLASS}" stroke-width="1" stroke-dasharray="3 3"'
        f' d="M{RIGHT} {TOP}L268 150M{RIGHT} {BOTTOM}L268 200"/>'
        f'{look.whole}<path fill="none" stroke="{INK}" stroke-width="1.6" d="{_box(268, 150, 318, 200)}"/>'
    )


# The side view: the scale's edge, the glass before it, the level, and how far apart its lines are.
PLATE, FRONT, EYE, MIDDLE, APART = 262.0, 294.0, 338.0, 190.0, 15.0


def _side(look: Look, sight: Sight) -> str:
    """Scale, level and eye from the side: where a level line meets the scale, and where the sight
    does."""
    off = sight.lines * APART * (1 if sight.above else -1)
    eye = MIDDLE - off * (EYE - FRONT) / (FRONT - PLATE)
    ticks = "".join(
        f"M{PLATE} {number(MIDDLE + line * APART)}h-{14 if not line % 5 else 9}"
        for line in range(-8, 9)
    )
    words = "".join(
        f'<text x="291" y="{y}" text-anchor="middle">{escape(said)}</text>'
        for said, y in zip(sight.words, (354, 371), strict=True)
    )
    return (
        f'<path fill="#f5f6f3" stroke="{GLASS}" stroke-width="1" d="{_box(234, 44, 352, 336)}"/>'
        f'<path fill="{look.colour}" fill-opacity="0.62" d="{_box(FRONT - 5, MIDDLE, FRONT + 5, 335)}"/>'
        f'<path fill="none" stroke="{GLASS}" stroke-width="1.6"'
        f' d="M{FRONT - 6} 45V335M{FRONT + 6} 45V335"/>'
        f'<path fill="none" stroke="{INK}" stroke-width="2.4" d="M{PLATE} 52V328"/>'
        f'<path fill="none" stroke="{INK}" stroke-width="1.2" d="{ticks}"/>'
        f'<path fill="none" stroke="#2b5f7d" stroke-width="1.4" stroke-dasharray="4 3"'
        f' d="M{FRONT} {number(MIDDLE)}H{PLATE}"/>'
        f'<path fill="none" stroke="#b3391f" stroke-width="1.6"'
        f' d="M{EYE} {number(eye)}L{PLATE} {number(MIDDLE + off)}"/>'
        f'<path fill="#fff" stroke="{INK}" stroke-width="1.5"'
        f' d="M{EYE - 9} {number(eye)}q9-9 18 0q-9 9-18 0z"/>'
        f'<circle cx="{number(EYE - 2)}" cy="{number(eye)}" r="3" fill="{INK}"/>'
        f'<g {FONT} font-size="13" fill="{INK}">{words}</g>'
    )


# --- what stands behind the scale, and the instruments as a whole --------------------------------


def _plate(look: Look) -> str:
    return f'<path fill="#f6efdf" d="{_box(LEFT, TOP, RIGHT, BOTTOM)}"/>' + _empty(look)


def _empty(look: Look) -> str:
    return f'<path fill="#fdfefe" d="{_box(look.glass[0], TOP, look.glass[1], BOTTOM)}"/>'


def _air(look: Look) -> str:
    return f'<path fill="#f1f4f2" d="{_box(LEFT, TOP, RIGHT, BOTTOM)}"/>' + _empty(look)


def _tape(look: Look) -> str:
    return (
        f'<path fill="#eef3f4" d="{_box(LEFT, TOP, RIGHT, BOTTOM)}"/>'
        f'<path fill="#f4d35e" d="{_box(look.glass[0], TOP, look.glass[1], BOTTOM)}"/>'
    )


_LINES = f'fill="none" stroke="{GLASS}" stroke-width="1.6" stroke-linejoin="round"'
THERMOMETER = (
    f'<path {_LINES} d="M277 40h32q6 0 6 6v300q0 6-6 6h-32q-6 0-6-6V46q0-6 6-6z'
    f'M289 60v242a9 9 0 1 0 8 0V60q0-4-4-4t-4 4z"/>'
    f'<path {_LINES} d="M301 80h8M301 110h8M301 140h8M301 170h8M301 200h8M301 230h8M301 260h8"/>'
    f'<circle cx="293" cy="310" r="5.5" fill="#c0392b"/>'
)
GAUGE = (
    f'<path {_LINES} d="M262 60h62l-16 34v216q0 6-6 6h-18q-6 0-6-6V94zM278 94h30"/>'
    f'<path {_LINES} d="M300 120h8M300 145h8M300 170h8M300 195h8M300 220h8M300 245h8M300 270h8"/>'
    f'<path fill="none" stroke="{GLASS}" stroke-width="3" d="M270 330h46M293 316v14"/>'
)
TAPE = (
    f'<path fill="#cfe2ea" d="{_box(240, 178, 346, 350)}"/>'
    f'<path fill="none" stroke="{GLASS}" stroke-width="1.6" d="M240 178q13-6 26 0t26 0 26 0 28 0"/>'
    f'<path fill="none" stroke="#c9a227" stroke-width="5" d="M293 40v270"/>'
    f'<path fill="#fff" stroke="{INK}" stroke-width="1.2" d="M259 312a34 10 0 1 0 68 0 34 10 0 1 0-68 0z"/>'
    f'<path fill="{INK}" d="M293 302a34 10 0 0 1 34 10h-34zM293 322a34 10 0 0 1-34-10h34z"/>'
)
BURETTE = (
    f'<path {_LINES} d="M284 36v270l4 14v30l5 14 5-14v-30l4-14V36"/>'
    f'<path {_LINES} d="M294 60h8M294 90h8M294 120h8M294 150h8M294 180h8M294 210h8M294 240h8M294 270h8"/>'
    f'<path fill="none" stroke="{INK}" stroke-width="4" stroke-linecap="round" d="M280 334h26"/>'
)

LOOKS: Mapping[str, Look] = {
    "thermometer": Look((56, 94), (63, 87), 98, False, 136, "#c0392b", _plate, THERMOMETER),
    "mercury": Look((56, 94), (63, 87), 98, False, 136, "#5d666b", _plate, THERMOMETER),
    "gauge": Look((46, 146), (48, 144), 144, True, 156, "#5aa0c8", _air, GAUGE),
    "tape": Look((66, 158), (LEFT, RIGHT), 67, False, 106, "#5aa0c8", _tape, TAPE),
    "burette": Look((70, 126), (72, 124), 124, True, 138, "#8e7cc3", _air, BURETTE),
}
