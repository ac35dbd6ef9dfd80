"""SurveyAnswer and SelfRating."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.competencies.models import MOST_LEVEL, Competency
from courses.content.models import Release, Unit
from courses.enrolment.models import Enrolment


class SurveyAnswer(models.Model):
    """What one learner answered in one survey, once. Append-only: the latest counts.

    answers: {question key: choice key, list of choice keys, number from 1 to 5, or text}, without
    those left out; see courses.content.blocks.survey.

    Personal data: what a person thinks. Authors get counts of it, never rows.
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="survey_answers")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    block = models.UUIDField()
    release = models.ForeignKey(Release, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    answers = models.JSONField()
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["enrolment", "block", "number"]
        constraints = [
            # Two tabs that answer at once must meet in the database, not in Python.
            models.UniqueConstraint(
                fields=["enrolment", "block", "number"], name="survey_answered_once_a_number"
            ),
            # An empty form says nothing, and would complete a unit.
            models.CheckConstraint(
                condition=~Q(answers=models.Value({}, models.JSONField())),
                name="survey_answer_says_something",
            ),
        ]
        indexes = [
            # What the page of an author counts.
            models.Index(fields=["block"], name="survey_answers_by_block"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.block} no. {self.number}"


class SelfRating(models.Model):
    """At which level a learner saw themselves in one competency, before or after. Append-only: the
    latest of each moment counts. It is a series of its own and never evidence.

    level: 0 for "not yet".

    Personal data: what a person thinks of their own abilities.
    """

    class Moment(models.TextChoices):
        BEFORE = "before", _("before learning")
        AFTER = "after", _("after learning")

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="self_ratings")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    block = models.UUIDField()
    release = models.ForeignKey(Release, models.PROTECT, related_name="+")
    moment = models.CharField(max_length=6, choices=Moment)
    number = models.PositiveSmallIntegerField()
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["enrolment", "block", "number", "competency"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "block", "number", "competency"],
                name="self_rated_once_a_number",
            ),
            models.CheckConstraint(condition=Q(level__lte=MOST_LEVEL), name="self_rated_0_to_4"),
            models.CheckConstraint(
                condition=Q(moment__in=["before", "after"]), name="self_rated_before_or_after"
            ),
        ]
        indexes = [
            models.Index(fields=["block"], name="self_ratings_by_block"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.competency_id} {self.moment} {self.level}"
