"""What the mails about an account say; how they are sent is in `adapter`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from lms.accounts.addresses import absolute
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
    # Something to type, on a line of its own.
    code: str = ""
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
            _("Somebody, probably you, wanted to get into an account with this address."),
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
    return Letter(
        subject=_("Your password has been changed"),
        before=[
            _("The password of your account was changed on %(day)s at %(time)s.") % _when(context)
        ],
        action=_("Set a new password"),
        link=errand.absolute("account_reset_password"),
        after=[
            _(
                "If it was you, do nothing. If not, set a new password now: that ends every other "
                "session."
            )
        ],
    )


def _sign_in_code(context: dict[str, Any], errand: Errand) -> Letter:
    minutes = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60
    return Letter(
        subject=_("Code to sign in"),
        before=[_("Type this code where you asked for it:")],
        code=context.get("code", ""),
        action=_("Type the code here"),
        link=errand.absolute("account_confirm_login_code"),
        after=[
            ngettext(
                "The code works once, for %(n)s minute, in the browser where you asked for it.",
                "The code works once, for %(n)s minutes, in the browser where you asked for it.",
                minutes,
            )
            % {"n": minutes},
            _("We never ask for it by telephone or mail. If you did not ask for it, do nothing."),
        ],
    )


def _new_address(context: dict[str, Any], errand: Errand) -> Letter:
    return Letter(
        subject=_("Confirm your new e-mail address"),
        before=[
            _("You want this address to be the one of your account. Confirm that it is yours.")
        ],
        action=_("Confirm the new address"),
        link=errand.absolute("account_confirm_new_address", context["key"]),
        after=[
            _days_left_for_a_change(),
            _("Until then you sign in with the old address. If it was not you, do nothing."),
        ],
    )


def _days_left_for_a_change() -> str:
    days = settings.ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS
    return ngettext("The link works for %(n)s day.", "The link works for %(n)s days.", days) % {
        "n": days
    }


def _address_taken(context: dict[str, Any], errand: Errand) -> Letter:
    return Letter(
        subject=_("This address has an account already"),
        before=[
            _("Somebody, probably you, wanted this address for another account of theirs."),
            _("It belongs to an account already, so nothing has been changed."),
        ],
        action=_("Sign in with this address"),
        link=errand.absolute("account_login"),
        after=[_("If it was not you, do nothing: your account is safe.")],
    )


def _address_changed(context: dict[str, Any], errand: Errand) -> Letter:
    return Letter(
        subject=_("Your account has a new e-mail address"),
        before=[
            _("The address of your account was changed on %(day)s at %(time)s.") % _when(context),
            _("From now on you sign in with the new address, and mails go there."),
        ],
        action=_("Sign in"),
        link=errand.absolute("account_login"),
        after=[_("If it was not you, write to us at once: %(link)s") % {"link": _contacts()}],
    )


def _way_changed(subject: str, told: str) -> Callable[[dict[str, Any], Errand], Letter]:
    """A letter that tells of a change in how somebody signs in. told: with %(day)s and %(time)s."""

    def made(context: dict[str, Any], errand: Errand) -> Letter:
        return Letter(
            subject=_(subject),
            before=[_(told) % _when(context)],
            action=_("Set a new password"),
            link=errand.absolute("account_reset_password"),
            after=[
                _("If it was you, do nothing."),
                _("If not, set a new password now and write to us: %(link)s")
                % {"link": _contacts()},
            ],
        )

    return made


def _second_step_removed(context: dict[str, Any], errand: Errand) -> Letter:
    return Letter(
        subject=_("Your second step has been removed"),
        before=[
            _(
                "An administrator removed your app, passkeys and recovery codes on %(day)s at "
                "%(time)s. You sign in without them now."
            )
            % _when(context)
        ],
        action=_("Set up a new one"),
        link=errand.absolute("account_second_step"),
        after=[
            _("If you did not ask for that, write to us at once: %(link)s") % {"link": _contacts()}
        ],
    )


def _token_made(context: dict[str, Any], errand: Errand) -> Letter:
    return Letter(
        subject=_("A program has been given a token for your account"),
        before=[
            _("On %(day)s at %(time)s a token was made with which a program signs in for you.")
            % _when(context)
        ],
        action=_("Look at the tokens"),
        link=errand.absolute("account_tokens"),
        after=[
            _("If it was you, do nothing."),
            _("If not, revoke it there, set a new password, and write to us: %(link)s")
            % {"link": _contacts()},
        ],
    )


def _account_closed(context: dict[str, Any], errand: Errand) -> Letter:
    day = {"day": wording.day(context.get("until") or timezone.now())}
    erased = context.get("credentials", "")
    if erased:
        told = _(
            "Until %(day)s you can have it back with everything in it: sign in. After that day "
            "everything about you is erased, and nothing brings it back."
        )
    else:
        told = _(
            "Until %(day)s you can have it back with everything in it: sign in. After that "
            "day your name and address are removed, and nobody can open it again."
        )
    return Letter(
        subject=_("Your account has been closed"),
        before=[
            _("You have closed your account, and have been signed out everywhere."),
            told % day,
        ],
        action=_("Sign in and have it back"),
        link=errand.absolute("account_login"),
        after=[
            CREDENTIALS_AFTERWARDS[erased](),
            _("If it was not you, sign in and set a new password."),
        ],
    )


# What becomes of badges and certificates, by what their owner chose.
CREDENTIALS_AFTERWARDS: dict[str, Callable[[], str]] = {
    "": lambda: _("Your certificates can still be verified, under the name they carry."),
    "keep": lambda: _("Your badges and certificates can still be verified, without your name."),
    "withdraw": lambda: _("Your badges and certificates are withdrawn then."),
}


def _account_emptied(context: dict[str, Any], errand: Errand) -> Letter:
    erased = context.get("credentials", "")
    return Letter(
        subject=_("Your account is gone"),
        before=[
            _("The time in which you could have your account back is over."),
            _("Everything we held about you has been erased.")
            if erased
            else _("Your name, your address and every way to sign in have been removed."),
            CREDENTIALS_AFTERWARDS[erased]()
            if erased != "withdraw"
            else _("Your badges and certificates have been withdrawn."),
        ],
        action=_("What we hold about people, and how long"),
        link=errand.absolute("privacy:what-we-hold"),
        after=[_("This is the last letter: we do not have your address any longer.")],
    )


def _parent_asked(context: dict[str, Any], errand: Errand) -> Letter:
    return Letter(
        subject=_("A child asks for your consent"),
        before=[
            _(
                "A child under 14 has made an account on this learning platform, and gave your "
                "address as a parent’s."
            ),
            _(
                "The platform teaches how to take part in citizen science. It is free, shows no "
                "advertisements and sells nothing. Until you agree, the child can take part in "
                "nothing."
            ),
        ],
        action=_("See who asks, and answer"),
        link=errand.absolute("account_parent", context["code"]),
        after=[
            _("Keep this letter: by the same link you can change your mind later."),
            _("If you do not answer within a month, the account is erased, and your address too."),
            _("If you know of no such child, press “I do not agree”, or do nothing."),
        ],
    )


def _data_copy_ready(context: dict[str, Any], errand: Errand) -> Letter:
    until: datetime = context.get("until") or timezone.now()
    return Letter(
        subject=_("The copy of your data is ready"),
        before=[
            _("The copy of everything we hold about you, for which you asked, is ready."),
            _("You can download it until %(day)s. Then it is removed.")
            % {"day": wording.day(until)},
        ],
        action=_("Sign in and download it"),
        link=f"{errand.absolute('pages:profile')}#data",
        after=[_("If you did not ask for it, sign in and set a new password.")],
    )


def _account_reopened(context: dict[str, Any], errand: Errand) -> Letter:
    return Letter(
        subject=_("Your account is open again"),
        before=[
            _("Somebody, probably you, signed in to your closed account. It is open again."),
        ],
        action=_("Set a new password"),
        link=errand.absolute("account_reset_password"),
        after=[_("If it was you, do nothing. If not, set a new password now.")],
    )


def _contacts() -> str:
    """Where it says how to reach us; without the administrator's words, which lie a storey above."""
    return absolute("hub:contacts")


