"""What the press gives to WeasyPrint is the same sheet in a form that takes less time."""

import re

import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from lms.common.fonts import full_font_paths
from lms.common.printing import press


def test_of_the_own_sheet_only_notes_and_boxes_in_margins_are_left_out():
    html = pytest.importorskip("weasyprint.html")
    used = press._used_of(html.UA)
    left_out = [line.split("{")[0].strip() for line in re.findall(press.UNUSED, html.UA)]
    assert len(left_out) == 5 + 15
    assert all(re.match("::(foot)?note-|@(top|left|right|bottom)-", one) for one in left_out)
    assert "@bottom-right " in used and "@bottom-right " not in " ".join(left_out)
    # All the rest stands where it stood.
    assert [line for line in html.UA.splitlines() if line in used.splitlines()] == [
        line for line in html.UA.splitlines() if not re.match(press.UNUSED, line)
    ]


def test_variables_are_put_in_where_they_are_the_same_everywhere():
    css = ":root { --ink: #1c221b; --far: 2mm; }\np { color: var(--ink); margin: var(--far) var(--no); }"
    assert press._worded(css).splitlines()[1] == "p { color: #1c221b; margin: 2mm var(--no); }"
    for other in ("\nh1 { --ink: red; }", "\n:root { --ink: red; }"):
        assert press._worded(css + other) == css + other


def test_figures_stand_in_line_and_are_of_one_width_without_being_asked_for():
    """A feature of a font is asked for again for every line that is set, so no printed sheet does."""
    for path in full_font_paths().values():
        font = TTFont(path)
        signs, glyphs = font.getBestCmap(), font.getGlyphSet()
        figures = [signs[ord(figure)] for figure in "0123456789"]
        assert len({glyphs[figure].width for figure in figures}) == 1
        for figure in figures:
            figure_bounds = BoundsPen(glyphs)
            glyphs[figure].draw(figure_bounds)
            _left, bottom, _right, top = figure_bounds.bounds
            # Old-style ones stand at the height of small letters, and some hang below the line.
            assert bottom > -25 and top > 1.2 * font["OS/2"].sxHeight
