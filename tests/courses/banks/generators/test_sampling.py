"""Sampling maps: the truth counted again, the drawn map beside what is told of it, and that where the
plots lie decides."""

import gzip
import random
import re
from itertools import pairwise, product

import pytest
from django.utils.translation import override

from courses.banks.generators import DIFFICULTIES, GENERATORS, Form, drawn
from courses.banks.generators.sampling.words import DESIGNS
from courses.banks.kinds import KINDS
from courses.banks.kinds.sampled import Area
from lms.common.yamlnodes import Faults, Fields, node_of

MAP = GENERATORS["sampling-map"]
PLOTS = KINDS["plots"]
CLOSED = "wh"
FILLS = {"f": "#c6dba8", "s": "#dfe0b4", "w": "#b5d5e6"}
EVERY = list(product(MAP.classes, DIFFICULTIES, DESIGNS))


def item(category: str, difficulty: str, design: str, seed: int, form: Form = Form.PICTURE) -> dict:
    body = {
        "generator": "sampling-map",
        "class": category,
        "difficulty": difficulty,
        "values": {"design": design},
    }
    return drawn(body, seed, form)


def held(body: dict) -> dict[tuple[int, int], int]:
    """What every open cell holds, by x and y, read from the body alone."""
    found = {}
    for down, (row, letters) in enumerate(zip(body["field"], body["habitats"], strict=True)):
        for across, (value, letter) in enumerate(zip(row.split(), letters, strict=True)):
            if letter not in CLOSED:
                found[across + 1, 16 - down] = int(value)
    return found


@pytest.mark.parametrize(("category", "difficulty", "design"), EVERY)
def test_the_truth_is_exact_and_the_item_whole(category, difficulty, design):
    for seed in range(4):
        body = item(category, difficulty, design, seed)
        cells = held(body)
        mean = sum(cells.values()) / len(cells)
        assert float(Area.of(body).mean) == pytest.approx(mean, abs=1e-9)
        with override("en"):
            assert f"The mean of the whole area is {mean:.1f}" in body["explanation"]["en"]
        told = {name: body[name] for name in PLOTS.known if body[name] not in ([], {})}
        faults = Faults()
        PLOTS.read(Fields(node_of(told), faults, known=set(PLOTS.known)), ("lt", "en"))
        assert [fault.message for fault in faults] == []


def test_the_estimate_is_counted_again():
    for seed in range(20):
        body = item("road", "medium", "free", seed)
        cells = held(body)
        laid = random.Random(seed).sample(sorted(cells), body["plots"])
        mean = sum(cells[cell] for cell in laid) / len(laid)
        answer = [list(cell) for cell in laid]
        assert PLOTS.observed(body, answer).value == pytest.approx(mean)
        off = abs(mean - sum(cells.values()) / len(cells))
        assert (PLOTS.mark(body, answer).points == 1000) == (off <= float(body["tolerance"]))


# --- the map -------------------------------------------------------------------------------------


def rings(path: str) -> list[list[tuple[float, float]]]:
    """The corners of a path of straight lines and round corners; of a round one, where it ends."""
    found: list[list[tuple[float, float]]] = []
    for command, numbers in re.findall(r"([MLQ])([^MLQz]*)", path):
        parts = [float(one) for one in numbers.split()]
        if command == "M":
            found.append([])
        found[-1].append((parts[-2], parts[-1]))
    return found


def holds(outlines: list[list[tuple[float, float]]], x: float, y: float) -> bool:
    """Whether a point lies inside, by counting how often a ray to the right is crossed."""
    crossed = 0
    for ring in outlines:
        for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                crossed += 1
    return crossed % 2 == 1


@pytest.mark.parametrize("seed", range(12))
def test_the_drawn_map_shows_the_habitats_that_count(seed):
    body = item("patchy", "easy", "free", seed)
    svg, frame = body["picture"]["svg"]["lt"], body["frame"]
    for letter, fill in FILLS.items():
        found = re.search(rf'fill="{fill}" fill-rule="evenodd" d="([^"]*)"', svg)
        assert found
        outlines = rings(found[1])
        for down, letters in enumerate(body["habitats"]):
            for across, one in enumerate(letters):
                x = frame["x"] + (across + 0.5) * frame["cell"]
                y = frame["y"] + (down + 0.5) * frame["cell"]
                assert holds(outlines, x, y) == (one == letter), (letter, across, down)
    assert svg.count("h16v14h-16z") == "".join(body["habitats"]).count("h")


def test_the_map_tells_nothing_of_what_it_hides():
    for seed in range(12):
        body = item("river", "medium", "free", seed)
        svg = body["picture"]["svg"]["lt"]
        assert not re.search(
            r"\b(id|class|style|data-[\w-]+|aria-[\w-]+)=|<title|<desc|<script", svg
        )
        assert set(re.findall(r"<text[^>]*>([^<]*)<", svg)) <= {str(n) for n in range(1, 25)}
        cells = held(body)
        mean = f"{sum(cells.values()) / len(cells):.1f}"
        for code in ("lt", "en"):
            said = body["prompt"][code] + body["picture"]["alt"][code]
            assert mean not in said
            assert mean.replace(".", ",") not in said
            assert MAP.classes["river"][code] not in said
        assert len(svg.encode()) < 25_000
        assert len(gzip.compress(svg.encode())) < 8_000


