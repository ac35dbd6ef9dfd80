"""Reads of attempts."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q

from courses.assessment.drawing import draw
from courses.assessment.models import Attempt, LateAnswer, Response, Score
from courses.banks.models import Item, ItemVersion
from courses.content.blocks.quiz import draws_of
from courses.content.outline import OutlineItem
from courses.content.queries import blocks_of, drawable, pinned
from courses.enrolment.models import Enrolment


def attempts_at(enrolment: Enrolment, unit_id: int) -> dict[UUID, list[Attempt]]:
    """Block → this learner's attempts there, the latest first, in one statement."""
    found: dict[UUID, list[Attempt]] = {}
    for attempt in Attempt.objects.filter(enrolment=enrolment, unit_id=unit_id):
        found.setdefault(attempt.block, []).append(attempt)
    return found


def responses_of(attempt: Attempt) -> list[Response]:
    """The responses in the order of the items, with what was asked."""
    return list(attempt.responses.select_related("item_version__item").order_by("position"))


def late_answers_of(responses: Collection[Response]) -> dict[int, list[LateAnswer]]:
    """Response id → the answers that came too late, the first first."""
    found: dict[int, list[LateAnswer]] = {}
    late = [response.pk for response in responses if response.late]
    if late:
        for answer in LateAnswer.objects.filter(response__in=late):
            found.setdefault(answer.response_id, []).append(answer)
    return found


def best_of(attempts: Collection[Attempt]) -> Attempt | None:
    """The submitted attempt with the most points; the earlier of equals."""
    submitted = [attempt for attempt in attempts if not attempt.is_open]
    return max(submitted, key=lambda one: (one.share, -one.number), default=None)


def asked_by(
    release_id: int,
    version_id: int,
    block: UUID,
    *,
    seed: int,
    enrolment: Enrolment | None = None,
) -> list[ItemVersion]:
    """What one go at a block of a published release asks: what is listed, then what this seed
    draws, rather what this learner has not met yet."""
    fixed = list(pinned(release_id, block))
    candidates = drawable(release_id, block)
    if not candidates:
        return fixed
    stored = next(one for one in blocks_of(version_id) if one["uid"] == str(block))
    seen = _met(enrolment) if enrolment else {}
    return fixed + draw(draws_of(stored["settings"]), candidates, seed=seed, seen=seen)


def _met(enrolment: Enrolment) -> dict[int, int]:
    """Item id → how often this learner has been asked it in this course."""
    rows = Response.objects.filter(attempt__enrolment=enrolment).order_by()
    counted = rows.values_list("item_version__item").annotate(times=Count("pk"))
    return dict(counted)


@dataclass(frozen=True)
class UnderWay:
    """A quiz that has been begun and not handed in. answered: how many of its questions, of how
    many."""

    attempt: Attempt
    answered: int
    of: int


def quiz_under_way(enrolment: Enrolment, item: OutlineItem | None) -> UnderWay | None:
    """The quiz by which this unit gets done, where it stands open with answers in it; one
    statement, and none for a unit without such a quiz."""
    if item is None or item.score_block is None:
        return None
    attempt = (
        Attempt.objects.filter(
            enrolment=enrolment, block=item.score_block, state=Attempt.State.OPEN
        )
        .annotate(
            answered=Count("responses", filter=Q(responses__answer__isnull=False)),
            of=Count("responses"),
        )
        .first()
    )
    if attempt is None or not attempt.answered:
        return None
    return UnderWay(attempt, attempt.answered, attempt.of)


@dataclass(frozen=True)
class HardItem:
    """A question that most of those who answered it got wrong."""

    item: Item
    body: dict[str, Any]
    answers: int
    right: int


LEAST_ANSWERS = 10
MOST_RIGHT = 0.4


def hard_items(banks: Collection[int]) -> list[HardItem]:
    """The questions of these banks, as they are asked now, that fewer than 40 % got right, of at
    least 10 answers; the hardest first. One statement. An answer counts by its latest score; one
    that was left empty does not."""
    later = Score.objects.filter(response=OuterRef("response"), pk__gt=OuterRef("pk"))
    newer = ItemVersion.objects.filter(
        item=OuterRef("response__item_version__item"),
        number__gt=OuterRef("response__item_version__number"),
    )
    version = "response__item_version"
    rows = (
        Score.objects.filter(
            ~Exists(later),
            ~Exists(newer),
            **{f"{version}__item__bank__in": list(banks)},
            **{f"{version}__item__archived_at__isnull": True},
            response__answer__isnull=False,
        )
        .order_by()
        .values(version)
        .annotate(answers=Count("pk"), right=Count("pk", filter=Q(points=1000)))
        .filter(answers__gte=LEAST_ANSWERS, right__lt=F("answers") * MOST_RIGHT)
    )
    counts = {row[version]: (row["answers"], row["right"]) for row in rows}
    if not counts:
        return []
    asked = ItemVersion.objects.filter(pk__in=counts).select_related("item")
    found = [HardItem(one.item, one.body, *counts[one.pk]) for one in asked]
    return sorted(found, key=lambda one: (one.right / one.answers, one.item.key))


@dataclass(frozen=True)
class Answered:
    """How often a question was answered, and how often wholly right."""

    answers: int = 0
    right: int = 0

    @property
    def share(self) -> float:
        """The right ones, as a share in [0, 1]."""
        return self.right / self.answers if self.answers else 0.0

    @property
    def is_hard(self) -> bool:
        """Whether most get it wrong, and enough have answered to say so."""
        return self.answers >= LEAST_ANSWERS and self.right < self.answers * MOST_RIGHT


def answered(items: Collection[int]) -> dict[int, dict[int, Answered]]:
    """Item id → version id → its answers, for those of these items that were answered. One
    statement; an answer counts by its latest score, one that was left empty does not."""
    later = Score.objects.filter(response=OuterRef("response"), pk__gt=OuterRef("pk"))
    version = "response__item_version"
    rows = (
        Score.objects.filter(
            ~Exists(later),
            **{f"{version}__item__in": list(items)},
            response__answer__isnull=False,
        )
        .order_by()
        .values_list(f"{version}__item", version)
        .annotate(answers=Count("pk"), right=Count("pk", filter=Q(points=1000)))
    )
    found: dict[int, dict[int, Answered]] = {}
    for item, one, answers, right in rows:
        found.setdefault(item, {})[one] = Answered(answers, right)
    return found
