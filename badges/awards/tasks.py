"""Celery entry points of badges."""

from celery import shared_task

from badges.awards.list_actions import advance_list
from lms.common.clock import now


@shared_task(name="badges.give_list")
def give_list(list_id: int) -> None:
    """Give a badge to a list of people, step by step."""
    while advance_list(list_id, on=now()):
        pass