def test_in_words_the_map_is_told_row_by_row():
    body = item("road", "hard", "transect", 3, Form.WORDS)
    assert "picture" not in body
    with override("en"):
        told = PLOTS.shown(body, None, truth=False)["told"]
    letters = {one["name"]["en"]: one["key"] for one in (*body["strata"], *body["closed"])}
    rows = []
    for row in told:
        cells = ""
        for part in row["parts"].split(", "):
            name, _space, columns = part.rpartition(" ")
            first, _dash, last = columns.partition("–")
            cells += letters[name] * (int(last or first) - int(first) + 1)
        rows.append(cells)
    assert rows == body["habitats"]
    assert [row["y"] for row in told] == list(range(16, 0, -1))
    assert sum(bool(row["path"]) for row in told) >= 1
    same = item("road", "hard", "transect", 3)
    assert (same["field"], same["tolerance"]) == (body["field"], body["tolerance"])


def test_two_seeds_never_give_the_same_item():
    bodies = [
        item(category, "medium", "free", seed) for category in MAP.classes for seed in range(60)
    ]
    assert len({str(body["field"]) for body in bodies}) == len(bodies)
    assert len({body["picture"]["svg"]["lt"] for body in bodies}) == len(bodies)


# --- designs -------------------------------------------------------------------------------------


def right(body: dict, cells: list[tuple[int, int]]) -> bool:
    answer = [list(cell) for cell in cells]
    assert PLOTS.fault(body, answer) == ""
    return PLOTS.mark(body, answer).points == 1000


def near_path(body: dict) -> list[tuple[int, int]]:
    path = [tuple(map(int, one.split())) for one in body["path"]]
    return [
        (x, y) for x, y in held(body) if min((x - px) ** 2 + (y - py) ** 2 for px, py in path) <= 2
    ]


def share(category: str, difficulty: str, design: str, lay) -> float:
    """How often plots that are laid so are right."""
    seeds = range(60)
    done = []
    for seed in seeds:
        body = item(category, difficulty, design, seed, Form.WORDS)
        done.append(right(body, lay(body, random.Random(seed))))
    return sum(done) / len(done)


def by_chance(body: dict, chance: random.Random) -> list[tuple[int, int]]:
    return chance.sample(sorted(held(body)), body["plots"])


def beside_the_path(body: dict, chance: random.Random) -> list[tuple[int, int]]:
    return chance.sample(near_path(body), body["plots"])


def test_plots_all_over_the_map_are_mostly_right_and_plots_beside_the_path_are_not():
    assert share("road", "easy", "free", by_chance) >= 0.85
    assert share("road", "easy", "free", beside_the_path) <= 0.1
    assert share("river", "medium", "free", beside_the_path) <= 0.3
    assert share("even", "easy", "free", beside_the_path) >= 0.6


def test_with_fewer_plots_it_is_harder():
    by_difficulty = [share("road", one, "free", by_chance) for one in DIFFICULTIES]
    assert by_difficulty[0] - by_difficulty[2] >= 0.08
    plots = [item("road", one, "free", 1)["plots"] for one in DIFFICULTIES]
    assert plots == [10, 8, 6]


def along(body: dict, *, across: bool) -> list[tuple[int, int]] | None:
    """Evenly spread plots on a line across the path or along it; None where it has too few cells."""
    path = [tuple(map(int, one.split())) for one in body["path"]]
    runs_up = len({y for _x, y in path}) == 16
    line = [cell for cell in sorted(held(body)) if cell[1 if runs_up == across else 0] == 8]
    n = body["plots"]
    return [line[int((at + 0.5) * len(line) / n)] for at in range(n)] if len(line) >= n else None


def test_a_transect_across_the_path_is_right_where_one_along_it_is_not():
    found: dict[bool, list[bool]] = {True: [], False: []}
    for seed in range(40):
        body = item("road", "hard", "transect", seed, Form.WORDS)
        for across, done in found.items():
            if cells := along(body, across=across):
                done.append(right(body, cells))
    assert sum(found[True]) / len(found[True]) >= 0.9
    assert sum(found[False]) / len(found[False]) <= 0.75


def test_strata_share_the_plots_by_area():
    for seed in range(20):
        body = item("patchy", "medium", "stratified", seed)
        letters = "".join(body["habitats"])
        open_cells = sum(letters.count(one["key"]) for one in body["strata"])
        for one in body["strata"]:
            exact = body["plots"] * letters.count(one["key"]) / open_cells
            assert one["plots"] >= 1
            assert abs(one["plots"] - exact) < 1.01
            assert f"{one['name']['en']} – {one['plots']}" in body["prompt"]["en"]
        assert sum(one["plots"] for one in body["strata"]) == body["plots"]


@pytest.mark.parametrize(("difficulty", "useless"), [("easy", 1), ("medium", 3), ("hard", 5)])
def test_a_draw_holds_so_many_places_that_cannot_be_used(difficulty, useless):
    for seed in range(20):
        body = item("road", difficulty, "random", seed)
        cells, taken, passed = held(body), [], 0
        for one in body["drawn"]:
            x, y = map(int, one.split())
            if len(taken) == body["plots"]:
                break
            if (x, y) in cells and (x, y) not in taken:
                taken.append((x, y))
            else:
                passed += 1
        assert passed == useless
        assert right(body, taken)
        assert PLOTS.mark(body, [[*cell] for cell in taken[:-1]] + [[1, 99]]).points < 1000
