"""Reads of what learners said of themselves."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from courses.competencies.models import Level
from courses.competencies.queries import descriptors, map_version
from courses.content.outline import Outline, OutlineAlignment
from courses.enrolment.models import Enrolment
from courses.surveys.models import SelfRating, SurveyAnswer
from lms.common.store import immutable


@dataclass(frozen=True)
class Rated:
    """How a learner saw themselves. moments: moment → competency id → the latest rating.  blocks:
    uid → the latest ratings in that block."""

    moments: dict[str, dict[int, SelfRating]] = field(default_factory=dict)
    blocks: dict[UUID, dict[int, SelfRating]] = field(default_factory=dict)


def answers_in(enrolment: Enrolment, unit_id: int) -> dict[UUID, SurveyAnswer]:
    """Block → what this learner answered there last."""
    rows = SurveyAnswer.objects.filter(enrolment=enrolment, unit=unit_id).order_by("number")
    return {row.block: row for row in rows}


def ratings_of(enrolment: Enrolment) -> Rated:
    """How this learner saw themselves, over the whole course."""
    rated = Rated(defaultdict(dict), defaultdict(dict))
    for row in SelfRating.objects.filter(enrolment=enrolment).order_by("given_at", "pk"):
        rated.moments[row.moment][row.competency_id] = row
        rated.blocks[row.block][row.competency_id] = row
    return rated


def competencies_in(outline: Outline) -> list[OutlineAlignment]:
    """What the course is about, each competency once, by its code; of several levels the highest."""
    highest: dict[str, OutlineAlignment] = {}
    for item in outline.items:
        for aligned in item.alignments:
            if aligned.code not in highest or aligned.level > highest[aligned.code].level:
                highest[aligned.code] = aligned
    return [highest[code] for code in sorted(highest)]


def levels_said() -> dict[tuple[int | None, int], Level]:
    """(competency id, or None for what holds in general; level) → what it means."""
    return immutable(("descriptors", map_version()), descriptors)


def given_in(block: UUID) -> list[dict[str, Any]]:
    """What each person answered last in a survey. Nothing here says who."""
    rows = SurveyAnswer.objects.filter(block=block).order_by("number")
    latest = dict(rows.values_list("enrolment_id", "answers"))
    return list(latest.values())


def rated_in(block: UUID) -> tuple[int, dict[int, list[int]]]:
    """How many people rated themselves in a block, and competency id → at which levels, last."""
    rows = SelfRating.objects.filter(block=block).order_by("number")
    latest: dict[tuple[int, int], int] = {}
    for enrolment, competency, level in rows.values_list("enrolment_id", "competency_id", "level"):
        latest[competency, enrolment] = level
    found: dict[int, list[int]] = defaultdict(list)
    for (competency, _enrolment), level in latest.items():
        found[competency].append(level)
    return len({enrolment for _competency, enrolment in latest}), found
