"""Fetching awards."""

from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from badges.awards.models import Achievement, AchievementVersion, Award
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


def achievement_for(course: Course, key: str, codes: set[str]) -> Concerning:
    """An achievement that concerns this course and the competencies it claims, to be read."""
    found = next((one for one in concerning(course, codes) if one.achievement.key == key), None)
    if found is None:
        raise Http404(_("There is no such badge."))
    return found
