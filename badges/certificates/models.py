"""Certificate and CertificateFile."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.enrolment.models import Enrolment
from courses.records.models import LearningRecord
from lms.common.ids import new_code


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
