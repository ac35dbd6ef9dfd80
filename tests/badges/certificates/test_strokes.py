"""Our drawings as PDF operators: the same curves that the SVG says."""

import re

import pytest

from badges.certificates.strokes import FINEST, operators_of, strokes_of
from lms.common.drawings import certificate_border


def said(path):
    """The operators in the units of the path."""
    return re.sub(r"-?\d+", lambda number: f"{int(number[0]) / FINEST:g}", operators_of(path))


def test_moves_lines_and_closing_follow_the_path():
    assert said("M1 2l3-1 .5.5h-2v4zM10 10h1").split("\n") == [
        "1 2 m", "4 1 l", "4.5 1.5 l", "2.5 1.5 l", "2.5 5.5 l", "h", "10 10 m", "11 10 l",
    ]  # fmt: skip


def test_a_quadratic_becomes_the_cubic_that_is_the_same_curve():
    assert said("M0 0q3 3 6 0") == "0 0 m\n2 2 4 2 6 0 c"


def test_a_later_piece_reflects_the_pull_of_the_one_before():
    # The second curve is pulled by (9, -3), the first one's pull mirrored at (6, 0).
    assert said("M0 0q3 3 6 0t6 0").endswith("8 -2 10 -2 12 0 c")


def test_the_border_keeps_every_line_and_colour():
    drawn = strokes_of(certificate_border(7))
    strokes = drawn.operators.decode()
    assert (drawn.width, drawn.height) == (297 * FINEST, 210 * FINEST)
    assert strokes.count("RG") == 2 + 5 + 2
    assert strokes.count("f*") == 1
    widths = [int(width) / FINEST for width in re.findall(r"([\d.]+) w", strokes)]
    assert widths == [0.25, 0.45, *[0.18] * 5, 0.5, 0.25]
    numbers = [float(number) / FINEST for number in re.findall(r"-?\d+\.?\d*", strokes)]
    assert min(numbers) > -10
    assert max(numbers) < 310


def test_a_colour_may_be_written_short():
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path fill="{}" d="M0 0h1"/></svg>'
    assert strokes_of(svg.format("#fa0")).operators == strokes_of(svg.format("#ffaa00")).operators


@pytest.mark.parametrize(
    "inside",
    [
        '<path d="M0 0h1" opacity=".5"/>',
        '<g transform="scale(2)"><path d="M0 0h1"/></g>',
        "<circle r='1'/>",
        '<path d="M0 0h1" fill="red"/>',
    ],
)
def test_what_it_would_draw_wrongly_is_refused(inside):
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inside}</svg>'
    with pytest.raises(ValueError, match="not"):
        strokes_of(svg)
