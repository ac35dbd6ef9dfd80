"""Reads of sittings and results."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from courses.banks.models import ItemVersion
from courses.banks.reading import digest_of
from courses.calibration.choosing import Practised
from courses.calibration.cohort import Cohort, First, cohort_of
from courses.calibration.levels import RECALIBRATION, Opening, Wait, judge, may_open_new
from courses.calibration.levels import Exercise as Rule
from courses.calibration.levels import Series as Begun
from courses.calibration.models import (
    CalibrationResult,
    CorrectionPlan,
    Phase,
    Series,
    Sitting,
    SittingItem,
    Trial,
)
from courses.calibration.reporting import Given as Answered
from courses.calibration.results import Given, answers_for_level, given, rule_of
from courses.calibration.rulings import NO_RULINGS, Rulings, rulings_at, rulings_in
from courses.content.blocks.calibration import Exercise, exercise_of
from courses.content.models import CourseRole
from courses.content.outline import OutlineItem
from courses.content.queries import blocks_of, drawable
from courses.enrolment.models import Enrolment
from lms.accounts.models import User
from lms.common.clock import day_began, local_day


def block_at(version_id: int, block: UUID) -> dict[str, Any]:
    """A calibration block of a unit version, as stored; 404 where there is none."""
    for stored in blocks_of(version_id):
        if stored["uid"] == str(block) and stored["kind"] == "calibration":
            return stored
    raise Http404(_("This unit has no such calibration."))


def exercise_at(item: OutlineItem, block: UUID) -> Exercise:
    """The exercise as its unit's release says it."""
    return exercise_of(block_at(item.version_id, block)["settings"])


def items_for(release_id: int, block: UUID) -> list[ItemVersion]:
    """Everything that an exercise of a published release may ask."""
    return [one for versions in drawable(release_id, block).values() for one in versions]


def bank_version(release_id: int, block: UUID) -> str:
    """Digest of what the exercise may ask: two results with the same one were asked from the same."""
    return digest_of(sorted(one.digest for one in items_for(release_id, block)))


def protocol_version(stored: dict[str, Any]) -> str:
    """Digest of the exercise's rules."""
    return digest_of(stored["settings"])


def items_of(sitting: Sitting) -> list[SittingItem]:
    """Its items in their order, with what was asked."""
    return list(sitting.items.select_related("item_version__item").order_by("position"))


def wrong_in(items: Iterable[SittingItem]) -> list[SittingItem]:
    """Of the items of a practice, in their order, those that were not right when they were last asked."""
    last = {(one.item_version_id, one.seed): one for one in items}
    return [one for one in last.values() if one.right is False]


def sittings_at(enrolment: Enrolment, block: UUID) -> list[Sitting]:
    """This learner's sittings at an exercise, the latest first."""
    rows = Sitting.objects.filter(enrolment=enrolment, block=block)
    return list(rows.select_related("series").order_by("-pk"))


def practised(sitting: Sitting) -> list[Practised]:
    """What a practice sitting has asked and heard so far, the first first."""
    rows = sitting.items.filter(answered_at__isnull=False).order_by("position")
    return [
        Practised(
            seen.get("class", ""),
            bool(right),
            "" if right else seen.get("category", ""),
        )
        for seen, right in rows.values_list("seen", "right")
    ]


def met_by(person_id: int, block: UUID) -> dict[int, int]:
    """Item id → how often this person has been asked it in this exercise."""
    rows = (
        SittingItem.objects.filter(sitting__enrolment__person=person_id, sitting__block=block)
        .order_by()
        .values_list("item_version__item")
        .annotate(times=Count("pk"))
    )
    return dict(rows)


# --- everybody in a course -----------------------------------------------------------------------


def results_in(course_id: int, block: UUID) -> list[CalibrationResult]:
    """The results in an exercise that stand, of everybody who learns in this course: by name, of each
    person the latest first. One statement."""
    rows = CalibrationResult.objects.filter(
        sitting__enrolment__run__course=course_id, sitting__block=block
    )
    return list(
        standing_results(rows)
        .select_related("sitting__enrolment__person")
        .order_by("sitting__enrolment__person__name_in_order", "sitting__enrolment__person", "-pk")
    )


def results_by(enrolment: Enrolment) -> list[CalibrationResult]:
    """The results of this learner in this run that stand, the latest first."""
    rows = CalibrationResult.objects.filter(sitting__enrolment=enrolment)
    return list(standing_results(rows).select_related("sitting").order_by("-pk"))


def begun_in(course_id: int, block: UUID) -> int:
    """How many people have begun an exercise in this course, measured or not."""
    rows = Sitting.objects.filter(enrolment__run__course=course_id, block=block)
    return rows.order_by().values("enrolment__person").distinct().count()


