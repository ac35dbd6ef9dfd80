"""What the mails about an account say; how they are sent is in `adapter`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.accounts.errands import NO_ERRAND, Errand
from lms.common import wording


@dataclass(frozen=True)
class Letter:
    """One mail: plain sentences, and at most one link to follow.

    None of the sentences holds anything typed into a form but the address that is written to:
    otherwise anybody could send words of their own to strangers from here.
    """

    subject: str
    before: list[str]
    action: str = ""
    link: str = ""
    after: list[str] = field(default_factory=list)


def letter(kind: str, context: dict[str, Any], errand: Errand = NO_ERRAND) -> Letter:
    """The mail of that kind. kind: the last part of allauth's template prefix.

    errand: what whoever asked for the mail is on the way to; its links lead there.
    """
    return LETTERS[kind](context, errand)


def _confirm_new_account(context: dict[str, Any], errand: Errand) -> Letter:
    return Letter(
        subject=_("Confirm your e-mail address"),
        before=[_("An account has been created with this address. Confirm that it is yours.")],
        action=_("Confirm the address"),
        link=errand.absolute("account_confirm_email", context["key"]),
        after=[
            _days_left(),
            _("If you did not create the account, do nothing: it stays shut."),
        ],
    )


def _confirm_address(context: dict[str, Any], errand: Errand) -> Letter:
    return Letter(
        subject=_("Confirm your e-mail address"),
        before=[_("Before you can sign in, confirm that this address is yours.")],
        action=_("Confirm the address"),
        link=errand.absolute("account_confirm_email", context["key"]),
        after=[
            _days_left(),
            _("If you did not try to sign in, do nothing."),
        ],
    )


def _days_left() -> str:
    days = settings.ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS
    return ngettext(
        "The link works for %(n)s day. After that, sign in and you will get a new one.",
        "The link works for %(n)s days. After that, sign in and you will get a new one.",
        days,
    ) % {"n": days}


def _already_exists(context: dict[str, Any], errand: Errand) -> Letter:
    return Letter(
        subject=_("You already have an account"),
        before=[
            _("Somebody, probably you, wanted to create an account with this address."),
            _(
                "You have one already, so nothing has been changed. Sign in with the password you "
                "chose then."
            ),
        ],
        action=_("Sign in"),
        link=errand.absolute("account_login"),
        after=[
            _("If you have forgotten the password, set a new one: %(link)s")
            % {"link": errand.absolute("account_reset_password")},
            _("If it was not you, do nothing: your account is safe."),
        ],
    )


def _no_account(context: dict[str, Any], errand: Errand) -> Letter:
    return Letter(
        subject=_("There is no account with this address"),
        before=[
            _("Somebody, probably you, wanted a new password for an account with this address."),
            _("There is no such account. You may have used another address, or have none yet."),
        ],
        action=_("Create an account"),
        link=errand.absolute("account_signup"),
        after=[_("If it was not you, do nothing.")],
    )


def _new_password(context: dict[str, Any], errand: Errand) -> Letter:
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    return Letter(
        subject=_("New password"),
        before=[_("A new password was asked for your account.")],
        action=_("Set a new password"),
        link=errand.absolute("account_reset_password_from_key", context["uid"], context["key"]),
        after=[
            ngettext(
                "The link works once, for %(n)s hour.",
                "The link works once, for %(n)s hours.",
                hours,
            )
            % {"n": hours},
            _("If you did not ask for it, do nothing: your password stays as it is."),
        ],
    )


def _password_changed(context: dict[str, Any], errand: Errand) -> Letter:
    at: datetime = context.get("timestamp") or timezone.now()
    when = {"day": wording.day(at), "time": timezone.localtime(at).strftime("%H:%M")}
    return Letter(
        subject=_("Your password has been changed"),
        before=[_("The password of your account was changed on %(day)s at %(time)s.") % when],
        action=_("Set a new password"),
        link=errand.absolute("account_reset_password"),
        after=[
            _(
                "If it was you, do nothing. If not, set a new password now: that ends every other "
                "session."
            )
        ],
    )


LETTERS: dict[str, Callable[[dict[str, Any], Errand], Letter]] = {
    "email_confirmation_signup": _confirm_new_account,
    "email_confirmation": _confirm_address,
    "account_already_exists": _already_exists,
    "unknown_account": _no_account,
    "password_reset_key": _new_password,
    "password_changed": _password_changed,
    "password_reset": _password_changed,
    "password_set": _password_changed,
}
# These tell of what is done already; a mail server that is down must not undo it.
NOTIFICATIONS = {"password_changed", "password_reset", "password_set"}
