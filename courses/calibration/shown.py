"""What exercises have shown of people, and where people can be measured. Reads, for badges."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from courses.calibration.models import CalibrationResult
from courses.calibration.queries import standing_results
from courses.content.models import Course
from courses.content.outline import Outline
from courses.content.queries import Written, outline_by_id
from courses.enrolment.models import Enrolment
from courses.records.models import LearningRecord, Verb
from lms.common.languages import Pair

People = Collection[int] | QuerySet[Enrolment, int]


@dataclass(frozen=True)
class ShownResult:
    """A valid result, as far as rules ask. id: of the result.  lower: of its series' interval.  bias:
    see `largest_bias`."""

    id: int
    level: int
    lower: float
    bias: float | None
    until: datetime | None


def exercise_name(slug: str, unit_key: str) -> str:
    """How an exercise is named outside its course."""
    return f"{slug}/{unit_key}"


def largest_bias(estimates: Sequence[Mapping[str, Any]]) -> float | None:
    """The largest relative bias of all groups of estimates, without its sign; None where there is no
    group, or one of which it is not known."""
    found = [abs(one["relative_bias"]) for one in estimates if one["relative_bias"] is not None]
    return max(map(float, found)) if found and len(found) == len(estimates) else None


def shown_in(
    people: People, exercises: Collection[str], on: datetime
) -> dict[int, dict[str, list[ShownResult]]]:
    """Person id → exercise → their valid results in it that reached a level, the first first. In one
    statement, beside the outlines of the releases in which they were measured."""
    places = Q(pk__in=())
    for name in exercises:
        slug, _slash, key = name.partition("/")
        places |= Q(sitting__unit__course__slug=slug, sitting__unit__key=key)
    rows = (
        standing_results(CalibrationResult.objects.filter(places))
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on))
        .filter(sitting__enrolment__person__in=people, level__gte=1)
        .order_by("pk")
        .values(
            "pk",
            "level",
            "valid_until",
            "sitting__block",
            "sitting__release",
            "sitting__unit",
            "sitting__unit__key",
            "sitting__unit__course__slug",
            "sitting__enrolment__person",
            "numbers__series__lower",
            "numbers__estimates",
        )
    )
    found: dict[int, dict[str, list[ShownResult]]] = defaultdict(lambda: defaultdict(list))
    for row in rows if exercises else ():
        # Where a unit has several exercises, it is the first that speaks for it.
        item = outline_by_id(row["sitting__release"]).by_unit.get(row["sitting__unit"])
        if item is None or item.measure_block != row["sitting__block"]:
            continue
        name = exercise_name(row["sitting__unit__course__slug"], row["sitting__unit__key"])
        found[row["sitting__enrolment__person"]][name].append(
            ShownResult(
                row["pk"],
                row["level"],
                row["numbers__series__lower"],
                largest_bias(row["numbers__estimates"]),
                row["valid_until"],
            )
        )
    return {person: dict(mine) for person, mine in found.items()}


def behind(result_id: int) -> tuple[CalibrationResult, LearningRecord | None]:
    """A result with what it rests on, and the record of its sitting."""
    result = CalibrationResult.objects.select_related(
        "sitting__unit__course", "sitting__release"
    ).get(pk=result_id)
    record = LearningRecord.objects.filter(
        verb=Verb.MEASURED,
        unit=result.sitting.unit_id,
        result__attempt=str(result.sitting.uid),
    ).first()
    return result, record


def exercises_of(course: Course, units: Sequence[Written]) -> dict[str, Pair]:
    """Every exercise of a course, by its release in force or by the draft with these units: its name →
    the title of its unit."""
    found: dict[str, Pair] = {}
    if course.in_force_id:
        found |= exercises_in_outline(outline_by_id(course.in_force_id))
    found |= {
        exercise_name(course.slug, unit.item.unit.key): unit.content["title"]
        for unit in units
        if any(block["kind"] == "calibration" for block in unit.content["blocks"])
    }
    return found


def exercises_in_outline(outline: Outline) -> dict[str, Pair]:
    """Every exercise of a release."""
    return {
        exercise_name(outline.slug, item.key): item.title
        for item in outline.items
        if item.measure_block is not None
    }


def exercises_in_force(slugs: Collection[str] | None = None) -> dict[str, Pair]:
    """Every exercise of these courses, or of all, by the release in force."""
    courses = Course.objects.filter(in_force__isnull=False, archived_at__isnull=True)
    if slugs is not None:
        courses = Course.objects.filter(in_force__isnull=False, slug__in=slugs)
    found: dict[str, Pair] = {}
    for pk in courses.order_by("made_at", "pk").values_list("in_force", flat=True):
        found |= exercises_in_outline(outline_by_id(pk or 0))
    return found
