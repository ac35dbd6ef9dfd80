"""Evidence, ExpiryReminder."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.competencies.models import Competency
from courses.records.models import LearningRecord


class EvidenceKind(models.TextChoices):
    """How something was shown; each kind can show only so much (courses.evidence.calc)."""

    ASSESSED = "assessed", _("Assessed by a quiz or task")
    MEASURED = "measured", _("Measured in a calibration")
    REVIEWED = "reviewed", _("Reviewed work")
    OBSERVED = "observed", _("Observed in the field")
    EXTERNAL = "external", _("A document from elsewhere")


class Evidence(models.Model):
    """One proof of one competency at one level. Append-only.

    Personal data: what a person has shown they can do.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="evidence")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=EvidenceKind)
    record = models.ForeignKey(LearningRecord, models.PROTECT, related_name="evidence")
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    result = models.JSONField(default=dict)
    occurred_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-occurred_at", "-id"]
        verbose_name_plural = "evidence"
        indexes = [models.Index(fields=["person", "competency"], name="evidence_of_a_person")]
        constraints = [
            # A record proves each competency once, however often it is written down.
            models.UniqueConstraint(fields=["record", "competency"], name="proved_once"),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=4), name="evidence_level_1_to_4"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.competency_id} level {self.level}"


class ExpiryReminder(models.Model):
    """That somebody was told that what they were measured at ends.

    record: of the measuring.  days: how long ahead.

    Personal data: when a person was reminded.
    """

    record = models.ForeignKey(LearningRecord, models.CASCADE, related_name="expiry_reminders")
    days = models.PositiveSmallIntegerField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            # However many sweeps run at once, each reminder goes once.
            models.UniqueConstraint(fields=["record", "days"], name="reminded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.days}"
