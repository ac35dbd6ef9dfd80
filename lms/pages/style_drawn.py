"""Questions that generators draw, for the page of parts: asked, and answered in every way."""

from typing import Any
from uuid import UUID

from courses.banks.generators import Form, drawn
from courses.banks.models import Item, ItemVersion
from courses.classroom.asking import Asked, ask, review
from courses.content.outline import Outline

SEED = 3
FIRST = 700
# Generator, class, what its author chose, and the form it comes in.
DRAWN: tuple[tuple[str, str, dict[str, Any], Form], ...] = (
    ("interview", "cause", {"topic": "flood"}, Form.PICTURE),
    ("sampling-map", "road", {"design": "free"}, Form.PICTURE),
    ("sampling-map", "river", {"design": "random"}, Form.WORDS),
    ("sampling-map", "patchy", {"design": "stratified"}, Form.PICTURE),
)
BESIDE_THE_PATH, ALL_OVER = 1, 5


def drawn_asked(after: int) -> list[Asked]:
    """Each of them, to be answered. after: the number of the question before."""
    return [ask(version, after + n, seed=SEED) for n, version in enumerate(_versions(), 1)]


def drawn_reviewed(after: int, outline: Outline) -> list[Asked]:
    """Each with an answer, and the first without."""
    coded, free, lots, _strata = versions = _versions()
    answers = [
        (coded, {one["key"]: "cause" for one in coded.body["passages"]}),
        (coded, {one["key"]: one["code"] for one in coded.body["passages"]}),
        (coded, None),
        (free, _along(free.body, BESIDE_THE_PATH)),
        (free, _along(free.body, ALL_OVER)),
        (
            lots,
            [[int(part) for part in one.split()] for one in lots.body["drawn"]][
                : lots.body["plots"]
            ],
        ),
        (versions[-1], None),
    ]
    return [
        review(version, after + n, seed=SEED, answer=answer, outline=outline)
        for n, (version, answer) in enumerate(answers, 1)
    ]


def _versions() -> list[ItemVersion]:
    return [
        ItemVersion(
            item=Item(uid=UUID(int=FIRST + n)),
            body=drawn(
                {"generator": name, "class": category, "difficulty": "medium", "values": values},
                SEED,
                form,
            ),
        )
        for n, (name, category, values, form) in enumerate(DRAWN)
    ]


def _along(body: dict[str, Any], step: int) -> list[list[int]]:
    """Plots beside the path, or that far apart all over the map."""
    path = [[int(part) for part in one.split()] for one in body["path"]]
    if step == BESIDE_THE_PATH:
        return path[: body["plots"]]
    closed = {one["key"] for one in body["closed"]}
    rows = body["habitats"]
    cells = [
        [x + 1, len(rows) - y]
        for y in range(2, len(rows), step)
        for x in range(1, len(rows[0]), step + 1)
        if rows[y][x] not in closed
    ]
    return cells[: body["plots"]]
