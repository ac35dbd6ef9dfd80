"""Fetching what somebody has in their account."""

from django.http import Http404
from django.utils.translation import gettext as _

from lms.accounts.models import ApiToken, User


def own_token(person: User, pk: int) -> ApiToken:
    """A token of this person's."""
    row = ApiToken.objects.filter(person=person, pk=pk).first()
    if row is None:
        raise Http404(_("There is no such token."))
    return row
