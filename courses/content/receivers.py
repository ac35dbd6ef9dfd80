"""Who comes in by a confirmed address gets the roles that wait for it."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from courses.content.actions.roles import take_up_invitations
from courses.content.models import CourseRole
from lms.accounts.models import User
from lms.common.clock import now

# The session tells the masthead whether this person works on courses, so that no page asks.
WORKS = "works_on_courses"


def on_confirmed(sender: object, email_address: EmailAddress, **_extra: Any) -> None:
    """An address has been confirmed."""
    take_up_invitations(email_address.user, on=now())


def on_sign_in(sender: object, request: HttpRequest, user: User, **_extra: Any) -> None:
    """Somebody has signed in, by whichever door."""
    take_up_invitations(user, on=now())
    if CourseRole.objects.filter(person=user).exists():
        request.session[WORKS] = True


def connect() -> None:
    """Listen for the life of the process."""
    email_confirmed.connect(on_confirmed, dispatch_uid="courses.confirmed")
    user_logged_in.connect(on_sign_in, dispatch_uid="courses.sign_in")
