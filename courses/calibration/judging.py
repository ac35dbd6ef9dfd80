"""How one answer stands beside the truth. Pure."""

from dataclasses import dataclass
from typing import Any

from courses.banks.generators import Form, drawn, is_generated
from courses.banks.kinds import KINDS
from courses.banks.models import ItemVersion
from courses.calibration.choosing import class_of
from courses.calibration.models import SittingItem

WHOLE = 1000


@dataclass(frozen=True)
class Judged:
    """points: thousandths.  right: wholly.  seen: what the statistics need, as it is stored: class,
    group (the generator, or the kind), unit, and tolerance, value, truth, category, true_category where the kind
    tells them."""

    points: int
    right: bool
    seen: dict[str, Any]


def _unit_of(body: dict[str, Any]) -> dict[str, str]:
    """The unit of value and truth; where one of several is to be chosen, the one that has no factor."""
    for unit in body.get("units", ()):
        if unit.get("right"):
            return dict(unit["text"])
    return dict(body.get("unit") or {})


def body_of(mine: SittingItem) -> dict[str, Any]:
    """The item as this person meets it."""
    return drawn(mine.item_version.body, mine.seed, Form(mine.form))


def judged(version: ItemVersion, body: dict[str, Any], answer: Any) -> Judged:
    """The answer to an item as it was drawn; None is "cannot tell"."""
    kind = KINDS[body["kind"]]
    marked = kind.mark(body, answer)
    said = kind.observed(body, answer)
    # A reading has the fineness of its scale, by which errors are measured.
    told = {
        "tolerance": float(body["tolerance"]) if body["kind"] == "reading" else None,
        "value": said.value,
        "truth": said.truth,
        "category": said.category,
        "true_category": said.true_category,
    }
    seen = {
        "class": class_of(version),
        "group": version.body["generator"] if is_generated(version.body) else body["kind"],
        "unit": _unit_of(body),
        **{name: value for name, value in told.items() if value not in (None, "")},
    }
    return Judged(marked.points, marked.points >= WHOLE, seen)
