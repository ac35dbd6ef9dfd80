"""Closing a sitting, and judging what was measured."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from courses.banks.generators import GENERATORS
from courses.calibration.access import locked_sitting
from courses.calibration.models import (
    CalibrationResult,
    CorrectionPlan,
    Phase,
    Sitting,
    SittingItem,
)
from courses.calibration.queries import (
    bank_version,
    block_at,
    items_of,
    protocol_version,
)
from courses.calibration.reckoning import reckon
from courses.content.blocks.calibration import exercise_of
from courses.content.queries import outline_by_id
from courses.enrolment.access import locked_enrolment
from courses.enrolment.models import Enrolment
from courses.evidence.actions import record_evidence
from courses.evidence.models import EvidenceKind
from courses.progress.actions import count_score
from courses.records.actions import write_record
from courses.records.models import Verb
from lms.common.clock import months_later
from lms.common.errors import Refusal
from lms.common.languages import Pair
from lms.common.transactions import atomic

MOST_PLAN = 3000


@atomic
def close_sitting(sitting: Sitting, *, on: datetime) -> Sitting:
    """Close a sitting; what measures is judged, once, however often it is pressed. In practice an item
    that waits for its answer is left; everywhere else each is answered first, or cannot be told."""
    enrolment = locked_enrolment(sitting.enrolment_id)
    sitting = locked_sitting(sitting.pk)
    if not sitting.is_open:
        return sitting
    items = items_of(sitting)
    open_ones = [one for one in items if not one.is_answered]
    if sitting.phase == Phase.PRACTICE:
        SittingItem.objects.filter(pk__in=[one.pk for one in open_ones]).delete()
    elif open_ones:
        message = _("Items without an answer: %s. Answer them, or say that you cannot tell.")
        raise Refusal("not-answered", message % len(open_ones))
    sitting.state, sitting.closed_at = Sitting.State.CLOSED, on
    sitting.save(update_fields=["state", "closed_at"])
    Enrolment.objects.filter(pk=enrolment.pk).update(last_activity_at=on)
    if sitting.phase == Phase.MEASURED:
        _judge(enrolment, sitting, items, on)
    return sitting


def _judge(
    enrolment: Enrolment, sitting: Sitting, items: list[SittingItem], on: datetime
) -> CalibrationResult:
    """The result, its record, what it proves, and the unit that it may complete."""
    outline = outline_by_id(sitting.release_id)
    item = outline.by_unit[sitting.unit_id]
    stored = block_at(item.version_id, sitting.block)
    exercise = exercise_of(stored["settings"])
    sitting.enrolment = enrolment
    found = reckon(sitting, items)
    valid_until = months_later(on, exercise.months) if exercise.months else None
    result = CalibrationResult.objects.create(
        sitting=sitting,
        level=found.level,
        numbers=found.numbers,
        bank_version=bank_version(sitting.release_id, sitting.block),
        protocol_version=protocol_version(stored),
        seeds=[one.seed for one in items],
        valid_until=valid_until,
        made_at=on,
    )
    told = summary(result)
    record = write_record(
        enrolment,
        Verb.MEASURED,
        release_id=sitting.release_id,
        item=item,
        on=on,
        result=told,
    )
    record_evidence(
        record,
        item.alignments,
        kind=EvidenceKind.MEASURED,
        result=told,
        reached=found.level,
        valid_until=valid_until,
    )
    count_score(enrolment, sitting.unit_id, told, on=on)
    return result


def summary(result: CalibrationResult) -> dict[str, Any]:
    """A result as records, evidence and badges carry it."""
    numbers, sitting = result.numbers, result.sitting
    parts = ("group", "unit", "n", "bias", "relative_bias", "error")
    biases = [
        {**{name: one[name] for name in parts}, "name": _name_of(one["group"])}
        for one in numbers["estimates"]
    ]
    return {
        "attempt": str(sitting.uid),
        "block": str(sitting.block),
        "number": sitting.number,
        "level": result.level,
        "n": numbers["n"],
        "answered": numbers["answered"],
        "right": numbers["right"],
        "cannot_tell": numbers["cannot_tell"],
        "accuracy": numbers["accuracy"],
        "lower": numbers["lower"],
        "upper": numbers["upper"],
        "series_n": numbers["series"]["n"],
        "series_right": numbers["series"]["right"],
        "series_lower": numbers["series"]["lower"],
        "series_upper": numbers["series"]["upper"],
        "estimates": biases,
        "kappa": numbers.get("kappa"),
        "bank_version": result.bank_version,
        "protocol_version": result.protocol_version,
        "proctored": sitting.proctored,
        "in_words": numbers["in_words"],
    }


def _name_of(group: str) -> Pair:
    """What a group of estimates is called; nothing for written items."""
    generator = GENERATORS.get(group)
    return generator.title if generator else {}


@atomic
def write_plan(sitting: Sitting, text: str, *, on: datetime) -> CorrectionPlan | None:
    """Keep what somebody will do differently; an empty text takes it away."""
    sitting = locked_sitting(sitting.pk)
    text = text.strip()
    if sitting.is_open or sitting.phase != Phase.MEASURED:
        raise Refusal(
            "still-open", _("Finish the sitting first; the plan follows from its result.")
        )
    if len(text) > MOST_PLAN:
        raise Refusal("too-long", _("Write at most %s characters.") % MOST_PLAN)
    if not text:
        CorrectionPlan.objects.filter(sitting=sitting).delete()
        return None
    plan, _made = CorrectionPlan.objects.update_or_create(
        sitting=sitting, defaults={"text": text, "written_at": on}
    )
    return plan
