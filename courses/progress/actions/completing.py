"""Counting a unit as done, and the course with it."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from courses.content.models import Course, Met
from courses.content.outline import Outline, OutlineItem
from courses.content.queries import outline_by_id
from courses.enrolment.access import locked_enrolment, refuse_outside
from courses.enrolment.models import Enrolment
from courses.evidence.actions import record_evidence
from courses.evidence.models import EvidenceKind
from courses.progress.allowances import allowed_to
from courses.progress.calc import (
    RESULTS,
    Drop,
    Result,
    Standing,
    having_done,
    satisfying,
    shown_already,
    standing,
)
from courses.progress.facts import facts_of
from courses.progress.gates import Facts, missing_before
from courses.progress.looking import next_look, waits_for_levels
from courses.progress.models import How, UnitCompletion
from courses.progress.queries import Marked, drop_of, scores_shown, units_marked
from courses.records.actions import write_record
from courses.records.models import Verb
from lms.common.errors import Refusal
from lms.common.prepared import Prepared
from lms.common.transactions import atomic


def outline_in_force(enrolment: Enrolment) -> Outline:
    """The release that counts now. Asked under the enrolment's lock: what a page was made from may
    have been replaced while the request waited."""
    release_id = _IN_FORCE.first(course=enrolment.run.course_id)
    return outline_by_id(release_id or enrolment.summary_release_id)


_IN_FORCE = Prepared[int | None](
    lambda course: Course.objects.filter(pk=course).values_list("in_force", flat=True), course=int
)


@atomic
def complete_unit(enrolment: Enrolment, unit_id: int, *, by: Met, on: datetime) -> Enrolment:
    """Count the unit as done; the enrolment as it stands then. Pressing twice, or in two tabs, counts
    once.

    by: how it was met; a score comes only from scoring.
    """
    enrolment = locked_enrolment(enrolment.pk)
    if not enrolment.is_open:
        raise Refusal("closed", _("You have left this course. Join it again to go on."))
    refuse_outside(enrolment.run, on=on)
    outline = outline_in_force(enrolment)
    item = outline.by_unit.get(unit_id)
    if item is None:
        raise Refusal("gone", _("This unit is no longer part of the course."))
    marked = units_marked(enrolment)
    if item.uid in marked.earned:
        return enrolment
    facts = facts_of(enrolment, outline, marked.done, on=on)
    if missing_before(outline, item, facts):
        raise Refusal("locked", _("This unit opens later. The course page says what comes first."))
    if by != item.requirement:
        raise Refusal("not-yet", _("This unit is done when its questions are answered."))
    write_completion(enrolment, outline, item, marked, how=How.DONE, on=on, result={})
    forget_drop(enrolment)
    complete_what_was_shown(
        enrolment, outline, marked, how=How.DONE, on=on, facts=having_done(facts, item)
    )
    update_summary(enrolment, outline, marked.done, on=on)
    return enrolment


@atomic
def count_score(
    enrolment: Enrolment, unit_id: int, result: Result, *, on: datetime, rings: bool = True
) -> None:
    """Count a submitted score towards its unit, if the unit asks for it and is open.

    A score that comes too early, or of somebody who has left, counts as soon as it can.
    enrolment: held, as the score was written under its lock.
    rings: whether the learner did it now; a score that was corrected leaves its readers to the
    sweep, and is no activity.
    """
    outline = outline_in_force(enrolment)
    item = outline.by_unit.get(unit_id)
    if item is None or not enrolment.is_open:
        return
    # Where the last result counts, one that was corrected may not be the last.
    shown = scores_shown(enrolment).get(unit_id, []) if item.last_counts else [result]
    if not (enough := satisfying(item, shown)):
        return
    marked = units_marked(enrolment)
    if item.uid in marked.earned:
        return
    facts = facts_of(enrolment, outline, marked.done, on=on)
    if missing_before(outline, item, facts):
        return
    write_completion(
        enrolment, outline, item, marked, how=How.DONE, on=on, result=enough, rings=rings
    )
    forget_drop(enrolment)
    complete_what_was_shown(
        enrolment,
        outline,
        marked,
        how=How.DONE,
        on=on,
        rings=rings,
        facts=having_done(facts, item),
    )
    update_summary(enrolment, outline, marked.done, on=on, active=rings, rings=rings)


def complete_what_was_shown(
    enrolment: Enrolment,
    outline: Outline,
    marked: Marked,
    *,
    how: How,
    on: datetime,
    rings: bool = True,
    facts: Facts | None = None,
) -> None:
    """Complete every open unit whose score was reached before; `marked` grows with them.

    facts: what gates ask, where it is at hand.
    """
    scored = [
        item
        for item in outline.items
        if item.requirement in RESULTS and item.uid not in marked.earned
    ]
    if not scored:
        return
    facts = facts or facts_of(enrolment, outline, marked.done, on=on)
    if all(missing_before(outline, item, facts) for item in scored):
        return
    shown = scores_shown(enrolment)
    for item, result in shown_already(outline, facts, shown, by_hand=set(marked.by_hand)):
        write_completion(
            enrolment, outline, item, marked, how=how, on=on, result=result, rings=rings
        )


def write_completion(
    enrolment: Enrolment,
    outline: Outline,
    item: OutlineItem,
    marked: Marked,
    *,
    how: How,
    on: datetime,
    result: Result,
    rings: bool = True,
) -> None:
    """The row, its record, and what that proves; `marked` grows with it."""
    write_row(enrolment, outline, item, marked, how=how, on=on)
    record = write_record(
        enrolment,
        Verb.COMPLETED_UNIT,
        release_id=outline.release_id,
        item=item,
        on=on,
        result=result,
        rings=rings,
    )
    if item.requirement != Met.MEASURED:
        # What was measured has its evidence by its result, whatever the unit asks for.
        record_evidence(record, item.alignments, kind=EvidenceKind.ASSESSED, result=result)


def write_row(
    enrolment: Enrolment,
    outline: Outline,
    item: OutlineItem,
    marked: Marked,
    *,
    how: How,
    on: datetime,
    reason: str = "",
    evidence_id: int | None = None,
) -> UnitCompletion:
    """The one row of this learner and unit: a new one, or the one that was no deed of theirs."""
    row = UnitCompletion(
        enrolment=enrolment,
        unit_id=item.unit_id,
        version_id=item.version_id,
        release_id=outline.release_id,
        how=how,
        required_then=item.requirement,
        completed_at=on,
        reason=reason,
        evidence_id=evidence_id,
    )
    if item.uid in marked.by_hand:
        row.pk = marked.by_hand[item.uid]
        row.save(force_update=True)
    else:
        row.save(force_insert=True)
    marked.note(item.uid, how, row.pk)
    return row


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

    active: whether the learner did something now. Who has left completes nothing meanwhile.
    """
    allowed = allowed_to(enrolment, on)
    facts = facts_of(enrolment, outline, done, on=on, allowed=allowed)
    now_at = standing(outline, facts)
    keep_drop(enrolment, drop_of(enrolment, outline, done))
    if now_at.is_complete and enrolment.completed_at is None and enrolment.is_open:
        _complete_course(enrolment, outline, on=on, rings=rings)
    enrolment.summary_release_id = outline.release_id
    enrolment.done = now_at.done
    enrolment.required = now_at.required
    enrolment.minutes_left = now_at.minutes_left
    following = now_at.next.unit_id if now_at.next else None
    if following != enrolment.next_unit_id:
        enrolment.next_unit_since = on
    enrolment.next_unit_id = following
    enrolment.look_again_at = next_look(outline, now_at, allowed, facts)
    enrolment.waits_since = on if waits_for_levels(now_at) else None
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
            "next_unit_since",
            "last_activity_at",
            "percent_before",
            "units_added",
            "look_again_at",
            "waits_since",
        ]
    )
    return now_at


def forget_drop(enrolment: Enrolment) -> None:
    """Whoever completes a unit has seen why the percentage fell."""
    keep_drop(enrolment, None)


def keep_drop(enrolment: Enrolment, drop: Drop | None) -> None:
    """Put what is to be told on the enrolment; saved with its summary."""
    enrolment.percent_before = drop.before if drop else None
    enrolment.units_added = list(drop.added) if drop else []


def _complete_course(enrolment: Enrolment, outline: Outline, *, on: datetime, rings: bool) -> None:
    enrolment.completed_at = on
    enrolment.completed_release_id = outline.release_id
    enrolment.state = Enrolment.State.COMPLETED
    write_record(
        enrolment, Verb.COMPLETED_COURSE, release_id=outline.release_id, on=on, rings=rings
    )
