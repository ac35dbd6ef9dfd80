"""Deciding about the truth of an item: at once for what comes, in slices for what was measured."""

import json
import logging
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from courses.banks.models import ItemVersion
from courses.calibration.actions.closing import summary
from courses.calibration.auditing import corrects
from courses.calibration.models import (
    CalibrationResult,
    GoldDecision,
    Phase,
    Sitting,
    SittingItem,
)
from courses.calibration.queries import items_of, result_of
from courses.calibration.reckoning import reckon
from courses.calibration.rulings import rulings_in, truth_of
from courses.content.access import locked_course
from courses.content.models import Course
from courses.content.queries import outline_by_id
from courses.enrolment.access import locked_enrolment
from courses.enrolment.models import Enrolment
from courses.evidence.actions import record_evidence
from courses.evidence.models import EvidenceKind
from courses.progress.actions import count_score
from courses.records.actions import write_record
from courses.records.models import Verb
from lms.accounts.actions import tell
from lms.accounts.models import NoticeKind, User
from lms.audit.actions import note
from lms.common.doorbell import ring
from lms.common.errors import Refusal
from lms.common.languages import LANGUAGES, Pair
from lms.common.transactions import atomic

log = logging.getLogger(__name__)

MOST_REASON = 1000
Verdict = GoldDecision.Verdict


@atomic
def decide_on_gold(
    course: Course,
    version: ItemVersion,
    *,
    verdict: str,
    reason: str,
    corrected_to: ItemVersion | None = None,
    way: str = GoldDecision.Way.UPWARD,
    by: User,
    on: datetime,
) -> GoldDecision:
    """Say what holds of the truth of an item, and why; results that rest on it are then worked out again.
    Deciding the same twice is deciding it once.

    corrected_to: with Verdict.CORRECTED, a later version that asks the same and has another right
    answer.  way: levels fall only where the author decides so.
    """
    if verdict not in Verdict.values or way not in GoldDecision.Way.values:
        raise Refusal("no-choice", _("Choose one of the answers that are offered."))
    reason = reason.strip()
    if not reason:
        raise Refusal("no-reason", _("Say why; learners whose result changes read it."))
    if len(reason) > MOST_REASON:
        raise Refusal("too-long", _("Write at most %s characters.") % MOST_REASON)
    if version.item.bank_id != course.bank_id and not version.item.bank.shared:
        raise Refusal("not-here", _("This is no item of the course."))
    if (verdict == Verdict.CORRECTED) != (corrected_to is not None):
        raise Refusal("no-version", _("Choose the version with the right answer."))
    if corrected_to is not None and not corrects(version, corrected_to):
        message = _("Only a later version that asks the same can correct the answer.")
        raise Refusal("no-correction", message)
    # Two authors at once take turns, and the second sees what the first decided.
    locked_course(course.pk)
    rulings = rulings_in(course.pk)
    known = rulings.latest(version)
    if known is not None and _is_same(known, verdict, corrected_to, way):
        return known
    touches = verdict != Verdict.STANDS or rulings.followed(version) is not None
    decision = GoldDecision.objects.create(
        course=course,
        version=version,
        verdict=verdict,
        corrected_to=corrected_to,
        way=way,
        reason=reason,
        by=by,
        decided_at=on,
        settled_at=None if touches else on,
    )
    note(
        by, f"gold {verdict} {way}" if touches else f"gold {verdict}", version, on=on, reason=reason
    )
    if touches:
        ring("courses.settle_gold", decision.pk)
    return decision


def _is_same(known: GoldDecision, verdict: str, corrected_to: ItemVersion | None, way: str) -> bool:
    if known.verdict != verdict or known.corrected_to_id != (corrected_to and corrected_to.pk):
        return False
    return verdict == Verdict.STANDS or known.way == way


def gold_due(*, on: datetime) -> int:
    """Work out again what decisions touch that are due; how many were settled."""
    due = list(GoldDecision.objects.filter(settled_at__isnull=True).values_list("pk", flat=True))
    return sum(settle_gold(pk, on=on) for pk in due)


def settle_gold(decision_id: int, *, on: datetime) -> bool:
    """Work out again the results of everybody whom a decision touches, one person after another; whether
    all of it is done now. Repeating it, or stopping half-way and starting again, gives the same."""
    decision = GoldDecision.objects.select_related("version__item").get(pk=decision_id)
    if decision.settled_at is not None:
        return False
    failed = 0
    for person, block in _touched(decision):
        try:
            _work_out_again(person, block, decision, on=on)
        except Exception:
            failed += 1
            log.exception("Results of %s in %s could not be worked out again.", person, block)
    if not failed:
        GoldDecision.objects.filter(pk=decision.pk, settled_at__isnull=True).update(settled_at=on)
    return not failed


def _versions(decision: GoldDecision) -> list[int]:
    """The versions of the item whose truth was decided about."""
    truth = truth_of(decision.version)
    several = ItemVersion.objects.filter(item=decision.version.item_id).select_related("item")
    return [one.pk for one in several if truth_of(one) == truth]


