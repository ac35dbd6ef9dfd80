"""Reads of achievements and awards."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from badges.awards.models import Achievement, AchievementVersion, Award, GivenList
from badges.awards.rules import competencies_in, courses_named, exercises_in
from courses.content.models import Course
from courses.content.outline import Outline, OutlineItem
from courses.enrolment.models import Enrolment
from courses.evidence.models import EvidenceKind
from courses.evidence.queries import exercise_now
from courses.records.models import LearningRecord
from lms.accounts.models import User
from lms.common.prepared import Prepared


def awards_of(person: User) -> QuerySet[Award]:
    """What this person holds or held, the newest first."""
    return Award.objects.filter(person=person).select_related("version")


def status_of(award: Award, on: datetime) -> str:
    """The badge's status at this moment, whether or not the sweep has noted it."""
    if award.status == Award.Status.ACTIVE and award.valid_until and award.valid_until <= on:
        return str(Award.Status.EXPIRED)
    return award.status


def held_by(achievement: Achievement, person: User) -> Award | None:
    """What this person holds of it, as the database knows it."""
    return Award.objects.filter(
        achievement=achievement, person=person, status=Award.Status.ACTIVE
    ).first()


def given_to(achievement: Achievement, people: Collection[int], on: datetime) -> dict[int, Award]:
    """Person id → what they hold of it, or what was revoked from them last, in one statement. One whose
    time is over is neither."""
    rows = Award.objects.filter(
        achievement=achievement,
        person__in=people,
        status__in=(Award.Status.ACTIVE, Award.Status.REVOKED),
    ).exclude(status=Award.Status.ACTIVE, valid_until__lte=on)
    # What is in force comes last, and stays.
    found = sorted(rows, key=lambda one: (one.status == Award.Status.ACTIVE, one.issued_at))
    return {award.person_id: award for award in found}


def newer_than(award: Award) -> Award | None:
    """The award that has carried this one on."""
    return Award.objects.filter(renews=award).select_related("version").first()


def ways_to_renew(award: Award) -> list[tuple[Outline, OutlineItem]]:
    """The exercises in which what the award rests on was measured, where they still are."""
    records = [row["record"] for row in award.evidence if row["kind"] == EvidenceKind.MEASURED]
    found = LearningRecord.objects.filter(uid__in=[uid for uid in records if uid])
    ways = [exercise_now(one) for one in found.select_related("course").order_by("pk")]
    return list({way[1].uid: way for way in ways if way}.values())


def versions_in_force() -> QuerySet[AchievementVersion]:
    """What new awards are given by."""
    achievements = Achievement.objects.filter(archived_at__isnull=True)
    return AchievementVersion.objects.filter(pk__in=achievements.values("in_force"))


def announced_versions() -> QuerySet[AchievementVersion]:
    """Those in force that everybody can read of: of the site, and of published courses."""
    of_whom = Q(achievement__course__isnull=True) | Q(achievement__course__in_force__isnull=False)
    return versions_in_force().filter(of_whom).select_related("achievement").order_by("pk")


def candidates_for(person_id: int) -> list[AchievementVersion]:
    """The versions in force that this person has never held: what was revoked does not come back by
    itself, and what expires is renewed (badges.awards.renewal_actions). Those of a course are for who learns there: authors may give a badge to
    their own learners, not to everybody."""
    return _CANDIDATES.rows(person=person_id)


def _candidates(person: int) -> QuerySet[AchievementVersion]:
    held = Award.objects.filter(person_id=person, achievement=OuterRef("achievement"))
    learns = Enrolment.objects.filter(person_id=person, run__course=OuterRef("achievement__course"))
    return (
        versions_in_force()
        .filter(Q(achievement__course__isnull=True) | Exists(learns))
        .exclude(Exists(held))
        .order_by("pk")
    )


_CANDIDATES = Prepared[AchievementVersion](_candidates, person=int)


@dataclass(frozen=True)
class Gained:
    """A person's award, as far as a list of achievements needs it."""

    uid: UUID
    issued_at: datetime


