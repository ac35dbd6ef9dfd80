"""Run, who learns in it (Enrolment), who is on the way in (Application, Invitation, RunLetter), and
who waits for a course to open (Interest)."""

import uuid
from datetime import datetime

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.content.models import Course, Release, Unit
from lms.common.languages import Pair, PairField
from lms.common.percentages import whole_percent

MOST_SENTENCE = 500


class Run(models.Model):
    """One delivery of a course: self-paced (made with the course, always open) or dated.

    Days are those of the site's time zone; the first and the last belong to the run.
    """

    class Kind(models.TextChoices):
        SELF_PACED = "self-paced", _("At your own pace")
        DATED = "dated", _("With dates")

    class Policy(models.TextChoices):
        OPEN = "open", _("Open to everybody")
        LINK = "link", _("By a link")
        KEY = "key", _("By an enrolment key")
        APPROVAL = "approval", _("By approval")
        INVITATION = "invitation", _("By invitation")
        DOMAIN = "domain", _("By e-mail domain")

    course = models.ForeignKey(Course, models.PROTECT, related_name="runs")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.SELF_PACED)
    policy = models.CharField(max_length=12, choices=Policy, default=Policy.OPEN)
    name = PairField(blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    # Of letters to people who have no account that would say theirs.
    language = models.CharField(max_length=2, default="lt")
    capacity = models.PositiveIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    offer_hours = models.PositiveSmallIntegerField(default=48)
    # As typed; compared without regard to case and spaces.
    key = models.CharField(max_length=60, blank=True)
    # Whoever has the link comes in, and only while it is set.
    link_code = models.CharField(max_length=12, null=True, blank=True, unique=True)
    domains = models.JSONField(default=list, blank=True)
    # Since when nobody new is taken in.
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="self-paced") | Q(starts_on__isnull=False),
                name="dated_run_has_a_start",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="run_ends_after_its_start",
            ),
            # The self-paced run takes in everybody.
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | (Q(kind="dated") & Q(capacity__gte=1)),
                name="run_has_a_place",
            ),
            models.UniqueConstraint(
                fields=["course"],
                condition=Q(kind="self-paced"),
                name="one_self_paced_run",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_id} {self.kind}"

    @property
    def is_dated(self) -> bool:
        return self.kind == self.Kind.DATED

    @property
    def title(self) -> Pair:
        """What to call it."""
        name: Pair = self.name
        return name

    def begins_later(self, on: datetime) -> bool:
        """Whether nobody learns in it yet."""
        return self.starts_on is not None and timezone.localtime(on).date() < self.starts_on

    def is_over(self, on: datetime) -> bool:
        """Whether nothing more is counted in it."""
        return self.ends_on is not None and timezone.localtime(on).date() > self.ends_on

    def takes_in(self, on: datetime) -> bool:
        """Whether anybody new comes in."""
        return self.closed_at is None and not self.is_over(on)


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
    # Whether this learner was ever allowed something; for everybody else nobody asks.
    has_allowances = models.BooleanField(default=False)
    # When something opens by the calendar, so that the summary is worked out again; and since when
    # something waits for a competency, so that what is shown elsewhere is a reason to do so.
    look_again_at = models.DateTimeField(null=True, blank=True)
    waits_since = models.DateTimeField(null=True, blank=True)
    # When the learner was last reminded of it: once in a stretch of quiet.
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            # Who may have to be reminded; whoever was, only after they have been here again.
            models.Index(
                fields=["last_activity_at"],
                name="enrolments_not_reminded",
                condition=Q(state="active")
                & (Q(reminded_at__isnull=True) | Q(reminded_at__lt=F("last_activity_at"))),
            ),
            # The progress board, in its orders.
            models.Index(fields=["run", "-last_activity_at", "-id"], name="learners_by_activity"),
            models.Index(fields=["run", "-reached", "-id"], name="learners_by_progress"),
            models.Index(
                fields=["look_again_at"],
                name="enrolments_to_look_at",
                condition=Q(look_again_at__isnull=False),
            ),
            models.Index(
                fields=["waits_since"],
                name="enrolments_that_wait",
                condition=Q(waits_since__isnull=False),
            ),
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


