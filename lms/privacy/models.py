"""DataCopy."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class DataCopy(models.Model):
    """A copy of everything held about a person, as a zip; due while it has no digest.

    One a person: asking again makes it anew. steps: parts that are written; of_steps: in all.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="data_copy"
    )
    asked_at = models.DateTimeField()
    steps = models.PositiveSmallIntegerField(default=0)
    of_steps = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(null=True, blank=True)
    # The letter that it is ready is due until then.
    told_at = models.DateTimeField(null=True, blank=True)
    # From then on nobody can download it, and the next sweep removes it.
    until = models.DateTimeField(null=True, blank=True)
    path = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    try_after = models.DateTimeField(null=True, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "data copies"
        constraints = [
            # What is there can be downloaded until a day that is said.
            models.CheckConstraint(
                condition=Q(digest="", made_at__isnull=True, until__isnull=True)
                | (~Q(digest="") & Q(made_at__isnull=False, until__isnull=False)),
                name="made_copy_has_an_end",
            ),
        ]
        indexes = [
            models.Index(
                fields=["try_after"], name="copies_due", condition=Q(digest="", set_aside_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.asked_at:%Y-%m-%d}"

    @property
    def is_ready(self) -> bool:
        return bool(self.digest)

    @property
    def is_given_up(self) -> bool:
        return self.set_aside_at is not None

    @property
    def percent(self) -> int:
        """How far it is made."""
        return 100 * self.steps // self.of_steps if self.of_steps else 0
