"""Small signs: levels, rings, places in an outline, icons of controls, the mark of the site."""

from functools import lru_cache
from math import pi
from typing import Literal
from xml.sax.saxutils import escape

from lms.common.drawings.paths import number
from lms.common.drawings.svg import DECORATION, NAMESPACE, named

PAPER = "#f8f8f3"
MOSS = "#44601f"
# A ring of more pieces than this would be a blur; it is then drawn whole.
MOST_PIECES = 48
RADIUS = 35

Place = Literal["done", "counted", "here", "open", "locked", "optional"]
Icon = Literal["on", "back", "check", "partly", "cross", "menu", "filter", "up", "down", "file"]

PLACES: dict[Place, str] = {
    "done": (
        '<circle cx="12" cy="12" r="9" fill="currentColor"/>'
        '<path d="M7.5 12.5l3 3 6-7" fill="none" stroke="var(--paper)" stroke-width="2.2"/>'
    ),
    "counted": (
        '<path d="M3.5 3.5h17v17h-17z" fill="none" stroke="currentColor" stroke-width="1.8"/>'
        '<path d="M7.5 12.5l3 3 6-7" fill="none" stroke="currentColor" stroke-width="2.2"/>'
    ),
    "here": (
        '<circle cx="12" cy="12" r="9" fill="var(--amber)" stroke="var(--ink)" stroke-width="2"/>'
        '<circle cx="12" cy="12" r="3.2" fill="var(--paper)"/>'
    ),
    "open": '<circle cx="12" cy="12" r="8" stroke="currentColor" stroke-width="1.8"/>',
    "locked": (
        '<circle cx="12" cy="12" r="11" stroke="none"/>'
        '<path d="M6 11h12v9H6zM8.5 11V8.5a3.5 3.5 0 0 1 7 0V11"'
        ' stroke="currentColor" stroke-width="1.6"/>'
    ),
    "optional": '<path d="M8 12h8" stroke="currentColor" stroke-width="1.8"/>',
}

ICONS: dict[Icon, str] = {
    "on": "M3 10h13M11 5l5 5-5 5",
    "back": "M17 10H4M9 5l-5 5 5 5",
    "check": "M4 10.5l4 4 8-9",
    "partly": "M3 11c3-5 5-5 7-1s4 4 7-1",
    "cross": "M5 5l10 10M15 5L5 15",
    "menu": "M3 5h14M3 10h14M3 15h14",
    "filter": "M3 5h14M6 10h8M9 15h2",
    "up": "M10 16V4M5 9l5-5 5 5",
    "down": "M10 4v12M5 11l5 5 5-5",
    "file": "M10 3v10M5.5 9l4.5 4.5L14.5 9M3 17h14",
}


@lru_cache(maxsize=32)
def level_marks(level: int, of: int = 4, *, big: bool = False) -> str:
    """A level as tally strokes: tall and thick is reached. Always beside words that say it."""
    pitch = 25.8 / max(of - 1, 1)
    strokes = "".join(
        f'<path class="on" d="M{number(4 + place * pitch)} 1v18"/>'
        if place < level
        else f'<path class="off" d="M{number(4 + place * pitch)} 10v9"/>'
        for place in range(of)
    )
    css = "marks big" if big else "marks"
    return f'<svg class="{css}" viewBox="0 0 34 20" {DECORATION}>{strokes}</svg>'


@lru_cache(maxsize=256)
def ring(done: int, of: int, label: str = "") -> str:
    """Progress as a ring of pieces, one for each thing to do. Always beside words that say it.

    label: short text inside, such as a percentage in the reader's language.
    """
    around = 2 * pi * RADIUS
    circle = f'cx="40" cy="40" r="{RADIUS}" pathLength="{number(around)}"'
    if 1 < of <= MOST_PIECES:
        piece = around / of
        gap = min(2.6, piece * 0.3)
        dash = f"{number(piece - gap, 2)} {number(gap, 2)}"
        full = f'<circle class="all" {circle} stroke-dasharray="{dash}"/>'
        reached = " ".join([dash] * (done - 1) + [f"{number(piece - gap, 2)} {number(around)}"])
    else:
        full = f'<circle class="all" {circle}/>'
        reached = f"{number(around * done / max(of, 1), 2)} {number(around)}"
    part = f'<circle class="done" {circle} stroke-dasharray="{reached}"/>' if done else ""
    text = f'<text x="40" y="46">{escape(label)}</text>' if label else ""
    return (
        f'<svg class="ring" viewBox="0 0 80 80" {DECORATION}>'
        f'<g transform="rotate(-90 40 40)">{full}{part}</g>{text}</svg>'
    )


def dot(place: Place) -> str:
    """Where a unit stands in an outline. The words beside it say the same."""
    return f'<svg class="dot" viewBox="0 0 24 24" {DECORATION}>{PLACES[place]}</svg>'


def sprite() -> str:
    """Every place once, for pages with hundreds of them: `<use href="#s-done"/>` shows one."""
    symbols = "".join(
        f'<symbol id="s-{place}" viewBox="0 0 24 24">{drawn}</symbol>'
        for place, drawn in PLACES.items()
    )
    return f'<svg class="sprite" {DECORATION}>{symbols}</svg>'


def bar(percent: int) -> str:
    """So many of a hundred, beside words that say it."""
    part = f'<path class="done" d="M0 4h{min(max(percent, 0), 100)}"/>' if percent > 0 else ""
    return (
        f'<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" {DECORATION}>'
        f'<path class="all" d="M0 4h100"/>{part}</svg>'
    )


def icon(name: Icon) -> str:
    """A sign on a control, beside its word."""
    return f'<svg class="i" viewBox="0 0 20 20" {DECORATION}><path d="{ICONS[name]}"/></svg>'


def logo(title: str = "", *, standalone: bool = False) -> str:
    """The mark: a field and two waves. Standalone it brings its own colours and ground."""
    field, waves = "M2 2h24v24H2z", "M2 11c8-5 15 3 24-2M2 18c8-5 15 3 24-2"
    if standalone:
        return (
            f'<svg {NAMESPACE} viewBox="0 0 28 28" fill="none" stroke="{PAPER}" stroke-width="3">'
            f'<path stroke="none" fill="{MOSS}" d="M0 0h28v28H0z"/>'
            f'<path d="M-2 11.5c11-6 21 3.5 32-2.5M-2 20.5c11-6 21 3.5 32-2.5"/></svg>'
        )
    return (
        f'<svg viewBox="0 0 28 28" fill="none" stroke="currentColor" stroke-width="2"'
        f' {named(title)}><path d="{field}"/><path stroke="var(--moss)" d="{waves}"/></svg>'
    )
