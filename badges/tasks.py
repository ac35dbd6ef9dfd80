"""Gathers the tasks of this app's slices, where Celery looks for them."""

from badges.certificates.tasks import render_certificate
from badges.intake.tasks import sweep

__all__ = ["render_certificate", "sweep"]
