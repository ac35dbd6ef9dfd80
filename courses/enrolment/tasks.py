"""Celery entry points of runs."""

from celery import shared_task

from courses.enrolment.letters import send_letters


@shared_task(name="courses.send_run_letters")
def send_run_letters() -> None:
    """Send the letters about runs that are due."""
    send_letters()
