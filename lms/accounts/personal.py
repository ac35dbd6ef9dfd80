"""What the tables of accounts, and those of Django and allauth that serve them, hold of people."""

from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group as AuthGroup
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import ApiToken, Digest, Notice, OpenSession, ParentConsent, User
from lms.common.personal import Entry, Erasing, Ground, Group, Held, NotPersonal


def _sessions_of(person: Any) -> Q:
    return Q(session_key__in=OpenSession.objects.filter(person=person).values("session_key"))


def _log_of(person: Any) -> Q:
    # What administrators did to the account under Administration; what the person did there is its
    # own entry in the audit log.
    return Q(user=person) | Q(
        content_type__app_label="lms", content_type__model="user", object_id=str(person.pk)
    )


REGISTER: list[Entry] = [
    Held(
        model=User,
        of="pk",
        group=Group.ACCOUNT,
        what=_("Your account"),
        erase=Erasing.ACCOUNT,
        fields={
            "email": _("e-mail address"),
            "full_name": _("full name, if you gave one"),
            "name_in_order": _("the same, in the form in which names are sorted"),
            "language": _("language of mails and certificates"),
            "site_role": _("role on the site"),
            "uid": _("the number by which the site knows you"),
            "date_joined": _("when the account was made"),
            "last_login": _("when you last signed in"),
            "suspended_at": _("when it was suspended, if it was"),
            "closed_at": _("when you closed it, if you did"),
            "emptied_at": _("when it was emptied, if it was"),
            "passport_code": _("code of the shared passport, while you share it"),
            "new_email": _("a new address that waits to be confirmed"),
            "consent": _("whether a parent is asked, for children under 14"),
            "mail_certificates": _("whether you want mail about certificates"),
            "mail_badges": _("whether you want mail about badges"),
            "mail_for_me": _("whether you want mail about what is for you"),
            "mail_reminders": _("whether you want reminders by mail"),
            "bounced_at": _("since when mail to your address comes back, if it does"),
        },
        plain="unseen is_active groups user_permissions",
        withheld="password session_salt",
    ),
    Held(
        model=EmailAddress,
        of="user",
        group=Group.ACCOUNT,
        what=_("Confirmed address"),
        erase=Erasing.DELETE,
        fields={"email": _("e-mail address"), "verified": _("whether you confirmed it")},
        plain="primary",
    ),
    Held(
        model=EmailConfirmation,
        of="email_address__user",
        group=Group.ACCOUNT,
        what=_("Letters that ask you to confirm your address"),
        erase=Erasing.DELETE,
        fields={"created": _("when it was made"), "sent": _("when it was sent")},
        withheld="key",
    ),
    Held(
        model=Authenticator,
        of="user",
        group=Group.SIGN_IN,
        what=_("Second step: app, passkeys, recovery codes"),
        erase=Erasing.DELETE,
        fields={
            "type": _("which kind"),
            "created_at": _("when it was set up"),
            "last_used_at": _("when it was last used"),
        },
        withheld="data",
    ),
    # Before the list by which they are found.
    Held(
        model=Session,
        of=_sessions_of,
        group=Group.SIGN_IN,
        what=_("What the browser’s cookie stands for"),
        erase=Erasing.DELETE,
        fields={"expire_date": _("until when it holds")},
        withheld="session_key session_data",
        kept=_("while you are signed in there, at most two weeks"),
    ),
    Held(
        model=OpenSession,
        of="person",
        group=Group.SIGN_IN,
        what=_("Where you are signed in"),
        erase=Erasing.DELETE,
        fields={
            "browser": _("browser by name"),
            "system": _("system by name"),
            "network": _("part of the network address"),
            "began_at": _("since when"),
        },
        withheld="session_key",
        kept=_("while you are signed in there, at most two weeks"),
    ),
    Held(
        model=Notice,
        of="person",
        group=Group.LETTERS,
        what=_("Notices on your pages"),
        erase=Erasing.DELETE,
        fields={
            "kind": _("what it is about"),
            "text": _("what it says"),
            "made_at": _("when it was made"),
            "seen_at": _("when you put it away"),
        },
        plain="link to_mail",
    ),
    Held(
        model=Digest,
        of="person",
        group=Group.LETTERS,
        what=_("Letters of the day"),
        erase=Erasing.DELETE,
        fields={
            "day": _("of which day"),
            "made_at": _("when it was made"),
            "sent_at": _("when it was sent"),
        },
        plain="uid tries try_after trouble set_aside_at",
        kept=_("30 days, so that a letter that comes back is known"),
    ),
    Held(
        model=ApiToken,
        of="person",
        group=Group.SIGN_IN,
        what=_("Tokens of your programs"),
        erase=Erasing.DELETE,
        fields={
            "name": _("what you call the program"),
            "scope": _("what it may do"),
            "ending": _("the last signs of the token"),
            "made_at": _("when it was made"),
            "valid_until": _("until when it holds"),
            "last_used_on": _("on which day it was last used"),
        },
        withheld="digest",
        kept=_("until you revoke it or close the account"),
    ),
    Held(
        model=ParentConsent,
        of="person",
        group=Group.OWN_DATA,
        what=_("For children under 14: what a parent was asked and answered"),
        erase=Erasing.DELETE,
        ground=Ground.CHOICE,
        fields={
            "parent_email": _("the parent’s e-mail address"),
            "asked_at": _("when the parent was asked"),
            "sent_at": _("when the letter was sent"),
            "answered_at": _("when the parent answered"),
        },
        plain="tries",
        withheld="code",
        kept=_("until the parent says that the child is 14, or the account is erased"),
    ),
    Held(
        model=LogEntry,
        of=_log_of,
        covers="user",
        group=Group.WORK,
        what=_("What administrators changed in the administration pages"),
        erase=Erasing.BLANK,
        fields={
            "action_time": _("when"),
            "object_repr": _("what it was called"),
            "change_message": _("what was changed"),
        },
        plain="object_id action_flag",
    ),
    NotPersonal(AuthGroup, "name permissions"),
    NotPersonal(Permission, "name codename"),
    NotPersonal(ContentType, "app_label model"),
]
