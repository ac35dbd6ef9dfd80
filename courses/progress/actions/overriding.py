"""What an instructor decides about one learner's unit: counting it, exempting from it, taking that
back. None of it is evidence: nobody has shown anything."""

from datetime import datetime

from django.utils.translation import gettext as _

from courses.content.outline import Outline, OutlineItem
from courses.enrolment.access import locked_enrolment
from courses.enrolment.models import Enrolment
from courses.progress.actions.completing import (
    complete_what_was_shown,
    outline_in_force,
    update_summary,
    write_row,
)
from courses.progress.actions.reasons import stated_reason
from courses.progress.helping import counting_told
from courses.progress.models import How, UnitCompletion
from courses.progress.queries import Marked, units_marked
from courses.records.actions import write_record
from courses.records.models import Verb
from lms.accounts.actions import tell
from lms.accounts.models import NoticeKind, User
from lms.audit.actions import note
from lms.common.errors import Refusal
from lms.common.transactions import atomic

VERBS = {
    How.OVERRIDE: Verb.UNIT_COUNTED,
    How.EXEMPT: Verb.UNIT_EXEMPTED,
    How.WITHDRAWN: Verb.COUNT_WITHDRAWN,
}


@atomic
def count_unit(
    enrolment: Enrolment, unit_id: int, *, how: How, reason: str, by: User, on: datetime
) -> None:
    """Count the unit as done for this learner, or exempt them from it (how: OVERRIDE or EXEMPT).

    Locked or not: what waits for it opens, and the course completes if nothing is left. The same
    once more changes nothing.
    """
    reason = stated_reason(reason)
    if how not in (How.OVERRIDE, How.EXEMPT):
        raise Refusal("no-choice", _("Choose one of the answers that are offered."))
    enrolment, outline, item, marked = _found(enrolment, unit_id)
    if not enrolment.is_open:
        said = _("This person has left the course. A unit can be counted when they come back.")
        raise Refusal("closed", said)
    if item.uid in marked.done:
        if UnitCompletion.objects.filter(enrolment=enrolment, unit=unit_id, how=how).exists():
            return
        raise Refusal("counts-already", _("This unit counts already. There is nothing to change."))
    _decide(enrolment, outline, item, marked, how=how, reason=reason, by=by, on=on)
    told = counting_told(how, outline, item)
    tell(enrolment.person, NoticeKind.HELP, told, link=f"courses/{outline.slug}/", on=on)
    complete_what_was_shown(enrolment, outline, marked, how=How.DONE, on=on)
    update_summary(enrolment, outline, marked.done, on=on, active=False)


@atomic
def withdraw_count(
    enrolment: Enrolment, unit_id: int, *, reason: str, by: User, on: datetime
) -> None:
    """Take back what was counted by hand; the unit is to be done again. What the learner did stays
    done, and so does a course that was completed. The same once more changes nothing."""
    reason = stated_reason(reason)
    enrolment, outline, item, marked = _found(enrolment, unit_id)
    if item.uid in marked.earned:
        raise Refusal("earned", _("The learner has done this unit. What is done stays done."))
    if item.uid not in marked.by_hand:
        raise Refusal("not-counted", _("Nobody has counted this unit. There is nothing to change."))
    if item.uid not in marked.done:
        return
    row = UnitCompletion.objects.get(enrolment=enrolment, unit=unit_id)
    if row.how == How.CREDITED:
        said = _("The learner skipped this unit by what they have shown. That stays.")
        raise Refusal("earned", said)
    _decide(enrolment, outline, item, marked, how=How.WITHDRAWN, reason=reason, by=by, on=on)
    update_summary(enrolment, outline, marked.done, on=on, active=False)


def _found(enrolment: Enrolment, unit_id: int) -> tuple[Enrolment, Outline, OutlineItem, Marked]:
    enrolment = locked_enrolment(enrolment.pk)
    outline = outline_in_force(enrolment)
    item = outline.by_unit.get(unit_id)
    if item is None:
        raise Refusal("gone", _("This unit is no longer part of the course."))
    return enrolment, outline, item, units_marked(enrolment)


def _decide(
    enrolment: Enrolment,
    outline: Outline,
    item: OutlineItem,
    marked: Marked,
    *,
    how: How,
    reason: str,
    by: User,
    on: datetime,
) -> None:
    row = write_row(enrolment, outline, item, marked, how=how, on=on, reason=reason)
    record = {"reason": reason, "by": by.name}
    verb = VERBS[how]
    write_record(enrolment, verb, release_id=outline.release_id, item=item, on=on, result=record)
    note(by, verb.value, row, on=on, reason=reason)
