"""What a new release changes for those who learn in the course, in slices."""

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


@atomic
def settle_enrolment(enrolment_id: int, *, on: datetime) -> None:
    """Bring one learner to the release in force. Nothing done is undone."""
    enrolment = locked_enrolment(enrolment_id)
    outline = outline_in_force(enrolment)
    marked = units_marked(enrolment)
    if enrolment.state == Enrolment.State.ACTIVE:
        complete_what_was_shown(
            enrolment, outline, marked, how=How.RULE_CHANGED, on=on, rings=False
        )
    update_summary(enrolment, outline, marked.done, on=on, active=False, rings=False)
