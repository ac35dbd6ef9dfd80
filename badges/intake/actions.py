"""Taking in records: what they earn, once, however often and wherever it is done."""

import logging
from datetime import datetime

from django.db import IntegrityError

from badges.awards.actions import award_what_is_due
from badges.awards.queries import candidates_for
from badges.awards.rules import Facts
from badges.certificates.actions import certify
from badges.intake.models import Receipt
from courses.evidence.calc import levels_reached
from courses.evidence.models import Evidence
from courses.records.models import LearningRecord, Verb
from lms.common.transactions import atomic

log = logging.getLogger(__name__)

SLICE = 200


def take_in(record_id: int, *, on: datetime) -> bool:
    """Give what this record earns, and write its receipt; whether it was new.

    Taken in twice at once, one of the two finds the other's receipt and undoes itself.
    """
    try:
        return _take_in(record_id, on=on)
    except IntegrityError:
        if Receipt.objects.filter(pk=record_id).exists():
            return False
        raise


@atomic
def _take_in(record_id: int, *, on: datetime) -> bool:
    record = LearningRecord.objects.select_related("receipt", "person", "course").get(pk=record_id)
    if hasattr(record, "receipt"):
        return False
    # Rules are evaluated over facts that are committed, so of two records taken in side by side the
    # later one sees both.
    evidence = list(
        Evidence.objects.filter(person_id=record.person_id).select_related(
            "competency", "record__release", "record__unit"
        )
    )
    if candidates := candidates_for(record.person_id):
        award_what_is_due(
            record.person, _facts(record.person_id, evidence, on), candidates, evidence, on=on
        )
    if record.verb == Verb.COMPLETED_COURSE:
        certify(record, on=on)
    Receipt.objects.create(record=record, taken_at=on)
    return True


def _facts(person_id: int, evidence: list[Evidence], on: datetime) -> Facts:
    codes = {row.competency_id: row.competency.code for row in evidence}
    levels = levels_reached(evidence, on)
    completed = LearningRecord.objects.filter(person_id=person_id, verb=Verb.COMPLETED_COURSE)
    return Facts(
        levels={codes[competency]: level for competency, (level, _since) in levels.items()},
        courses=frozenset(completed.values_list("course__slug", flat=True)),
    )


def take_in_waiting(*, on: datetime) -> int:
    """Take in every record that has no receipt, the oldest first; how many were new.

    One that cannot be taken in is logged and does not hold up the others.
    """
    taken, last = 0, 0
    while slice_ := list(
        LearningRecord.objects.filter(receipt__isnull=True, pk__gt=last)
        .order_by("pk")
        .values_list("pk", flat=True)[:SLICE]
    ):
        for pk in slice_:
            try:
                taken += take_in(pk, on=on)
            except Exception:
                log.exception("Record %s could not be taken in; the next sweep tries again.", pk)
        last = slice_[-1]
    return taken
