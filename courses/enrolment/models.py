"""Run and Enrolment."""

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from courses.content.models import Course, Release, Unit
from lms.common.percentages import whole_percent


class Run(models.Model):
    """One delivery of a course: self-paced (made with the course, always open) or dated."""

    class Kind(models.TextChoices):
        SELF_PACED = "self-paced", _("At your own pace")
        DATED = "dated", _("With dates")

    class Policy(models.TextChoices):
        OPEN = "open", _("Open to everybody")

    course = models.ForeignKey(Course, models.PROTECT, related_name="runs")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.SELF_PACED)
    policy = models.CharField(max_length=12, choices=Policy, default=Policy.OPEN)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["course"],
                condition=Q(kind="self-paced"),
                name="one_self_paced_run",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_id} {self.kind}"


class Enrolment(models.Model):
    """A learner in a run, with a summary that can be rebuilt from the facts.

    Personal data: who studies what, how far, when last.
    """

    class State(models.TextChoices):
        ACTIVE = "active", _("Learning")
        COMPLETED = "completed", _("Completed")
        WITHDRAWN = "withdrawn", _("Left")

    run = models.ForeignKey(Run, models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolments")
    state = models.CharField(max_length=12, choices=State, default=State.ACTIVE)
    enrolled_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_release = models.ForeignKey(
        Release, models.PROTECT, null=True, blank=True, related_name="+"
    )

    # The summary, written in the transaction of the fact, and the release it was computed for.
    summary_release = models.ForeignKey(Release, models.PROTECT, related_name="+")
    done = models.PositiveSmallIntegerField(default=0)
    required = models.PositiveSmallIntegerField(default=0)
    # `percent` as the database knows it, to sort by.
    reached = models.GeneratedField(
        expression=Case(
            When(completed_at__isnull=False, then=Value(100)),
            When(required__gt=0, then=F("done") * Value(100) / F("required")),
            default=Value(0),
        ),
        output_field=models.IntegerField(),
        db_persist=True,
    )
    minutes_left = models.PositiveIntegerField(default=0)
    next_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    # Since when this unit is the next one; null for those who have not moved since it is written.
    next_unit_since = models.DateTimeField(null=True, blank=True)
    last_activity_at = models.DateTimeField()
    # Why the percentage fell with a release: what it was before, and the ids of the units that came
    # in. Both are emptied when the learner completes a unit or the percentage is back.
    percent_before = models.PositiveSmallIntegerField(null=True, blank=True)
    units_added = models.JSONField(default=list, blank=True)

    class Meta:
        indexes = [
            # The progress board, in its orders.
            models.Index(fields=["run", "-last_activity_at", "-id"], name="learners_by_activity"),
            models.Index(fields=["run", "-reached", "-id"], name="learners_by_progress"),
        ]
        constraints = [
            # Joining twice, or from two devices, is joining once.
            models.UniqueConstraint(fields=["run", "person"], name="enrolled_once"),
            models.CheckConstraint(
                condition=Q(completed_at__isnull=True) | Q(completed_release__isnull=False),
                name="completed_on_a_release",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.run_id}"

    @property
    def is_open(self) -> bool:
        """Whether the learner may still add to it."""
        return self.state in (self.State.ACTIVE, self.State.COMPLETED)

    @property
    def percent(self) -> int:
        """0 to 100; a finished course reads 100 for ever."""
        if self.completed_at:
            return 100
        return whole_percent(self.done, self.required)
