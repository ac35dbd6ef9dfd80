"""What a new release changes for those who learn in the course, in slices."""

from datetime import datetime
from typing import Any

from courses.content.models import Met, Release
from courses.content.outline import Outline, OutlineItem
from courses.content.queries import outline_by_id
from courses.enrolment.access import locked_enrolment
from courses.enrolment.models import Enrolment
from courses.progress.actions.completing import complete_by_changed_rule, update_summary
from courses.progress.gates import missing_before
from courses.progress.queries import units_done
from courses.records.models import LearningRecord, Verb
from lms.common.transactions import atomic

SLICE = 200


def settle_due(*, on: datetime) -> int:
    """Settle every release that is due; how many were."""
    due = list(
        Release.objects.filter(number__isnull=False, settled_at__isnull=True)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    for pk in due:
        settle_release(pk, on=on)
    return len(due)


def settle_release(release_id: int, *, on: datetime) -> None:
    """Bring every learner of the course to this release: those who satisfy an easier rule complete,
    summaries follow. A release that has been replaced has nothing left to settle.

    Repeating it, or stopping half-way and starting again, gives the same.
    """
    release = Release.objects.select_related("course").get(pk=release_id)
    if release.settled_at is not None:
        return
    if release.course.in_force_id == release.pk:
        outline = outline_by_id(release.pk)
        last = 0
        while slice_ := list(
            Enrolment.objects.filter(run__course=release.course, pk__gt=last)
            .order_by("pk")
            .values_list("pk", flat=True)[:SLICE]
        ):
            for pk in slice_:
                settle_enrolment(pk, outline, on=on)
            last = slice_[-1]
    Release.objects.filter(pk=release_id, settled_at__isnull=True).update(settled_at=on)


@atomic
def settle_enrolment(enrolment_id: int, outline: Outline, *, on: datetime) -> None:
    """Bring one learner to the release. Nothing done is undone."""
    enrolment = locked_enrolment(enrolment_id)
    done = units_done(enrolment)
    if enrolment.state == Enrolment.State.ACTIVE:
        best = _best_scores(enrolment)
        opened = True
        while opened:
            # What opens by a unit that is done now may have been shown long ago as well.
            opened = False
            for item in outline.items:
                shown = best.get(item.unit_id)
                if shown and _satisfies(outline, item, shown, done):
                    complete_by_changed_rule(enrolment, outline, item, on=on, result=shown)
                    done.add(item.uid)
                    opened = True
    update_summary(enrolment, outline, done, on=on, active=False, rings=False)


def _satisfies(outline: Outline, item: OutlineItem, shown: dict[str, Any], done: set[Any]) -> bool:
    return (
        item.uid not in done
        and item.requirement == Met.SCORE
        and shown["block"] == str(item.score_block)
        and shown["points"] * 100 >= (item.score_at_least or 0) * shown["possible"]
        and not missing_before(outline, item, done)
    )


def _best_scores(enrolment: Enrolment) -> dict[int, dict[str, Any]]:
    """Unit id → the best result that was ever submitted there."""
    best: dict[int, dict[str, Any]] = {}
    rows = LearningRecord.objects.filter(
        person_id=enrolment.person_id, run_id=enrolment.run_id, verb=Verb.SUBMITTED
    ).values_list("unit_id", "result")
    for unit_id, result in rows:
        known = best.get(unit_id or 0)
        if unit_id and (known is None or result["points"] > known["points"]):
            best[unit_id] = result
    return best
