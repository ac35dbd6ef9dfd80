"""Celery entry points of runs."""

from celery import shared_task

from courses.enrolment.letters import send_letters
from courses.enrolment.opening_letters import send_opening_letters as send_openings
from lms.common.clock import now


@shared_task(name="courses.send_run_letters")
def send_run_letters() -> None:
    """Send the letters about runs that are due."""
    send_letters()


@shared_task(name="courses.send_opening_letters")
def send_opening_letters() -> None:
    """Tell those who wait for a course that it has opened."""
    send_openings(on=now())
