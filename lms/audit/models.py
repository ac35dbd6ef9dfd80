"""AuditNote: who did what privileged thing to whom, and why."""

from django.conf import settings
from django.db import models


class AuditNote(models.Model):
    """One privileged act. Never changed, never deleted.

    Personal data: the actor, and what is named in `target`.
    """

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=40)
    target = models.CharField(max_length=200)
    target_id = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["target", "target_id"], name="audit_by_target"),
            # The page of notes shows the newest, a page at a time.
            models.Index(fields=["-at", "-id"], name="audit_newest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.target} {self.target_id}"
