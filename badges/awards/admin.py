"""Achievements and awards to be read; an award is revoked with a reason."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from badges.awards.actions import reissue_award, revoke_award
from badges.awards.models import Achievement, AchievementVersion, Award, GivenList, GivenRow
from lms.common.admin import AsksWhy, ReadOnlyAdmin, column, to_list, words
from lms.common.errors import Refusal
from lms.common.languages import text


@admin.register(Achievement)
class AchievementAdmin(ReadOnlyAdmin):
    """What badges are given for."""

    list_display = (
        "key",
        words("in_force__name", gettext_lazy("name")),
        column("in_force__number", gettext_lazy("version")),
        column("course__slug", gettext_lazy("course")),
        "archived_at",
    )
    list_filter = (
        ("archived_at", admin.EmptyFieldListFilter),
        ("course", admin.EmptyFieldListFilter),
    )
    list_select_related = ("in_force", "course")
    search_fields = ("key", "in_force__name")
    more = (
        to_list("badges_achievementversion", "achievement", gettext_lazy("versions")),
        to_list("badges_award", "achievement", gettext_lazy("awards")),
    )


@admin.register(AchievementVersion)
class AchievementVersionAdmin(ReadOnlyAdmin):
    """What a badge says and how it is earned."""

    list_display = (
        column("achievement__key", gettext_lazy("achievement")),
        "number",
        words("name", gettext_lazy("name")),
        words("criteria", gettext_lazy("criteria")),
        "made_at",
    )
    list_select_related = ("achievement",)
    search_fields = ("achievement__key", "name")
    more = (to_list("badges_award", "version", gettext_lazy("awards")),)


@admin.register(Award)
class AwardAdmin(AsksWhy, ReadOnlyAdmin):
    """Badges that people hold or held."""

    list_display = (
        "issued_at",
        "recipient_name",
        column("person__email", gettext_lazy("e-mail")),
        words("version__name", gettext_lazy("badge")),
        "status",
        "shared_at",
        "valid_until",
        "code",
    )
    list_filter = ("status", "given_as", "achievement", ("shared_at", admin.EmptyFieldListFilter))
    list_select_related = ("person", "version")
    search_fields = ("code", "uid", "recipient_name", "person__email", "person__full_name")
    actions = ("revoke", "reissue")

    def named(self, row: Award) -> str:
        return f"{row.recipient_name}, {text(row.version.name)}"

    def view_on_site(self, award: Award) -> str | None:
        """Its verification, where strangers see one."""
        return reverse("badges:verified", args=[award.code]) if award.shared_at else None

    @admin.action(description=gettext_lazy("Revoke"))
    def revoke(self, request: HttpRequest, rows: QuerySet[Award]) -> HttpResponse | None:
        hint = _("Whoever verifies the badge will read the reason.")
        return self.ask_why(request, rows, _revoke, name="revoke", title=_("Revoke"), hint=hint)

    @admin.action(description=gettext_lazy("Issue anew with the name as it is now"))
    def reissue(self, request: HttpRequest, rows: QuerySet[Award]) -> HttpResponse | None:
        title = _("Issue anew with the name as it is now")
        hint = _("Whoever verifies the badge before it will read the reason.")
        return self.ask_why(request, rows, reissue_award, name="reissue", title=title, hint=hint)


@admin.register(GivenList)
class GivenListAdmin(ReadOnlyAdmin):
    """Lists of people who are given a badge: how far they are, and what went wrong."""

    list_display = (
        "confirmed_at",
        column("achievement__key", gettext_lazy("achievement")),
        column("by__email", gettext_lazy("who brought it")),
        "done_at",
        "tries",
        "try_after",
        "trouble",
    )
    list_filter = (("done_at", admin.EmptyFieldListFilter),)
    list_select_related = ("achievement", "by")
    search_fields = ("achievement__key", "by__email")
    more = (to_list("badges_givenrow", "given_list", gettext_lazy("lines")),)


@admin.register(GivenRow)
class GivenRowAdmin(ReadOnlyAdmin):
    """One line of such a list. The address of whoever it is about stands in it as it was brought."""

    list_display = (
        "number",
        column("given_list__achievement__key", gettext_lazy("achievement")),
        "email",
        "name",
        "outcome",
    )
    list_filter = ("outcome",)
    list_select_related = ("given_list__achievement",)
    search_fields = ("email", "name")


def _revoke(award: Award, **said: Any) -> None:
    if award.status != Award.Status.ACTIVE:
        raise Refusal("not-in-force", _("Only a badge that is in force can be revoked."))
    revoke_award(award, **said)
