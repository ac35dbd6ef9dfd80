"""Gathers the tasks of this app's slices, where Celery looks for them."""

from courses.assessment.tasks import settle as settle_regrade
from courses.progress.tasks import settle

__all__ = ["settle", "settle_regrade"]
