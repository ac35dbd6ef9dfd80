"""What the drawn scale says where the drawn level stands is the truth, and so is what is told."""

import re
from itertools import product
from statistics import mean

import pytest

from courses.banks.generators import DIFFICULTIES, GENERATORS, Form
from courses.banks.generators.scales import INSTRUMENTS
from courses.banks.kinds import KINDS
from tests.courses.banks.generators.raster import elements, lines, paths
from tests.courses.banks.generators.test_measuring import item, right_answer_to

EACH = list(product(INSTRUMENTS, GENERATORS["instrument"].classes, DIFFICULTIES))
READING = KINDS["reading"]


def numbers(svg):
    """(height of its line, number) for everything written on the scale."""
    found = []
    for text in elements(svg, "text"):
        said = (text.text or "").replace("−", "-")
        if re.fullmatch(r"-?\d+(\.\d+)?", said):
            found.append((float(text.get("y")) - 5, float(said)))
    return found


def value_at(svg, y):
    """What the scale says at this height, from the first and the last number on it."""
    (y1, first), *_between, (y2, last) = numbers(svg)
    return first + (last - first) * (y - y1) / (y2 - y1)


def surface(svg):
    """The line that stands for the surface, as points."""
    (data,) = paths(svg, fill="none", stroke_width="1.4", stroke="#1f2a30")
    return lines(data)[0]


def side(svg):
    """How many lines higher a level line meets the scale than the sight does; 0 without a side
    view."""
    sights = paths(svg, stroke="#b3391f")
    if not sights:
        return 0.0
    (_eye, hit) = lines(sights[0])[0]
    (level,) = lines(paths(svg, stroke="#2b5f7d", stroke_dasharray="4 3")[0])
    heights = sorted(
        {
            line[0][1]
            for d in paths(svg, fill="none", stroke_width="1.2")
            for line in lines(d)
            if line[0][0] == 262
        }
    )
    return (hit[1] - level[0][1]) / (heights[1] - heights[0])


