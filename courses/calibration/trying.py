"""The ten items that anybody can try: which they are, and what came of them. Pure."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from courses.banks.generators import GENERATORS, Form, drawn
from courses.banks.models import Item, ItemVersion
from courses.calibration.agreement import Interval, wilson
from courses.calibration.results import is_biased, relative_bias

# (generator, difficulty), as they are asked: what a thumb can answer on a phone, easy ones first, no two
# of one sort in a row. Of leaves only the margin: eight answers to choose from are too many to begin with.
TEN = (
    ("quadrat", "easy"),
    ("flock", "easy"),
    ("leaf", "easy"),
    ("quadrat", "medium"),
    ("flock", "medium"),
    ("leaf", "medium"),
    ("quadrat", "medium"),
    ("flock", "hard"),
    ("leaf", "medium"),
    ("quadrat", "hard"),
)
CLASSES = {"leaf": ("entire", "toothed", "lobed")}
VALUES = {"leaf": {"trait": "margin"}}
SEED_BITS = 48


def ten_items(chance: random.Random, form: str) -> list[dict[str, Any]]:
    """What one trial asks: of every generator its classes in turn."""
    names = {name for name, _difficulty in TEN}
    classes = {name: sorted(CLASSES.get(name, GENERATORS[name].classes)) for name in names}
    decks = {name: chance.sample(classes[name], len(classes[name])) for name in sorted(names)}
    asked = []
    for name, difficulty in TEN:
        category = decks[name].pop(0)
        decks[name].append(category)
        usual = {one.name: one.otherwise for one in GENERATORS[name].parameters}
        values = usual | VALUES.get(name, {})
        asked.append(
            {
                "generator": name,
                "class": category,
                "difficulty": difficulty,
                "values": values,
                "seed": chance.getrandbits(SEED_BITS),
                "form": form,
            }
        )
    return asked


def body_at(asked: dict[str, Any]) -> dict[str, Any]:
    """One of them as it is met."""
    return drawn({**asked, "see": None}, asked["seed"], Form(asked["form"]))


def version_at(asked: dict[str, Any]) -> ItemVersion:
    """The same as pages and marking want it; it stands in no table."""
    # Its fields in forms are named by its uid, so that must stay the same.
    uid = UUID(int=asked["seed"])
    item = Item(uid=uid, kind=GENERATORS[asked["generator"]].kind, category=asked["class"])
    return ItemVersion(item=item, number=1, body={**asked, "see": None})


@dataclass(frozen=True)
class Small:
    """A small result. interval: of the share of right answers.  bias: mean relative error of what was
    estimated, where it leans to one side by more than chance."""

    n: int
    right: int
    cannot_tell: int
    interval: Interval
    bias: float | None

    @property
    def more(self) -> bool:
        """Whether it was too much."""
        return (self.bias or 0) > 0

    @property
    def much(self) -> float:
        """By how much, as a share."""
        return abs(self.bias or 0)


def small_result(answers: Sequence[dict[str, Any]]) -> Small:
    """What ten answers say, and how little that is."""
    n, right = len(answers), sum(one["right"] for one in answers)
    pairs = [
        (one["seen"]["value"], one["seen"]["truth"])
        for one in answers
        if one["seen"].get("value") is not None and one["seen"].get("truth") is not None
    ]
    return Small(
        n,
        right,
        sum(one["cannot_tell"] for one in answers),
        wilson(right, n),
        relative_bias(pairs) if is_biased(pairs) else None,
    )