class Application(models.Model):
    """Somebody on the way into a run, or kept out of it. Once they learn there it is gone, and the
    enrolment remains.

    Personal data: who wants to study what, and what was answered.
    """

    class State(models.TextChoices):
        REQUESTED = "requested", _("Has asked")
        WAITLISTED = "waitlisted", _("On the waiting list")
        OFFERED = "offered", _("Has been offered a place")
        LAPSED = "lapsed", _("Let the offer run out")
        DECLINED = "declined", _("Not taken in")
        TURNED_DOWN = "turned-down", _("Declined the invitation")
        TAKEN_OUT = "taken-out", _("Taken out of the run")

    run = models.ForeignKey(Run, models.CASCADE, related_name="applications")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="applications"
    )
    state = models.CharField(max_length=12, choices=State)
    asked_at = models.DateTimeField()
    # The place on the waiting list is by this moment, then by id.
    waits_since = models.DateTimeField(null=True, blank=True)
    offer_until = models.DateTimeField(null=True, blank=True)
    said = models.CharField(max_length=MOST_SENTENCE, blank=True)
    reason = models.CharField(max_length=MOST_SENTENCE, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["run", "state", "waits_since", "id"], name="waiting_in_order"),
        ]
        constraints = [
            # Asking from two devices is asking once.
            models.UniqueConstraint(fields=["run", "person"], name="applied_once"),
            # An offer runs out, and nothing else does; who waits has a place on the list.
            models.CheckConstraint(
                condition=Q(state="offered", offer_until__isnull=False)
                | (~Q(state="offered") & Q(offer_until__isnull=True)),
                name="offers_run_out",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["waitlisted", "offered"]) | Q(waits_since__isnull=False),
                name="waits_since_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.state} {self.run_id}"


class Invitation(models.Model):
    """A place in a run for an address that may have no account yet; for who confirms it.

    Personal data: an e-mail address. Deleted when it is taken up, declined or withdrawn, and in any
    case after KEPT days.
    """

    KEPT = 60

    run = models.ForeignKey(Run, models.CASCADE, related_name="invitations")
    email = models.EmailField()
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    invited_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["email"], name="invited_to_runs")]
        constraints = [
            models.UniqueConstraint(fields=["run", "email"], name="invited_to_run_once"),
        ]

    def __str__(self) -> str:
        return f"{self.email} {self.run_id}"


class RunLetter(models.Model):
    """A mail about a run that is due; deleted when it has been sent.

    Personal data: an e-mail address, or a person.
    """

    class Kind(models.TextChoices):
        INVITATION = "invitation", _("Invitation")
        OFFER = "offer", _("Offer of a place")
        ADMITTED = "admitted", _("Taken in")
        DECLINED = "declined", _("Not taken in")
        LAPSED = "lapsed", _("Offer that ran out")
        TAKEN_OUT = "taken-out", _("Taken out of the run")

    run = models.ForeignKey(Run, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    # Of who is invited; otherwise the person's own.
    email = models.EmailField(blank=True)
    until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(email=""), name="letter_has_a_reader"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.run_id}"


class Interest(models.Model):
    """Somebody who wants to be told when an announced course opens; deleted once they are told.

    Personal data: an e-mail address, or a person. An address nobody confirms is forgotten after
    UNCONFIRMED days.
    """

    UNCONFIRMED = 7

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(Course, models.CASCADE, related_name="interests")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    # Of who asks without an account; otherwise the person's own.
    email = models.EmailField(max_length=254, blank=True)
    language = models.CharField(max_length=2, default="lt")
    asked_at = models.DateTimeField()
    # Of an address: since when it is known to belong to whoever asked.
    confirmed_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["course", "person"],
                condition=Q(person__isnull=False),
                name="person_waits_for_course_once",
            ),
            models.UniqueConstraint(
                fields=["course", "email"],
                condition=Q(person__isnull=True),
                name="address_waits_for_course_once",
            ),
            models.CheckConstraint(
                condition=(Q(person__isnull=False) & Q(email=""))
                | (Q(person__isnull=True) & ~Q(email="")),
                name="interest_has_one_reader",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id or self.email} {self.course_id}"
