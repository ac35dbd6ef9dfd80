"""Completions to be read; they are earned by learning."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from courses.progress.models import UnitCompletion
from lms.common.admin import ReadOnlyAdmin, column


@admin.register(UnitCompletion)
class UnitCompletionAdmin(ReadOnlyAdmin):
    """Which units are done, and how."""

    list_display = (
        "completed_at",
        column("enrolment__person__full_name", _("person")),
        column("enrolment__person__email", _("e-mail")),
        column("unit__key", _("unit")),
        column("unit__course__slug", _("course")),
        "how",
        "required_then",
        column("release__number", _("release")),
    )
    list_filter = ("how", "unit__course")
    list_select_related = ("enrolment__person", "unit__course", "release")
    search_fields = ("enrolment__person__email", "enrolment__person__full_name", "unit__key")
    ordering = ("-completed_at",)
