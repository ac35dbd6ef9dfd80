"""The Celery application; tasks live in the slices."""

import os

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")
app = Celery("laukas")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def _compare(**_said: object) -> None:
    from badges.credentials.keys import compare_at_start

    compare_at_start()


worker_ready.connect(_compare)
