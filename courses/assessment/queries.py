"""Reads of attempts."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery

from courses.assessment.drawing import draw
from courses.assessment.models import Attempt, LateAnswer, Response, Score
from courses.assessment.scoring import is_right
from courses.banks.models import Item, ItemVersion
from courses.content.blocks.quiz import Rules, draws_of, rules_of
from courses.content.outline import Outline, OutlineItem
from courses.content.queries import blocks_of, drawable, outline_by_id, pinned
from courses.enrolment.models import Enrolment
from lms.accounts.models import User


def attempts_at(enrolment: Enrolment, unit_id: int) -> dict[UUID, list[Attempt]]:
    """Block → this learner's attempts there, the latest first, in one statement."""
    found: dict[UUID, list[Attempt]] = {}
    for attempt in Attempt.objects.filter(enrolment=enrolment, unit_id=unit_id):
        found.setdefault(attempt.block, []).append(attempt)
    return found


def attempts_of(person: User, course: str = "") -> QuerySet[Attempt]:
    """This person's attempts with where each was made, in one statement. course: a slug."""
    rows = Attempt.objects.filter(enrolment__person=person)
    if course:
        rows = rows.filter(enrolment__run__course__slug=course)
    return rows.select_related("unit", "enrolment__run__course", "redoes")


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


def whole(attempts: Iterable[Attempt]) -> list[Attempt]:
    """Those that ask the quiz as a whole: whose number may be limited, and that can be a result."""
    return [attempt for attempt in attempts if not attempt.is_redo]


def counting(attempts: Iterable[Attempt], *, last: bool = False) -> Attempt | None:
    """The submitted attempt whose result is the learner's: the one with the most points (the
    earlier of equals), or the last one."""
    submitted = [attempt for attempt in whole(attempts) if not attempt.is_open]
    if last:
        return max(submitted, key=lambda one: one.number, default=None)
    return max(submitted, key=lambda one: (one.share, -one.number), default=None)


def rules_at(attempt: Attempt) -> Rules:
    """The rules of the quiz in the release in which the attempt runs; no statement once that is in
    the process."""
    return rules_now(attempt, outline_by_id(attempt.release_id))


def rules_now(attempt: Attempt, outline: Outline) -> Rules:
    """The rules of the quiz in this release; none where it no longer has the quiz."""
    item = outline.by_unit.get(attempt.unit_id)
    for stored in blocks_of(item.version_id) if item else ():
        if stored["uid"] == str(attempt.block) and stored["kind"] == "quiz":
            return rules_of(stored["settings"])
    return Rules()


def over_at(on: datetime) -> list[Attempt]:
    """The attempts that are open although their time has ended, the first first."""
    rows = Attempt.objects.filter(state=Attempt.State.OPEN, due_at__lte=on)
    return list(rows.order_by("due_at", "pk"))


def over_since(on: datetime) -> datetime | None:
    """When the time of the attempt ended that has waited longest to be closed."""
    rows = Attempt.objects.filter(state=Attempt.State.OPEN, due_at__lte=on)
    ended: datetime | None = rows.aggregate(at=Min("due_at"))["at"]
    return ended


def not_right_in(attempt: Attempt) -> list[int]:
    """The items of a submitted attempt whose answer was not wholly right, in their order. An answer
    counts by its latest score."""
    latest = Score.objects.filter(response=OuterRef("pk")).order_by("-pk").values("points")[:1]
    rows = attempt.responses.order_by("position").annotate(points=Subquery(latest))
    told = rows.values_list("item_version__item", "points", "hint_cost")
    return [item for item, points, cost in told if not is_right(points or 0, cost)]


def may_ask(release_id: int, block: UUID) -> dict[int, ItemVersion]:
    """Item id → the version of it that attempts at a block of this release may ask."""
    drawn = [one for versions in drawable(release_id, block).values() for one in versions]
    return {one.item_id: one for one in (*pinned(release_id, block), *drawn)}


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
            enrolment=enrolment,
            block=item.score_block,
            state=Attempt.State.OPEN,
            redoes__isnull=True,
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
