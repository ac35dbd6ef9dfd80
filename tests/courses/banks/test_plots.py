"""Plots on a map: what they say of the whole, how they are marked, and what a page must not tell."""

from fractions import Fraction
from uuid import UUID

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from courses.banks.facing import how_changed, right_answer
from courses.banks.kinds import KINDS, Verdict
from courses.banks.kinds.base import Observed
from courses.banks.kinds.plots_shown import cells_of, estimate_of
from courses.banks.kinds.sampled import Area, in_one_line, runs, usable
from courses.banks.models import Item, ItemVersion
from courses.classroom.asking import ask, review
from courses.content.outline import Outline
from lms.common.yamlnodes import Faults, Fields, node_of

PLOTS = KINDS["plots"]


def pair(words: str) -> dict[str, str]:
    return {"lt": f"{words} lt", "en": words}


# Written from the top: the first row is y 3.
BODY = {
    "kind": "plots",
    "prompt": pair("prompt"),
    "explanation": pair("explanation"),
    "design": "free",
    "plots": 2,
    "field": ["30 20 10 99", "30 20 10 4", "30 20 10 6"],
    "habitats": ["ffmw", "ffmm", "ffmm"],
    "strata": [
        {"key": "f", "name": pair("forest"), "plots": 1},
        {"key": "m", "name": pair("meadow"), "plots": 1},
    ],
    "closed": [{"key": "w", "name": pair("water")}],
    "path": ["1 1", "1 2", "1 3"],
    "drawn": [],
    "tolerance": "2",
    "unit": {"lt": "%", "en": "%"},
    "quantity": pair("moss"),
}
# 30 + 20 three times, 10 three times, 4 and 6, over eleven cells; the water has no part in it.
MEAN = Fraction(190, 11)
LOTS = {**BODY, "design": "random", "drawn": ["4 3", "1 1", "1 1", "2 2", "3 3"]}
STRATA = {**BODY, "design": "stratified"}
LINE = {**BODY, "design": "transect"}


def html(body: dict[str, object], answer: object = None) -> str:
    version = ItemVersion(item=Item(uid=UUID(int=1)), body=body)
    asked = ask(version, 1, seed=1, answer=answer)
    return render_to_string("components/question.html", {"asked": asked})


def test_the_truth_is_the_mean_of_every_cell_in_which_a_plot_can_lie():
    area = Area.of(BODY)
    assert len(area.cells) == 11
    assert area.mean == MEAN
    assert right_answer(BODY, "en") == "17.3%"
    assert PLOTS.observed(BODY, None).truth == pytest.approx(190 / 11)


def test_rows_are_written_from_the_top_and_counted_from_the_bottom():
    area = Area.of(BODY)
    assert (area.value((4, 1)), area.value((4, 2)), area.habitat((4, 3))) == (6, 4, "w")
    assert not area.is_open((4, 3))
    assert not area.has((5, 1))
    assert not area.has((1, 0))


@pytest.mark.parametrize(
    ("body", "answer", "points", "value"),
    [
        # 15 is 2.3 below the mean: within twice of what is allowed; 20 is 2.7 above it.
        (BODY, [[2, 1], [3, 2]], 500, 15),
        (BODY, [[1, 1], [3, 1]], 500, 20),
        ({**BODY, "tolerance": "3"}, [[2, 1], [3, 2]], 1000, 15),
        (BODY, [[1, 1], [1, 2]], 0, 30),
        # Six cells of forest and five of meadow: (6 × 20 + 5 × 10) / 11.
        (STRATA, [[2, 1], [3, 2]], 1000, Fraction(170, 11)),
        (LINE, [[2, 1], [4, 1]], 0, 13),
        # Of a draw the third place repeats the second, and the first is water.
        (LOTS, [[2, 2], [1, 1]], 1000, 25),
        (LOTS, [[1, 1], [3, 3]], 500, 20),
        (LOTS, [[3, 3], [4, 1]], 0, 8),
        (BODY, None, 0, None),
    ],
)
def test_points_and_the_estimate(body, answer, points, value):
    marked = PLOTS.mark(body, answer)
    assert marked.points == points
    assert (marked.verdict is Verdict.BLANK) == (answer is None)
    estimate = estimate_of(body, Area.of(body), cells_of(answer or ()))
    assert estimate == (None if value is None else pytest.approx(float(value)))


def test_of_a_draw_nothing_is_observed_for_its_error_is_chance():
    assert PLOTS.observed(LOTS, [[2, 2], [1, 1]]) == Observed()
    assert PLOTS.observed(STRATA, [[2, 1], [3, 2]]).value == pytest.approx(170 / 11)


CELLS = Area.of(BODY).cells


@given(st.lists(st.sampled_from(CELLS), min_size=1, unique=True))
def test_an_estimate_lies_among_its_plots_and_all_cells_give_the_truth(cells):
    area = Area.of(BODY)
    held = [area.value(cell) for cell in cells]
    for by_strata in (False, True):
        estimate = area.estimate(cells, by_strata=by_strata)
        assert estimate is not None
        assert min(held) <= estimate <= max(held)
        assert area.estimate(area.cells, by_strata=by_strata) == area.mean
    lean = area.lean(cells)
    assert lean is not None
    assert lean.plots == pytest.approx(sum(x - 1 for x, _y in cells) / len(cells))


@given(st.lists(st.sampled_from(CELLS), min_size=2, max_size=2, unique=True))
def test_points_follow_the_error(cells):
    answer = [list(cell) for cell in cells]
    error = abs(Area.of(BODY).estimate(cells) - MEAN)
    expected = 1000 if error <= 2 else 500 if error <= 4 else 0
    assert PLOTS.mark(BODY, answer).points == expected


