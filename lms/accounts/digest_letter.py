"""What the letter of the day says, and how it is made."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.accounts.addresses import absolute, host
from lms.accounts.mail_off import off_link
from lms.accounts.mailing import CHOICES
from lms.accounts.models import Digest, Notice, NoticeKind, User
from lms.common.languages import current_language, text

_ID = re.compile(r"<digest-([0-9a-f]{32})@")


@dataclass(frozen=True)
class Told:
    """One piece of news. link: where it leads."""

    text: str
    link: str


@dataclass(frozen=True)
class Part:
    """What is new of one kind. says: a line before them, empty where each says all by itself."""

    heading: str
    says: str
    news: list[Told]


@dataclass(frozen=True)
class Sheet:
    """The whole letter. off: (what is turned off, its link) of everything that is in it."""

    subject: str
    parts: list[Part]
    off: list[tuple[str, str]]
    off_all: str
    choices: str


def sheet_of(person: User, notices: Sequence[Notice]) -> Sheet:
    """The letter about these notices, in the language that is active."""
    parts, off = [], []
    for choice, kinds in CHOICES.items():
        found = [one for one in notices if one.kind in kinds]
        for kind in kinds:
            if news := [_told(one) for one in found if one.kind == kind]:
                parts.append(Part(*_words(kind, len(news)), news))
        if found:
            off.append((off_words(choice), off_link(person, choice)))
    return Sheet(
        subject=_subject(notices),
        parts=parts,
        off=off,
        off_all=off_link(person),
        choices=absolute("account_mails"),
    )


def _told(notice: Notice) -> Told:
    return Told(text(notice.text), f"{settings.SITE_URL}/{current_language()}/{notice.link}")


def _subject(notices: Sequence[Notice]) -> str:
    if len(notices) > 1:
        n = len(notices)
        said = ngettext("%(n)s piece of news for you", "%(n)s pieces of news for you", n)
        return said % {"n": n}
    one = notices[0]
    about = {
        NoticeKind.CERTIFICATE: _("Your certificate is ready: %(name)s"),
        NoticeKind.BADGE: _("You have earned a badge: %(name)s"),
        NoticeKind.RESULT: _("Your result has changed: %(name)s"),
        NoticeKind.REMINDER: _("Your course waits: %(name)s"),
        NoticeKind.BADGE_REVOKED: _("Your badge was revoked: %(name)s"),
        NoticeKind.CERTIFICATE_REVOKED: _("Your certificate was revoked: %(name)s"),
    }.get(NoticeKind(one.kind), "%(name)s")
    # A header holds one line, whatever a title holds.
    return " ".join((about % {"name": text(one.text)}).split())


def _words(kind: NoticeKind, n: int) -> tuple[str, str]:
    """(heading, what is said before the news) of a kind."""
    if kind == NoticeKind.CERTIFICATE:
        heading = ngettext("Your certificate is ready", "Your certificates are ready", n)
        return heading, _("It can be downloaded as PDF, and anybody can verify it.")
    if kind == NoticeKind.BADGE:
        return ngettext("You have earned a badge", "You have earned badges", n), ""
    if kind == NoticeKind.RESULT:
        return (
            _("A result of yours has changed"),
            _("An answer key was corrected, and your answers were scored again."),
        )
    if kind == NoticeKind.REMINDER:
        return (
            ngettext("A course you have begun", "Courses you have begun", n),
            _(
                "You have not been there for two weeks. Everything is where you left it; this is"
                " said only once."
            ),
        )
    if kind == NoticeKind.BADGE_REVOKED:
        heading = ngettext("Your badge was revoked", "Your badges were revoked", n)
        return heading, _("The page says why, and whom to ask if it is a mistake.")
    if kind == NoticeKind.CERTIFICATE_REVOKED:
        heading = ngettext("Your certificate was revoked", "Your certificates were revoked", n)
        return heading, _("The page says why, and whom to ask if it is a mistake.")
    if kind == NoticeKind.EXPIRY:
        return _("What you have shown ends soon"), ""
    return _("From your instructor"), ""


def off_words(choice: str) -> str:
    """What the link that turns this off says."""
    return {
        "mail_certificates": _("No more letters about certificates"),
        "mail_badges": _("No more letters about badges"),
        "mail_for_me": _("No more letters about answers and help"),
        "mail_reminders": _("No more reminders"),
    }[choice]


# --- the mail ------------------------------------------------------------------------------------


def digest_message(digest: Digest, notices: Sequence[Notice]) -> EmailMultiAlternatives:
    """The mail as text and as HTML, in the active language. Whoever sends it again sends it under
    the same id, so that mail programs show it once."""
    sheet = sheet_of(digest.person, notices)
    # A bare request: the templates get the hub, and nothing that a visitor's headers say.
    context, bare = {"letter": sheet, "language": current_language()}, HttpRequest()
    message = EmailMultiAlternatives(
        sheet.subject,
        render_to_string("account/email/digest.txt", context, bare),
        to=[digest.person.email],
        headers={
            "Message-ID": digest_id(digest.uid),
            "Auto-Submitted": "auto-generated",
            "Content-Language": current_language(),
            # RFC 8058: whoever presses this in their mail program means all such letters.
            "List-Unsubscribe": f"<{sheet.off_all}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    html = render_to_string("account/email/digest.html", context, bare)
    message.attach_alternative(html, "text/html")
    return message


def digest_id(uid: UUID) -> str:
    """The Message-ID of a letter of the day."""
    return f"<digest-{uid.hex}@{host()}>"


def digest_of_id(message_id: str) -> UUID | None:
    """Which letter of the day has this Message-ID, if it is one."""
    found = _ID.match(message_id.strip())
    return UUID(found[1]) if found else None
