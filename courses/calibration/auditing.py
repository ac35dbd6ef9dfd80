"""Reads of items under audit: what learners and experts say of each truth, and what was decided."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log
from uuid import UUID

from django.db.models import Count, Max, Q

from courses.banks.facing import face
from courses.banks.generators import is_generated
from courses.banks.models import ItemVersion
from courses.calibration.choosing import class_of, difficulty_of, serves
from courses.calibration.gold import Agreed, Audit, Heard, Voice, agreed, audit
from courses.calibration.models import (
    CalibrationResult,
    ExpertAnswer,
    GoldDecision,
    Phase,
    Sitting,
    SittingItem,
)
from courses.calibration.queries import items_for
from courses.calibration.rulings import Rulings, rulings_in, truth_of
from courses.content.models import Course, CourseRole
from lms.accounts.models import User

NO_ANSWERS = Audit(0, 0, 0, 0, None, 0, 0)


@dataclass(frozen=True)
class Truth:
    """One truth of an exercise. version: the latest that holds it.  audit: what learners' answers say.
    experts: how many answered it; agreeing: how many of them as it says.  decision: what was decided
    about it last.  is_asked: whether the release in force still asks it.  corrected: later versions that
    ask the same and have another right answer."""

    version: ItemVersion
    audit: Audit
    experts: int = 0
    agreeing: int = 0
    decision: GoldDecision | None = None
    is_asked: bool = True
    corrected: Sequence[ItemVersion] = ()

    @property
    def category(self) -> str:
        return class_of(self.version)

    @property
    def difficulty(self) -> str:
        return difficulty_of(self.version)

    @property
    def is_drawn(self) -> bool:
        return is_generated(self.version.body)

    @property
    def is_suspect(self) -> bool:
        """Whether its truth is in doubt, and nobody has decided about it."""
        return self.audit.is_suspect and self.decision is None


@dataclass(frozen=True)
class Book:
    """Every truth of an exercise, the suspects first. agreement: of the experts; by_class: class →
    theirs."""

    truths: Sequence[Truth]
    agreement: Sequence[Agreed]
    by_class: Mapping[str, Sequence[Agreed]]
    experts: int

    @property
    def suspects(self) -> list[Truth]:
        return [one for one in self.truths if one.is_suspect]


def held_out(course: Course, block: UUID) -> list[ItemVersion]:
    """What the exercise of the release in force measures with; nothing before it is published."""
    if not course.in_force_id:
        return []
    return [one for one in items_for(course.in_force_id, block) if serves(one, Phase.MEASURED)]


def book_of(course: Course, block: UUID) -> Book:
    """The truths of one exercise, whether learners have answered them yet or not."""
    rulings = rulings_in(course.pk)
    asked = held_out(course, block)
    answered = _answered(course.pk, [block])
    versions = {one.pk: one for one in asked}
    missing = {pk for _person, pk, *_rest in answered.get(block, ())} - {*versions}
    rows = ItemVersion.objects.filter(Q(pk__in={*versions, *missing})).select_related(
        "item", "author"
    )
    versions = {one.pk: one for one in rows}
    keys = {pk: (one.item_id, truth_of(one)) for pk, one in versions.items()}
    audits = audit(_heard(answered.get(block, ()), versions, keys, rulings))
    voices = list(ExpertAnswer.objects.filter(item_version__in=versions).order_by("pk"))
    latest: dict[tuple[int, str], ItemVersion] = {}
    for one in sorted(versions.values(), key=lambda one: one.number):
        latest[keys[one.pk]] = one
    corrections = _corrections(latest.values())
    now = {keys[one.pk] for one in asked}
    truths = []
    for key, version in latest.items():
        mine = [one for one in voices if keys[one.item_version_id] == key]
        truths.append(
            Truth(
                version,
                audits.get(key, NO_ANSWERS),
                len({one.expert_id for one in mine}),
                len({one.expert_id for one in mine if one.right}),
                rulings.latest(version),
                key in now,
                corrections.get(version.pk, ()),
            )
        )
    truths.sort(key=_order)
    said = [_voice(one) for one in voices]
    classes = sorted({one.category for one in said})
    return Book(
        truths,
        agreed(said),
        {name: agreed(one for one in said if one.category == name) for name in classes},
        len({one.expert for one in said}),
    )


def _order(one: Truth) -> tuple[object, ...]:
    return (
        not one.is_suspect,
        one.decision is None,
        -(one.audit.disagreement or 0),
        one.category,
        one.difficulty,
        one.version.item.key,
    )


def _voice(one: ExpertAnswer) -> Voice:
    return Voice(
        one.expert_id, (one.item_version_id, one.seed), one.right, one.cannot_tell, one.seen
    )


_Answered = tuple[int, int, bool, bool, str]


def _answered(course_id: int, blocks: Collection[UUID]) -> dict[UUID, list[_Answered]]:
    """Block → its held-out answers of learners, in one statement: (person, item version, right, cannot
    tell, the class that was named). Whoever works on the course is no learner in it."""
    staff = CourseRole.objects.filter(course=course_id).values("person")
    rows = (
        SittingItem.objects.filter(
            sitting__unit__course=course_id,
            sitting__block__in=blocks,
            sitting__phase=Phase.MEASURED,
            sitting__state=Sitting.State.CLOSED,
            answered_at__isnull=False,
        )
        .exclude(sitting__enrolment__person__in=staff)
        .order_by("pk")
    )
    found: dict[UUID, list[_Answered]] = {}
    for block, person, version, right, cannot_tell, said in rows.values_list(
        "sitting__block",
        "sitting__enrolment__person",
        "item_version",
        "right",
        "cannot_tell",
        "seen__category",
    ):
        row = (person, version, bool(right), cannot_tell, str(said or ""))
        found.setdefault(block, []).append(row)
    return found


def _heard(
    rows: Iterable[_Answered],
    versions: Mapping[int, ItemVersion],
    keys: Mapping[int, tuple[int, str]],
    rulings: Rulings,
) -> list[Heard]:
    """The answers, each by its truth. An answer that was decided about says nothing of how good somebody
    is: what it counts by then may be anything."""
    decided = {pk for pk, one in versions.items() if rulings.followed(one)}
    return [
        Heard(
            person,
            keys[version],
            right,
            cannot_tell,
            None if version in decided else right,
            said,
        )
        for person, version, right, cannot_tell, said in rows
    ]


def _corrections(latest: Iterable[ItemVersion]) -> dict[int, list[ItemVersion]]:
    """Version id → later versions of its item with another truth of the same question, the latest first;
    of what is drawn there are none, as it brings its own truth."""
    written = {one.item_id: one for one in latest if not is_generated(one.body)}
    later = ItemVersion.objects.filter(item__in=written).select_related("item")
    found: dict[int, list[ItemVersion]] = {}
    by_item: dict[int, list[ItemVersion]] = {}
    for one in later.order_by("-number"):
        by_item.setdefault(one.item_id, []).append(one)
    for version in latest:
        if is_generated(version.body):
            continue
        found[version.pk] = [
            one for one in by_item.get(version.item_id, ()) if corrects(version, one)
        ]
    return found


def corrects(version: ItemVersion, other: ItemVersion) -> bool:
    """Whether the other version asks the same, and holds another truth that came later."""
    return (
        other.item_id == version.item_id
        and other.number > version.number
        and not is_generated(version.body)
        and face(other.body) == face(version.body)
        and truth_of(other) != truth_of(version)
    )


# --- what needs an author ------------------------------------------------------------------------

# An exercise is gone through again once a twentieth more was measured, or something was decided.
STEP = 1.05
_kept: dict[tuple[object, ...], int] = {}
MOST_KEPT = 500


@dataclass(frozen=True)
class Doubt:
    """An exercise with suspects. n: how many."""

    course_id: int
    unit: UUID
    block: UUID
    n: int


def doubts_in(courses: Collection[Course]) -> list[Doubt]:
    """The exercises of these courses with items whose truth is in doubt. Two statements while nothing
    has happened; going through the answers of an exercise is kept for as long."""
    measured = Sitting.objects.filter(
        unit__course__in=courses, phase=Phase.MEASURED, state=Sitting.State.CLOSED
    )
    rows = list(
        measured.order_by("unit__course", "block")
        .values_list("unit__course", "unit__uid", "block")
        .annotate(n=Count("pk"))
    )
    if not rows:
        return []
    decided = dict(
        GoldDecision.objects.filter(course__in=courses)
        .order_by()
        .values_list("course")
        .annotate(last=Max("pk"))
    )
    by_id = {one.pk: one for one in courses}
    found = []
    for course_id, unit, block, n in rows:
        key = (block, int(log(n, STEP)), decided.get(course_id), by_id[course_id].in_force_id)
        if key not in _kept:
            if len(_kept) >= MOST_KEPT:
                _kept.clear()
            _kept[key] = len(book_of(by_id[course_id], block).suspects)
        if _kept[key]:
            found.append(Doubt(course_id, unit, block, _kept[key]))
    return found


# --- what a learner is told ----------------------------------------------------------------------


@dataclass(frozen=True)
class Origin:
    """Where the truth of an item comes from. author: who set it, None where it is drawn or nobody is
    known.  experts: how many answered it; agreeing: how many of them as it says."""

    is_drawn: bool
    author: User | None
    made_at: datetime
    experts: int
    agreeing: int


def origins_of(versions: Iterable[ItemVersion]) -> dict[int, Origin]:
    """Item version id → where its truth comes from, in one statement."""
    wanted = {one.pk for one in versions}
    rows = (
        ItemVersion.objects.filter(pk__in=wanted)
        .select_related("author")
        .annotate(
            experts=Count("expert_answers__expert", distinct=True),
            agreeing=Count(
                "expert_answers__expert", distinct=True, filter=Q(expert_answers__right=True)
            ),
        )
    )
    return {
        one.pk: Origin(
            is_generated(one.body),
            one.author,
            one.made_at,
            one.experts,
            one.agreeing,
        )
        for one in rows
    }


@dataclass(frozen=True)
class Again:
    """That a result was worked out again. was: the one whose place it took.  level: that it shows now.
    is_kept: whether that is only kept, as levels do not fall."""

    was: CalibrationResult
    level: int
    at: datetime
    reason: str
    is_kept: bool

    @property
    def is_other_level(self) -> bool:
        return self.was.level != self.level


def again_of(result: CalibrationResult) -> Again | None:
    """How a result came to take another's place; None where it is the first of its sitting."""
    was = result.replaces
    if was is None:
        return None
    kept = bool(result.numbers.get("level_kept"))
    return Again(was, result.level, result.made_at, result.reason, kept)
