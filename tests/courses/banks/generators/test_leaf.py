"""Leaves: what is drawn and what is described are of their class, measured anew from the markup."""

import gzip
import re
import statistics
from itertools import pairwise

import pytest

from courses.banks.generators import Form, drawn
from courses.banks.generators.leaf.key import CLASSES, TRAITS, couplets, way_to
from courses.banks.kinds import KINDS

DIFFICULTIES = ("easy", "medium", "hard")
DIVIDED = ("palmate", "pinnate")
SHOOTS = ("opposite", "alternate", "whorled")
# Beginnings of words that name a class, in either language.
NAMES = [
    "lygiakr",
    "dantyt",
    "danten",
    "pjūkl",
    "karbuot",
    "skiaut",
    "paprast",
    "sudėt",
    "plaštak",
    "plunksn",
    "priešin",
    "pražang",
    "mentur",
    "entire",
    "smooth",
    "tooth",
    "serrate",
    "crenate",
    "lobe",
    "simple",
    "compound",
    "palmate",
    "pinnate",
    "opposite",
    "alternate",
    "whorl",
]
# Widths of strokes by which parts of a drawing are found.
OUTLINE, LEAFLET_STALK, LEAF_STALK, STEM = "1.3", "2", "3", "5"
# What the identification key says.
TEETH, LOBES = 1 / 8, 1 / 4


def body(category, difficulty, seed, form=Form.PICTURE, trait="all"):
    kept = {
        "generator": "leaf",
        "class": category,
        "difficulty": difficulty,
        "values": {"trait": trait},
    }
    return drawn(kept, seed, form)


def svg(category, difficulty, seed):
    return body(category, difficulty, seed)["picture"]["svg"]["en"]


# --- reading the markup --------------------------------------------------------------------------


