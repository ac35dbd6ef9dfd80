"""Gathers the tasks of this app's slices, where Celery looks for them."""

from courses.progress.tasks import settle

__all__ = ["settle"]
