"""Counting a unit as done, and the course with it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from courses.content.models import Met
from courses.content.outline import Outline, OutlineItem
from courses.enrolment.access import locked_enrolment
from courses.enrolment.models import Enrolment
from courses.evidence.actions import record_evidence
from courses.evidence.models import EvidenceKind
from courses.progress.calc import Standing, standing
from courses.progress.gates import missing_before
from courses.progress.models import How, UnitCompletion
from courses.progress.queries import units_done
from courses.records.actions import write_record
from courses.records.models import Verb
from lms.common.errors import Refusal
from lms.common.transactions import atomic


@atomic
def complete_unit(
    enrolment: Enrolment,
    outline: Outline,
    item: OutlineItem,
    *,
    by: Met,
    on: datetime,
    result: dict[str, Any] | None = None,
) -> None:
    """Count the unit as done. Pressing twice, or in two tabs, counts once.

    by: how it was met; a score comes only from scoring.
    """
    enrolment = locked_enrolment(enrolment.pk)
    if not enrolment.is_open:
        raise Refusal("closed", _("You have left this course. Join it again to go on."))
    done = units_done(enrolment)
    if item.uid in done:
        return
    if missing_before(outline, item, done):
        raise Refusal("locked", _("This unit opens later. The course page says what comes first."))
    if by != item.requirement:
        raise Refusal("not-yet", _("This unit is done when its questions are answered."))
    _write(enrolment, outline, item, how=How.DONE, on=on, result=result or {}, rings=True)
    update_summary(enrolment, outline, done | {item.uid}, on=on)


def _write(
    enrolment: Enrolment,
    outline: Outline,
    item: OutlineItem,
    *,
    how: How,
    on: datetime,
    result: dict[str, Any],
    rings: bool,
) -> None:
    UnitCompletion.objects.create(
        enrolment=enrolment,
        unit_id=item.unit_id,
        version_id=item.version_id,
        release_id=outline.release_id,
        how=how,
        required_then=item.requirement,
        completed_at=on,
    )
    record = write_record(
        enrolment,
        Verb.COMPLETED_UNIT,
        release_id=outline.release_id,
        item=item,
        on=on,
        result=result,
        rings=rings,
    )
    record_evidence(record, item.alignments, kind=EvidenceKind.ASSESSED, result=result)


def complete_by_changed_rule(
    enrolment: Enrolment,
    outline: Outline,
    item: OutlineItem,
    *,
    on: datetime,
    result: dict[str, Any],
) -> None:
    """The same where a new release asks less than the learner has already shown."""
    _write(enrolment, outline, item, how=How.RULE_CHANGED, on=on, result=result, rings=False)


def update_summary(
    enrolment: Enrolment,
    outline: Outline,
    done: set[UUID],
    *,
    on: datetime,
    active: bool = True,
    rings: bool = True,
) -> Standing:
    """Bring the enrolment's summary to the facts, and complete the course if nothing is left.

    active: whether the learner did something now.
    """
    now_at = standing(outline, done, enrolment.enrolled_at)
    if now_at.is_complete and enrolment.completed_at is None:
        _complete_course(enrolment, outline, on=on, rings=rings)
    set_summary(enrolment, outline, now_at)
    if active:
        enrolment.last_activity_at = on
    enrolment.save(
        update_fields=[
            "state",
            "completed_at",
            "completed_release",
            "summary_release",
            "done",
            "required",
            "minutes_left",
            "next_unit",
            "last_activity_at",
        ]
    )
    return now_at


def set_summary(enrolment: Enrolment, outline: Outline, now_at: Standing) -> None:
    """Put a standing into the summary's fields."""
    enrolment.summary_release_id = outline.release_id
    enrolment.done = now_at.done
    enrolment.required = now_at.required
    enrolment.minutes_left = now_at.minutes_left
    enrolment.next_unit_id = now_at.next.unit_id if now_at.next else None


def _complete_course(enrolment: Enrolment, outline: Outline, *, on: datetime, rings: bool) -> None:
    enrolment.completed_at = on
    enrolment.completed_release_id = outline.release_id
    if enrolment.state == Enrolment.State.ACTIVE:
        enrolment.state = Enrolment.State.COMPLETED
    write_record(
        enrolment, Verb.COMPLETED_COURSE, release_id=outline.release_id, on=on, rings=rings
    )
