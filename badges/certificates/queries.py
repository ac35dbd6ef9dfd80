"""Reads of certificates."""

from django.db.models import QuerySet

from badges.certificates.models import Certificate, CertificateFile
from courses.enrolment.models import Enrolment
from lms.accounts.models import User


def that_count() -> QuerySet[Certificate]:
    """All but those that another has replaced; of these there is one per enrolment."""
    return Certificate.objects.exclude(state=Certificate.State.SUPERSEDED)


def certificates_of(person: User) -> QuerySet[Certificate]:
    """This person's certificates with their files, the newest first."""
    return (
        that_count()
        .filter(person=person)
        .select_related("enrolment__run__course__in_force")
        .prefetch_related("files")
        .order_by("-issued_at", "-id")
    )


def certificate_of(enrolment: Enrolment) -> Certificate | None:
    """The certificate of this enrolment with its files."""
    return that_count().filter(enrolment=enrolment).prefetch_related("files").first()


def certificate_by_code(code: str) -> Certificate | None:
    """The certificate behind a code, however it stands now; none that was never issued."""
    return (
        Certificate.objects.filter(code=code)
        .exclude(state=Certificate.State.DUE)
        .select_related("enrolment", "person", "replaced_by")
        .first()
    )


def set_aside_files() -> int:
    """How many files were given up after repeated failures."""
    return CertificateFile.objects.filter(set_aside_at__isnull=False, digest="").count()
