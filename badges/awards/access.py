"""Fetching awards."""

from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from badges.awards.models import Achievement, Award
from badges.awards.queries import Concerning, concerning
from courses.content.models import Course
from lms.accounts.models import User


def own_award(person: User, uid: UUID) -> Award:
    """This person's award."""
    award = Award.objects.filter(uid=uid, person=person).select_related("version", "renews").first()
    if award is None:
        raise Http404(_("There is no such badge."))
    return award


def shared_award(code: str) -> Award | None:
    """The award behind a code, if its holder shares it."""
    return (
        Award.objects.filter(code=code, shared_at__isnull=False, person__consent="")
        .select_related("version")
        .first()
    )


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
