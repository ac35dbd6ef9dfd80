"""The mails to those who wait for a course: one to confirm the address, one when it has opened."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from courses.content.queries import outline_by_id, titles_of
from courses.enrolment.interests import link_of
from courses.enrolment.models import Interest
from lms.accounts.actions import tell
from lms.accounts.adapter import written
from lms.accounts.addresses import absolute
from lms.accounts.letters import Letter
from lms.accounts.mailing import reachable
from lms.accounts.models import NoticeKind, User
from lms.common.languages import text

log = logging.getLogger(__name__)

TRIES = 12


def ask_to_confirm(interest: Interest) -> bool:
    """Write to the address, in the language that is active; whether the mail server took it."""
    title = titles_of([interest.course.slug])[interest.course.slug]
    sheet = Letter(
        subject=_("Do you want to be told when the course opens?"),
        before=[
            _("Somebody, probably you, wants this address to be told when a course opens:"),
            _("“%(course)s”") % {"course": text(title)},
        ],
        action=_("Yes, tell me"),
        link=link_of(interest),
        after=[
            _("You get one letter, when it opens. With the same link you can change your mind."),
            _("If it was not you, do nothing: the address is forgotten in a week."),
        ],
    )
    try:
        written(sheet, interest.email).send()
    except OSError:
        log.exception("A letter that asks for confirmation could not be sent")
        return False
    return True


def send_opening_letters(*, on: datetime) -> int:
    """Tell everybody who waits for a course that is open now; how many were told. One that cannot
    be sent is tried again by the next sweep, and does not hold up the others."""
    due = Interest.objects.filter(
        confirmed_at__isnull=False,
        course__in_force__isnull=False,
        course__archived_at__isnull=True,
        tries__lt=TRIES,
    )
    return sum(_send(pk, on=on) for pk in list(due.order_by("pk").values_list("pk", flat=True)))


def _send(pk: int, *, on: datetime) -> bool:
    with transaction.atomic():
        # Another worker may be at it.
        rows = Interest.objects.select_for_update(no_key=True, skip_locked=True, of=("self",))
        due = rows.select_related("course", "person").filter(pk=pk).first()
        if due is None or due.course.in_force_id is None:
            return False
        title = outline_by_id(due.course.in_force_id).title
        email, language = due.email, due.language
        if due.person is not None:
            email, language = due.person.email, due.person.language
            if not User.objects.filter(reachable(), pk=due.person.pk).exists():
                due.delete()
                return False
        with translation.override(language):
            message = written(_letter(due, text(title)), email, stem=f"opening-{due.uid.hex}")
        try:
            message.send()
        except OSError:
            log.exception("A letter about a course that has opened could not be sent")
            due.tries += 1
            due.save(update_fields=["tries"])
            return False
        if due.person is not None:
            link = f"courses/{due.course.slug}/"
            tell(due.person, NoticeKind.OPENING, title, link=link, on=on)
        due.delete()
        return True


def _letter(due: Interest, title: str) -> Letter:
    return Letter(
        subject=" ".join((_("The course has opened: %(course)s") % {"course": title}).split()),
        before=[
            _("You wanted to be told: the course has opened."),
            _("“%(course)s”") % {"course": title},
        ],
        action=_("To the course"),
        link=absolute("pages:course", due.course.slug),
        after=[_("This was the one letter about it.")]
        if due.person
        else [_("This was the one letter about it; your address is forgotten now.")],
    )
