"""What an instructor allows one learner, and takes back. It closes nothing and takes nothing away."""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from courses.content.outline import Outline, OutlineItem
from courses.enrolment.access import locked_enrolment
from courses.enrolment.models import Enrolment
from courses.progress.actions.completing import (
    complete_what_was_shown,
    outline_in_force,
    update_summary,
)
from courses.progress.actions.reasons import stated_reason
from courses.progress.gates import local_day
from courses.progress.helping import allowance_told
from courses.progress.models import Allowance, How
from courses.progress.queries import Marked, units_marked
from courses.records.actions import write_record
from courses.records.models import Verb
from lms.accounts.actions import tell
from lms.accounts.models import NoticeKind, User
from lms.audit.actions import note
from lms.common.errors import Refusal
from lms.common.transactions import atomic

MOST = {Allowance.Kind.TIME: 600, Allowance.Kind.ATTEMPT: 20}


@atomic
def allow(
    enrolment: Enrolment,
    kind: str,
    *,
    unit_id: int | None,
    reason: str,
    by: User,
    on: datetime,
    amount: int | None = None,
    until: date | None = None,
    pressed: UUID | None = None,
) -> Allowance:
    """Allow this learner something, in a unit or (unit_id: None) in the whole course.

    amount: minutes or attempts, for the kinds that count.  until: the last day on which it stands.
    pressed: the form it comes from; the same form once more changes nothing.
    """
    reason = stated_reason(reason)
    enrolment = locked_enrolment(enrolment.pk)
    pressed = pressed or uuid4()
    if known := Allowance.objects.filter(enrolment=enrolment, pressed=pressed).first():
        return known
    outline = outline_in_force(enrolment)
    marked = units_marked(enrolment)
    item = _item(outline, kind, unit_id, marked)
    _need_sense(enrolment, kind, amount, until, on)
    row = Allowance.objects.create(
        enrolment=enrolment,
        unit_id=unit_id,
        kind=kind,
        amount=amount if kind in MOST else None,
        reason=reason,
        by=by,
        given_at=on,
        until=until,
        pressed=pressed,
    )
    if not enrolment.has_allowances:
        enrolment.has_allowances = True
        enrolment.save(update_fields=["has_allowances"])
    _tell(enrolment, outline, row, item, Verb.ALLOWED, reason=reason, by=by, on=on)
    said = allowance_told(kind, outline, item)
    tell(enrolment.person, NoticeKind.HELP, said, link=f"courses/{outline.slug}/", on=on)
    complete_what_was_shown(enrolment, outline, marked, how=How.DONE, on=on)
    update_summary(enrolment, outline, marked.done, on=on, active=False)
    return row


@atomic
def no_longer_allow(allowance: Allowance, *, reason: str, by: User, on: datetime) -> None:
    """Take an allowance back. What the learner did by it stays done; the same once more changes
    nothing."""
    reason = stated_reason(reason)
    enrolment = locked_enrolment(allowance.enrolment_id)
    row = Allowance.objects.get(pk=allowance.pk)
    if row.withdrawn_at is not None:
        return
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_why = on, by, reason
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    outline = outline_in_force(enrolment)
    item = outline.by_unit.get(row.unit_id or 0)
    _tell(enrolment, outline, row, item, Verb.NO_LONGER_ALLOWED, reason=reason, by=by, on=on)
    update_summary(enrolment, outline, units_marked(enrolment).done, on=on, active=False)


def _item(outline: Outline, kind: str, unit_id: int | None, marked: Marked) -> OutlineItem | None:
    if kind not in Allowance.Kind.values:
        raise Refusal("no-choice", _("Choose one of the answers that are offered."))
    if unit_id is None:
        if kind == Allowance.Kind.SKIP:
            raise Refusal("no-unit", _("Choose the unit that may be skipped."))
        return None
    item = outline.by_unit.get(unit_id)
    if item is None:
        raise Refusal("gone", _("This unit is no longer part of the course."))
    if kind in MOST and not item.questions:
        raise Refusal("no-quiz", _("This unit has no quiz. Choose one that has."))
    if kind not in MOST and item.uid in marked.done:
        raise Refusal("counts-already", _("This unit counts already. There is nothing to change."))
    return item


def _need_sense(
    enrolment: Enrolment, kind: str, amount: int | None, until: date | None, on: datetime
) -> None:
    if not enrolment.is_open:
        said = _("This person has left the course. Something can be allowed when they come back.")
        raise Refusal("closed", said)
    if kind in MOST and not 1 <= (amount or 0) <= MOST[Allowance.Kind(kind)]:
        most = MOST[Allowance.Kind(kind)]
        raise Refusal("how-much", _("Write how many more: a number from 1 to %s.") % most)
    if until is not None and until < local_day(on):
        raise Refusal("past", _("That day is over. Choose today or a later one."))


def _tell(
    enrolment: Enrolment,
    outline: Outline,
    row: Allowance,
    item: OutlineItem | None,
    verb: Verb,
    *,
    reason: str,
    by: User,
    on: datetime,
) -> None:
    told: dict[str, object] = {"kind": row.kind, "reason": reason, "by": by.name}
    told |= {"amount": row.amount} if row.amount else {}
    told |= {"until": row.until.isoformat()} if row.until else {}
    write_record(enrolment, verb, release_id=outline.release_id, item=item, on=on, result=told)
    note(by, verb.value, row, on=on, reason=reason)
