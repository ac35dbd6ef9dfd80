"""Skipping a unit, by what was shown before or because an instructor allows it. It can still be done."""

from datetime import datetime

from django.utils.translation import gettext as _

from courses.enrolment.access import locked_enrolment, refuse_outside
from courses.enrolment.models import Enrolment
from courses.progress.actions.completing import (
    complete_what_was_shown,
    forget_drop,
    outline_in_force,
    update_summary,
    write_row,
)
from courses.progress.allowances import allowed_to
from courses.progress.facts import facts_of
from courses.progress.gates import missing_before
from courses.progress.models import How
from courses.progress.queries import units_marked
from courses.progress.skipping import skip_of
from courses.records.actions import write_record
from courses.records.models import Verb
from lms.common.errors import Refusal
from lms.common.transactions import atomic


@atomic
def skip_unit(enrolment: Enrolment, unit_id: int, *, on: datetime) -> None:
    """Count the unit without its being done. It proves nothing new; pressing twice skips once."""
    enrolment = locked_enrolment(enrolment.pk)
    if not enrolment.is_open:
        raise Refusal("closed", _("You have left this course. Join it again to go on."))
    refuse_outside(enrolment.run, on=on)
    outline = outline_in_force(enrolment)
    item = outline.by_unit.get(unit_id)
    if item is None:
        raise Refusal("gone", _("This unit is no longer part of the course."))
    marked = units_marked(enrolment)
    if item.uid in marked.done:
        return
    allowed = allowed_to(enrolment, on)
    facts = facts_of(enrolment, outline, marked.done, on=on, allowed=allowed)
    if missing_before(outline, item, facts):
        raise Refusal("locked", _("This unit opens later. The course page says what comes first."))
    skip = skip_of(enrolment, item, allowed, on)
    if skip is None:
        raise Refusal("no-skip", _("This unit cannot be skipped: do what it asks."))
    if skip.evidence:
        how, verb, reason = How.CREDITED, Verb.UNIT_CREDITED, ""
        result = {"evidence": skip.evidence.pk, "record": str(skip.evidence.record.uid)}
    else:
        assert skip.allowed
        how, verb, reason = How.EXEMPT, Verb.UNIT_EXEMPTED, skip.allowed.reason
        result = {"reason": reason, "by": skip.allowed.by, "allowance": skip.allowed.id}
    write_row(
        enrolment,
        outline,
        item,
        marked,
        how=how,
        on=on,
        reason=reason,
        evidence_id=skip.evidence.pk if skip.evidence else None,
    )
    write_record(enrolment, verb, release_id=outline.release_id, item=item, on=on, result=result)
    forget_drop(enrolment)
    complete_what_was_shown(enrolment, outline, marked, how=How.DONE, on=on)
    update_summary(enrolment, outline, marked.done, on=on)
