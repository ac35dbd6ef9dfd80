"""Attempts, answers and scores to be read; they are made by answering."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from courses.assessment.models import Attempt, LateAnswer, Regrade, Response, Score
from lms.common.admin import ReadOnlyAdmin, column, to_list, words


@admin.register(Attempt)
class AttemptAdmin(ReadOnlyAdmin):
    """Goes at quizzes."""

    list_display = (
        "opened_at",
        column("enrolment__person__full_name", _("person")),
        column("enrolment__person__email", _("e-mail")),
        column("unit__key", _("unit")),
        column("unit__course__slug", _("course")),
        "number",
        "state",
        "due_at",
        "submitted_at",
        "points",
        "possible",
    )
    list_filter = ("state", "preset", "unit__course")
    list_select_related = ("enrolment__person", "unit__course")
    search_fields = (
        "uid",
        "enrolment__person__email",
        "enrolment__person__full_name",
        "unit__key",
    )
    ordering = ("-opened_at",)
    more = (to_list("courses_response", "attempt", _("answers")),)


@admin.register(Response)
class ResponseAdmin(ReadOnlyAdmin):
    """Answers."""

    list_display = (
        "saved_at",
        column("attempt__enrolment__person__full_name", _("person")),
        column("attempt__unit__key", _("unit")),
        column("attempt__number", _("attempt")),
        "position",
        "hint_at",
        words("item_version__body__prompt", _("question")),
        "late",
    )
    list_filter = ("late", "attempt__state", "attempt__unit__course")
    list_select_related = ("attempt__enrolment__person", "attempt__unit", "item_version")
    search_fields = (
        "attempt__uid",
        "attempt__enrolment__person__email",
        "attempt__enrolment__person__full_name",
        "item_version__item__key",
    )
    ordering = ("-attempt_id", "position")
    more = (
        to_list("courses_score", "response", _("scores")),
        to_list("courses_lateanswer", "response", _("answers that came late")),
    )


@admin.register(LateAnswer)
class LateAnswerAdmin(ReadOnlyAdmin):
    """Answers that came after their attempt was closed: kept, not counted."""

    list_display = (
        "arrived_at",
        column("response__attempt__enrolment__person__full_name", _("person")),
        column("response__item_version__item__key", _("item")),
        column("response__attempt__number", _("attempt")),
        column("response__attempt__submitted_at", _("submitted at")),
    )
    list_filter = ("response__attempt__unit__course",)
    list_select_related = (
        "response__attempt__enrolment__person",
        "response__item_version__item",
    )
    search_fields = (
        "response__attempt__uid",
        "response__attempt__enrolment__person__email",
        "response__item_version__item__key",
    )
    ordering = ("-id",)


@admin.register(Score)
class ScoreAdmin(ReadOnlyAdmin):
    """Points for answers; the latest counts."""

    list_display = (
        "at",
        column("response__attempt__enrolment__person__full_name", _("person")),
        column("response__item_version__item__key", _("item")),
        "points",
        "kind",
        "by",
    )
    list_filter = ("kind", "response__attempt__unit__course")
    list_select_related = (
        "response__attempt__enrolment__person",
        "response__item_version__item",
        "by",
    )
    search_fields = (
        "response__attempt__uid",
        "response__attempt__enrolment__person__email",
        "response__item_version__item__key",
    )
    ordering = ("-id",)


@admin.register(Regrade)
class RegradeAdmin(ReadOnlyAdmin):
    """Answer keys that a release corrected, and whether the answers have been scored again."""

    list_display = (
        "ordered_at",
        column("release__course__slug", _("course")),
        column("version__item__key", _("item")),
        "way",
        "by",
        "settled_at",
    )
    list_filter = ("way", "release__course")
    list_select_related = ("release__course", "version__item", "by")
    search_fields = ("version__item__key", "release__course__slug", "reason")
    ordering = ("-id",)
