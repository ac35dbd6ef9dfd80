"""Receipt and Setback."""

from django.db import models

from courses.records.models import LearningRecord


class Receipt(models.Model):
    """This record has been looked at for badges and certificates."""

    record = models.OneToOneField(
        LearningRecord, models.CASCADE, primary_key=True, related_name="receipt"
    )
    taken_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.record_id}"


class Setback(models.Model):
    """This record could not be taken in: how often, and when it is tried next.

    Gone once the record is taken in; after too many failures it is set aside, for operators.
    """

    record = models.OneToOneField(
        LearningRecord, models.CASCADE, primary_key=True, related_name="setback"
    )
    failures = models.PositiveSmallIntegerField(default=0)
    # The kind of error and its place in the code: messages quote what people wrote.
    trouble = models.CharField(max_length=300, blank=True)
    try_after = models.DateTimeField()
    set_aside_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.record_id}"