@pytest.mark.parametrize(("tool", "category", "difficulty"), EACH)
def test_the_drawn_level_on_the_drawn_scale_is_the_truth(tool, category, difficulty):
    for seed in range(4):
        body = item("instrument", category, difficulty, seed, instrument=tool)
        svg = body["picture"]["svg"]["en"]
        seen = surface(svg)
        heights = [y for _x, y in seen]
        middle = heights[len(heights) // 2]
        if category == "surface" and tool == "tape":
            middle = (max(heights) + min(heights)) / 2
        elif category == "surface":
            # A curved surface is read at its middle, where it is lowest, or highest for mercury.
            assert middle in (pytest.approx(max(heights)), pytest.approx(min(heights)))
            assert abs(middle - heights[0]) > 8
        else:
            assert max(heights) == min(heights)
        up = -1 if INSTRUMENTS[tool].down else 1
        read = value_at(svg, middle) + up * side(svg) * float(body["division"])
        assert read == pytest.approx(float(body["answer"]), abs=float(body["division"]) / 20)
        # Only a slanting look has a view from the side, and it is off by more than is allowed.
        assert (abs(side(svg)) > 0.9) is (category == "slant")


@pytest.mark.parametrize(("tool", "category", "difficulty"), EACH)
def test_the_lines_are_where_the_numbers_say(tool, category, difficulty):
    body = item("instrument", category, difficulty, 9, instrument=tool)
    svg = body["picture"]["svg"]["en"]
    (fine,) = [d for d in paths(svg, fill="none", stroke_width="1.2") if lines(d)[0][0][0] != 262][
        :1
    ]
    (thick,) = paths(svg, stroke_width="2", stroke="#1f2a30")[:1]
    marks = sorted(line[0][1] for data in (fine, thick) for line in lines(data))
    values = [value_at(svg, y) / float(body["division"]) for y in marks]
    assert all(abs(value - round(value)) < 0.03 for value in values)
    assert len({round(value) for value in values}) == len(values)


@pytest.mark.parametrize("category", GENERATORS["instrument"].classes)
def test_a_trap_is_missed_by_whoever_falls_into_it(category):
    for seed, difficulty in product(range(12), DIFFICULTIES):
        body = item("instrument", category, difficulty, seed)
        exact, division = float(body["answer"]), float(body["division"])
        lines_off = exact / division
        if category == "line":
            assert lines_off == pytest.approx(round(lines_off))
        elif category == "between":
            assert 0.25 < lines_off % 1 < 0.75
        else:
            assert body["near"]
        for near in body["near"]:
            marked = READING.mark(body, right_answer_to(body) | {"typed": near["answer"]})
            assert marked.points == 0 and marked.feedback["near"] == near["feedback"]


def test_harder_scales_have_more_lines_to_a_number_and_smaller_spaces():
    found = []
    for difficulty in DIFFICULTIES:
        bodies = [
            item("instrument", "line", difficulty, seed, instrument="gauge") for seed in range(9)
        ]
        svgs = [body["picture"]["svg"]["en"] for body in bodies]
        spaces = mean(
            sum(len(lines(d)) for d in paths(svg, fill="none", stroke_width="1.2")) for svg in svgs
        )
        written = mean(len(numbers(svg)) for svg in svgs)
        found.append((spaces, spaces / written, float(bodies[0]["division"])))
    easy, medium, hard = found
    assert easy[0] < medium[0] < hard[0]
    assert easy[1] * 1.5 < min(medium[1], hard[1])
    assert easy[2] > medium[2] > hard[2]


@pytest.mark.parametrize("tool", INSTRUMENTS)
def test_the_right_unit_is_printed_on_it_and_another_of_the_same_is_right_as_well(tool):
    body = item("instrument", "line", "easy", 4, instrument=tool)
    printed = [text.text for text in elements(body["picture"]["svg"]["lt"], "text")]
    right = next(one for one in body["units"] if one["right"])
    assert right["text"]["lt"] in printed
    assert [one["key"] for one in body["units"]] == sorted(
        (one["key"] for one in body["units"]),
        key=lambda key: next(u["text"]["en"].casefold() for u in body["units"] if u["key"] == key),
    )
    exact = float(body["answer"])
    for one in body["units"]:
        if one["factor"]:
            typed = (exact - float(one["offset"] or 0)) / float(one["factor"])
            answer = {"typed": f"{typed:.4f}", "unit": one["key"]}
            assert READING.mark(body, answer).points == 1000
        elif not one["right"]:
            assert READING.mark(body, {"typed": body["answer"], "unit": one["key"]}).points == 500


# --- in words ------------------------------------------------------------------------------------

PLACE = (
    r"(?:line (?P<k>\d+) (?P<way>after|before) the number (?P<n>−?\d+(?:\.\d+)?)"
    r"|the line with the number (?P<at>−?\d+(?:\.\d+)?))"
    r"(?:, and (?P<share>0\.\d) of a space on towards (?P<on>smaller|larger) numbers)?"
)


def places(text, division):
    """Every place on the scale that is told, as a number."""
    found = []
    for told in re.finditer(PLACE, text):
        number = float((told["n"] or told["at"]).replace("−", "-"))
        lines_on = int(told["k"] or 0) * (-1 if told["way"] == "before" else 1)
        share = float(told["share"] or 0) * (-1 if told["on"] == "smaller" else 1)
        found.append(number + (lines_on + share) * division)
    return found


@pytest.mark.parametrize(("tool", "category", "difficulty"), EACH)
def test_what_is_told_leads_to_the_truth(tool, category, difficulty):
    for seed in range(12):
        body = item("instrument", category, difficulty, seed, Form.WORDS, instrument=tool)
        told, division = body["told"]["en"], float(body["division"])
        if difficulty == "easy":
            assert float(re.search(r"are (\d+(?:\.\d+)?) apart", told)[1]) == division
        else:
            low, high = re.search(
                r"one is (−?\d+(?:\.\d+)?), the next is (−?\d+(?:\.\d+)?)\.", told
            ).groups()
            low, high = (float(one.replace("−", "-")) for one in (low, high))
            assert high - low == pytest.approx(10 * division)
        seen = places(told.split("\n\n")[1], division)
        if category == "surface":
            assert len(seen) == 2
            read = mean(seen) if tool == "tape" else seen[1]
        else:
            (read,) = seen
        if category == "slant":
            off = float(re.search(r"between lines: (\d+(?:\.\d+)?)", told)[1]) * division
            higher = -1 if " from above" in told else 1
            read -= higher * off * (-1 if INSTRUMENTS[tool].down else 1)
        assert read == pytest.approx(float(body["answer"]), abs=1e-9), told


@pytest.mark.parametrize(("tool", "category", "difficulty"), EACH)
def test_lines_are_told_in_the_case_that_lithuanian_asks(tool, category, difficulty):
    for seed in range(6):
        body = item("instrument", category, difficulty, seed, Form.WORDS, instrument=tool)
        told = body["told"]["lt"]
        # “ties” takes the instrumental, in which every line is put; “siekia” and “iki” do not.
        assert told.count("brūkšniu ") == told.count("ties brūkšniu "), told
