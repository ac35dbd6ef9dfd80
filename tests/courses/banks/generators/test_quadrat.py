"""Cover is counted pixel by pixel, and points one by one."""

import re
from itertools import product
from statistics import mean

import pytest

from courses.banks.generators import DIFFICULTIES, GENERATORS, Form
from courses.banks.generators.quadrat import CLASSES, GROUNDS
from lms.common.drawings.paths import curve, enclosed
from tests.courses.banks.generators.raster import lines, paths, share_filled
from tests.courses.banks.generators.test_measuring import item

SIZE, PIXELS = 400, 1600
EACH = list(product(GENERATORS["quadrat"].classes, DIFFICULTIES))


def patches(body):
    (data,) = paths(body["picture"]["svg"]["en"], fill_rule="evenodd")
    return data


@pytest.mark.parametrize(("category", "difficulty"), EACH)
def test_the_truth_is_the_share_of_pixels_that_are_drawn(category, difficulty):
    low, high, *_tolerance = CLASSES[category]
    for seed in range(5):
        body = item("quadrat", category, difficulty, seed)
        counted = 100 * share_filled(patches(body), SIZE, PIXELS)
        assert float(body["answer"]) == pytest.approx(counted, abs=0.06)
        assert low <= float(body["answer"]) <= high


def test_the_counting_of_pixels_counts():
    assert share_filled("M0 0h200v400H0z", SIZE, PIXELS) == 0.5
    assert share_filled("M0 0h400v400H0zM100 100v200h200v-200z", SIZE, PIXELS) == 0.75


@pytest.mark.parametrize(
    "ring", [[(0, 0), (90, 5), (80, 80), (40, 30)], [(9, 9), (5, 60), (70, 50)]]
)
def test_the_area_of_a_curve_is_that_of_its_drawing(ring):
    drawn = 100 * 100 * share_filled(curve(ring, closed=True), 100, 4000)
    assert abs(enclosed(ring)) == pytest.approx(drawn, abs=1)
    assert enclosed(ring[::-1]) == pytest.approx(-enclosed(ring))


@pytest.mark.parametrize("category", CLASSES)
def test_harder_squares_have_more_and_smaller_patches_and_fewer_strings(category):
    pieces, strings = [], []
    for difficulty in DIFFICULTIES:
        bodies = [item("quadrat", category, difficulty, seed) for seed in range(12)]
        pieces.append(mean(len(lines(patches(body))) for body in bodies))
        cords = [paths(one["picture"]["svg"]["en"], stroke_width="2.4")[0] for one in bodies]
        strings.append(mean(len(lines(cord)) for cord in cords))
    assert pieces[0] * 1.5 < pieces[1] and pieces[1] * 1.3 < pieces[2], pieces
    assert strings == [18, 2, 0]


@pytest.mark.parametrize("ground", GROUNDS)
def test_the_picture_says_what_covers_what(ground):
    body = item("quadrat", "middle", "easy", 1, ground=ground)
    assert GROUNDS[ground].seen["lt"] in body["picture"]["alt"]["lt"]
    assert GROUNDS[ground].over in body["picture"]["svg"]["en"]


def points(cell):
    """The numbers that a cell of the table tells: "2–4, 7"."""
    found = set()
    for first, last in re.findall(r"(\d+)(?:–(\d+))?", cell):
        found |= set(range(int(first), int(last or first) + 1))
    return found


@pytest.mark.parametrize(("category", "difficulty"), EACH)
def test_the_points_that_are_told_are_the_truth(category, difficulty):
    for seed in range(12):
        body = item("quadrat", category, difficulty, seed, Form.WORDS)
        for code in ("lt", "en"):
            rows = [line.strip("| ").split(" | ") for line in body["told"][code].splitlines()[4:]]
            assert [row[0] for row in rows] == [str(n) for n in range(1, 11)]
            if difficulty == "easy":
                counted = sum(int(row[1]) for row in rows)
            else:
                met = [set().union(*map(points, row[1:])) for row in rows]
                assert all(row <= set(range(1, 11)) for row in met)
                counted = sum(map(len, met))
            assert str(counted) == body["answer"]
            assert len(rows[0]) == (3 if difficulty == "hard" else 2)
