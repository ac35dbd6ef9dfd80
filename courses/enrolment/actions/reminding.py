"""Reminding learners, once, of a course they have begun and not been in for two weeks."""

import logging
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from courses.content.queries import outline_by_id
from courses.enrolment.access import locked_enrolment
from courses.enrolment.models import Enrolment
from lms.accounts.actions import tell
from lms.accounts.mailing import digest_moment, reachable
from lms.accounts.models import NoticeKind
from lms.common.transactions import atomic

log = logging.getLogger(__name__)

QUIET = timedelta(days=14)
# Whoever has been away for longer than this does not wait for a reminder.
LONGEST = timedelta(days=60)


def remind_quiet(*, on: datetime) -> int:
    """Put a reminder into the letter of the day of everybody it is due for; how many.

    It is judged at the hour at which that letter goes, so that nobody who has come back since is
    told that they were away.
    """
    moment = digest_moment(on)
    count = 0
    for pk in list(_quiet(moment).values_list("pk", flat=True)):
        try:
            count += _remind(pk, moment)
        except Exception:
            log.exception("The learner of enrolment %s could not be reminded.", pk)
    return count


def _quiet(moment: datetime) -> QuerySet[Enrolment]:
    """Who has something to do, could have done it for two weeks, and has not been reminded since
    they were last here."""
    since, today = moment - QUIET, timezone.localtime(moment).date()
    return Enrolment.objects.filter(
        Q(reminded_at__isnull=True) | Q(reminded_at__lt=F("last_activity_at")),
        Q(next_unit_since__isnull=True) | Q(next_unit_since__lte=since),
        Q(run__starts_on__isnull=True) | Q(run__starts_on__lte=timezone.localtime(since).date()),
        Q(run__ends_on__isnull=True) | Q(run__ends_on__gte=today),
        reachable("person__"),
        person__mail_reminders=True,
        state=Enrolment.State.ACTIVE,
        last_activity_at__lte=since,
        last_activity_at__gt=moment - LONGEST,
        next_unit__isnull=False,
        run__course__in_force__isnull=False,
        run__course__archived_at__isnull=True,
    ).order_by("pk")


@atomic
def _remind(pk: int, moment: datetime) -> bool:
    locked_enrolment(pk)
    enrolment = _quiet(moment).filter(pk=pk).select_related("person", "run__course").first()
    if enrolment is None:
        return False
    course = enrolment.run.course
    Enrolment.objects.filter(pk=pk).update(reminded_at=moment)
    title = outline_by_id(course.in_force_id or 0).title
    link = f"courses/{course.slug}/continue/"
    tell(enrolment.person, NoticeKind.REMINDER, title, link=link, on=moment)
    return True
