"""Celery entry points: the scheduled sweep."""

from celery import shared_task
from django.core.management import call_command


@shared_task(name="lms.sweep")
def sweep() -> None:
    """Do everything that is due."""
    call_command("sweep", verbosity=0)
