"""Charts: well-formed, named, inside their frame, and exact where they place something."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.common.charts import (
    Band,
    Frame,
    Mark,
    Point,
    Row,
    Share,
    Span,
    curve,
    interval_line,
    matrix,
    scatter,
    shares,
)
from lms.common.charts.frame import steps
from lms.common.wording import number, percent

FRAME = Frame("one", 'Name & "more"', "What <is> seen.")
share = st.floats(0, 1)


def read(svg):
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    name, said = root.get("aria-labelledby").split()
    by_id = {one.get("id"): one.text for one in root.iter() if one.get("id")}
    assert by_id[name] == FRAME.name and by_id[said] == FRAME.said
    assert "style" not in svg and "<script" not in svg
    height = float(root.get("height"))
    for one in root.iter():
        for attribute in ("x", "x1", "x2", "cx"):
            place = one.get(attribute, "0%")
            if place.endswith("%"):
                assert -0.01 <= float(place[:-1]) <= 100.01, ElementTree.tostring(one)
        for attribute in ("y", "y1", "y2", "cy"):
            assert 0 <= float(one.get(attribute, "0")) <= height or one.tag == "rect"
    return root


def of_class(root, css):
    return [one for one in root.iter() if css in one.get("class", "").split()]


@st.composite
def spans(draw):
    lower, value, upper = sorted(draw(st.tuples(share, share, share)))
    return Span(value, lower, upper, draw(st.text(max_size=5)), draw(st.booleans()))


@given(st.lists(spans(), min_size=1, max_size=3), st.none() | share)
def test_an_interval_lies_in_its_frame_in_order(several, beside):
    marks = [Mark(0.5, "1"), Mark(0.74, "2"), Mark(0.8, "3")]
    root = read(
        interval_line(_safe_frame(), [_plain(one) for one in several], marks, percent, beside)
    )
    dots = of_class(root, "me")
    lines = of_class(root, "span")
    assert len(dots) == len(lines) == len(several)
    for dot, line in zip(dots, lines, strict=True):
        low, middle, high = (
            float(one[:-1]) for one in (line.get("x1"), dot.get("cx"), line.get("x2"))
        )
        assert low <= middle + 0.01 and middle <= high + 0.01
    assert len(of_class(root, "other")) == (beside is not None)


def _safe_frame():
    return FRAME


def _plain(span):
    """Without signs that XML has no place for."""
    label = "".join(sign for sign in span.label if sign.isprintable())
    return Span(span.value, span.lower, span.upper, label, span.is_main)


def test_a_mark_stands_where_the_axis_says():
    root = read(interval_line(FRAME, [Span(0.8, 0.7, 0.9)], [Mark(0.7, "2")], percent))
    # From 40 % to 100 %, so 70 % is in the middle.
    assert of_class(root, "mark-line")[0].get("x1") == "50.00%"
    assert of_class(root, "span")[0].get("x1") == "50.00%"


@given(st.lists(st.tuples(share, share, share, st.none() | share), min_size=1, max_size=12))
def test_bars_are_as_long_as_their_shares(rows):
    told = []
    for values in rows:
        lower, value, upper = sorted(values[:3])
        told.append(Share("Class", "1 of 2", value, lower, upper, values[3]))
    root = read(shares(FRAME, told))
    wide = [float(one.get("width")[:-1]) for one in of_class(root, "bar")]
    full = float(of_class(root, "track")[0].get("width")[:-1])
    for one, shown in zip(told, wide, strict=True):
        assert shown == pytest.approx(one.share * full, abs=0.01)
    assert len(of_class(root, "floor")) == sum(one.floor is not None for one in told)


def test_a_class_that_did_not_come_has_no_bar():
    assert not of_class(read(shares(FRAME, [Share("Class", "–", None)])), "bar")


@given(
    st.integers(2, 12).flatmap(
        lambda k: st.lists(
            st.lists(st.integers(0, 9), min_size=k, max_size=k), min_size=k, max_size=k
        )
    )
)
def test_every_count_of_a_matrix_is_written_once(table):
    root = read(matrix(FRAME, [Row(f"Class {n}", row) for n, row in enumerate(table)]))
    cells = [one for row in table for one in row if one]
    boxes = of_class(root, "right") + of_class(root, "wrong")
    assert len(boxes) == len(cells)
    right = sum(1 for n, row in enumerate(table) if row[n])
    assert len(of_class(root, "right")) == right
    assert not any(one.text == "?" for one in root.iter())


def test_what_was_not_told_has_a_column_of_its_own():
    root = read(matrix(FRAME, [Row("a", [1, 0], 2), Row("b", [0, 3])]))
    assert [one.text for one in root.iter() if one.text == "?"] == ["?"]
    assert len(of_class(root, "wrong")) == 1


@given(st.lists(st.tuples(share, share, share), min_size=1, max_size=3))
def test_a_curve_is_as_high_as_what_came(values):
    stands = (0.95, 0.75, 0.5)
    points = []
    for at, three in zip(stands, values, strict=False):
        lower, value, upper = sorted(three)
        points.append(Point("word", at, "1 of 2", value, lower, upper))
    root = read(curve(FRAME, points, percent))
    heights = [float(one.get("cy")) for one in of_class(root, "me")]
    wanted = [18 + 200 * (1 - one.share) for one in reversed(points)]
    assert heights == pytest.approx(wanted, abs=0.01)


pairs = st.lists(st.tuples(st.floats(-500, 500), st.floats(-300, 300)), min_size=1, max_size=40)


@given(pairs)
def test_answers_lie_above_zero_where_they_are_too_high(points):
    svg = scatter(
        FRAME,
        points,
        [Band(points[0][0], points[0][0], points[0][1])],
        across=number,
        up=number,
        too_much="much",
        too_little="little",
        below="true",
    )
    root = read(svg)
    zero = float(of_class(root, "zero")[0].get("y1"))
    for (_truth, error), dot in zip(points, of_class(root, "dot"), strict=True):
        above = zero - float(dot.get("cy"))
        assert above == pytest.approx(0, abs=0.06) or (above > 0) == (error > 0)
        assert ("hollow" in dot.get("class")) == (error < 0)


@given(st.floats(-1e4, 1e4), st.floats(0, 1e4))
def test_steps_are_round_and_hold_what_they_are_of(least, wide):
    found = steps(least, least + wide)
    assert found[0] <= least + 1e-6 and found[-1] >= least + wide - 1e-6
    assert 2 <= len(found) <= 12
    assert found == sorted(set(found))


def test_long_names_are_cut_for_a_phone_and_escaped():
    svg = shares(FRAME, [Share("A & b " * 20, "1 of 2", 0.5)])
    assert "&amp;" in svg and "…" in svg
    assert not re.search(r"A & b", svg)
