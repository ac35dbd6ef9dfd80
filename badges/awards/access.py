"""Fetching awards."""

from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from badges.awards.models import Achievement, AchievementVersion, Award, GivenList
from badges.awards.queries import Concerning, concerning
from courses.content.models import Course
from lms.accounts.models import User


def own_award(person: User, uid: UUID) -> Award:
    """This person's award."""
    award = (
        Award.objects.filter(uid=uid, person=person)
        .select_related("version__achievement", "renews")
        .first()
    )
    if award is None:
        raise Http404(_("There is no such badge."))
    return award


def shared_award(code: str) -> Award | None:
    """The award behind a code, if its holder shares it."""
    return (
        Award.objects.filter(code=code, shared_at__isnull=False, person__consent="")
        .select_related("version__achievement")
        .first()
    )


def revoked_award(code: str) -> Award | None:
    """The award behind a code if it was taken back, shared or not. That it was, and when, is for whoever has
    the code; nobody hides it by not sharing it. Nothing else of it is."""
    return Award.objects.filter(code=code, status=Award.Status.REVOKED).first()


def public_version(key: str, number: int) -> AchievementVersion:
    """What a badge says, for everybody: of the site, of a published course, or given to somebody.
    Earlier versions stay, and so does what is archived."""
    version = (
        AchievementVersion.objects.filter(achievement__key=key, number=number)
        .select_related("achievement__in_force", "achievement__course")
        .first()
    )
    if version is None:
        raise Http404(_("There is no such badge."))
    course = version.achievement.course
    if course and not course.in_force_id and not version.awards.exists():
        raise Http404(_("There is no such badge."))
    return version


def own_achievement(course: Course, key: str) -> Achievement:
    """An achievement that belongs to this course, for those who lead it."""
    found = (
        Achievement.objects.filter(course=course, key=key, in_force__isnull=False)
        .select_related("in_force")
        .first()
    )
    if found is None:
        raise Http404(_("There is no such badge."))
    return found


def site_achievement(person: User, key: str) -> Achievement:
    """An achievement of the site, for administrators."""
    found = Achievement.objects.filter(course__isnull=True, key=key, in_force__isnull=False)
    achievement = found.select_related("in_force").first() if person.is_administrator else None
    if achievement is None:
        raise Http404(_("There is no such badge."))
    return achievement


def award_of(achievement: Achievement, uid: UUID) -> Award:
    """One of the awards of this achievement, for those who may read who holds it."""
    award = (
        Award.objects.filter(achievement=achievement, uid=uid)
        .select_related("version", "person")
        .first()
    )
    if award is None:
        raise Http404(_("Nobody holds such a badge."))
    return award


def own_list(person: User, achievement: Achievement, uid: UUID) -> GivenList:
    """The list that this person had the badge given to. The lists of others are theirs: each answers
    for the addresses that they brought."""
    found = GivenList.objects.filter(achievement=achievement, by=person, uid=uid).first()
    if found is None:
        raise Http404(_("There is no such list. It may have been removed: lists are kept 14 days."))
    return found


def achievement_for(course: Course, key: str, codes: set[str]) -> Concerning:
    """An achievement that concerns this course and the competencies it claims, to be read."""
    found = next((one for one in concerning(course, codes) if one.achievement.key == key), None)
    if found is None:
        raise Http404(_("There is no such badge."))
    return found