def _shown_at(course: int, person: int) -> QuerySet[Any]:
    mine = Q(awards__person=person, awards__status=Award.Status.ACTIVE)
    return (
        Achievement.objects.filter(archived_at__isnull=True, in_force__isnull=False)
        .filter(Q(course__isnull=True) | Q(course=course))
        .annotate(mine=FilteredRelation("awards", condition=mine))
        .annotate(award_uid=F("mine__uid"), award_at=F("mine__issued_at"))
        .select_related("in_force")
        .order_by("pk")
    )


# With the person's award as `award_uid` and `award_at`.
_SHOWN_AT = Prepared[Any](_shown_at, course=int, person=int)


def achievements_for(
    course_id: int, slug: str, codes: set[str], person: User | None
) -> list[tuple[AchievementVersion, Gained | None]]:
    """Achievements in force that are this course's own, or the site's and ask for one of these
    competencies or to be measured here, with this person's award, in one statement."""
    # Nobody has no awards.
    rows = _SHOWN_AT.rows(course=course_id, person=person.pk if person else 0)
    found = []
    for row in rows:
        assert row.in_force is not None
        rule = row.in_force.rule
        asks = {code for code, _level in competencies_in(rule)}
        measured = any(name.startswith(f"{slug}/") for name in exercises_in(rule))
        if row.course_id or codes & asks or measured:
            held = Gained(row.award_uid, row.award_at) if row.award_uid else None
            found.append((row.in_force, held))
    return found


@dataclass(frozen=True)
class Concerning:
    """An achievement as a course's authors see it. holders: how many hold it now.

    is_own: whether it belongs to the course.
    """

    achievement: Achievement
    version: AchievementVersion
    holders: int
    is_own: bool


def concerning(course: Course, codes: set[str]) -> list[Concerning]:
    """The course's own achievements, archived ones last; then those of the site that ask for one of
    these competencies, and all that name the course. In one statement."""
    active = Count("awards", filter=Q(awards__status=Award.Status.ACTIVE))
    rows = Achievement.objects.filter(in_force__isnull=False).annotate(holders=active)
    found = []
    for row in rows.select_related("in_force").order_by("archived_at", "pk"):
        assert row.in_force is not None
        rule, is_own = row.in_force.rule, row.course_id == course.pk
        asks = {code for code, _level in competencies_in(rule)}
        is_near = row.course_id is None and bool(asks & codes)
        is_near = is_near or course.slug in courses_named(rule)
        if is_own or (is_near and row.archived_at is None):
            found.append(Concerning(row, row.in_force, row.holders, is_own))
    return sorted(found, key=lambda one: (not one.is_own, one.achievement.archived_at is not None))


def own_badges(course: Course) -> list[Achievement]:
    """The badges of this course that are not archived, with what they say now; one statement."""
    rows = Achievement.objects.filter(
        course=course, in_force__isnull=False, archived_at__isnull=True
    )
    return list(rows.select_related("in_force").order_by("pk"))


def holders_of(achievement: Achievement) -> int:
    """To how many the version in force has been given, whatever became of it: where it was to
    anybody, it is frozen."""
    return Award.objects.filter(achievement=achievement, version=achievement.in_force).count()


def site_achievements() -> list[Concerning]:
    """The site's achievements, archived ones last, with how many hold each; one statement."""
    active = Count("awards", filter=Q(awards__status=Award.Status.ACTIVE))
    rows = Achievement.objects.filter(course__isnull=True, in_force__isnull=False)
    found = rows.annotate(holders=active).select_related("in_force").order_by("archived_at", "pk")
    return [Concerning(row, row.in_force, row.holders, True) for row in found if row.in_force]


def lists_of(person: User, achievement: Achievement) -> list[GivenList]:
    """The lists that this person had the badge given to, the newest first; one statement."""
    rows = GivenList.objects.filter(by=person, achievement=achievement)
    return list(rows.annotate(count=Count("rows")))
