"""Saying which units claim a competency, several at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from courses.competencies.queries import levels_by_code
from courses.content.access import locked_draft
from courses.content.actions.drafting import set_unit
from courses.content.models import Course, Unit
from courses.content.queries import written_units
from lms.accounts.models import User
from lms.common.errors import Refusal
from lms.common.transactions import atomic


@dataclass(frozen=True)
class Claim:
    """What an author chose for one unit. seen: what the page showed; 0 is no claim."""

    level: int
    seen: int


@atomic
def claim(
    course: Course, code: str, claims: Mapping[UUID, Claim], *, by: User, on: datetime
) -> int:
    """Let these units of the draft claim the competency at these levels; how many changed.

    Only what differs from what the author saw is written, so that a page left open takes nothing
    back that others have set since.
    """
    known = levels_by_code().get(code)
    if known is None:
        raise Refusal("no-competency", _("The competency map has no “%s”.") % code)
    wanted = {uid: one.level for uid, one in claims.items() if one.level != one.seen}
    if any(level and level not in known for level in wanted.values()):
        raise Refusal("no-level", _("Choose one of the levels that are offered."))
    draft = locked_draft(course)
    # Held before they are read: whoever sets one of them meanwhile would be written over.
    held = Unit.objects.select_for_update(no_key=True).filter(course=course, uid__in=wanted)
    list(held.order_by("pk"))
    changed = 0
    for unit in written_units(draft):
        level = wanted.get(unit.item.unit.uid)
        if level is None:
            continue
        before = unit.content["alignments"]
        after = [one for one in before if one["competency"] != code]
        if level:
            after.append({"competency": code, "level": level})
        if sorted(map(_said, after)) == sorted(map(_said, before)):
            continue
        unit.item.unit.course = course
        set_unit(unit.item.unit, minutes=unit.content["minutes"], alignments=after, by=by, on=on)
        changed += 1
    return changed


def _said(aligned: Mapping[str, object]) -> tuple[str, str]:
    return str(aligned["competency"]), str(aligned["level"])
