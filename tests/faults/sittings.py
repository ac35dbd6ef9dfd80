"""Sittings: what was acknowledged of them against what the tables hold, and nothing of them twice."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from courses.calibration.models import CalibrationResult, Phase, Series, Sitting, SittingItem
from courses.evidence.models import Evidence, EvidenceKind
from courses.records.models import LearningRecord, Verb

KINDS = ("sit", "answer", "close")
# What there is one of, and of what: everybody is measured once.
ONCE: list[tuple[str, Any, tuple[str, ...]]] = [
    ("sitting", Sitting.objects, ("enrolment", "block", "phase")),
    ("series", Series.objects, ("person", "block")),
    ("result", CalibrationResult.objects, ("sitting",)),
]


def lost_sittings(acknowledged: list[dict[str, Any]]) -> Iterator[str]:
    """A sentence for every acknowledged beginning, answer and end of a sitting that is not there."""
    sittings = {
        (str(one.uid), one.enrolment.person.email, one.phase): one
        for one in Sitting.objects.select_related("enrolment__person")
    }
    answers = {
        (str(one.sitting.uid), one.position + 1): one
        for one in SittingItem.objects.select_related("sitting")
    }
    results = {
        str(sitting): str(result)
        for sitting, result in CalibrationResult.objects.values_list("sitting__uid", "uid")
    }
    for one in acknowledged:
        if one["kind"] not in KINDS:
            continue
        sitting = sittings.get((one["sitting"], one["email"], one["phase"]))
        there = sitting is not None
        if there and one["kind"] == "answer":
            there = _stands(answers.get((one["sitting"], one["number"])), one["said"])
        elif there and one["kind"] == "close":
            there = not sitting.is_open and results.get(one["sitting"]) == one["result"]
        if not there:
            number = f" {one['number']}" if "number" in one else ""
            yield f"lost: {one['kind']}{number} of {one['email']}, {one['phase']}"


def _stands(mine: SittingItem | None, said: dict[str, Any]) -> bool:
    """Whether it holds this answer, and was judged."""
    return (
        mine is not None
        and mine.answer == said.get("answer")
        and mine.cannot_tell == said.get("cannot_tell", False)
        and mine.certainty == said.get("certainty", "")
        and mine.right == (not mine.cannot_tell)
    )


def doubled_sittings(acknowledged: list[dict[str, Any]]) -> Iterator[str]:
    """A sentence for every sitting with more answers than were acknowledged or fewer, and where results,
    records and evidence are not one for each that measured."""
    told = Counter(one["sitting"] for one in acknowledged if one["kind"] == "answer")
    kept = Counter(
        str(uid)
        for uid in SittingItem.objects.filter(answered_at__isnull=False).values_list(
            "sitting__uid", flat=True
        )
    )
    for uid in {*told, *kept}:
        if told[uid] != kept[uid]:
            yield f"sitting {uid}: {kept[uid]} answers, {told[uid]} acknowledged"
    measured = Q(phase=Phase.MEASURED, state=Sitting.State.CLOSED)
    wanted = Sitting.objects.filter(measured).count()
    reached = CalibrationResult.objects.filter(level__gte=1).count()
    for name, there, of in (
        ("results", CalibrationResult.objects.count(), wanted),
        ("measured records", LearningRecord.objects.filter(verb=Verb.MEASURED).count(), wanted),
        ("measured evidence", Evidence.objects.filter(kind=EvidenceKind.MEASURED).count(), reached),
    ):
        if there != of:
            yield f"{name}: {there} instead of {of}"
