"""Series, Sitting, SittingItem, CalibrationResult, CorrectionPlan, ExpertAnswer, GoldDecision, Trial."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.banks.generators import Form
from courses.banks.models import ItemVersion
from courses.content.models import Course, Release, Unit
from courses.enrolment.models import Enrolment


class Phase(models.TextChoices):
    """What a sitting is for. Only what is measured makes a result; the aided set stands beside it."""

    PRACTICE = "practice", pgettext_lazy("calibration", "practice")
    MEASURED = "measured", _("measuring")
    AIDED = "aided", _("with help")


class Certainty(models.TextChoices):
    """How sure somebody is of an answer, as they say before they know."""

    SURE = "sure", _("Sure")
    RATHER = "rather", _("Rather sure")
    GUESS = "guess", _("A guess")


class Series(models.Model):
    """Held-out answers of one person in one exercise that are judged together, at points fixed
    beforehand; reaching a level does not empty it. It belongs to the person, and not to a run.

    Personal data: that a person was measured, and since when.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="series")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    block = models.UUIDField()
    number = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "series"
        ordering = ["person", "block", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "block", "number"], name="series_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.block} no. {self.number}"


class Sitting(models.Model):
    """Items of one exercise that somebody answers one after another, on the versions that the release
    pins, drawn from the seeds that its items carry.

    series: what its answers are judged with, where it measures.  proctored: whether somebody watched.

    Personal data: what a person answered, and when.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", pgettext_lazy("sitting", "closed")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="sittings")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    block = models.UUIDField()
    release = models.ForeignKey(Release, models.PROTECT, related_name="+")
    phase = models.CharField(max_length=10, choices=Phase)
    number = models.PositiveSmallIntegerField()
    series = models.ForeignKey(
        Series, models.PROTECT, null=True, blank=True, related_name="sittings"
    )
    seed = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    proctored = models.BooleanField(default=False)

    class Meta:
        ordering = ["-number"]
        constraints = [
            # A second tab goes on with the open sitting instead of starting another.
            models.UniqueConstraint(
                fields=["enrolment", "block", "phase"],
                condition=Q(state="open"),
                name="one_open_sitting",
            ),
            models.UniqueConstraint(
                fields=["enrolment", "block", "phase", "number"], name="sitting_number_once"
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | Q(state="closed", closed_at__isnull=False),
                name="closed_sitting_has_date",
            ),
            # What measures is judged in a series, and nothing else is.
            models.CheckConstraint(
                condition=Q(phase="measured", series__isnull=False)
                | (~Q(phase="measured") & Q(series__isnull=True)),
                name="what_measures_has_a_series",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.block} {self.phase} no. {self.number}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def tells_at_once(self) -> bool:
        """Whether each answer is explained as soon as it is given."""
        return self.phase == Phase.PRACTICE

    @property
    def helps(self) -> bool:
        """Whether help stands beside its items."""
        return self.phase != Phase.MEASURED


class SittingItem(models.Model):
    """One item of a sitting, as this person meets it, and what they answered.

    seed: what it is drawn from, where it is drawn.  form: as a picture, or in words.  answer: in the form of the item's kind; null while
    there is none.  cannot_tell: said instead of an answer, and counted apart.  right, points, seen: how
    the answer stands beside the truth, kept when it is given: points in thousandths, seen as
    courses.banks.kinds.base.Observed; nobody is shown them before the sitting is closed, but in
    practice.  helped_at: when help was asked for.  asked_at: when the item was first shown.

    Personal data: what a person answered, how sure they were, and how long it took.
    """

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="items")
    item_version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    seed = models.PositiveBigIntegerField()
    form = models.CharField(
        max_length=10,
        choices=[(Form.PICTURE, _("as pictures")), (Form.WORDS, _("in words"))],
        default=Form.PICTURE,
    )
    answer = models.JSONField(null=True)
    cannot_tell = models.BooleanField(default=False)
    certainty = models.CharField(max_length=10, choices=Certainty, blank=True)
    helped_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    right = models.BooleanField(null=True)
    points = models.PositiveSmallIntegerField(null=True, blank=True)
    seen = models.JSONField(default=dict)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "position"], name="sitting_place_once"),
            # Nothing is both answered and not to be told; and what is answered says when.
            models.CheckConstraint(
                condition=Q(cannot_tell=False) | Q(answer__isnull=True), name="told_or_not"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, right__isnull=True)
                | Q(answered_at__isnull=False, right__isnull=False),
                name="answered_is_judged",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id} {self.position}"

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    @property
    def is_aided(self) -> bool:
        return self.helped_at is not None

    @property
    def seconds(self) -> float | None:
        """How long it took; None where it is not answered or nobody knows since when."""
        if self.asked_at is None or self.answered_at is None:
            return None
        return (self.answered_at - self.asked_at).total_seconds()


class CalibrationResult(models.Model):
    """What a sitting says of an observer. Immutable: a truth that was wrong makes a new result, which
    says whose place it takes.

    level: 0 to 3, by the level rule over the series.  numbers: as courses.calibration.results makes
    them.  bank_version: digest of what the exercise could ask.  protocol_version: of its rules.
    seeds: what the items were drawn from, by position.  replaces, reason: where it was worked out again.

    Personal data: how well a person observes.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="results")
    level = models.PositiveSmallIntegerField()
    numbers = models.JSONField()
    bank_version = models.CharField(max_length=64)
    protocol_version = models.CharField(max_length=64)
    seeds = models.JSONField(default=list)
    valid_until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    replaces = models.OneToOneField(
        "self", models.CASCADE, null=True, blank=True, related_name="replaced_by"
    )
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            # A sitting is judged once; after that a result only takes another's place.
            models.UniqueConstraint(
                fields=["sitting"], condition=Q(replaces__isnull=True), name="judged_once"
            ),
            models.CheckConstraint(condition=Q(level__lte=3), name="measured_level_0_to_3"),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(reason=""), name="worked_out_again_says_why"
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(replaces=F("id")),
                name="result_replaces_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id} level {self.level}"

    def is_valid(self, on: datetime) -> bool:
        """Whether it is still valid then."""
        return self.valid_until is None or self.valid_until > on


