"""Celery entry points of assessment."""

from celery import shared_task

from courses.assessment.actions import settle_regrade
from lms.common.clock import now


@shared_task(name="courses.settle_regrade")
def settle(regrade_id: int) -> None:
    """Score the answers again that a corrected key touches."""
    settle_regrade(regrade_id, on=now())
