"""Receipts, and what could not be taken in, to be read; trying again asks for a reason."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from badges.intake.actions import take_up_record, try_to_take_in
from badges.intake.models import Receipt, Setback
from lms.common.admin import AsksWhy, ReadOnlyAdmin, column
from lms.common.clock import now
from lms.common.errors import Refusal


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


@admin.register(Setback)
class SetbackAdmin(AsksWhy, ReadOnlyAdmin):
    """Which records could not be taken in, and why."""

    list_display = (
        column("record__at", _("recorded at")),
        column("record__person__email", _("e-mail")),
        column("record__verb", _("what was done")),
        column("record__course__slug", _("course")),
        "failures",
        "try_after",
        "set_aside_at",
        "trouble",
    )
    list_filter = (("set_aside_at", admin.EmptyFieldListFilter), "record__course")
    list_select_related = ("record__person", "record__course")
    search_fields = ("record__uid", "record__person__email", "trouble")
    ordering = ("-set_aside_at", "try_after")
    actions = ("take_up",)

    def named(self, row: Setback) -> str:
        record = row.record
        return f"{record.person}, {record.course}, {record.get_verb_display()}"

    @admin.action(description=_("Try again what was set aside"))
    def take_up(self, request: HttpRequest, rows: QuerySet[Setback]) -> HttpResponse | None:
        title = gettext("Try again what was set aside")
        hint = gettext("Say what has been mended.")
        return self.ask_why(request, rows, _take_up, name="take_up", title=title, hint=hint)


def _take_up(setback: Setback, **said: Any) -> None:
    if setback.set_aside_at is None:
        raise Refusal(
            "not-set-aside", gettext("This record is not set aside; it is tried by itself.")
        )
    take_up_record(setback, **said)
    if not try_to_take_in(setback.pk, on=now()) and Setback.objects.filter(pk=setback.pk).exists():
        raise Refusal(
            "failed-again",
            gettext("It did not go in this time either. It will be tried again later."),
        )
