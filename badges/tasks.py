"""Gathers the tasks of this app's slices, where Celery looks for them."""

from badges.awards.tasks import give_list
from badges.certificates.tasks import make_batch, render_certificate
from badges.credentials import tasks as credentials
from badges.intake.tasks import sweep

__all__ = ["credentials", "give_list", "make_batch", "render_certificate", "sweep"]