def given_in(course_id: int, block: UUID) -> list[Answered]:
    """What everybody in this course answered while they were measured, in sittings that are closed, as it
    counts now: by corrected truths, and without the items that were taken out of the results. Two
    statements; three where something was decided about a truth."""
    rows = SittingItem.objects.filter(
        sitting__enrolment__run__course=course_id,
        sitting__block=block,
        sitting__phase=Phase.MEASURED,
        sitting__state=Sitting.State.CLOSED,
        answered_at__isnull=False,
    )
    decided = _decided(rows, rulings_in(course_id))
    told = rows.order_by().values_list(
        "pk",
        "sitting__enrolment__person",
        "item_version",
        "seed",
        "item_version__body__generator",
        "item_version__body__difficulty",
        "item_version__item__difficulty",
        "form",
        "seen",
        "right",
        "cannot_tell",
        "certainty",
    )
    return [
        Answered(
            person,
            (version, seed if generator else 0),
            drawn_at or difficulty,
            form,
            decided[pk].seen if pk in decided else seen,
            bool(decided[pk].right if pk in decided else right),
            cannot_tell,
            certainty,
        )
        for pk, person, version, seed, generator, drawn_at, difficulty, *said in told
        for form, seen, right, cannot_tell, certainty in [said]
        if pk not in decided or not decided[pk].is_dropped
    ]


def _decided(rows: QuerySet[SittingItem], rulings: Rulings) -> dict[int, Given]:
    """Id → the answer as a result counts it, of those whose item was decided about."""
    if not rulings:
        return {}
    mine = list(
        rows.filter(item_version__item__in=rulings.by_item).select_related("item_version__item")
    )
    return dict(zip((one.pk for one in mine), given(mine, rulings), strict=True))


# --- series --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SeriesSoFar:
    """A series with its held-out answers, the first first, of sittings that are closed."""

    series: Series
    answers: list[Given] = field(default_factory=list)
    last_answered: datetime | None = None


def series_of(
    person_id: int,
    block: UUID,
    *,
    rulings: Rulings | None = None,
    until: Sitting | None = None,
) -> list[SeriesSoFar]:
    """Every series of this person in this exercise, the first first, its answers as they count now; in
    three statements.

    rulings: of the course, where they are known already.  until: a closed sitting, after which nothing
    is looked at.
    """
    found = {
        one.pk: SeriesSoFar(one)
        for one in Series.objects.filter(person=person_id, block=block).order_by("number")
    }
    if found and rulings is None:
        rulings = rulings_at(next(iter(found.values())).series.unit_id)
    rulings = rulings or NO_RULINGS
    rows = (
        SittingItem.objects.filter(sitting__series__in=found, sitting__state=Sitting.State.CLOSED)
        .select_related("sitting", *(["item_version__item"] if rulings else []))
        .order_by("sitting__closed_at", "sitting", "position")
    )
    if until is not None:
        earlier = Q(sitting__closed_at__lt=until.closed_at)
        rows = rows.filter(earlier | Q(sitting__closed_at=until.closed_at, sitting__lte=until.pk))
    several: dict[int, list[SittingItem]] = {pk: [] for pk in found}
    for row in rows if found else ():
        several[row.sitting.series_id or 0].append(row)
    return [
        SeriesSoFar(
            one.series,
            given(several[pk], rulings),
            several[pk][-1].sitting.closed_at if several[pk] else None,
        )
        for pk, one in found.items()
    ]


def last_practice_at(person_id: int, block: UUID) -> datetime | None:
    """When this person last answered in practice."""
    rows = SittingItem.objects.filter(
        sitting__enrolment__person=person_id,
        sitting__block=block,
        sitting__phase=Phase.PRACTICE,
    )
    found: datetime | None = rows.aggregate(last=Max("answered_at"))["last"]
    return found


def practised_times(person_id: int, block: UUID, since: datetime | None = None) -> int:
    """How many answers this person has given in practice, since then."""
    rows = SittingItem.objects.filter(
        sitting__enrolment__person=person_id,
        sitting__block=block,
        sitting__phase=Phase.PRACTICE,
        answered_at__isnull=False,
    )
    return rows.filter(answered_at__gt=since).count() if since else rows.count()


WAITS = (Wait.DAYS, Wait.YEAR)


@dataclass(frozen=True)
class Door:
    """Whether somebody may be measured now. size: how many items the sitting would have.  practice:
    answers in practice that are still wanted; where a day is waited for, they alone open nothing.  opening: where a new series would begin, when it may.  joins:
    the series that it goes on with; None for a new one.  is_short: whether it is a short check, which
    keeps a level that was reached before."""

    size: int
    practice: int = 0
    opening: Opening | None = None
    joins: Series | None = None
    is_short: bool = False

    @property
    def opens_on(self) -> date | None:
        """The day from which a new series may begin, where that is what it waits for."""
        waits = self.opening.waits if self.opening else ()
        return self.opening.earliest if self.opening and {*WAITS} & {*waits} else None

    @property
    def practice_first(self) -> int:
        """How many answers in practice are all that is wanted; 0 where a day is waited for."""
        return 0 if self.opens_on else self.practice

    @property
    def is_open(self) -> bool:
        return (
            self.size > 0 and not self.practice and (self.opening is None or self.opening.is_open)
        )


# Answers in practice that must lie between two sittings.
BETWEEN = 5
SHORT_FROM = 2


