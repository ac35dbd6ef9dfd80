"""Achievement, AchievementVersion, Award."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.content.models import Course
from lms.common.ids import new_code
from lms.common.languages import PairField


class Achievement(models.Model):
    """The definition a badge is given for.

    course: whose it is: who leads the course writes it, and only who learns there is given it.
    Without one it is the site's: administrators write it, and everybody can be given it.
    """

    key = models.SlugField(max_length=60, unique=True)
    course = models.ForeignKey(
        Course, models.PROTECT, null=True, blank=True, related_name="achievements"
    )
    # The version that new awards are given by; older ones stay with their awards.
    in_force = models.ForeignKey(
        "AchievementVersion", models.PROTECT, null=True, blank=True, related_name="+"
    )
    archived_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.key


class AchievementVersion(models.Model):
    """What the badge says and how it is earned; frozen once somebody holds it.

    rule: {"all": […]}, {"any": […]}, {"k": n, "of": […]}, {"course": slug},
    {"competency": code, "level": n}; see badges.awards.rules.
    drawing: {"letter", "level", "codes", "seed"}.
    """

    achievement = models.ForeignKey(Achievement, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    name = PairField()
    description = PairField()
    criteria = PairField()
    rule = models.JSONField()
    drawing = models.JSONField()
    valid_months = models.PositiveSmallIntegerField(null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["achievement", "number"], name="achievement_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.achievement_id} v{self.number}"


class Award(models.Model):
    """A badge somebody holds: frozen at issue, verifiable, private until shared.

    renews: the award before it, where a later proof carries the badge on.

    Personal data: name at issue, and the evidence behind the badge.
    """

    class Status(models.TextChoices):
        ACTIVE = "active", _("In force")
        EXPIRED = "expired", _("Expired")
        REVOKED = "revoked", _("Revoked")
        SUPERSEDED = "superseded", _("Superseded")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    achievement = models.ForeignKey(Achievement, models.PROTECT, related_name="awards")
    version = models.ForeignKey(AchievementVersion, models.PROTECT, related_name="awards")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="awards")
    recipient_name = models.CharField(max_length=120)
    evidence = models.JSONField(default=list)
    code = models.CharField(max_length=26, unique=True, default=new_code)
    issued_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    shared_at = models.DateTimeField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    status_at = models.DateTimeField(null=True, blank=True)
    status_reason = models.TextField(blank=True)
    status_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # One to one: a badge is carried on once, however often the sweep comes by.
    renews = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="renewed_by"
    )

    class Meta:
        ordering = ["-issued_at", "-id"]
        constraints = [
            # However often a record is taken in, and from however many workers.
            models.UniqueConstraint(
                fields=["person", "achievement"],
                condition=Q(status="active"),
                name="one_active_award",
            ),
            models.CheckConstraint(
                condition=Q(status="active") | Q(status_at__isnull=False),
                name="award_status_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.achievement_id}"

    @property
    def lines(self) -> list[tuple[dict[str, Any], list[str]]]:
        """The rows of the evidence, each with the competencies that the same answers show too."""
        return [
            (
                row,
                [
                    other["competency"]
                    for other in self.evidence
                    if other["record"] == row["record"]
                    and other["competency"] not in ("", row["competency"])
                ],
            )
            for row in self.evidence
        ]
