"""What the press gives to WeasyPrint is the same sheet in a form that takes less time."""

import re

import pytest

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
