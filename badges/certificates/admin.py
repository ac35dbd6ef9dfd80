"""Certificates and their files to be read; revoking, and making a file after all, ask for a reason."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from badges.certificates.actions import reissue_certificate, revoke_certificate
from badges.certificates.batch_actions import take_up_batch
from badges.certificates.file_actions import take_up_file
from badges.certificates.models import (
    Certificate,
    CertificateBatch,
    CertificateDesign,
    CertificateFile,
    CourseCertification,
)
from lms.common.admin import AsksWhy, ReadOnlyAdmin, column, to_list
from lms.common.errors import Refusal
from lms.common.ids import grouped


@admin.register(Certificate)
class CertificateAdmin(AsksWhy, ReadOnlyAdmin):
    """Who completed what, as it was printed."""

    list_display = (
        "issued_at",
        column("person__full_name", gettext_lazy("person")),
        column("person__email", gettext_lazy("e-mail")),
        column("enrolment__run__course__slug", gettext_lazy("course")),
        "state",
        "code",
    )
    list_filter = ("state", "enrolment__run__course")
    list_select_related = ("person", "enrolment__run__course")
    search_fields = ("code", "person__email", "person__full_name")
    ordering = ("-issued_at", "-id")
    actions = ("revoke", "reissue")
    more = (to_list("badges_certificatefile", "certificate", gettext_lazy("files")),)

    def named(self, row: Certificate) -> str:
        return f"{row.person}, {row.enrolment.run.course}, {grouped(row.code)}"

    def view_on_site(self, certificate: Certificate) -> str | None:
        """Its verification, where strangers see one."""
        if certificate.state == Certificate.State.DUE:
            return None
        return reverse("badges:verified", args=[certificate.code])

    @admin.action(description=gettext_lazy("Revoke"))
    def revoke(self, request: HttpRequest, rows: QuerySet[Certificate]) -> HttpResponse | None:
        hint = _("Whoever verifies the certificate will read the reason.")
        return self.ask_why(request, rows, _revoke, name="revoke", title=_("Revoke"), hint=hint)

    @admin.action(description=gettext_lazy("Issue anew with the name as it is now"))
    def reissue(self, request: HttpRequest, rows: QuerySet[Certificate]) -> HttpResponse | None:
        title = _("Issue anew with the name as it is now")
        hint = _("Whoever verifies the certificate before it will read the reason.")
        act = reissue_certificate
        return self.ask_why(request, rows, act, name="reissue", title=title, hint=hint)


@admin.register(CertificateFile)
class CertificateFileAdmin(AsksWhy, ReadOnlyAdmin):
    """The PDFs; one is due while it has no digest."""

    list_display = (
        column("certificate__person__full_name", gettext_lazy("person")),
        column("certificate__enrolment__run__course__slug", gettext_lazy("course")),
        "language",
        "made_at",
        "size",
        "tries",
        "try_after",
        "set_aside_at",
        "trouble",
    )
    list_filter = (
        "language",
        ("digest", admin.EmptyFieldListFilter),
        ("set_aside_at", admin.EmptyFieldListFilter),
    )
    list_select_related = ("certificate__person", "certificate__enrolment__run__course")
    search_fields = (
        "certificate__code",
        "certificate__person__email",
        "certificate__person__full_name",
        "trouble",
    )
    ordering = ("-id",)
    actions = ("take_up",)

    def named(self, row: CertificateFile) -> str:
        return f"{row.certificate.person}, {grouped(row.certificate.code)}, {row.language.upper()}"

    @admin.action(description=gettext_lazy("Try again what was set aside"))
    def take_up(self, request: HttpRequest, rows: QuerySet[CertificateFile]) -> HttpResponse | None:
        title = _("Try again what was set aside")
        hint = _("Say what has been mended.")
        return self.ask_why(request, rows, _take_up, name="take_up", title=title, hint=hint)


@admin.register(CertificateBatch)
class CertificateBatchAdmin(AsksWhy, ReadOnlyAdmin):
    """The certificates of courses and runs that somebody asked for as one file."""

    list_display = (
        "asked_at",
        column("course__slug", gettext_lazy("course")),
        "run",
        column("by__full_name", gettext_lazy("who asked")),
        "language",
        "done",
        "count",
        "ready_at",
        "size",
        "tries",
        "set_aside_at",
        "trouble",
    )
    list_filter = (
        ("digest", admin.EmptyFieldListFilter),
        ("set_aside_at", admin.EmptyFieldListFilter),
    )
    list_select_related = ("course", "run", "by")
    # Thousands of them say nothing here.
    exclude = ("certificates",)
    search_fields = ("course__slug", "by__email", "by__full_name", "trouble")
    ordering = ("-asked_at", "-id")
    actions = ("take_up",)

    def named(self, row: CertificateBatch) -> str:
        return f"{row.course}, {row.by}"

    @admin.action(description=gettext_lazy("Try again what was set aside"))
    def take_up(
        self, request: HttpRequest, rows: QuerySet[CertificateBatch]
    ) -> HttpResponse | None:
        title = _("Try again what was set aside")
        hint = _("Say what has been mended.")
        return self.ask_why(request, rows, _take_up_batch, name="take_up", title=title, hint=hint)


@admin.register(CertificateDesign)
class CertificateDesignAdmin(ReadOnlyAdmin):
    """How certificates look; written in the studio, where a sample stands beside the form."""

    list_display = ("name", "layout", "bilingual", "is_default", "archived_at")
    list_filter = ("layout", ("archived_at", admin.EmptyFieldListFilter))
    search_fields = ("name",)


@admin.register(CourseCertification)
class CourseCertificationAdmin(ReadOnlyAdmin):
    """What courses state on their certificates; written in the studio by who leads the course."""

    list_display = (column("course__slug", gettext_lazy("course")), "design", "credits")
    list_filter = ("design",)
    list_select_related = ("course", "design")
    search_fields = ("course__slug",)


def _revoke(certificate: Certificate, **said: Any) -> None:
    if certificate.state != Certificate.State.ISSUED:
        raise Refusal("not-issued", _("Only a certificate that is in force can be revoked."))
    revoke_certificate(certificate, **said)


def _take_up(file: CertificateFile, **said: Any) -> None:
    if file.set_aside_at is None:
        raise Refusal("not-set-aside", _("This file is not set aside."))
    take_up_file(file, **said)


def _take_up_batch(batch: CertificateBatch, **said: Any) -> None:
    if batch.set_aside_at is None:
        raise Refusal("not-set-aside", _("This file is not set aside."))
    take_up_batch(batch, **said)
