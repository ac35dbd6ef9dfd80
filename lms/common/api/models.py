"""KeptAnswer: what a write was answered, so that sending it again does not do it again."""

from django.conf import settings
from django.db import models


class KeptAnswer(models.Model):
    """The answer to a write that carried a key. Without a status it is still being worked on.

    digest: of method, address and body.

    Personal data: what a person sent by a program, and what came of it. Kept for a day.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    begun_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    answer = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [
            # Two that arrive at once must meet in the database.
            models.UniqueConstraint(fields=["person", "key"], name="one_answer_a_key"),
        ]
        indexes = [models.Index(fields=["begun_at"], name="answers_by_age")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.key}"
