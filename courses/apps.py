"""The app `courses`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Courses")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from courses.calibration import receivers as trials
        from courses.content import receivers

        receivers.connect()
        trials.connect()
