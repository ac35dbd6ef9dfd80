"""The competency map to be read; it is loaded from its file."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from courses.competencies.models import Competency, Crosswalk, Framework, Level
from lms.common.admin import ReadOnlyAdmin, column, to_list, words


@admin.register(Framework)
class FrameworkAdmin(ReadOnlyAdmin):
    """Whose map it is."""

    list_display = ("slug", "version", words("name", _("name")), "licence")
    search_fields = ("slug", "source")
    more = (to_list("courses_competency", "framework", _("competencies")),)


@admin.register(Competency)
class CompetencyAdmin(ReadOnlyAdmin):
    """Domains and the competencies in them."""

    list_display = ("code", words("name", _("name")), column("parent__code", _("domain")))
    list_filter = ("framework", ("parent", admin.EmptyFieldListFilter))
    list_select_related = ("parent",)
    search_fields = ("code", "name")
    ordering = ("position",)
    more = (
        to_list("courses_level", "competency", _("levels")),
        to_list("courses_crosswalk", "competency", _("other frameworks")),
        to_list("courses_evidence", "competency", _("evidence")),
    )


@admin.register(Level)
class LevelAdmin(ReadOnlyAdmin):
    """What a level means, in general or for one competency."""

    list_display = (
        "number",
        column("competency__code", _("competency")),
        words("name", _("name")),
        words("descriptor", _("descriptor")),
    )
    list_filter = ("number", ("competency", admin.EmptyFieldListFilter))
    list_select_related = ("competency",)
    search_fields = ("competency__code", "descriptor")
    ordering = ("competency__position", "number")


@admin.register(Crosswalk)
class CrosswalkAdmin(ReadOnlyAdmin):
    """How the map relates to others."""

    list_display = (column("competency__code", _("competency")), "scheme", "relation", "target")
    list_filter = ("scheme", "relation")
    list_select_related = ("competency",)
    search_fields = ("competency__code", "target")
    ordering = ("competency__position", "scheme")
