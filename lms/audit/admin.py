"""The notes of privileged acts, to be read; nobody changes them."""

from django.contrib import admin

from lms.audit.models import AuditNote
from lms.common.admin import ReadOnlyAdmin


@admin.register(AuditNote)
class AuditNoteAdmin(ReadOnlyAdmin):
    """Who did what to whom, and why."""

    list_display = ("at", "actor", "verb", "target", "target_id", "reason")
    list_filter = ("verb", "target")
    search_fields = ("actor__email", "target_id", "reason")
    date_hierarchy = "at"
    list_select_related = ("actor",)
