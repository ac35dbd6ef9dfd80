"""Celery entry points of what people ask about their data."""

from celery import shared_task

from lms.accounts.parent_letters import send_parent_letters as send
from lms.common.clock import now
from lms.privacy.copy_actions import make_copy


@shared_task(name="lms.make_data_copy")
def make_data_copy(copy_id: int) -> None:
    """Make the copy of somebody's data."""
    make_copy(copy_id, on=now())


@shared_task(name="lms.send_parent_letters")
def send_parent_letters() -> None:
    """Write to the parents of children who have just signed up."""
    send(on=now())
