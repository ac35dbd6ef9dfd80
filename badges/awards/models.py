"""Achievement, AchievementVersion, Award, GivenList, GivenRow."""

import uuid
from datetime import datetime, timedelta
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
    {"competency": code, "level": n}, {"given": true}; see badges.awards.rules.
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

    renews: the award before it, where a later proof carries the badge on.  given_as: of a badge that was
    given by hand, as who; given_at, given_reason, given_proof, given_link and given_for (the day of what was
    done) are what was said then, and are shown to whoever verifies.

    Personal data: name at issue, the evidence behind the badge, why it was given.
    """

    class Status(models.TextChoices):
        ACTIVE = "active", _("In force")
        EXPIRED = "expired", _("Expired")
        REVOKED = "revoked", _("Revoked")
        SUPERSEDED = "superseded", _("Superseded")

    class GivenAs(models.TextChoices):
        LEAD = "lead", _("whoever leads the course")
        ADMINISTRATOR = "administrator", _("an administrator of this site")

    MOST_GIVEN = 600

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
    given_as = models.CharField(
        max_length=13, choices=GivenAs, blank=True, default="", db_default=""
    )
    given_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    given_reason = models.TextField(blank=True, default="", db_default="")
    given_proof = models.TextField(blank=True, default="", db_default="")
    given_link = models.CharField(max_length=500, blank=True, default="", db_default="")
    given_for = models.DateField(null=True, blank=True)

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
            # Whoever verifies is told why, always.
            models.CheckConstraint(
                condition=Q(given_as="", given_reason="", given_at__isnull=True)
                | (~Q(given_as="") & ~Q(given_reason="") & Q(given_at__isnull=False)),
                name="given_award_has_a_reason",
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

    @property
    def is_given(self) -> bool:
        """Whether somebody gave it by hand, and nothing was measured for it."""
        return bool(self.given_as)


class GivenList(models.Model):
    """A list of people who are to be given a badge by hand, confirmed by whoever made it.

    uid: made with the page on which it is confirmed, so that pressing twice makes one.  tries: of the
    row that is due; try_after: not before.

    Personal data: who made it, and whose addresses these are. It goes when its time is over.
    """

    # Long enough to read the report and to mend the addresses that were not found.
    KEPT = timedelta(days=14)

    uid = models.UUIDField(unique=True)
    achievement = models.ForeignKey(Achievement, models.PROTECT, related_name="given_lists")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="given_lists")
    confirmed_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    try_after = models.DateTimeField()
    trouble = models.TextField(blank=True)

    class Meta:
        ordering = ["-confirmed_at", "-id"]
        indexes = [
            models.Index(
                fields=["try_after"], name="given_lists_due", condition=Q(done_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.achievement_id} {self.by_id}"

    @property
    def until(self) -> datetime:
        """Until when it is kept."""
        return (self.done_at or self.confirmed_at) + self.KEPT


class GivenRow(models.Model):
    """One line of such a list; due while it has no outcome.

    number: of the line in the list.  name: as the list had it, for whoever reads the report.

    Personal data: somebody's address and name, and why they were to be given a badge.
    """

    class Outcome(models.TextChoices):
        DUE = "", _("waits")
        GIVEN = "given", _("given")
        HELD = "held", _("holds it already")
        NOBODY = "nobody", _("not found")
        TWICE = "twice", _("twice in the list")
        UNREADABLE = "unreadable", _("no e-mail address")
        NO_REASON = "no-reason", _("no reason")
        BAD_DAY = "bad-day", _("no such day")
        TOO_LONG = "too-long", _("too long")
        PARENT = "parent", _("waits for a parent")
        CLOSED = "closed", _("the badge is not given by hand any more")
        FAILED = "failed", _("could not be given")

    given_list = models.ForeignKey(GivenList, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    email = models.CharField(max_length=254)
    name = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)
    done_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default="")
    award = models.OneToOneField(
        Award, models.PROTECT, null=True, blank=True, related_name="given_row"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["given_list", "number"], name="one_row_a_line_of_a_list"
            ),
            models.CheckConstraint(
                condition=Q(outcome="given", award__isnull=False)
                | (~Q(outcome="given") & Q(award__isnull=True)),
                name="given_row_has_its_award",
            ),
        ]
        indexes = [
            models.Index(
                fields=["given_list", "number"], name="given_rows_due", condition=Q(outcome="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.given_list_id} {self.number}"

    @property
    def called(self) -> str:
        """The name as the list had it; where it had none, of whose badge it became."""
        return self.name or (self.award.recipient_name if self.award else "")
