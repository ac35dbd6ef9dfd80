"""Closing an account, with what the storeys above the account keep of it."""

from datetime import datetime

from django.utils.translation import gettext as _

from courses.content.actions.roles import forget_invitations
from courses.enrolment.actions import forget_interests_of
from lms.accounts.closing_actions import close_account, due_for_emptying, empty_account
from lms.accounts.models import User
from lms.common.errors import Refusal
from lms.common.transactions import atomic
from lms.common.wording import listed
from lms.pages.queries import led_alone


@atomic
def close_for_good(person: User, *, on: datetime) -> User:
    """Close the account; not while a course would lose the only one who leads it."""
    if alone := led_alone(person):
        raise Refusal(
            "leads-alone",
            _("You are the only one who leads: %(courses)s. Give that role to somebody else first.")
            % {"courses": listed(alone)},
        )
    return close_account(person, on=on)


def empty_due(*, on: datetime) -> int:
    """Empty every account whose month is over, each in a transaction of its own; how many were."""
    return sum(_empty(pk, on=on) for pk in due_for_emptying(on=on))


@atomic
def _empty(person_id: int, *, on: datetime) -> bool:
    email = empty_account(person_id, on=on)
    if email:
        forget_invitations(email)
        forget_interests_of(person_id, email)
    return bool(email)
