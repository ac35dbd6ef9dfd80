"""Completions and allowances to be read: they come from learning, and from the learner's page."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from courses.progress.models import Allowance, UnitCompletion
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


@admin.register(Allowance)
class AllowanceAdmin(ReadOnlyAdmin):
    """What single learners were allowed, by whom and why."""

    list_display = (
        "given_at",
        column("enrolment__person__full_name", _("person")),
        column("enrolment__person__email", _("e-mail")),
        column("unit__key", _("unit")),
        column("enrolment__run__course__slug", _("course")),
        "kind",
        "amount",
        "until",
        "withdrawn_at",
        column("by__full_name", _("given by")),
    )
    list_filter = ("kind", "enrolment__run__course")
    list_select_related = ("enrolment__person", "enrolment__run__course", "unit", "by")
    search_fields = ("enrolment__person__email", "enrolment__person__full_name", "reason")
    ordering = ("-given_at",)