class CorrectionPlan(models.Model):
    """What somebody will do differently, in their own words; kept with the sitting that it is about.

    Personal data: what a person thinks of their own observing.
    """

    sitting = models.OneToOneField(Sitting, models.CASCADE, related_name="plan")
    text = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="plan_says_something"),
        ]

    def __str__(self) -> str:
        return f"plan after {self.sitting_id}"


class ExpertAnswer(models.Model):
    """What somebody with a role in the course answers to an item, without having seen its truth. It
    speaks for or against the truth, and never counts as a learner's answer.

    seed: what a drawn item is drawn from, 0 for a written one.  answer: in the form of the item's kind;
    null where it cannot be told.  right, seen: how it stands beside the truth of this version, as in
    SittingItem.

    Personal data: what an expert answered.
    """

    item_version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="expert_answers")
    seed = models.PositiveBigIntegerField(default=0)
    expert = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="expert_answers"
    )
    answer = models.JSONField(null=True)
    cannot_tell = models.BooleanField(default=False)
    right = models.BooleanField()
    seen = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            # The first answer counts: who has talked it over with others is no second voice.
            models.UniqueConstraint(
                fields=["item_version", "seed", "expert"], name="expert_answers_once"
            ),
            models.CheckConstraint(
                condition=Q(cannot_tell=True, answer__isnull=True, right=False)
                | Q(cannot_tell=False, answer__isnull=False),
                name="expert_tells_or_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expert_id} on {self.item_version_id}"


class GoldDecision(models.Model):
    """What an author decided about the truth of an item, and why. Append-only: of several about the
    same truth the latest is in force.

    version: whose truth it is about; see courses.calibration.rulings.  corrected_to: the version whose
    truth takes its place.  way: whether levels may fall, too.  settled_at: when every result that it
    touches was worked out again.
    """

    class Verdict(models.TextChoices):
        STANDS = "stands", _("The truth stands")
        CORRECTED = "corrected", _("The truth is corrected")
        DROPPED = "dropped", _("The item is taken out of the results")

    class Way(models.TextChoices):
        UPWARD = "upward", _("Only upward")
        BOTH = "both", _("Up and down")

    course = models.ForeignKey(Course, models.PROTECT, related_name="gold_decisions")
    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict)
    corrected_to = models.ForeignKey(
        ItemVersion, models.PROTECT, null=True, blank=True, related_name="+"
    )
    way = models.CharField(max_length=10, choices=Way, default=Way.UPWARD)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="corrected", corrected_to__isnull=False)
                | (~Q(verdict="corrected") & Q(corrected_to__isnull=True)),
                name="corrected_to_another",
            ),
            models.CheckConstraint(
                condition=Q(corrected_to__isnull=True) | ~Q(corrected_to=F("version")),
                name="corrected_to_other_version",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="gold_decided_why"),
        ]
        indexes = [
            models.Index(fields=["id"], name="gold_to_settle", condition=Q(settled_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.verdict}"


class Trial(models.Model):
    """Ten items that somebody tries without an account. Whoever then registers keeps it; any other is
    forgotten after a day.

    key: what the browser holds.  items: what is asked, as {"generator", "class", "difficulty", "values",
    "seed", "form"}.  answers: what was said so far, as {"answer", "cannot_tell", "right", "seen"}.

    Personal data: once somebody has registered, what they answered.
    """

    key = models.CharField(max_length=43, unique=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="trials"
    )
    items = models.JSONField()
    answers = models.JSONField(default=list)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]
        indexes = [
            # What the sweep forgets.
            models.Index(
                fields=["made_at"], name="trial_to_forget", condition=Q(person__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"trial of {self.made_at:%Y-%m-%d}"

    @property
    def is_done(self) -> bool:
        return len(self.answers) == len(self.items)

    @property
    def right(self) -> int:
        return sum(one["right"] for one in self.answers)
