"""That somebody answered, and when; what they said is shown to nobody but themselves."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from courses.surveys.models import SelfRating, SurveyAnswer
from lms.common.admin import ReadOnlyAdmin, column


@admin.register(SurveyAnswer)
class SurveyAnswerAdmin(ReadOnlyAdmin):
    """Answers to surveys, without what was answered: learners were promised that only counts are
    seen."""

    list_display = (
        "given_at",
        column("enrolment__person__full_name", _("person")),
        column("enrolment__person__email", _("e-mail")),
        column("unit__key", _("unit")),
        column("unit__course__slug", _("course")),
        "number",
    )
    list_filter = ("unit__course",)
    exclude = ("answers",)
    list_select_related = ("enrolment__person", "unit__course")
    search_fields = ("enrolment__person__email", "enrolment__person__full_name", "unit__key")
    ordering = ("-given_at",)


@admin.register(SelfRating)
class SelfRatingAdmin(ReadOnlyAdmin):
    """Self-ratings, without the level."""

    list_display = (
        "given_at",
        column("enrolment__person__full_name", _("person")),
        column("enrolment__person__email", _("e-mail")),
        column("unit__key", _("unit")),
        column("unit__course__slug", _("course")),
        "moment",
        column("competency__code", _("competency")),
        "number",
    )
    list_filter = ("moment", "unit__course")
    exclude = ("level",)
    list_select_related = ("enrolment__person", "unit__course", "competency")
    search_fields = ("enrolment__person__email", "enrolment__person__full_name", "unit__key")
    ordering = ("-given_at",)
