"""Evidence to be read; it rests on records and is never changed."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from courses.evidence.models import Evidence, ExpiryReminder
from lms.common.admin import ReadOnlyAdmin, column


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    """What people have shown, and how."""

    list_display = (
        "occurred_at",
        column("person__full_name", _("person")),
        column("person__email", _("e-mail")),
        column("competency__code", _("competency")),
        "level",
        "kind",
        column("record__course__slug", _("course")),
        "valid_until",
    )
    list_filter = ("level", "kind", "record__course")
    list_select_related = ("person", "competency", "record__course")
    search_fields = ("person__email", "person__full_name", "competency__code")


@admin.register(ExpiryReminder)
class ExpiryReminderAdmin(ReadOnlyAdmin):
    """Who was told that what they were measured at ends."""

    list_display = (
        "told_at",
        column("record__person__full_name", _("person")),
        column("record__person__email", _("e-mail")),
        column("record__course__slug", _("course")),
        "days",
    )
    list_filter = ("days", "record__course")
    list_select_related = ("record__person", "record__course")
    search_fields = ("record__person__email", "record__person__full_name")
    ordering = ("-told_at",)
