"""Attempt, Response, LateAnswer, Score, Regrade."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.banks.models import ItemVersion
from courses.content.blocks.quiz import PRESETS
from courses.content.models import Release, Unit
from courses.enrolment.models import Enrolment
from lms.common.percentages import whole_percent


class Attempt(models.Model):
    """One go at a quiz block, on the versions that its release pins.

    due_at: the end of its time, which the server keeps; None where it has no end.
    redoes: the attempt whose wrong answers are tried again here. Such a go is practice: it is no
    result, and uses up no attempt.

    Personal data: what a person answered, and when.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        SUBMITTED = "submitted", _("submitted")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attempts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    block = models.UUIDField()
    release = models.ForeignKey(Release, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    seed = models.PositiveBigIntegerField()
    preset = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    # The total, kept in the transaction of the scores it sums: thousandths of a point.
    points = models.PositiveIntegerField(null=True, blank=True)
    possible = models.PositiveIntegerField()
    redoes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="redone_in"
    )

    class Meta:
        ordering = ["-number"]
        indexes = [
            # What the sweep looks for: time is over, and nobody has handed in.
            models.Index(fields=["due_at"], name="attempt_to_close", condition=Q(state="open")),
        ]
        constraints = [
            # A second tab joins the open attempt instead of starting another.
            models.UniqueConstraint(
                fields=["enrolment", "block"], condition=Q(state="open"), name="one_open_attempt"
            ),
            models.UniqueConstraint(
                fields=["enrolment", "block", "number"], name="attempt_number_once"
            ),
            models.CheckConstraint(
                condition=Q(state="open", submitted_at__isnull=True, points__isnull=True)
                | Q(state="submitted", submitted_at__isnull=False, points__isnull=False),
                name="submitted_has_points",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.block} no. {self.number}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_redo(self) -> bool:
        """Whether it is practice after an attempt, and no result."""
        return self.redoes_id is not None

    def is_over(self, on: datetime) -> bool:
        """Whether it is open although its time has ended."""
        return self.is_open and self.due_at is not None and on >= self.due_at

    @property
    def ran_out(self) -> bool:
        """Whether the end of its time closed it, and not the learner."""
        ended = self.submitted_at
        return ended is not None and self.due_at is not None and ended >= self.due_at

    @property
    def tells_at_once(self) -> bool:
        """Whether each answer is explained as soon as it is given."""
        return PRESETS[self.preset].at_once

    @property
    def percent(self) -> int:
        """The points reached in whole per cent."""
        return whole_percent(self.points or 0, self.possible)

    @property
    def share(self) -> float:
        """Points reached, as a share of those possible, in [0, 1]."""
        return (self.points or 0) / self.possible if self.possible else 0.0


class Response(models.Model):
    """The answer to one item of an attempt; a later answer has a higher sequence: the moment at
    which it was given, in milliseconds.

    late: whether another answer came after the attempt was closed; it stands beside, uncounted.
    hint_at: when the hint was first asked for.  hint_cost: thousandths of the point that this
    costs, as the quiz said when it was asked for.

    Personal data: what a person answered, and whether they asked for help.
    """

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="responses")
    item_version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    answer = models.JSONField(null=True)
    sequence = models.PositiveBigIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    late = models.BooleanField(default=False)
    hint_at = models.DateTimeField(null=True, blank=True)
    hint_cost = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "item_version"], name="one_response_an_item"
            ),
            # What nobody asked for costs nothing; what was asked for never costs the whole point.
            models.CheckConstraint(
                condition=Q(hint_cost=0) | Q(hint_at__isnull=False, hint_cost__lt=1000),
                name="a_hint_costs_once_asked_for",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.item_version_id}"


class LateAnswer(models.Model):
    """An answer that arrived after its attempt had been closed: kept, shown, never scored.

    Append-only; the same answer sent again is not kept twice. Two devices count their saves apart,
    so a sequence may stand here twice.

    Personal data: what a person answered, and when it arrived. Kept and exported as long as the
    answers of the attempt are, and gone with them.
    """

    response = models.ForeignKey(Response, models.CASCADE, related_name="late_answers")
    answer = models.JSONField()
    sequence = models.PositiveBigIntegerField()
    arrived_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.response_id} at {self.arrived_at:%Y-%m-%d %H:%M}"


class Score(models.Model):
    """Points for a response; append-only, the latest counts."""

    class Kind(models.TextChoices):
        AUTOMATIC = "automatic", _("automatic")
        MANUAL = "manual", _("manual")
        REGRADE = "regrade", _("regrade")
        OVERRIDE = "override", _("override")

    response = models.ForeignKey(Response, models.CASCADE, related_name="scores")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.AUTOMATIC)
    # Thousandths of the item's one point.
    points = models.PositiveSmallIntegerField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    why = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(points__lte=1000), name="at_most_one_point"),
        ]

    def __str__(self) -> str:
        return f"{self.response_id} {self.points}"


class Regrade(models.Model):
    """Scores that are due to be looked at again, because a release made other answers right.

    was: the version that was asked.  version: the one whose answers are right.
    """

    class Way(models.TextChoices):
        UPWARD = "upward", _("Only upward")
        BOTH = "both", _("Up and down")

    release = models.ForeignKey(Release, models.PROTECT, related_name="regrades")
    was = models.ForeignKey(ItemVersion, models.PROTECT, related_name="+")
    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="+")
    way = models.CharField(max_length=10, choices=Way, default=Way.UPWARD)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ordered_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            # Pressed twice, or in two tabs, it is one regrade.
            models.UniqueConstraint(fields=["release", "version"], name="regraded_once"),
        ]
        indexes = [
            models.Index(
                fields=["id"], name="regrade_to_settle", condition=Q(settled_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.was_id} → {self.version_id} {self.way}"
