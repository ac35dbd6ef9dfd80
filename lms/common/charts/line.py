"""An interval on a line from somewhere up to everything, with marks that it may lie beyond."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor

from lms.common.charts.frame import Frame, anchored, at, line, text

TOP, EACH, FOOT = 30, 52, 30


@dataclass(frozen=True)
class Span:
    """What is known of one share: all in [0, 1]; its ends are written outward, so that none reads as a
    mark that it does not reach.  label: what it is of, empty where it is the only
    one.  is_main: whether it is the one that counts."""

    value: float
    lower: float
    upper: float
    label: str = ""
    is_main: bool = True


@dataclass(frozen=True)
class Mark:
    """A place on the line, with a sign above it."""

    place: float
    sign: str


def interval_line(
    frame: Frame,
    spans: Sequence[Span],
    marks: Sequence[Mark],
    percent: Callable[[float], str],
    beside: float | None = None,
) -> str:
    """beside: a share to compare with, drawn as a small square on the axis."""
    least = min([0.4, *(one.lower for one in spans)] + ([beside] if beside is not None else []))
    start = int(max(0.0, least) * 10 + 1e-9) / 10
    step = 1 if start >= 0.3 else 2
    axis = TOP + EACH * len(spans) + 8

    def x(value: float) -> float:
        return (value - start) / (1 - start)

    body = [line("ax", "0%", axis, "100%", axis)]
    for ten in range(10, int(start * 10 + 0.5) - 1, -step):
        place = x(ten / 10)
        body.append(line("ax", at(place), axis, at(place), axis + 6))
        words = percent(ten / 10)
        body.append(text(at(place), axis + 22, words, "small", anchored(place)))
    for mark in marks:
        across = at(x(mark.place))
        body.append(line("mark-line", across, 20, across, axis))
        body.append(text(across, 14, mark.sign, "b"))
    for row, span in enumerate(spans):
        body.append(_span(span, TOP + EACH * row + 22, x, percent))
    if beside is not None:
        body.append(
            f'<svg x="{at(x(beside))}" y="{axis - 4}" overflow="visible">'
            '<rect class="other" x="-5" y="-5" width="10" height="10"/></svg>'
        )
    return frame.around(axis + FOOT, "".join(body))


def _span(
    span: Span, y: float, x: Callable[[float], float], percent: Callable[[float], str]
) -> str:
    low, high, value = x(span.lower), x(span.upper), x(span.value)
    css = "span" if span.is_main else "span lesser"
    parts = [
        line(css, at(low), y, at(high), y),
        line("end", at(low), y - 7, at(low), y + 7),
        line("end", at(high), y - 7, at(high), y + 7),
        f'<circle class="{"me" if span.is_main else "me hollow"}" cx="{at(value)}" cy="{y}"'
        f' r="{7 if span.is_main else 5}"/>',
        text(at(value), y - 12, percent(span.value), "b", anchored(value)),
        text(
            at(low),
            y + 22,
            percent(floor(round(100 * span.lower, 6)) / 100),
            "small",
            anchored(low),
        ),
        text(
            at(high),
            y + 22,
            percent(ceil(round(100 * span.upper, 6)) / 100),
            "small",
            anchored(high),
        ),
    ]
    if span.label:
        # On the side where the number is not.
        place, anchor = ("100%", "end") if value < 0.5 else ("0%", "start")
        parts.append(text(place, y - 12, span.label, "small", anchor))
    return "".join(parts)
