"""Celery entry points of calibrations."""

from celery import shared_task

from courses.calibration.actions import settle_gold
from lms.common.clock import now


@shared_task(name="courses.settle_gold")
def settle(decision_id: int) -> None:
    """Work out again the results that a decision about an item's truth touches."""
    settle_gold(decision_id, on=now())
