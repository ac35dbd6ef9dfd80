"""Sittings, answers and results to be read; they are made by answering."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from courses.calibration.models import (
    CalibrationResult,
    CorrectionPlan,
    ExpertAnswer,
    GoldDecision,
    Series,
    Sitting,
    SittingItem,
    Trial,
)
from lms.common.admin import ReadOnlyAdmin, column, to_list

PERSON = (
    column("sitting__enrolment__person__full_name", _("person")),
    column("sitting__enrolment__person__email", _("e-mail")),
)


@admin.register(Series)
class SeriesAdmin(ReadOnlyAdmin):
    """Held-out answers that are judged together."""

    list_display = (
        "opened_at",
        column("person__full_name", _("person")),
        column("person__email", _("e-mail")),
        column("unit__key", _("unit")),
        column("unit__course__slug", _("course")),
        "number",
    )
    list_filter = ("unit__course",)
    list_select_related = ("person", "unit__course")
    search_fields = ("person__email", "person__full_name", "unit__key")
    ordering = ("-opened_at",)
    more = (to_list("courses_sitting", "series", _("sittings")),)


@admin.register(Sitting)
class SittingAdmin(ReadOnlyAdmin):
    """Items of one exercise, answered one after another."""

    list_display = (
        "opened_at",
        column("enrolment__person__full_name", _("person")),
        column("enrolment__person__email", _("e-mail")),
        column("unit__key", _("unit")),
        column("unit__course__slug", _("course")),
        "phase",
        "number",
        "state",
        "closed_at",
        "proctored",
    )
    list_filter = ("phase", "state", "unit__course")
    list_select_related = ("enrolment__person", "unit__course")
    search_fields = ("uid", "enrolment__person__email", "enrolment__person__full_name")
    ordering = ("-opened_at",)
    more = (
        to_list("courses_sittingitem", "sitting", _("answers")),
        to_list("courses_calibrationresult", "sitting", _("results")),
    )


@admin.register(SittingItem)
class SittingItemAdmin(ReadOnlyAdmin):
    """Answers in sittings."""

    list_display = (
        "answered_at",
        *PERSON,
        column("item_version__item__key", _("item")),
        "position",
        "form",
        "right",
        "cannot_tell",
        "certainty",
        "helped_at",
    )
    list_filter = ("right", "cannot_tell", "certainty", "sitting__phase")
    list_select_related = ("sitting__enrolment__person", "item_version__item")
    search_fields = ("sitting__uid", "sitting__enrolment__person__email")
    ordering = ("-answered_at",)


@admin.register(CalibrationResult)
class CalibrationResultAdmin(ReadOnlyAdmin):
    """What sittings say of observers."""

    list_display = (
        "made_at",
        *PERSON,
        column("sitting__unit__key", _("unit")),
        column("sitting__unit__course__slug", _("course")),
        "level",
        "valid_until",
        "reason",
    )
    list_filter = ("level", "sitting__unit__course")
    list_select_related = ("sitting__enrolment__person", "sitting__unit__course")
    search_fields = (
        "uid",
        "sitting__enrolment__person__email",
        "sitting__enrolment__person__full_name",
    )
    ordering = ("-made_at",)


@admin.register(Trial)
class TrialAdmin(ReadOnlyAdmin):
    """Ten items that were tried without an account."""

    list_display = ("made_at", column("person__full_name", _("person")))
    list_select_related = ("person",)
    search_fields = ("person__email", "person__full_name")
    ordering = ("-made_at",)


@admin.register(CorrectionPlan)
class CorrectionPlanAdmin(ReadOnlyAdmin):
    """That people wrote what they want to do differently; they wrote it for themselves."""

    list_display = ("written_at", *PERSON, column("sitting__unit__key", _("unit")))
    exclude = ("text",)
    list_select_related = ("sitting__enrolment__person", "sitting__unit")
    search_fields = ("sitting__enrolment__person__email",)
    ordering = ("-written_at",)


@admin.register(ExpertAnswer)
class ExpertAnswerAdmin(ReadOnlyAdmin):
    """What experts answer."""

    list_display = (
        "at",
        column("expert__full_name", _("person")),
        column("expert__email", _("e-mail")),
        column("item_version__item__key", _("item")),
        column("item_version__number", _("version")),
        "right",
        "cannot_tell",
    )
    list_filter = ("right", "cannot_tell")
    list_select_related = ("expert", "item_version__item")
    search_fields = ("expert__email", "expert__full_name", "item_version__item__key")
    ordering = ("-at",)


@admin.register(GoldDecision)
class GoldDecisionAdmin(ReadOnlyAdmin):
    """What authors decided about the truth of items."""

    list_display = (
        "decided_at",
        column("course__slug", _("course")),
        column("version__item__key", _("item")),
        column("version__number", _("version")),
        "verdict",
        "way",
        "reason",
        "settled_at",
    )
    list_filter = ("verdict", "way", "course")
    list_select_related = ("course", "version__item")
    search_fields = ("course__slug", "version__item__key", "reason")
    ordering = ("-decided_at",)
