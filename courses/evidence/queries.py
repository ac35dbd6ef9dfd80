"""Reads of evidence."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from courses.competencies.models import MOST_LEVEL
from courses.content.models import Course, Met
from courses.content.outline import Outline, OutlineItem
from courses.content.queries import Written, outline_by_id
from courses.evidence.calc import level_shown, levels_reached
from courses.evidence.models import Evidence, EvidenceKind
from courses.records.models import LearningRecord


def proofs_of(person_id: int) -> QuerySet[Evidence]:
    """Everything a person has shown, newest first, with what it rests on, in one statement."""
    return Evidence.objects.filter(person_id=person_id).select_related(
        "competency", "record__unit", "record__course__in_force", "record__release"
    )


def evidence_of(person_id: int) -> list[Evidence]:
    """The same as a list."""
    return list(proofs_of(person_id))


def exercise_now(record: LearningRecord) -> tuple[Outline, OutlineItem] | None:
    """Where what was measured in this record can be measured again: its unit in the release in force,
    while it still measures. No statement where the record has its course."""
    course = record.course
    if course.in_force_id is None or course.archived_at is not None:
        return None
    outline = outline_by_id(course.in_force_id)
    item = outline.by_unit.get(record.unit_id or 0)
    return (outline, item) if item and item.measure_block else None


def levels_of(person_id: int, on: datetime) -> dict[int, tuple[int, datetime]]:
    """Competency id → (level reached, since when)."""
    rows = Evidence.objects.filter(person_id=person_id).only(
        "competency_id", "level", "kind", "occurred_at", "valid_until"
    )
    return levels_reached(rows, on)


def reached_in(course_id: int, on: datetime) -> dict[int, dict[int, int]]:
    """Competency id → level → how many people have shown at least that in this course, and it is
    still valid. In one statement, of one row for each competency."""
    each = range(1, MOST_LEVEL + 1)
    people = [Count("person", distinct=True, filter=Q(level__gte=level)) for level in each]
    rows = (
        Evidence.objects.filter(record__course=course_id)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on))
        .order_by()
        .values("competency_id")
        .annotate(**{f"at_{level}": count for level, count in zip(each, people, strict=True)})
        .values_list("competency_id", *(f"at_{level}" for level in each))
    )
    return {
        competency: {level: n for level, n in zip(each, counts, strict=True) if n}
        for competency, *counts in rows
    }


def assesses(unit: Written) -> bool:
    """Whether a unit of a draft gives evidence of what it claims: it measures, or asks for a score and
    has a quiz to reach it in."""
    kinds = {block["kind"] for block in unit.content["blocks"]}
    return "calibration" in kinds or (unit.item.requirement == Met.SCORE and "quiz" in kinds)


def shown_by(unit: Written) -> EvidenceKind:
    """The kind of evidence that doing a unit of a draft gives."""
    measures = any(block["kind"] == "calibration" for block in unit.content["blocks"])
    return EvidenceKind.MEASURED if measures else EvidenceKind.ASSESSED


def can_show(course: Course, units: list[Written]) -> dict[str, int]:
    """Code → the highest level that this course can show, by its release in force or by the draft
    with these units."""
    claimed = [
        (one["competency"], level_shown(one["level"], shown_by(unit)))
        for unit in units
        if assesses(unit)
        for one in unit.content["alignments"]
    ]
    if course.in_force_id:
        claimed += [
            (claim.code, level_shown(claim.level, item.shown_by))
            for item in outline_by_id(course.in_force_id).items
            for claim in item.alignments
            if claim.gives_evidence
        ]
    found: dict[str, int] = {}
    for code, level in claimed:
        found[code] = max(found.get(code, 0), level)
    return found
