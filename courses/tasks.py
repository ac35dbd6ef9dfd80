"""Gathers the tasks of this app's slices, where Celery looks for them."""

from courses.assessment.tasks import settle as settle_regrade
from courses.calibration.tasks import settle as settle_gold
from courses.enrolment.tasks import send_opening_letters, send_run_letters
from courses.progress.tasks import settle

__all__ = ["send_opening_letters", "send_run_letters", "settle", "settle_gold", "settle_regrade"]
