"""LearningRecord."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.content.models import Course, Release, Unit
from courses.enrolment.models import Run


class Verb(models.TextChoices):
    """What a learner did."""

    ENROLLED = "enrolled", _("enrolled in a course")
    LEFT = "left", _("left a course")
    RETURNED = "returned", _("came back to a course")
    SUBMITTED = "submitted", _("submitted answers")
    MEASURED = "measured", _("was measured")
    REGRADED = "regraded", _("had answers scored again")
    COMPLETED_UNIT = "completed-unit", _("completed a unit")
    UNIT_COUNTED = "unit-counted", _("had a unit counted as done")
    UNIT_EXEMPTED = "unit-exempted", _("was exempted from a unit")
    COUNT_WITHDRAWN = "count-withdrawn", _("had a counted unit taken back")
    UNIT_CREDITED = "unit-credited", _("skipped a unit by what was shown before")
    ALLOWED = "allowed", _("was allowed something")
    NO_LONGER_ALLOWED = "no-longer-allowed", _("is no longer allowed something")
    COMPLETED_COURSE = "completed-course", _("completed a course")


class LearningRecord(models.Model):
    """One thing a learner did. Never changed; this is what a learner can take away.

    Personal data: study history.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="records")
    verb = models.CharField(max_length=20, choices=Verb)
    course = models.ForeignKey(Course, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    run = models.ForeignKey(Run, models.PROTECT, related_name="+")
    release = models.ForeignKey(Release, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    result = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["person", "-at"], name="records_of_a_person")]
        constraints = [
            # A course is completed once; the certificate hangs on this row.
            models.UniqueConstraint(
                fields=["person", "run"],
                condition=models.Q(verb="completed-course"),
                name="course_completed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.verb} {self.course_id}"
