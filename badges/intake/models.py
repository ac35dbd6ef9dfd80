"""Receipt."""

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
