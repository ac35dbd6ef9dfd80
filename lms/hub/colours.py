"""Whether the hub's own colour can be read: contrast on every ground the site writes it on."""

import re

LEAST = 4.5
# The grounds of the style sheet, paper first: what links, signs and buttons stand on.
LIGHT_GROUNDS = ("#f8f8f3", "#eef0e6", "#dde4d3", "#e6edd6", "#f9e8c3")
DARK_GROUNDS = ("#151914", "#1e241c", "#283026", "#28331c", "#3a2c10")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def is_colour(typed: str) -> bool:
    """Whether this is # and six hexadecimal digits."""
    return _COLOUR.fullmatch(typed) is not None


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, in [0, 1].  WCAG 2.2, definition of the term."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21.  WCAG 2.2, definition of the term."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def weakest(colour: str, grounds: tuple[str, ...]) -> float:
    """The lowest contrast of this colour over the grounds."""
    return min(contrast(colour, ground) for ground in grounds)