def door_to(person_id: int, block: UUID, exercise: Exercise, *, level: int, on: datetime) -> Door:
    """What being measured now would be. level: that this person's valid results show.

    A series that has room goes on, also where only level 1 is left to reach in it; one in which level 2
    is out of reach gives way to a new one as soon as that may begin.
    """
    several = series_of(person_id, block)
    rule = rule_of(exercise)
    last = max((one.last_answered for one in several if one.last_answered), default=None)
    wanted = exercise.practice if last is None else min(exercise.practice, BETWEEN)
    practice = max(0, wanted - practised_times(person_id, block, last))
    # Whoever is at level 1 has level 2 to reach, and wants a look rather than a check.
    is_short = level >= SHORT_FROM
    size = RECALIBRATION if is_short else exercise.sitting
    if not several:
        return Door(size, practice)
    running = several[-1]
    room = rule.size - len(running.answers)
    history = [_as_begun(one, rule) for one in several]
    practised_at = last_practice_at(person_id, block)
    opening = may_open_new(
        history,
        local_day(on),
        last_practice=local_day(practised_at) if practised_at else None,
        exercise=rule,
    )
    if room > 0 and not (opening.is_open and history[-1].is_out_of_reach):
        return Door(min(size, room), practice, joins=running.series, is_short=is_short)
    return Door(size, practice, opening, is_short=is_short)


def _as_begun(one: SeriesSoFar, rule: Rule) -> Begun:
    return Begun(
        local_day(one.series.opened_at),
        local_day(one.last_answered or one.series.opened_at),
        len(one.answers),
        judge(answers_for_level(one.answers), rule).is_out_of_reach,
    )


# --- results -------------------------------------------------------------------------------------


def standing_results(rows: QuerySet[CalibrationResult]) -> QuerySet[CalibrationResult]:
    """Those whose place no other has taken."""
    return rows.filter(replaced_by__isnull=True)


def results_at(person_id: int, block: UUID) -> list[CalibrationResult]:
    """This person's results in an exercise that stand, the latest first."""
    rows = CalibrationResult.objects.filter(
        sitting__enrolment__person=person_id, sitting__block=block
    )
    standing = standing_results(rows).select_related("sitting__series", "replaces")
    return list(standing.order_by("-sitting__closed_at", "-sitting"))


def level_at(results: Collection[CalibrationResult], on: datetime) -> int:
    """The highest level of these that is still valid."""
    return max((one.level for one in results if one.is_valid(on)), default=0)


def result_of(sitting: Sitting) -> CalibrationResult | None:
    """What stands of a closed sitting."""
    return standing_results(CalibrationResult.objects.filter(sitting=sitting)).first()


def results_of(person: User) -> QuerySet[CalibrationResult]:
    """Every result of this person that stands, the latest first, with its course."""
    rows = CalibrationResult.objects.filter(sitting__enrolment__person=person)
    return standing_results(rows).select_related("sitting__enrolment__run__course", "sitting__unit")


def trial_of(person: User) -> Trial | None:
    """The ten items that this person tried last, to their end."""
    mine = Trial.objects.filter(person=person).order_by("-pk").first()
    return mine if mine is not None and mine.is_done else None


# --- beside others -------------------------------------------------------------------------------


def cohort_beside(person_id: int, course_id: int, block: UUID, *, on: datetime) -> Cohort | None:
    """How other people did in their first sitting of an exercise, as of the end of the day before; None
    while they are fewer than ten. Whoever has a role in the course is no learner of it, and knows the
    answers."""
    began = day_began(on)
    rows = (
        CalibrationResult.objects.filter(sitting__block=block, made_at__lt=began)
        .exclude(replaced_by__made_at__lt=began)
        .exclude(sitting__enrolment__person=person_id)
        .exclude(
            sitting__enrolment__person__in=CourseRole.objects.filter(course=course_id).values(
                "person"
            )
        )
        .order_by()
        .values_list("sitting__enrolment__person", "sitting__closed_at", "numbers__accuracy")
    )
    return cohort_of(
        First(person, closed_at, accuracy)
        for person, closed_at, accuracy in rows
        if closed_at is not None and accuracy is not None
    )


def aided_of(sitting: Sitting) -> Sitting | None:
    """The last set with help that this learner finished in the exercise of a sitting."""
    rows = Sitting.objects.filter(
        enrolment=sitting.enrolment_id,
        block=sitting.block,
        phase=Phase.AIDED,
        state=Sitting.State.CLOSED,
    )
    return rows.order_by("-closed_at").first()


def plan_of(sitting: Sitting) -> CorrectionPlan | None:
    """What somebody wrote that they will do differently."""
    return CorrectionPlan.objects.filter(sitting=sitting).first()


def beside(result: CalibrationResult) -> tuple[CalibrationResult | None, CalibrationResult | None]:
    """(the result whose place this one took, the one that took its place); in one statement."""
    found = list(
        CalibrationResult.objects.filter(Q(replaces=result.pk) | Q(pk=result.replaces_id or 0))
    )
    before = next((one for one in found if one.pk == result.replaces_id), None)
    after = next((one for one in found if one.replaces_id == result.pk), None)
    return before, after