@pytest.mark.parametrize(
    ("body", "answer", "said"),
    [
        (BODY, [[1, 1], [3, 2]], ""),
        (BODY, [[1, 1]], "there should be 2, and 1 have coordinates"),
        (BODY, [[1, "x"], [3, 2]], "Plot 1: x is a whole number from 1 to 4, y one from 1 to 3."),
        (BODY, [[1, 1], [5, 2]], "Plot 2: x is"),
        (BODY, [[1, 1], [1, ""]], "Plot 2: x is"),
        (BODY, [[3, 1], [3, 1]], "Plots 1 and 2 lie in the same cell."),
        (BODY, [[4, 3], [3, 1]], "Plot 1 lies where none can: water."),
        (STRATA, [[1, 1], [2, 2]], "Forest: there should be 1 plots, and there are 2."),
        (STRATA, [[1, 1], [3, 2]], ""),
        (LINE, [[1, 1], [3, 2]], "one row or in one column"),
        (LINE, [[1, 2], [3, 2]], ""),
        # Which places of a draw can be used is what is asked.
        (LOTS, [[4, 3], [1, 1]], ""),
        (BODY, None, ""),
    ],
)
def test_what_is_no_sample_of_the_design_is_to_be_mended(body, answer, said):
    fault = PLOTS.fault(body, answer)
    assert said in fault
    assert bool(fault) == bool(said)


def test_what_was_typed_comes_back_and_nothing_else_is_an_answer():
    posted = {"q.1.x": " 12", "q.1.y": "a,b", "q.2.x": "", "q.2.y": "7777777777"}
    answer = PLOTS.answer(BODY, posted, "q")
    assert answer == [[12, "a,b"], ["", "777777"]]
    assert PLOTS.is_answer(BODY, answer)
    assert 'value="a,b"' in html(BODY, answer)
    assert PLOTS.answer(BODY, {}, "q") is None
    for wrong in ([], [[1]], [[1, 2, 3]], [[1, None]], [[1, True]], {}, "1 1", [[1, 1]] * 3):
        assert not PLOTS.is_answer(BODY, wrong)
    assert PLOTS.is_answer(BODY, [[1, 1]])


def test_a_page_does_not_tell_what_the_map_holds():
    other = {
        **BODY,
        "field": ["1 2 3 4", "5 6 7 8", "9 10 11 12"],
        "tolerance": "1",
        "explanation": pair("another"),
    }
    for answer in (None, [[1, 1], [3, 2]]):
        assert html(BODY, answer) == html(other, answer)


def test_answered_the_map_shows_what_it_held_and_where_the_plots_lean():
    version = ItemVersion(item=Item(uid=UUID(int=1)), body=BODY)

    def reviewed(answer: object) -> str:
        with override("en"):
            asked = review(version, 1, seed=1, answer=answer, outline=NOTHING)
            return render_to_string("components/reviewed.html", {"asked": asked})

    page = reviewed([[1, 1], [1, 2]])
    assert "The plots say 12.7% too much." in page
    assert "They lie nearer to the path than the area does" in page
    for said in ("30%", "17.3%", "+12.7%", "±2%", "<circle"):
        assert said in page
    assert "They lie" not in reviewed([[2, 1], [3, 2]])
    assert "<circle" not in reviewed(None)
    assert "17.3%" in reviewed(None)


NOTHING = Outline.__new__(Outline)


def test_a_draw_is_followed_past_what_cannot_be_used():
    area = Area.of(LOTS)
    assert usable([(4, 3), (1, 1), (1, 1), (2, 2), (3, 3)], area, 2) == [(1, 1), (2, 2)]
    assert in_one_line([(1, 2), (4, 2)])
    assert not in_one_line([(1, 2), (4, 3)])
    assert runs("ffmf") == [(1, 2, "f"), (3, 3, "m"), (4, 4, "f")]


def read(**parts: object) -> tuple[dict, list[str]]:
    faults = Faults()
    told = {name: BODY[name] for name in PLOTS.known if BODY[name]} | parts
    found = PLOTS.read(Fields(node_of(told), faults, known=set(PLOTS.known)), ("lt", "en"))
    return found, [fault.message for fault in faults]


def test_an_authored_map_is_read_as_it_is_written():
    found, faults = read()
    assert faults == []
    assert Area.of(found).mean == MEAN
    bare, faults = read(habitats=[], strata=[], closed=[], path=[])
    assert faults == []
    assert Area.of(bare).mean == Fraction(289, 12)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"field": ["1 2", "3"]}, "as many numbers as the first"),
        ({"field": ["1 2", "3 x"]}, "as many numbers as the first"),
        ({"field": ["1 2 3 4"]}, "2 to 30 rows"),
        ({"habitats": ["ffmw", "ffmm"]}, "a letter for every number"),
        ({"habitats": ["ffmw", "ffmm", "ffmq"]}, "Every letter needs one name"),
        ({"path": ["9 9"]}, "lie on the map"),
        ({"plots": 12}, "more plots than cells"),
        ({"design": "stratified", "plots": 3}, "do not add up"),
        ({"design": "random", "drawn": ["1 1", "4 3"]}, "enough cells"),
    ],
)
def test_what_does_not_fit_together_is_told(parts, said):
    assert any(said in message for message in read(**parts)[1])


def test_another_field_under_the_same_map_is_another_answer():
    assert how_changed(BODY, {**BODY, "field": BODY["field"][::-1]}) == "answers"
    assert how_changed(BODY, {**BODY, "plots": 3}) == "question"
