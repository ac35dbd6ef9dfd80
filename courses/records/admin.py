"""Learning records to be read; they are never changed."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from courses.records.models import LearningRecord
from lms.common.admin import ReadOnlyAdmin, column, to_list


@admin.register(LearningRecord)
class LearningRecordAdmin(ReadOnlyAdmin):
    """Who did what."""

    list_display = (
        "at",
        column("person__full_name", _("person")),
        column("person__email", _("e-mail")),
        "verb",
        column("course__slug", _("course")),
        column("unit__key", _("unit")),
        column("release__number", _("release")),
    )
    list_filter = ("verb", "course")
    list_select_related = ("person", "course", "unit", "release")
    search_fields = ("uid", "person__email", "person__full_name")
    date_hierarchy = "at"
    more = (to_list("courses_evidence", "record", _("evidence")),)
