"""Birds are counted one by one, none touches another, and what is told adds up."""

import re
from itertools import product
from math import hypot
from statistics import mean

import pytest

from courses.banks.generators import DIFFICULTIES, GENERATORS, Form
from courses.banks.generators.flock import CLASSES, DARK, PALE
from tests.courses.banks.generators.raster import lines, paths
from tests.courses.banks.generators.test_measuring import item

EACH = list(product(GENERATORS["flock"].classes, DIFFICULTIES))


def birds(body, colour=DARK):
    """The middle and the span of every bird of this colour."""
    found = []
    for data in paths(body["picture"]["svg"]["en"], stroke=colour):
        for bird in re.findall(r"M[^M]*", data):
            # A move to the middle of the bird is followed by one to where its outline begins.
            outline = lines(bird)[-1]
            xs, ys = [x for x, _y in outline], [y for _x, y in outline]
            found.append(((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2, max(xs) - min(xs)))
    return found


@pytest.mark.parametrize(("category", "difficulty"), EACH)
def test_the_truth_is_the_number_of_birds_that_are_drawn(category, difficulty):
    low, high, percent = CLASSES[category]
    for seed in range(20):
        body = item("flock", category, difficulty, seed)
        assert body["answer"] == str(len(birds(body)))
        assert low <= int(body["answer"]) <= high
        assert body["tolerance_percent"] == (str(percent) if percent else "")
        others = birds(body, PALE)
        assert bool(others) is (difficulty == "hard")
        assert ("sit" in body["prompt"]["en"]) is (difficulty == "hard")
        alone = item("flock", category, difficulty, seed, others="none")
        assert not birds(alone, PALE)
        assert "sit" not in alone["prompt"]["en"] + alone["picture"]["alt"]["en"]


@pytest.mark.parametrize(("category", "difficulty"), EACH)
def test_no_bird_touches_another_and_none_is_cut(category, difficulty):
    for seed in range(6):
        body = item("flock", category, difficulty, seed)
        seen = birds(body) + birds(body, PALE)
        width, height = body["picture"]["width"], body["picture"]["height"]
        for place, (x, y, span) in enumerate(seen):
            assert span / 2 < x < width - span / 2 and 2 < y < height - 2
            for other_x, other_y, other_span in seen[:place]:
                apart = hypot(x - other_x, (y - other_y) * 1.5)
                assert apart > (span + other_span) / 2, (seed, x, y)


@pytest.mark.parametrize("category", ["tens", "hundreds"])
def test_harder_flocks_are_crowded_and_mixed(category):
    crowding, mixing = [], []
    for difficulty in DIFFICULTIES:
        bodies = [item("flock", category, difficulty, seed, others="none") for seed in range(12)]
        crowding.append(mean(unevenness(birds(body)) for body in bodies))
        spans = [[span for *_middle, span in birds(body)] for body in bodies]
        mixing.append(mean(max(one) / min(one) for one in spans))
    assert crowding[0] * 1.3 < crowding[1] < crowding[2], crowding
    assert mixing[0] < mixing[1] < mixing[2], mixing


def unevenness(seen):
    """How differently the birds fill the blocks of six by four: variance over mean."""
    blocks = [0] * 24
    for x, y, _span in seen:
        blocks[int(x / 70) + 6 * int(y / 75)] += 1
    usual = mean(blocks)
    return mean((one - usual) ** 2 for one in blocks) / usual / len(seen)


def cells(text):
    return [
        [int(cell) for cell in line.strip("| ").split(" | ")]
        for line in text.splitlines()
        if re.match(r"\| \d", line)
    ]


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_what_came_and_went_leaves_the_truth(difficulty):
    for seed in range(25):
        body = item("flock", "few", difficulty, seed, Form.WORDS)
        told = body["told"]["en"]
        here, events = 0, 0
        for change, n in re.findall(r"swans that (came|left): (\d+)", told):
            here += int(n) if change == "came" else -int(n)
            events += 1
            assert here >= 0
            # No number on the way is the answer, so nobody is right who only picks one.
            assert n != body["answer"]
        assert str(here) == body["answer"]
        assert events == {"easy": 2, "medium": 4, "hard": 6}[difficulty]
        assert ("Geese that came" in told) is (difficulty == "hard")
        assert re.findall(r": (\d+)\.", told) == re.findall(r": (\d+)\.", body["told"]["lt"])


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_the_stretches_of_a_shore_add_up(difficulty):
    for seed in range(25):
        body = item("flock", "tens", difficulty, seed, Form.WORDS)
        rows = cells(body["told"]["lt"])
        assert len(rows) == {"easy": 5, "medium": 7, "hard": 8}[difficulty]
        counted = sum(row[1] - (row[2] if len(row) > 2 else 0) for row in rows)
        assert str(counted) == body["answer"]


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_the_strips_that_were_counted_lead_near_to_all_of_them(difficulty):
    for seed in range(25):
        body = item("flock", "hundreds", difficulty, seed, Form.WORDS)
        rows = cells(body["told"]["en"])
        every = [
            int(n)
            for n in re.search(r"another: ([\d, ]+)", body["explanation"]["en"])[1].split(", ")
        ]
        assert str(sum(every)) == body["answer"]
        counted = {row[0]: row[1] - (row[2] if len(row) > 2 else 0) for row in rows}
        assert all(every[strip - 1] == n for strip, n in counted.items())
        leads = sum(counted.values()) * len(every) / len(counted)
        assert leads == pytest.approx(sum(every), rel=0.08)
        assert (
            len(counted) / len(every) == {"easy": 1 / 2, "medium": 1 / 3, "hard": 1 / 4}[difficulty]
        )
