"""Per cent cover in a sampling square: patches to be estimated, or points to be told row by row."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from courses.banks.generators.base import Body, Form, Parameter, Values, picture, same
from courses.banks.generators.telling import NBSP, both, joined, shown, table
from lms.common.drawings.cover import Cover, cover
from lms.common.drawings.paths import Point, number
from lms.common.languages import Pair

SIZE, MARGIN = 400, 22
WHOLE = SIZE + 2 * MARGIN
# Least and most per cent of a class, and how far off is right: points, and per cent of the truth.
CLASSES: Mapping[str, tuple[int, int, str, str]] = {
    "sparse": (1, 15, "2", "25"),
    "middle": (16, 50, "5", "15"),
    "dense": (51, 99, "7", ""),
}
# Waves, their fewest and most crests along a side, and into how many parts strings divide it.
LOOKS = {"easy": (6, (0.7, 2.2), 10), "medium": (7, (1.6, 4.2), 2), "hard": (8, (3.2, 7.0), 1)}
SIDE = 10


@dataclass(frozen=True)
class Ground:
    """What covers what, and in which colours. marks: path data of one mark on either."""

    title: Pair
    asked: Pair
    seen: Pair
    under: str
    over: str
    dark: str
    crumbs: str
    leaf: str
    crumb: str


GROUNDS: Mapping[str, Ground] = {
    "meadow": Ground(
        title={"lt": "Augalai dirvoje", "en": "Plants on soil"},
        asked={
            "lt": "Kokią laukelio dalį dengia augalai?",
            "en": "How much of the square do plants cover?",
        },
        seen={
            "lt": "žali augalų lopai šviesioje dirvoje",
            "en": "green patches of plants on pale soil",
        },
        under="#efe5d3",
        over="#86a457",
        dark="#4a6a26",
        crumbs="#c5b393",
        leaf="q-1-3-4-4m4 4q0-4-.5-6m.5 6q1-3 4-4",
        crumb="q2-2 4 0",
    ),
    "lichen": Ground(
        title={"lt": "Kerpės ant akmens", "en": "Lichens on rock"},
        asked={
            "lt": "Kokią laukelio dalį dengia kerpės?",
            "en": "How much of the square do lichens cover?",
        },
        seen={
            "lt": "geltoni kerpių lopai ant pilko akmens",
            "en": "yellow patches of lichen on grey rock",
        },
        under="#d9dadb",
        over="#d9a62e",
        dark="#8f6410",
        crumbs="#b4b7ba",
        leaf="q2-3 4 0q-2 3-4 0",
        crumb="l3-2 2 1",
    ),
    "duckweed": Ground(
        title={"lt": "Plūdenos vandenyje", "en": "Duckweed on water"},
        asked={
            "lt": "Kokią laukelio dalį dengia plūdenos?",
            "en": "How much of the square does duckweed cover?",
        },
        seen={
            "lt": "žali plūdenų lopai vandens paviršiuje",
            "en": "green patches of duckweed on water",
        },
        under="#d5e4ec",
        over="#7fae4a",
        dark="#3f6d1e",
        crumbs="#a9c5d4",
        leaf="q2-3 4-1q0 3-4 1m4-1q3-1 3 1-2 2-3-1",
        crumb="q3-2 6 0",
    ),
}


class Quadrat:
    """How much of a square is covered.

    Difficulty: the number and smallness of the patches, and the strings that help to compare. In
    words: whether points are counted already, told by their numbers, or told for two sorts that
    stand over one another.
    """

    name = "quadrat"
    kind = "estimate"
    title: Pair = {"lt": "Padengimas laukelyje", "en": "Cover in a square"}
    classes: Mapping[str, Pair] = {
        "sparse": {"lt": f"mažas padengimas (1–15{NBSP}%)", "en": "sparse cover (1–15%)"},
        "middle": {"lt": f"vidutinis padengimas (16–50{NBSP}%)", "en": "middle cover (16–50%)"},
        "dense": {"lt": f"didelis padengimas (51–99{NBSP}%)", "en": "dense cover (51–99%)"},
    }
    parameters: Sequence[Parameter] = (
        Parameter(
            name="ground",
            label={"lt": "Kas dengia", "en": "What covers"},
            otherwise="meadow",
            choices={name: ground.title for name, ground in GROUNDS.items()},
        ),
    )

    def draw(
        self, values: Values, category: str, difficulty: str, chance: random.Random, form: Form
    ) -> Body:
        ground = GROUNDS[values["ground"]]
        if form is Form.WORDS:
            return told(ground, category, difficulty, chance)
        low, high, _points, _percent = CLASSES[category]
        waves, cycles, parts = LOOKS[difficulty]
        exact = Decimal(0)
        while not low <= exact <= high:
            share = chance.uniform(low + 0.5, high - 0.5) / 100
            found = cover(chance, SIZE, share, waves=waves, cycles=cycles)
            exact = Decimal(f"{found.share * 100:.2f}")
        return {
            "prompt": joined([ground.asked, ASKED]),
            "picture": picture(
                same(_svg(chance, ground, found, parts)), _alt(ground, parts), WHOLE, WHOLE
            ),
            "explanation": _explained(exact, found.pieces, parts),
            **estimate(exact, category),
        }


def estimate(exact: Decimal, category: str) -> Body:
    """What the kind asks for."""
    _low, _high, points, percent = CLASSES[category]
    return {
        "answer": str(exact.normalize() if exact % 1 else exact.to_integral()),
        "tolerance": points,
        "tolerance_percent": percent,
        "unit": {"lt": "%", "en": "%"},
        "least": "0",
        "most": "100",
        "near": [
            {
                "answer": str(100 - exact),
                "feedback": {
                    "lt": "Tiek užima tai, kas nepadengta. Klausta, kiek padengta.",
                    "en": "That is the part left bare. The question was what is covered.",
                },
            }
        ]
        if abs(100 - 2 * exact) > 16
        else [],
    }


ASKED: Pair = {
    "lt": "Įvertinkite iš akies, procentais.",
    "en": "Estimate by eye, as a percentage.",
}


def _alt(ground: Ground, parts: int) -> Pair:
    helps = {
        10: both(
            "Virvelės dalija jį į 100 vienodų langelių.",
            "Strings divide it into 100 equal cells.",
        ),
        2: both(
            "Virvelės dalija jį į keturias lygias dalis.",
            "Strings divide it into four equal parts.",
        ),
        1: both("Virvelių jame nėra.", "No strings divide it."),
    }
    return joined(
        [
            both(
                "Kvadratinis apskaitos laukelis iš viršaus: {seen}.",
                "A square sampling frame from above: {seen}.",
                seen=ground.seen,
            ),
            helps[parts],
        ]
    )


def _explained(exact: Decimal, pieces: int, parts: int) -> Pair:
    hundredth = both(
        "Padengta {share}{nb}% laukelio.",
        "{share}% of the square is covered.",
        share=exact,
        nb=NBSP,
    )
    if parts == 10:
        way = both(
            "Kiekvienas langelis yra 1{nb}%: suskaičiuokite daugiau kaip per pusę padengtus, o mažesnius "
            "gabalus mintyse sudėkite po du.",
            "Each cell is 1%: count those more than half covered, and put smaller bits together in "
            "your mind.",
            nb=NBSP,
        )
    elif parts == 2:
        way = both(
            "Vertinkite kiekvieną ketvirtį atskirai ir iš keturių skaičių imkite vidurkį: maži plotai "
            "įvertinami tiksliau.",
            "Judge each quarter by itself and take the mean of the four: small areas are judged more "
            "exactly.",
        )
    else:
        way = both(
            "Mintyse sustumkite lopus į vieną kampą (čia jų ir tarpų yra {pieces}) ir palyginkite su "
            "ketvirčiu laukelio. Kai mažų lopų daug, atrodo, kad jie užima daugiau, negu yra iš tikrųjų.",
            "In your mind, push the patches into one corner (there are {pieces} of them, gaps "
            "included) and compare with a quarter of the square. Many small patches look like more "
            "than they are.",
            pieces=pieces,
        )
    return joined([hundredth, way])


def _svg(chance: random.Random, ground: Ground, found: Cover, parts: int) -> str:
    leaves = _marks(chance, found.inside, ground.leaf, 110)
    crumbs = _marks(chance, found.outside, ground.crumb, 80)
    strings = "".join(
        f"M{number(SIZE * part / parts)} 0v{SIZE}M0 {number(SIZE * part / parts)}h{SIZE}"
        for part in range(1, parts)
    )
    ticks = "".join(
        f"M{place} -8v-7M{place} {SIZE + 8}v7M-8 {place}h-7M{SIZE + 8} {place}h7"
        for place in range(0, SIZE + 1, SIZE // 10)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-{MARGIN} -{MARGIN} {WHOLE} {WHOLE}">'
        f'<path fill="#fff" d="M-{MARGIN}-{MARGIN}h{WHOLE}v{WHOLE}h-{WHOLE}z"/>'
        f'<path fill="{ground.under}" d="M0 0h{SIZE}v{SIZE}h-{SIZE}z"/>'
        f'<path fill="none" stroke="{ground.crumbs}" stroke-width="1.4" stroke-linecap="round"'
        f' d="{crumbs}"/>'
        f'<path fill="{ground.over}" fill-rule="evenodd" d="{found.outline}"/>'
        f'<path fill="none" stroke="{ground.dark}" stroke-width="1.1" stroke-linecap="round"'
        f' d="{leaves}"/>'
        f'<path fill="none" stroke="#fff" stroke-width="2.4" d="{strings}"/>'
        f'<path fill="none" stroke="#3a332a" stroke-width="1" d="{strings}"/>'
        f'<path fill="none" stroke="#3a332a" stroke-width="1.2" d="{ticks}"/>'
        f'<path fill="none" stroke="#6b5138" stroke-width="7" stroke-linejoin="round"'
        f' d="M-3.5-3.5h{SIZE + 7}v{SIZE + 7}h-{SIZE + 7}z"/></svg>'
    )


def _marks(chance: random.Random, points: list[Point], mark: str, most: int) -> str:
    some = chance.sample(points, min(len(points), most))
    return "".join(f"M{round(x)} {round(y)}{mark}" for x, y in some)


# --- in words ------------------------------------------------------------------------------------


def told(ground: Ground, category: str, difficulty: str, chance: random.Random) -> Body:
    """A hundred points in ten rows, read from above, and what was met at each."""
    low, high, _points, _percent = CLASSES[category]
    hits = chance.randint(low, high)
    rows = _rows(chance, hits)
    counts = [len(row) for row in rows]
    numbered = list(enumerate(rows, 1))
    head: list[Pair] = [{"lt": "Eilė", "en": "Row"}]
    if difficulty == "easy":
        head.append({"lt": "Padengtų taškų", "en": "Points covered"})
        lines = table(head, ([n, len(row)] for n, row in numbered))
        how = both("Surašyta, kiek jų padengta.", "It is told how many of them are covered.")
    elif difficulty == "medium":
        head.append({"lt": "Padengtų taškų numeriai", "en": "Numbers of the points covered"})
        lines = table(head, ([n, _runs(row)] for n, row in numbered))
        how = both(
            "Surašyti padengtų taškų numeriai.", "The numbers of the points covered are listed."
        )
    else:
        head += [
            {"lt": "Pirma rūšis", "en": "First species"},
            {"lt": "Antra rūšis", "en": "Second species"},
        ]
        sorts = [_sorts(chance, row) for row in rows]
        lines = table(head, ([n, _runs(a), _runs(b)] for n, (a, b) in enumerate(sorts, 1)))
        how = both(
            "Dvi rūšys vietomis auga viena virš kitos. Surašyta, kuriuose taškuose kuri rasta; "
            "padengtas yra taškas, kuriame yra bent viena.",
            "Two species grow over one another in places. It is told at which points each was met; "
            "a point is covered where there is at least one.",
        )
    opening = both(
        "{title}. Laukelyje Nr.{nb}{no} iš viršaus apžiūrėta 100 taškų: dešimt eilių po dešimt, o "
        "eilėje taškai sunumeruoti nuo 1 iki 10.",
        "{title}. Square no.{nb}{no} was looked at from above at 100 points: ten rows of ten, which "
        "are numbered from 1 to 10 in each row.",
        title=ground.title,
        # Few points can be covered in few ways, and still no two squares are the same.
        no=str(chance.randint(10_000, 99_999)),
        nb=NBSP,
    )
    return {
        "told": joined([joined([opening, how]), lines], "\n\n"),
        "prompt": joined(
            [
                ground.asked,
                both("Atsakykite procentais.", "Answer as a percentage."),
            ]
        ),
        "explanation": both(
            "Padengtų taškų – {hits} iš 100, taigi {hits}{nb}%. Eilėmis: {sums}.",
            "Points covered: {hits} of 100, so {hits}%. Row by row: {sums}.",
            hits=hits,
            sums=" + ".join(map(str, counts)),
            nb=NBSP,
        ),
        # Points can be counted, so little is left to estimate.
        **estimate(Decimal(hits), category) | {"tolerance": "1", "tolerance_percent": ""},
    }


def _rows(chance: random.Random, hits: int) -> list[list[int]]:
    """Ten rows of point numbers, so many in all, that lie together rather than scattered."""
    field = [[chance.random() for _point in range(SIDE + 2)] for _row in range(SIDE + 2)]
    smooth = {
        (row, point): sum(
            field[row + down][point + right] for down in range(3) for right in range(3)
        )
        + chance.random()
        for row in range(SIDE)
        for point in range(SIDE)
    }
    met = sorted(smooth, key=lambda place: -smooth[place])[:hits]
    return [sorted(point + 1 for line, point in met if line == row) for row in range(SIDE)]


def _sorts(chance: random.Random, row: list[int]) -> tuple[list[int], list[int]]:
    """Which points of a row each of two species holds; every point at least one."""
    who = {point: chance.choice(("a", "a", "b", "ab")) for point in row}
    return (
        [point for point in row if "a" in who[point]],
        [point for point in row if "b" in who[point]],
    )


def _runs(points: list[int]) -> Pair:
    """ "2–4, 7": points one after another are told by the first and the last."""
    if not points:
        return {"lt": "nė vieno", "en": "none"}
    runs: list[list[int]] = []
    for point in points:
        if runs and point == runs[-1][1] + 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    said = ", ".join(
        shown(first, "en") if first == last else f"{first}–{last}" for first, last in runs
    )
    return {"lt": said, "en": said}
