"""The Celery application; tasks live in the slices."""

import os

from celery import Celery

from lms.common import broker, scheduler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")
broker.use()
app = Celery("laukas")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(scheduler.Watch)
