"""Gathers the tasks of this app's slices, where Celery looks for them."""

from lms.privacy.tasks import make_data_copy, send_parent_letters

__all__ = ["make_data_copy", "send_parent_letters"]
