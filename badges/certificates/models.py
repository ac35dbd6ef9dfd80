"""Certificates with their files and batches; how they look, and what courses state on them."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.content.models import Course
from courses.enrolment.models import Enrolment, Run
from courses.records.models import LearningRecord
from lms.common.ids import new_code
from lms.common.languages import PairField


class CertificateDesign(models.Model):
    """How certificates look: fields and choices, no markup. The site's plain look has no row.

    accent, paper: `#rrggbb`; an accent left empty is the hub's own colour.  logo: {"file", "width",
    "height"} as `logos` keeps it; empty where there is none.  said: what stands under the name.
    signatories: [{"name": "…", "role": pair}], at most three; none where the course's leads sign.
    is_default: for courses that have chosen nothing.

    What is issued is a copy (docs/decisions/0008): a change here touches no certificate.
    """

    class Layout(models.TextChoices):
        LANDSCAPE = "landscape", _("Landscape: wider than high")
        PORTRAIT = "portrait", _("Portrait: higher than wide")

    name = models.CharField(max_length=80, unique=True)
    layout = models.CharField(max_length=10, choices=Layout, default=Layout.LANDSCAPE)
    bilingual = models.BooleanField(default=False)
    accent = models.CharField(max_length=7, blank=True)
    paper = models.CharField(max_length=7, default="#fbfbf6")
    logo = models.JSONField(default=dict, blank=True)
    logo_alt = PairField(blank=True)
    said = PairField(blank=True)
    issuer_name = PairField(blank=True)
    issuer_detail = PairField(blank=True)
    closing = PairField(blank=True)
    signatories = models.JSONField(default=list, blank=True)
    is_default = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"],
                condition=Q(is_default=True),
                name="one_default_design",
            ),
            # Courses that have chosen nothing must not get what nobody may choose.
            models.CheckConstraint(
                condition=Q(is_default=False) | Q(archived_at=None),
                name="default_design_in_use",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CourseCertification(models.Model):
    """What a course's certificates look like, and the elements of a European micro-credential that
    only who leads it can say (Council Recommendation 2022/C 243/02).

    design: none for the site's own.  credits: ECTS.  assessment, participation, quality: in place of what
    is worked out from the course; empty where that stands.
    """

    course = models.OneToOneField(Course, models.CASCADE, related_name="certification")
    design = models.ForeignKey(
        CertificateDesign, models.PROTECT, null=True, blank=True, related_name="courses"
    )
    credits = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    level = PairField(blank=True)
    assessment = PairField(blank=True)
    participation = PairField(blank=True)
    quality = PairField(blank=True)
    prerequisites = PairField(blank=True)
    stackability = PairField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(credits=None) | Q(credits__gt=0), name="credits_above_nought"
            )
        ]

    def __str__(self) -> str:
        return f"{self.course_id}"


class Certificate(models.Model):
    """That somebody completed a course: frozen facts and a code; one per enrolment that counts.

    replaces: the one before it, whose name was corrected.

    Personal data: name, course, what was shown.
    """

    class State(models.TextChoices):
        DUE = "due", _("Waiting for your full name")
        ISSUED = "issued", _("Issued")
        REVOKED = "revoked", _("Revoked")
        SUPERSEDED = "superseded", _("Superseded")

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="certificates")
    # A credential never exists without the completion it states.
    record = models.ForeignKey(LearningRecord, models.PROTECT, related_name="certificates")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="certificates"
    )
    code = models.CharField(max_length=26, unique=True, default=new_code)
    state = models.CharField(max_length=10, choices=State)
    # {"lt": facts, "en": facts}: all that is printed, copied at issue.
    facts = models.JSONField(default=dict)
    issued_at = models.DateTimeField(null=True, blank=True)
    status_at = models.DateTimeField(null=True, blank=True)
    status_reason = models.TextField(blank=True)
    status_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    class Meta:
        constraints = [
            # However often the record is taken in, and from however many workers.
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=~Q(state="superseded"),
                name="one_certificate_an_enrolment",
            ),
            models.CheckConstraint(
                condition=Q(state="due", issued_at__isnull=True)
                | (~Q(state="due") & Q(issued_at__isnull=False)),
                name="issued_has_date",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["revoked", "superseded"]) | Q(status_at__isnull=False),
                name="certificate_revoked_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.code}"


class CertificateFile(models.Model):
    """The PDF of a certificate in one language; due while it has no digest.

    Personal data: the path of a personal document.
    """

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="files")
    language = models.CharField(max_length=2)
    path = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    try_after = models.DateTimeField(null=True, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["certificate", "language"], name="one_file_a_language"),
        ]
        indexes = [
            models.Index(
                fields=["try_after"],
                name="files_due",
                condition=Q(digest="", set_aside_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.language}"


class CertificateBatch(models.Model):
    """The certificates of a course, or of one of its runs, as one zip that somebody asked for; due while
    it has no digest.

    One for each who asks: asking again makes it anew.  run: none for the whole course.  language: of
    the certificates; empty where each is in its learner's own.  done: how many of `count` certificates
    are seen to, `reached` being the last of them.  certificates: those that are in it.

    Personal data: who asked, and whose certificates these are.
    """

    course = models.ForeignKey(Course, models.PROTECT, related_name="certificate_batches")
    run = models.ForeignKey(
        Run, models.PROTECT, null=True, blank=True, related_name="certificate_batches"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="certificate_batches"
    )
    language = models.CharField(max_length=2, blank=True)
    asked_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    reached = models.PositiveBigIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    certificates = models.ManyToManyField(Certificate, related_name="batches", blank=True)
    path = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    try_after = models.DateTimeField(null=True, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True)

    # From then on nobody can download it, and the next sweep removes it.
    KEPT = timedelta(days=7)

    class Meta:
        verbose_name_plural = "certificate batches"
        constraints = [
            # A null run is equal to no other.
            models.UniqueConstraint(
                fields=["course", "by"],
                condition=Q(run=None),
                name="one_batch_of_a_course",
            ),
            models.UniqueConstraint(
                fields=["run", "by"],
                condition=Q(run__isnull=False),
                name="one_batch_of_a_run",
            ),
            models.CheckConstraint(
                condition=Q(digest="", ready_at__isnull=True)
                | (~Q(digest="") & Q(ready_at__isnull=False)),
                name="made_batch_has_a_moment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["try_after"], name="batches_due", condition=Q(digest="", set_aside_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.course_id} {self.run_id or ''} {self.by_id}"

    @property
    def is_ready(self) -> bool:
        return bool(self.digest)

    @property
    def is_given_up(self) -> bool:
        return self.set_aside_at is not None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be made."""
        return not self.is_ready and not self.is_given_up

    @property
    def is_stale(self) -> bool:
        """Whether a certificate in it has been revoked or replaced since it was made; one statement."""
        return self.certificates.exclude(state=Certificate.State.ISSUED).exists()

    @property
    def until(self) -> datetime | None:
        """Until when it can be downloaded."""
        return self.ready_at + self.KEPT if self.ready_at else None

    @property
    def percent(self) -> int:
        """How far it is made."""
        return 100 * self.done // self.count if self.count else 0
