"""The Celery application; tasks live in the slices."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")
app = Celery("laukas")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
