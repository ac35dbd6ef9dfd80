"""Receipts to be read; they are written by taking records in."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from badges.intake.models import Receipt
from lms.common.admin import ReadOnlyAdmin, column


@admin.register(Receipt)
class ReceiptAdmin(ReadOnlyAdmin):
    """Which records have been looked at for badges and certificates."""

    list_display = (
        "taken_at",
        column("record__person__email", _("e-mail")),
        column("record__course__slug", _("course")),
        column("record__at", _("recorded at")),
    )
    list_filter = ("record__verb", "record__course")
    list_select_related = ("record__person", "record__course")
    search_fields = ("record__uid", "record__person__email")
    date_hierarchy = "taken_at"
    ordering = ("-taken_at",)
