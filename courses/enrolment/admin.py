"""Runs and enrolments to be read; people join and leave by themselves."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from courses.enrolment.models import Application, Enrolment, Interest, Invitation, Run, RunLetter
from lms.common.admin import ReadOnlyAdmin, column, to_list


@admin.register(Run)
class RunAdmin(ReadOnlyAdmin):
    """Deliveries of courses."""

    list_display = (column("course__slug", _("course")), "kind", "name", "starts_on", "policy")
    list_filter = ("kind", "policy")
    # Whoever has these comes in.
    exclude = ("key", "link_code")
    list_select_related = ("course",)
    search_fields = ("course__slug",)
    more = (
        to_list("courses_enrolment", "run", _("learners")),
        to_list("courses_application", "run", _("on the way in")),
    )


@admin.register(Application)
class ApplicationAdmin(ReadOnlyAdmin):
    """Who is on the way into a run."""

    list_display = (
        column("person__full_name", _("person")),
        column("run__course__slug", _("course")),
        "state",
        "asked_at",
        "offer_until",
    )
    list_filter = ("state", "run__course")
    list_select_related = ("person", "run__course")
    search_fields = ("person__email", "person__full_name", "run__course__slug")
    ordering = ("-asked_at",)


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    """Who is invited, until they come, decline, or have been forgotten."""

    list_display = ("email", column("run__course__slug", _("course")), "invited_by", "invited_at")
    list_filter = ("run__course",)
    list_select_related = ("run__course", "invited_by")
    search_fields = ("email", "run__course__slug")
    ordering = ("-invited_at",)


@admin.register(RunLetter)
class RunLetterAdmin(ReadOnlyAdmin):
    """Letters that have not been sent yet."""

    list_display = (
        "kind",
        column("run__course__slug", _("course")),
        column("person__email", _("e-mail")),
        "email",
        "made_at",
        "tries",
    )
    list_filter = ("kind",)
    list_select_related = ("person", "run__course")
    search_fields = ("email", "person__email", "run__course__slug")
    ordering = ("-made_at",)


@admin.register(Interest)
class InterestAdmin(ReadOnlyAdmin):
    """Who waits for a course to open."""

    list_display = (
        column("course__slug", _("course")),
        column("person__email", _("person")),
        "email",
        "asked_at",
        "confirmed_at",
        "tries",
    )
    list_filter = ("course",)
    list_select_related = ("course", "person")
    search_fields = ("email", "person__email", "course__slug")
    ordering = ("-asked_at",)


@admin.register(Enrolment)
class EnrolmentAdmin(ReadOnlyAdmin):
    """Who learns what, and how far."""

    list_display = (
        column("person__full_name", _("person")),
        column("person__email", _("e-mail")),
        column("run__course__slug", _("course")),
        "state",
        "percent",
        "enrolled_at",
        "last_activity_at",
        "completed_at",
    )
    list_filter = ("state", "run__course")
    list_select_related = ("person", "run__course")
    search_fields = ("person__email", "person__full_name", "run__course__slug")
    ordering = ("-last_activity_at",)
    more = (
        to_list("courses_unitcompletion", "enrolment", _("completions")),
        to_list("courses_attempt", "enrolment", _("attempts")),
    )

    @admin.display(description=_("progress"))
    def percent(self, enrolment: Enrolment) -> str:
        return f"{enrolment.percent}\u00a0%"
