"""The mails about runs: invitations, offers of places, and what was decided."""

import logging

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from courses.content.queries import outline_of
from courses.enrolment.models import Run, RunLetter
from lms.accounts.adapter import written
from lms.accounts.addresses import absolute
from lms.accounts.letters import Letter
from lms.common import wording
from lms.common.languages import text

log = logging.getLogger(__name__)

TRIES = 12
# To others the days of the run are of no use: they do not learn in it.
ABOUT_LEARNING = {RunLetter.Kind.INVITATION, RunLetter.Kind.OFFER, RunLetter.Kind.ADMITTED}


def send_letters() -> int:
    """Send every letter that is due; how many went. One that cannot be sent is tried again by the
    next sweep, and does not hold up the others."""
    due = RunLetter.objects.filter(tries__lt=TRIES).order_by("pk").values_list("pk", flat=True)
    return sum(_send(pk) for pk in list(due))


def _send(pk: int) -> bool:
    with transaction.atomic():
        # Another worker may be at it.
        rows = RunLetter.objects.select_for_update(no_key=True, skip_locked=True, of=("self",))
        due = rows.select_related("run__course__in_force", "person").filter(pk=pk).first()
        if due is None:
            return False
        email, language = due.email, due.run.language
        if due.person is not None:
            email, language = due.person.email, due.person.language
        with translation.override(language):
            stem = f"run-{due.pk}-{due.made_at.timestamp():.0f}"
            message = written(letter_of(due), email, stem=stem)
        try:
            message.send()
        except OSError:
            log.exception("A letter about a run could not be sent")
            due.tries += 1
            due.save(update_fields=["tries"])
            return False
        due.delete()
        return True


def letter_of(due: RunLetter) -> Letter:
    """In the language that is active: the person's own, or the run's.

    It names the course and the run, which only authors of the course write, in a line of their own;
    what anybody else has typed stays on the page.
    """
    run = due.run
    link = absolute("classroom:run", run.course.slug, str(run.pk))
    name = _("“%(course)s”, %(run)s") % {"course": _course(run), "run": text(run.title)}
    subject, said, action, after = _words(due, run)
    days = _days(run) if due.kind in ABOUT_LEARNING else []
    return Letter(
        subject=subject, before=[said, name, *days], action=action, link=link, after=after
    )


def _words(due: RunLetter, run: Run) -> tuple[str, str, str, list[str]]:
    kinds = RunLetter.Kind
    if due.kind == kinds.INVITATION:
        return (
            _("Invitation to a course"),
            _("You are invited to learn in a course of this learning platform. It is free."),
            _("See the invitation"),
            [
                _(
                    "Sign in with this address, or create an account with it: the invitation waits"
                    " there."
                ),
                _("If you do not want to come, do nothing: we forget the address after 60 days."),
            ],
        )
    if due.kind == kinds.OFFER:
        until = due.until or due.made_at
        when = {"day": wording.day(until), "time": wording.clock_time(until)}
        return (
            _("A place is free for you"),
            _("You are next on the waiting list, and a place has become free."),
            _("Take the place"),
            [_("It is kept for you until %(day)s, %(time)s. Then the next person gets it.") % when],
        )
    if due.kind == kinds.ADMITTED:
        return (
            _("You have been taken in"),
            _("An instructor has given you a place in a run of a course."),
            _("To the course"),
            [],
        )
    if due.kind == kinds.DECLINED:
        return (
            _("An answer to your request"),
            _("Your request has been answered: you could not be taken in this time."),
            _("Read why"),
            [],
        )
    if due.kind == kinds.TAKEN_OUT:
        return (
            _("You are no longer in a run of a course"),
            _("An instructor has taken you out of a run of a course, and says why on its page."),
            _("Read why"),
            [_("Everything you have done stays yours, and so does what you have earned.")],
        )
    return (
        _("The offer of a place has run out"),
        _("The place that was kept for you has gone to the next person on the waiting list."),
        _("See the course"),
        [_("You can join the waiting list again.")],
    )


def _course(run: Run) -> str:
    release = run.course.in_force
    return text(outline_of(release).title) if release else run.course.slug


def _days(run: Run) -> list[str]:
    if run.starts_on is None:
        return []
    if run.ends_on is None:
        return [_("It begins on %(day)s.") % {"day": wording.day(run.starts_on)}]
    days = {"first": wording.day(run.starts_on), "day": wording.day(run.ends_on)}
    return [_("First day: %(first)s. Last day: %(day)s.") % days]
