"""The notes of privileged acts, to be read; nobody changes them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from lms.audit.models import AuditNote


@admin.register(AuditNote)
class AuditNoteAdmin(admin.ModelAdmin):
    """Who did what to whom, and why."""

    list_display = ("at", "actor", "verb", "target", "target_id", "reason")
    list_filter = ("verb", "target")
    search_fields = ("actor__email", "target_id", "reason")
    date_hierarchy = "at"
    list_select_related = ("actor",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
