"""Scoring again where an answer key was wrong: ordered with a release, done in slices after it."""

import logging
from datetime import datetime
from typing import Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import override

from courses.assessment.access import locked_attempt
from courses.assessment.models import Attempt, Regrade, Response, Score
from courses.assessment.regrading import latest_points, rescored
from courses.assessment.scoring import is_right
from courses.banks.models import ItemVersion
from courses.content.models import Release
from courses.content.queries import outline_by_id
from courses.enrolment.access import locked_enrolment
from courses.progress.actions import count_score
from courses.records.actions import write_record
from courses.records.models import Verb
from lms.accounts.actions import tell
from lms.accounts.models import NoticeKind, User
from lms.audit.actions import note
from lms.common.doorbell import ring
from lms.common.errors import Refusal
from lms.common.languages import LANGUAGES, Pair
from lms.common.percentages import whole_percent
from lms.common.transactions import atomic
from lms.common.wording import percent

log = logging.getLogger(__name__)


@atomic
def order_regrade(
    release: Release,
    was: ItemVersion,
    version: ItemVersion,
    *,
    way: str,
    reason: str,
    by: User,
    on: datetime,
) -> Regrade:
    """Say that answers to a question are to be scored by its new version. Points fall only where
    the author decides so; either way the reason is kept. Ordering it twice is ordering it once."""
    if way not in Regrade.Way.values:
        raise Refusal("no-choice", _("Choose one of the answers that are offered."))
    if was.item_id != version.item_id:
        raise Refusal("not-here", _("These are versions of two questions."))
    if not reason.strip():
        raise Refusal("no-reason", _("Say why the answers are scored again."))
    regrade, made = Regrade.objects.get_or_create(
        release=release,
        version=version,
        defaults={"was": was, "way": way, "reason": reason, "by": by, "ordered_at": on},
    )
    if made:
        note(by, f"regraded {way}", version, on=on, reason=reason)
        ring("courses.settle_regrade", regrade.pk)
    return regrade


def regrade_due(*, on: datetime) -> int:
    """Settle every regrade that is due; how many were."""
    due = list(Regrade.objects.filter(settled_at__isnull=True).values_list("pk", flat=True))
    return sum(settle_regrade(pk, on=on) for pk in due)


def settle_regrade(regrade_id: int, *, on: datetime) -> bool:
    """Score every answer again that this touches; whether all of it is done now. Repeating it, or
    stopping half-way and starting again, gives the same."""
    regrade = Regrade.objects.select_related("release", "was", "version__item").get(pk=regrade_id)
    if regrade.settled_at is not None:
        return False
    upward = regrade.way == Regrade.Way.UPWARD
    rows = rescored(regrade.release.course_id, regrade.was, regrade.version, upward=upward)
    failed = 0
    for attempt in dict.fromkeys(row.attempt for row in rows):
        try:
            _regrade_attempt(attempt, regrade, upward=upward, on=on)
        except Exception:
            failed += 1
            log.exception("Attempt %s could not be scored again.", attempt.pk)
    if not failed:
        Regrade.objects.filter(pk=regrade.pk, settled_at__isnull=True).update(settled_at=on)
    return not failed


@atomic
def _regrade_attempt(attempt: Attempt, regrade: Regrade, *, upward: bool, on: datetime) -> None:
    """One learner's answers: new scores, the total, the record, and what that completes."""
    enrolment = locked_enrolment(attempt.enrolment_id)
    attempt = locked_attempt(attempt.pk)
    rows = rescored(
        regrade.release.course_id, regrade.was, regrade.version, upward=upward, attempt=attempt
    )
    if not rows:
        return
    Score.objects.bulk_create(
        Score(
            response=row.response,
            kind=Score.Kind.REGRADE,
            points=row.after,
            by_id=regrade.by_id,
            why=regrade.reason,
            at=on,
        )
        for row in rows
    )
    before = attempt.points or 0
    responses = list(Response.objects.filter(attempt=attempt))
    points = latest_points(responses)
    attempt.points = sum(points.values())
    attempt.save(update_fields=["points"])
    if attempt.is_redo:
        return
    right = {one.pk for one in responses if is_right(points.get(one.pk, 0), one.hint_cost)}
    result: dict[str, Any] = {
        "attempt": str(attempt.uid),
        "block": str(attempt.block),
        "number": attempt.number,
        "points": attempt.points,
        "possible": attempt.possible,
        "right": len(right),
        "partly": sum(one > 0 for pk, one in points.items() if pk not in right),
        "items": len(points),
    }
    write_record(
        enrolment,
        Verb.REGRADED,
        release_id=attempt.release_id,
        item=outline_by_id(attempt.release_id).by_unit[attempt.unit_id],
        on=on,
        result={**result, "before": before, "reason": regrade.reason},
        rings=False,
    )
    count_score(enrolment, attempt.unit_id, result, on=on, rings=False)
    _tell(attempt, before, on)


def _tell(attempt: Attempt, before: int, on: datetime) -> None:
    said: dict[str, str] = {}
    for code in LANGUAGES:
        with override(code):
            told = _("A right answer was corrected; your result is now %(now)s instead of %(was)s.")
            said[code] = told % {
                "now": percent(attempt.percent / 100),
                "was": percent(whole_percent(before, attempt.possible) / 100),
            }
    link = f"attempts/{attempt.uid}/"
    tell(attempt.enrolment.person, NoticeKind.RESULT, cast(Pair, said), link=link, on=on)
