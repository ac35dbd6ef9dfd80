"""UnitCompletion and Allowance."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.content.models import Release, Unit, UnitVersion
from courses.enrolment.models import Enrolment
from courses.evidence.models import Evidence


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
# What counts without having been done here: the learner can still do it.
NOT_DONE_HERE = (*BY_HAND, How.CREDITED)


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
    # What a unit that was skipped rests on.
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            # Two tabs finishing the same unit must meet in the database, not in Python.
            models.UniqueConstraint(fields=["enrolment", "unit"], name="unit_completed_once"),
            # Whoever asks later why a unit counts, or no longer does, must find an answer.
            models.CheckConstraint(
                condition=~Q(how__in=[How.OVERRIDE, How.EXEMPT, How.WITHDRAWN]) | ~Q(reason=""),
                name="by_hand_with_a_reason",
            ),
            # Nobody is credited with something without what shows it.
            models.CheckConstraint(
                condition=~Q(how=How.CREDITED) | Q(evidence__isnull=False),
                name="credited_by_evidence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.unit_id} {self.how}"


class Allowance(models.Model):
    """What an instructor has allowed one learner, in a unit or in the whole course.

    amount: minutes, or attempts.  until: the last day on which it stands.

    Personal data: what somebody was allowed, and why.
    """

    class Kind(models.TextChoices):
        TIME = "more-time", _("More time")
        ATTEMPT = "attempt", _("Another attempt")
        SKIP = "skip", _("May skip it")
        OPEN = "open-now", _("Open now")

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="allowances")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    amount = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    until = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_why = models.TextField(blank=True)
    # The form it came from: pressed twice, it is one.
    pressed = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["more-time", "attempt"], amount__gte=1)
                | Q(kind__in=["skip", "open-now"], amount__isnull=True),
                name="amount_where_counted",
            ),
            # Whoever asks later why something was allowed, or no longer is, must find an answer.
            models.CheckConstraint(condition=~Q(reason=""), name="allowed_with_a_reason"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_why="")
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")
                ),
                name="taken_back_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.unit_id or 'course'} {self.kind}"
