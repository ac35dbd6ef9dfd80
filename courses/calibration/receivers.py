"""Whoever registers or signs in after trying ten items keeps them."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from courses.calibration.actions.trying import keep_trial
from lms.accounts.models import User

# The cookie that holds the key of a trial: for the trial alone, and for a day.
COOKIE = "trial"


def on_sign_in(sender: object, request: HttpRequest, user: User, **_extra: Any) -> None:
    """Somebody has signed in, by whichever door."""
    if key := request.COOKIES.get(COOKIE, ""):
        keep_trial(key, user)


def connect() -> None:
    """Listen for the life of the process."""
    user_logged_in.connect(on_sign_in, dispatch_uid="courses.trial")
