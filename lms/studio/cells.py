"""How each unit stands with a learner, as the progress board, the learner's page and the table show
it. Pure."""

from collections.abc import Mapping, Set
from enum import StrEnum
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.content.outline import Outline
from courses.enrolment.models import Enrolment
from courses.progress.calc import is_required
from courses.progress.gates import Facts, missing_before
from courses.progress.models import BY_HAND, How


class Cell(StrEnum):
    """One unit of one learner."""

    DONE = "done"
    COUNTED = "counted"
    HERE = "here"
    OPEN = "open"
    LOCKED = "locked"
    OPTIONAL = "optional"


WORDS: Mapping[Cell, str | Promise] = {
    Cell.DONE: pgettext_lazy("unit of a learner", "done"),
    Cell.COUNTED: pgettext_lazy("unit of a learner", "counted by hand"),
    Cell.HERE: pgettext_lazy("unit of a learner", "here now"),
    Cell.OPEN: pgettext_lazy("unit of a learner", "open"),
    Cell.LOCKED: pgettext_lazy("unit of a learner", "locked"),
    Cell.OPTIONAL: pgettext_lazy("unit of a learner", "not required"),
}
HOW: Mapping[str, str | Promise] = {
    How.EXEMPT: _("exempt"),
    How.OVERRIDE: _("counted as done"),
    How.CREDITED: _("skipped, shown before"),
}


def done_by(hows: Mapping[UUID, str]) -> set[UUID]:
    """The units that count. hows: uid → how its completion came to be."""
    return {uid for uid, how in hows.items() if how != How.WITHDRAWN}


def cells_of(
    enrolment: Enrolment, outline: Outline, hows: Mapping[UUID, str], facts: Facts
) -> dict[UUID, Cell]:
    """Uid of each unit → how it stands. hows: uid → how its completion came to be."""
    done = facts.done
    spare = _not_required(enrolment, outline, done)
    found = {}
    for item in outline.items:
        if item.uid in done:
            found[item.uid] = Cell.COUNTED if hows[item.uid] in BY_HAND else Cell.DONE
        elif enrolment.completed_at:
            # Whoever has finished owes nothing, whatever has come in since.
            found[item.uid] = Cell.OPTIONAL
        elif item.unit_id == enrolment.next_unit_id and enrolment.is_open:
            found[item.uid] = Cell.HERE
        elif item.uid in spare:
            found[item.uid] = Cell.OPTIONAL
        elif missing_before(outline, item, facts):
            found[item.uid] = Cell.LOCKED
        else:
            found[item.uid] = Cell.OPEN
    return found


def _not_required(enrolment: Enrolment, outline: Outline, done: Set[UUID]) -> set[UUID]:
    """What this learner may leave out: optional units, and the rest of a module of which enough
    is done."""
    spare = set()
    for module in outline.modules:
        counting = [item for item in module.items if is_required(item, enrolment.enrolled_at)]
        enough = (
            module.choose is not None
            and sum(item.uid in done for item in counting) >= module.choose
        )
        asked = set() if enough else {item.uid for item in counting}
        spare |= {item.uid for item in module.items} - asked
    return spare
