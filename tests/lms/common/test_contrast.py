"""Colours: every text and every mark can be told from its ground, in every mode."""

import re

import pytest

from lms.common.drawings.badge import EARNED, OPEN
from lms.common.staticfiles import COMMENT, CSS, SHEETS

TEXT, MARK = 4.5, 3.0

# (what is written, what it is written on)
TEXTS = [
    *[("ink", ground) for ground in ("paper", "sheet", "grid", "moss-wash", "amber-wash")],
    *[("ink-2", ground) for ground in ("paper", "sheet", "grid", "moss-wash", "amber-wash")],
    # Links under the pointer, and the signs of footnotes.
    *[("moss", ground) for ground in ("paper", "sheet", "grid", "moss-wash", "amber-wash")],
    ("on-moss", "moss"),
    ("on-moss", "moss-deep"),
    *[("amber-ink", ground) for ground in ("paper", "sheet", "amber-wash")],
    # Notices and the skip link.
    ("paper", "ink"),
]
# (what is drawn, what it is drawn on): borders of controls, signs, data.
MARKS = [
    *[("edge", ground) for ground in ("paper", "sheet", "grid", "moss-wash", "amber-wash")],
    *[("moss", ground) for ground in ("paper", "sheet", "grid", "moss-wash", "amber-wash")],
    *[("amber", ground) for ground in ("paper", "sheet", "amber-wash")],
    *[("ink", ground) for ground in ("paper", "sheet")],
    *[("paper", ground) for ground in ("moss", "amber")],
]
MODES = [(scheme, contrast) for scheme in ("light", "dark") for contrast in ("usual", "more")]


def sheet(name: str) -> str:
    return COMMENT.sub("", (CSS / f"{name}.css").read_text())


def declared(css: str) -> dict[str, tuple[str, str]]:
    """Custom properties that hold colours, as (light, dark)."""
    pairs = re.findall(r"--([a-z0-9-]+): light-dark\((#[0-9a-f]+), (#[0-9a-f]+)\);", css)
    return {name: (light, dark) for name, light, dark in pairs}


def palette(scheme: str, contrast: str) -> dict[str, str]:
    usual, rest = sheet("tokens").split("@media (prefers-contrast: more)")
    colours = declared(usual)
    if contrast == "more":
        colours |= declared(rest.split("@media print")[0])
    return {name: pair[scheme == "dark"] for name, pair in colours.items()}


def luminance(colour: str) -> float:
    """Relative luminance of #rgb or #rrggbb.  WCAG 2.2, definition of the term."""
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    channels = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def too_weak(pairs: list[tuple[str, str]], least: float, mode: tuple[str, str]) -> list[str]:
    colours = palette(*mode)
    return [
        f"{front} on {ground}: {found:.2f}"
        for front, ground in pairs
        if (found := ratio(colours[front], colours[ground])) < least
    ]


def test_the_measure_is_right():
    assert ratio("#000", "#ffffff") == pytest.approx(21)
    assert ratio("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("mode", MODES, ids="-".join)
def test_every_text_can_be_read_on_its_ground(mode):
    assert too_weak(TEXTS, TEXT, mode) == []


@pytest.mark.parametrize("mode", MODES, ids="-".join)
def test_every_mark_can_be_seen_on_its_ground(mode):
    assert too_weak(MARKS, MARK, mode) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_more_contrast_is_more(scheme):
    usual, more = palette(scheme, "usual"), palette(scheme, "more")
    for front in ("ink", "ink-2", "edge", "amber", "amber-ink", "moss"):
        assert ratio(more[front], more["paper"]) > ratio(usual[front], usual["paper"])


def test_every_colour_that_writes_is_measured_and_none_is_written_out():
    written, grounds = {front for front, _ in TEXTS}, {ground for _, ground in TEXTS}
    for name in SHEETS[1:]:
        css = sheet(name)
        assert set(re.findall(r"[{; ]color: var\(--([a-z0-9-]+)\)", css)) <= written
        used = set(re.findall(r"background(?:-color)?: var\(--([a-z0-9-]+)\)", css))
        assert used <= grounds
        # A backdrop's dimming and nothing else may stand outside the tokens.
        assert set(re.findall(r"#[0-9a-f]{3,8}\b", css)) <= {"#0000", "#0a0e0980"}


def test_a_badge_can_be_read_wherever_it_lies():
    for one in (EARNED, OPEN):
        assert ratio(one.sign, one.disc) >= TEXT
        assert ratio(one.line, one.ground) >= MARK
    assert ratio(EARNED.short, EARNED.ground) >= MARK
