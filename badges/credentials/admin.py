"""Keys, status lists and signed credentials to be read; what was set aside is tried again."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from badges.credentials.actions import take_up_credential
from badges.credentials.models import IssuerKey, SignedCredential, StatusList
from lms.common.admin import AsksWhy, ReadOnlyAdmin, column, to_list
from lms.common.errors import Refusal
from lms.common.ids import grouped


@admin.register(IssuerKey)
class IssuerKeyAdmin(ReadOnlyAdmin):
    """The public halves of the keys that credentials are signed with."""

    list_display = ("name", "multikey", "made_at", "retired_at", "is_development")
    list_filter = ("is_development", ("retired_at", admin.EmptyFieldListFilter))
    search_fields = ("name", "multikey")
    more = (to_list("badges_signedcredential", "key", gettext_lazy("credentials")),)


@admin.register(StatusList)
class StatusListAdmin(ReadOnlyAdmin):
    """What is published of revocations."""

    list_display = ("code", "made_at", "signed_at")
    search_fields = ("code",)
    more = (to_list("badges_signedcredential", "status_list", gettext_lazy("credentials")),)


@admin.register(SignedCredential)
class SignedCredentialAdmin(AsksWhy, ReadOnlyAdmin):
    """Badges and certificates as they were signed."""

    list_display = (
        "code",
        column("award__code", gettext_lazy("badge")),
        column("certificate__code", gettext_lazy("certificate")),
        "language",
        "signed_at",
        "revoked_at",
        "tries",
        "set_aside_at",
        "trouble",
    )
    list_filter = (
        "language",
        ("digest", admin.EmptyFieldListFilter),
        ("revoked_at", admin.EmptyFieldListFilter),
        ("set_aside_at", admin.EmptyFieldListFilter),
    )
    list_select_related = ("award", "certificate", "key", "status_list")
    search_fields = ("code", "award__code", "certificate__code", "trouble")
    ordering = ("-id",)
    actions = ("take_up",)

    def named(self, row: SignedCredential) -> str:
        return f"{grouped(row.code)}, {row.language.upper()}"

    @admin.action(description=gettext_lazy("Try again what was set aside"))
    def take_up(
        self, request: HttpRequest, rows: QuerySet[SignedCredential]
    ) -> HttpResponse | None:
        title = _("Try again what was set aside")
        hint = _("Say what has been mended.")
        return self.ask_why(request, rows, _take_up, name="take_up", title=title, hint=hint)


def _take_up(one: SignedCredential, **said: Any) -> None:
    if one.set_aside_at is None:
        raise Refusal("not-set-aside", _("This credential is not set aside."))
    take_up_credential(one, **said)