def _touched(decision: GoldDecision) -> list[tuple[int, UUID]]:
    """(person, block) of everybody who was asked it while being measured in the course. A sitting that
    is still open is among them: it may be just closing, with what was decided not yet in sight."""
    rows = SittingItem.objects.filter(
        item_version__in=_versions(decision),
        sitting__phase=Phase.MEASURED,
        sitting__unit__course=decision.course_id,
    )
    asked = rows.order_by("sitting__enrolment__person", "sitting__block")
    return list(asked.values_list("sitting__enrolment__person", "sitting__block").distinct())


@atomic
def _work_out_again(person: int, block: UUID, decision: GoldDecision, *, on: datetime) -> None:
    """One person's results in one exercise, from the first that the decision touches on: those after it
    rest on the same series. New results, records, and what a higher level proves."""
    mine = Enrolment.objects.filter(person=person, sittings__block=block).distinct().order_by("pk")
    enrolments = {pk: locked_enrolment(pk) for pk in mine.values_list("pk", flat=True)}
    sittings = list(
        Sitting.objects.filter(
            enrolment__in=enrolments, block=block, phase=Phase.MEASURED, state=Sitting.State.CLOSED
        )
        .select_related("enrolment__run", "unit", "series")
        .order_by("closed_at", "pk")
    )
    asked = set(_versions(decision))
    rulings = rulings_in(decision.course_id)
    is_touched = False
    changed: tuple[CalibrationResult, CalibrationResult] | None = None
    for sitting in sittings:
        items = items_of(sitting)
        is_touched = is_touched or any(one.item_version_id in asked for one in items)
        was = result_of(sitting)
        if not is_touched or was is None:
            continue
        found = reckon(sitting, items, rulings)
        level, numbers = found.level, _as_stored(found.numbers)
        if level < was.level and decision.way == GoldDecision.Way.UPWARD:
            level, numbers = was.level, {**numbers, "level_kept": True}
        if level == was.level and _same(numbers, was.numbers):
            continue
        changed = was, _replace(was, sitting, level, numbers, decision, on)
        _prove(enrolments[sitting.enrolment_id], *changed, decision, on)
    if changed is not None:
        _tell(*changed, on)


def _as_stored(numbers: dict[str, Any]) -> dict[str, Any]:
    """As the table gives them back."""
    return cast(dict[str, Any], json.loads(json.dumps(numbers)))


def _same(numbers: dict[str, Any], known: dict[str, Any]) -> bool:
    """Whether nothing else is said. A level that was kept stays so where nothing else has changed."""
    return {**numbers, "level_kept": None} == {**known, "level_kept": None}


def _replace(
    was: CalibrationResult,
    sitting: Sitting,
    level: int,
    numbers: dict[str, Any],
    decision: GoldDecision,
    on: datetime,
) -> CalibrationResult:
    """The result that takes the other's place. How long it is valid follows from when was measured."""
    return CalibrationResult.objects.create(
        sitting=sitting,
        level=level,
        numbers=numbers,
        bank_version=was.bank_version,
        protocol_version=was.protocol_version,
        seeds=was.seeds,
        valid_until=was.valid_until,
        made_at=on,
        replaces=was,
        reason=decision.reason,
    )


def _prove(
    enrolment: Enrolment,
    was: CalibrationResult,
    result: CalibrationResult,
    decision: GoldDecision,
    on: datetime,
) -> None:
    """The record, and what a higher level proves. What was proved before stands: evidence is never taken
    back, as it was shown by what was known then."""
    sitting = result.sitting
    item = outline_by_id(sitting.release_id).by_unit[sitting.unit_id]
    told = summary(result)
    record = write_record(
        enrolment,
        Verb.REGRADED,
        release_id=sitting.release_id,
        item=item,
        on=on,
        result={**told, "before": was.level, "reason": decision.reason},
        rings=False,
    )
    if result.level > was.level:
        record_evidence(
            record,
            item.alignments,
            kind=EvidenceKind.MEASURED,
            result=told,
            reached=result.level,
            valid_until=result.valid_until,
        )
    count_score(enrolment, sitting.unit_id, told, on=on, rings=False)


def _tell(was: CalibrationResult, result: CalibrationResult, on: datetime) -> None:
    """One notice for one decision, however many results it touches: of the latest."""
    said: dict[str, str] = {}
    for code in LANGUAGES:
        with override(code):
            if result.level != was.level:
                told = _(
                    "Your measured result was worked out again, as the truth of an item was in doubt: "
                    "level %(now)s instead of %(was)s."
                )
            else:
                told = _(
                    "Your measured result was worked out again, as the truth of an item was in doubt. "
                    "Your level stays %(now)s."
                )
            said[code] = told % {"now": result.level, "was": was.level}
    link = f"sittings/{result.sitting.uid}/"
    tell(result.sitting.enrolment.person, NoticeKind.RESULT, cast(Pair, said), link=link, on=on)
