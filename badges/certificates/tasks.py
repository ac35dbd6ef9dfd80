"""Celery entry points of certificates."""

from celery import shared_task

from badges.certificates.actions import render_file
from badges.certificates.batch_actions import advance_batch
from lms.common.clock import now


@shared_task(name="badges.render_certificate")
def render_certificate(file_id: int) -> None:
    """Make the PDF of one certificate in one language."""
    render_file(file_id, on=now(), claims=True)


@shared_task(name="badges.make_batch")
def make_batch(batch_id: int) -> None:
    """Gather the certificates of a course or run, step by step."""
    while advance_batch(batch_id, on=now()):
        pass
