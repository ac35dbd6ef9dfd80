"""Celery entry points of certificates."""

from celery import shared_task

from badges.certificates.actions import render_file
from lms.common.clock import now


@shared_task(name="badges.render_certificate")
def render_certificate(file_id: int) -> None:
    """Make the PDF of one certificate in one language."""
    render_file(file_id, on=now())