def _when(context: dict[str, Any]) -> dict[str, str]:
    at: datetime = context.get("timestamp") or timezone.now()
    return {"day": wording.day(at), "time": wording.clock_time(at)}


LETTERS: dict[str, Callable[[dict[str, Any], Errand], Letter]] = {
    "email_confirmation_signup": _confirm_new_account,
    "email_confirmation": _confirm_address,
    "account_already_exists": _already_exists,
    "unknown_account": _no_account,
    "password_reset_key": _new_password,
    "password_changed": _password_changed,
    "password_reset": _password_changed,
    "password_set": _password_changed,
    "login_code": _sign_in_code,
    "new_address": _new_address,
    "address_taken": _address_taken,
    "address_changed": _address_changed,
    "totp_activated": _way_changed(
        gettext_noop("An app has become your second step"),
        gettext_noop("On %(day)s at %(time)s an app was set up as the second step at sign-in."),
    ),
    "totp_deactivated": _way_changed(
        gettext_noop("The app is no longer your second step"),
        gettext_noop("On %(day)s at %(time)s the app was removed from your account."),
    ),
    "webauthn_added": _way_changed(
        gettext_noop("Your account has a new passkey"),
        gettext_noop("On %(day)s at %(time)s a passkey was added to your account."),
    ),
    "webauthn_removed": _way_changed(
        gettext_noop("A passkey has been removed from your account"),
        gettext_noop("On %(day)s at %(time)s a passkey was removed from your account."),
    ),
    "recovery_codes_generated": _way_changed(
        gettext_noop("You have new recovery codes"),
        gettext_noop(
            "On %(day)s at %(time)s new recovery codes were made for your account. The old ones no "
            "longer work."
        ),
    ),
    "second_step_removed": _second_step_removed,
    "token_made": _token_made,
    "account_closed": _account_closed,
    "account_reopened": _account_reopened,
    "account_emptied": _account_emptied,
    "parent_asked": _parent_asked,
    "data_copy_ready": _data_copy_ready,
}
# These tell of what is done already; a mail server that is down must not undo it.
NOTIFICATIONS = {
    "password_changed",
    "password_reset",
    "password_set",
    "address_changed",
    "totp_activated",
    "totp_deactivated",
    "webauthn_added",
    "webauthn_removed",
    "recovery_codes_generated",
    "second_step_removed",
    "token_made",
    "account_closed",
    "account_reopened",
    "data_copy_ready",
}
