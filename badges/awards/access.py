"""Fetching awards."""

from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from badges.awards.models import Award
from lms.accounts.models import User


def own_award(person: User, uid: UUID) -> Award:
    """This person's award."""
    award = Award.objects.filter(uid=uid, person=person).select_related("version").first()
    if award is None:
        raise Http404(_("There is no such badge."))
    return award


def shared_award(code: str) -> Award | None:
    """The award behind a code, if its holder shares it."""
    return (
        Award.objects.filter(code=code, shared_at__isnull=False).select_related("version").first()
    )
