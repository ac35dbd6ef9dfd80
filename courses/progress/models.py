"""UnitCompletion."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.content.models import Release, Unit, UnitVersion
from courses.enrolment.models import Enrolment


class How(models.TextChoices):
    """How a unit came to be done."""

    DONE = "done", _("Done")
    RULE_CHANGED = "rule-changed", _("Done, because the rule became easier")
    EXEMPT = "exempt", _("Exempt")
    CREDITED = "credited", _("Credited by evidence")
    OVERRIDE = "override", _("Counted as done by the instructor")
    # The row stays, because facts do; it counts for nothing until the unit is done once more.
    WITHDRAWN = "withdrawn", _("No longer counted")


# What an instructor decided. The learner can still do such a unit, and then has done it.
BY_HAND = (How.OVERRIDE, How.EXEMPT)


class UnitCompletion(models.Model):
    """One learner's standing in one unit, keyed on the unit, so that a new release keeps it.

    Personal data: what a person has studied.
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="completions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    version = models.ForeignKey(UnitVersion, models.PROTECT, related_name="+")
    release = models.ForeignKey(Release, models.PROTECT, related_name="+")
    how = models.CharField(max_length=12, choices=How)
    required_then = models.CharField(max_length=20)
    completed_at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            # Two tabs finishing the same unit must meet in the database, not in Python.
            models.UniqueConstraint(fields=["enrolment", "unit"], name="unit_completed_once"),
            # Whoever asks later why a unit counts, or no longer does, must find an answer.
            models.CheckConstraint(
                condition=~Q(how__in=[How.OVERRIDE, How.EXEMPT, How.WITHDRAWN]) | ~Q(reason=""),
                name="by_hand_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.unit_id} {self.how}"
