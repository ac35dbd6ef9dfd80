"""Tokens for programs: making, using, revoking."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.accounts.models import ApiToken, User
from lms.common.errors import Refusal
from lms.common.transactions import atomic

# Those who search published code for secrets know a token by its first signs.
PREFIX = "laukas_"
# 256 random bits: no salt and no slow hash are needed, and it is found by its digest.
BYTES = 32
MOST = 20
LONGEST = timedelta(days=366)


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def make_token(
    person: User, *, name: str, scope: str, valid_until: date, on: datetime
) -> tuple[ApiToken, str]:
    """(its row, the token itself, which is nowhere else). valid_until: its last day."""
    try:
        return _make(person, " ".join(name.split()), scope, valid_until, on)
    except IntegrityError:
        raise Refusal("name-taken", _("You have a token of this name. Choose another.")) from None


@atomic
def _make(
    person: User, name: str, scope: str, valid_until: date, on: datetime
) -> tuple[ApiToken, str]:
    today = timezone.localtime(on).date()
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not today <= valid_until <= today + LONGEST:
        raise Refusal("no-such-day", _("The last day is from today to a year ahead."))
    if not name:
        raise Refusal("no-name", _("Say what the token is for."))
    if scope not in ApiToken.Scope.values:
        raise Refusal("no-choice", _("Choose one of the answers that are offered."))
    if person.api_tokens.count() >= MOST:
        said = ngettext(
            "You have %(n)s token already. Revoke one that you no longer need.",
            "You have %(n)s tokens already. Revoke one that you no longer need.",
            MOST,
        )
        raise Refusal("too-many", said % {"n": MOST})
    token = PREFIX + secrets.token_urlsafe(BYTES)
    row = ApiToken.objects.create(
        person=person,
        name=name,
        digest=digest_of(token),
        ending=token[-4:],
        scope=scope,
        made_at=on,
        valid_until=valid_until,
    )
    return row, token


def token_in_use(token: str, *, on: datetime) -> ApiToken | None:
    """The token with its owner, if it opens anything now; the day of its last use is kept.

    Nothing is opened by one whose day is over or whose owner is suspended or has closed the account.
    """
    row = ApiToken.objects.filter(digest=digest_of(token)).select_related("person").first()
    today = timezone.localtime(on).date()
    if row is None or row.is_over(today):
        return None
    if row.person.is_suspended or row.person.is_closed or not row.person.is_active:
        return None
    if row.last_used_on is None or row.last_used_on < today:
        # Once a day, as with sessions, so that the list can say when each was last used.
        ApiToken.objects.filter(pk=row.pk).update(last_used_on=today)
    return row


def revoke_token(row: ApiToken) -> None:
    """It opens nothing any more."""
    ApiToken.objects.filter(pk=row.pk).delete()