def flattened(data):
    """Polylines of path data, as complex numbers; curves in eight pieces."""
    lines, at = [], 0j
    for sign, told in re.findall(r"([MmLlQqCcZz])([^MmLlQqCcZz]*)", data):
        numbers = [float(one) for one in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", told)]
        points = [complex(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        if sign in "zZ":
            lines[-1].append(lines[-1][0])
            continue
        size = {"m": 1, "l": 1, "q": 2, "c": 3}[sign.lower()]
        for n in range(0, len(points), size):
            ends = [at + one for one in points[n : n + size]] if sign.islower() else points[n:]
            if sign in "mM":
                lines.append([ends[0]])
            else:
                lines[-1] += [_on([at, *ends], step / 8) for step in range(1, 9)]
            at = ends[size - 1]
    return lines


def _on(points, t):
    while len(points) > 1:
        points = [a + (b - a) * t for a, b in pairwise(points)]
    return points[0]


def attributes(markup):
    return [
        dict(re.findall(r'([\w-]+)="([^"]*)"', told))
        for told in re.findall(r"<path ([^>]*)/>", markup)
    ]


def stroked(markup, width):
    """The flattened paths with a stroke of this width."""
    return [flattened(one["d"]) for one in attributes(markup) if one.get("stroke-width") == width]


def to_line(point, line):
    """How far a point is from a polyline."""
    best = float("inf")
    for a, b in pairwise(line):
        along = b - a
        t = ((point - a) * along.conjugate()).real / abs(along) ** 2 if a != b else 0
        best = min(best, abs(a + along * min(max(t, 0), 1) - point))
    return best


def cuts(markup):
    """Of the one blade: how deep each cut of the margin goes, as a share of the way from its sides to
    the midrib, and, as another list, to the base. Those near the ends, where hardly any blade is,
    are left out."""
    outline = stroked(markup, OUTLINE)[0][0]
    # Of what only has a colour, the first is the midrib: there and back.
    thin = next(one["d"] for one in attributes(markup) if set(one) == {"d", "fill"})
    there, back = flattened(thin)[0][:9], flattened(thin)[0][8:17]
    midrib = [(a + b) / 2 for a, b in zip(there, reversed(back), strict=True)]
    # The tip is no cut, though both sides meet there.
    long = abs(midrib[-1] - midrib[0])
    to_midrib = [
        None if abs(point - midrib[-1]) < 0.1 * long else to_line(point, midrib)
        for point in outline
    ]
    return shares(to_midrib), shares([abs(point - outline[0]) for point in outline])


def shares(far):
    """Depths of the valleys of a run of distances, each by the lower of its two sides; None parts the
    run."""
    most = max(one for one in far if one is not None)
    found = []
    runs, run = [], []
    for one in [*far, None]:
        if one is None:
            runs, run = [*runs, run], []
        elif not run or one != run[-1]:
            run.append(one)
    for run in runs:
        heights = [
            b for a, b, c in zip(run, run[1:], run[2:], strict=False) if (b - a) * (c - b) < 0
        ]
        for before, here, after in zip(heights, heights[1:], heights[2:], strict=False):
            if here < min(before, after) and min(before, after) > 0.5 * most:
                found.append(1 - here / min(before, after))
    return [one for one in found if one > 0.015]


# --- what is drawn -------------------------------------------------------------------------------


def percent_told(made):
    return int(re.search(r"(\d+)%", made["explanation"]["en"])[1]) / 100


@pytest.mark.sweep
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
@pytest.mark.parametrize("category", ["entire", "toothed", "lobed"])
def test_margins_measured_on_the_drawing_lead_through_the_key_to_their_class(category, difficulty):
    for seed in range(40):
        made = body(category, difficulty, seed)
        to_midrib, to_base = cuts(made["picture"]["svg"]["en"])
        if category == "entire":
            assert (to_midrib, to_base) == ([], []), seed
        elif category == "toothed":
            assert len(to_midrib) >= 6, seed
            assert max(to_midrib) <= TEETH, seed
            assert max(to_base, default=0) <= TEETH, seed
            assert max(to_midrib) == pytest.approx(percent_told(made), abs=0.02), seed
        else:
            deep = [statistics.median(one) for one in (to_midrib, to_base) if one]
            assert max(deep) >= LOBES, seed
            assert any(abs(one - percent_told(made)) < 0.05 for one in deep), seed


@pytest.mark.sweep
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_a_divided_leaf_has_its_leaflets_at_one_point_or_along_the_stalk(difficulty):
    for seed in range(40):
        for category in DIVIDED:
            made = body(category, difficulty, seed)
            markup = made["picture"]["svg"]["en"]
            feet = [lines[0][0] for lines in stroked(markup, LEAFLET_STALK)]
            assert len(feet) == len(stroked(markup, OUTLINE)) >= 3
            assert f"{len(feet)} leaflets" in made["explanation"]["en"]
            apart = max(abs(a - b) for a in feet for b in feet)
            assert apart < 0.3 if category == "palmate" else apart > 40, (category, seed)
            if category == "pinnate":
                # One pair is told from the next at the width of a phone.
                nodes = sorted(abs(one - stroked(markup, "3.2")[0][0][0]) for one in feet)
                gaps = [b - a for a, b in pairwise(nodes)]
                assert max(gaps) > 10, seed


@pytest.mark.sweep
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_a_simple_leaf_is_one_blade_in_which_nothing_is_cut_through(difficulty):
    for seed in range(40):
        markup = svg("simple", difficulty, seed)
        assert len(stroked(markup, OUTLINE)) == 1
        assert max((*cuts(markup)[0], *cuts(markup)[1]), default=0) < 0.85, seed


def leaves_at_nodes(markup):
    """How many leaves stand at each height of a stem, and how far the nearest two heights lie apart,
    as a share of the stem."""
    (stem,) = stroked(markup, STEM)[0]
    whole = sum(abs(b - a) for a, b in pairwise(stem))
    heights = []
    for lines in stroked(markup, LEAF_STALK):
        foot = lines[0][0]
        nearest = min(range(len(stem)), key=lambda n: abs(stem[n] - foot))
        heights.append(sum(abs(b - a) for a, b in pairwise(stem[: nearest + 1])) / whole)
    counts, gaps = [], []
    last = None
    for height in sorted(heights):
        if last is not None and height - last < 0.035:
            counts[-1] += 1
        else:
            gaps += [] if last is None else [height - last]
            counts.append(1)
        last = height
    return counts, min(gaps)


@pytest.mark.sweep
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_leaves_of_a_shoot_stand_at_their_nodes_as_the_class_says(difficulty):
    for seed in range(40):
        one, _apart = leaves_at_nodes(svg("alternate", difficulty, seed))
        assert set(one) == {1}, seed
        two, _apart = leaves_at_nodes(svg("opposite", difficulty, seed))
        assert set(two) == {2}, seed
        more, _apart = leaves_at_nodes(svg("whorled", difficulty, seed))
        assert set(more) <= {3, 4}, seed


@pytest.mark.sweep
def test_the_harder_an_item_the_less_there_is_to_tell_it_by():
    def mean(measure, category):
        return [
            statistics.mean(measure(svg(category, difficulty, seed)) for seed in range(30))
            for difficulty in DIFFICULTIES
        ]

    for category in ("toothed", "lobed"):
        easy, medium, hard = mean(lambda one: max((*cuts(one)[0], *cuts(one)[1])), category)
        assert easy > 1.15 * medium and medium > 1.15 * hard, category
    for category in DIVIDED:
        easy, medium, hard = mean(lambda one: len(stroked(one, OUTLINE)), category)
        assert easy > medium + 1 and medium > hard + 1, category
    easy, medium, hard = mean(lambda one: max((0, *cuts(one)[0], *cuts(one)[1])), "simple")
    assert easy < medium < hard
    # Rims of what insects ate, which are no cuts.
    rims = mean(lambda one: sum("#8a6a3a" in told.values() for told in attributes(one)), "entire")
    assert rims[0] == 0 and rims[0] < rims[1] < rims[2]
    easy, medium, hard = mean(lambda one: leaves_at_nodes(one)[1], "alternate")
    assert hard < 0.75 * min(easy, medium)
    # Of opposite and whorled ones, leaves have fallen.
    for category in ("opposite", "whorled"):
        fallen = mean(
            lambda one: len(stroked(one, LEAF_STALK)) - len(stroked(one, OUTLINE)), category
        )
        assert fallen == [0, 0, 1]


# --- what is described ---------------------------------------------------------------------------


def numbers(told):
    return [float(one.replace(",", ".")) for one in re.findall(r"\d+(?:[.,]\d+)?", told)]


def table(told):
    """Numbers of the rows of a table, without their letters."""
    rows = [line.split("|")[2:-1] for line in told.splitlines() if re.match(r"\| [A-Z] ", line)]
    return [[numbers(cell)[0] for cell in row] for row in rows]


def classified(told):
    """The class that the key leads to, by the English description alone."""
    if "A shoot" in told:
        heights = [height for height, _way in table(told)]
        each = {heights.count(height) for height in heights}
        return {1: "alternate", 2: "opposite"}.get(max(each), "whorled")
    if rows := table(told):
        return "palmate" if len({at for at, _long in rows}) == 1 else "pinnate"
    if found := re.search(r"base of the blade to their bottom: ([\d; ]+)", told):
        feet = numbers(found[1])
        tips = numbers(re.search(r"margin is farthest: ([\d; ]+)", told)[1])
        deep = [1 - foot / min(pair) for foot, pair in zip(feet, pairwise(tips), strict=True)]
        return "lobed" if min(deep) > LOBES else "toothed"
    if found := re.search(r"they are ([\d.]+).mm deep", told):
        half = numbers(re.search(r"it is ([\d.]+).mm from there", told)[1])[0]
        return "lobed" if float(found[1]) / half >= LOBES else "toothed"
    return "entire"


@pytest.mark.sweep
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
@pytest.mark.parametrize("category", sorted(set(CLASSES) - {"simple"}))
def test_the_description_leads_through_the_key_to_the_class(category, difficulty):
    for seed in range(40):
        told = body(category, difficulty, seed, Form.WORDS)["description"]
        assert classified(told["en"]) == category, (seed, told["en"])
        assert numbers(told["lt"]) == numbers(told["en"]), seed


def test_the_description_of_a_simple_leaf_is_of_a_blade_in_one_piece():
    for seed in range(40):
        made = body("simple", DIFFICULTIES[seed % 3], seed, Form.WORDS, trait="compound")
        assert classified(made["description"]["en"]) not in (*DIVIDED, *SHOOTS)


# --- what every item keeps -----------------------------------------------------------------------


@pytest.mark.sweep
@pytest.mark.parametrize("category", CLASSES)
def test_nothing_that_is_asked_names_the_class(category):
    for difficulty in DIFFICULTIES:
        for seed in range(8):
            seen = body(category, difficulty, seed)
            read = body(category, difficulty, seed, Form.WORDS)
            assert "picture" not in read
            markup = seen["picture"]["svg"]["lt"]
            assert markup == seen["picture"]["svg"]["en"]
            assert not re.search(
                r"<(style|script|title|desc|g|use)|\b(id|class|style|data-)", markup
            )
            asked = [seen["prompt"], seen["picture"]["alt"], read["prompt"], read["description"]]
            for pair in asked:
                assert set(pair) == {"lt", "en"}
                told = " ".join(pair.values()).casefold()
                assert [name for name in NAMES if name in told] == []
            assert len(markup) < 25_000
            assert len(gzip.compress(markup.encode())) < 8_000


@pytest.mark.sweep
@pytest.mark.parametrize("form", Form)
def test_two_seeds_never_draw_the_same_and_one_seed_always_does(form):
    for category in CLASSES:
        for difficulty in DIFFICULTIES:
            made = [body(category, difficulty, seed, form) for seed in range(60)]
            said = {
                str(one["picture"]["svg"] if form is Form.PICTURE else one["description"])
                for one in made
            }
            assert len(said) == 60, (category, difficulty)
            assert body(category, difficulty, 7, form) == made[7]


@pytest.mark.parametrize("trait", TRAITS)
def test_every_class_can_be_asked_by_every_trait_and_the_key_leads_to_all_that_is_offered(trait):
    for category in CLASSES:
        made = body(category, "medium", 3, trait=trait)
        offered = [one["key"] for one in made["options"]]
        assert offered in [list(one) for one in TRAITS.values()]
        assert category not in TRAITS[trait] or offered == list(TRAITS[trait])
        assert [one["key"] for one in made["options"] if one["right"]] == [category]
        assert KINDS["classify"].mark(made, category).points == 1000
        ends = {lead["to"] for step in made["couplets"] for lead in step["leads"]}
        numbers_led_to = {one for one in ends if one.isdigit()}
        assert ends - numbers_led_to == set(offered)
        assert numbers_led_to == {str(n) for n in range(2, len(made["couplets"]) + 1)}


def test_the_way_through_the_key_is_told():
    key = couplets("all")
    assert way_to("alternate", key) == "1a, 2a"
    assert way_to("entire", key) == "1b, 3b, 6b, 7b"
    made = body("entire", "easy", 1)
    assert made["explanation"]["lt"].endswith("Kelias pagal raktą: 1b, 3b, 6b, 7b.")
