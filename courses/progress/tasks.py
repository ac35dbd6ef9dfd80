"""Celery entry points of progress."""

from celery import shared_task

from courses.progress.actions import settle_release
from lms.common.clock import now


@shared_task(name="courses.settle_release")
def settle(release_id: int) -> None:
    """Bring the learners of a course to its new release."""
    settle_release(release_id, on=now())
