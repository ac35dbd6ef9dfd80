"""What a new release, the calendar and what was shown elsewhere change for those who learn in a course,
in slices."""

import logging
from datetime import datetime

from courses.content.models import Release
from courses.enrolment.access import locked_enrolment
from courses.enrolment.models import Enrolment
from courses.progress.actions.completing import (
    complete_what_was_shown,
    outline_in_force,
    update_summary,
)
from courses.progress.looking import to_look_at
from courses.progress.models import How
from courses.progress.queries import units_marked
from lms.common.transactions import atomic

log = logging.getLogger(__name__)

SLICE = 200


def settle_due(*, on: datetime) -> int:
    """Settle every release that is due; how many were."""
    due = list(
        Release.objects.filter(number__isnull=False, settled_at__isnull=True)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    return sum(settle_release(pk, on=on) for pk in due)


def settle_release(release_id: int, *, on: datetime) -> bool:
    """Bring every learner of the course to this release: those who satisfy an easier rule complete,
    summaries follow; whether it is settled now. A release that has been replaced has nothing left.

    Repeating it, or stopping half-way and starting again, gives the same. One learner who cannot be
    settled is logged and does not hold up the others; the release then stays due.
    """
    release = Release.objects.select_related("course").get(pk=release_id)
    if release.settled_at is not None:
        return False
    failed = 0
    if release.course.in_force_id == release.pk:
        last = 0
        while slice_ := list(
            Enrolment.objects.filter(run__course=release.course, pk__gt=last)
            .order_by("pk")
            .values_list("pk", flat=True)[:SLICE]
        ):
            for pk in slice_:
                try:
                    settle_enrolment(pk, on=on)
                except Exception:
                    failed += 1
                    log.exception("Enrolment %s could not be settled.", pk)
            last = slice_[-1]
    if not failed:
        Release.objects.filter(pk=release_id, settled_at__isnull=True).update(settled_at=on)
    return not failed


def look_again_due(*, on: datetime) -> int:
    """Bring the summaries up to date of those for whom something has opened by itself; how many.

    One learner who cannot be looked at is logged and does not hold up the others.
    """
    looked = 0
    for pk in list(to_look_at(on).order_by("pk").values_list("pk", flat=True)):
        try:
            settle_enrolment(pk, on=on, how=How.DONE)
            looked += 1
        except Exception:
            log.exception("Enrolment %s could not be looked at.", pk)
    return looked


@atomic
def settle_enrolment(enrolment_id: int, *, on: datetime, how: How = How.RULE_CHANGED) -> None:
    """Bring one learner to the release in force. Nothing done is undone.

    how: what the units say of themselves that complete by it.
    """
    enrolment = locked_enrolment(enrolment_id)
    outline = outline_in_force(enrolment)
    marked = units_marked(enrolment)
    if enrolment.state == Enrolment.State.ACTIVE:
        complete_what_was_shown(enrolment, outline, marked, how=how, on=on, rings=False)
    update_summary(enrolment, outline, marked.done, on=on, active=False, rings=False)
