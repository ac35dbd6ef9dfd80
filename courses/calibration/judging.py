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
    group (the generator, or the kind), unit, and value, truth, category, true_category where the kind
    tells them."""

    points: int
    right: bool
    seen: dict[str, Any]


def body_of(mine: SittingItem) -> dict[str, Any]:
    """The item as this person meets it."""
    return drawn(mine.item_version.body, mine.seed, Form(mine.form))


def judged(version: ItemVersion, body: dict[str, Any], answer: Any) -> Judged:
    """The answer to an item as it was drawn; None is "cannot tell"."""
    kind = KINDS[body["kind"]]
    marked = kind.mark(body, answer)
    said = kind.observed(body, answer)
    told = {
        "value": said.value,
        "truth": said.truth,
        "category": said.category,
        "true_category": said.true_category,
    }
    seen = {
        "class": class_of(version),
        "group": version.body["generator"] if is_generated(version.body) else body["kind"],
        "unit": body.get("unit") or {},
        **{name: value for name, value in told.items() if value not in (None, "")},
    }
    return Judged(marked.points, marked.points >= WHOLE, seen)
