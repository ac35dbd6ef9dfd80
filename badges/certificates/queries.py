"""Reads of certificates."""

from datetime import datetime

from django.db.models import QuerySet

from badges.certificates.models import Certificate, CertificateBatch, CertificateFile
from courses.content.models import Course
from courses.enrolment.models import Enrolment, Run
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


# --- batches -------------------------------------------------------------------------------------


def certificates_in(course: Course, run: Run | None) -> QuerySet[Certificate]:
    """The certificates of everybody who completed this course, or this run of it; also those that wait
    for a name or are revoked."""
    found = that_count().filter(enrolment__run__course=course)
    return found.filter(enrolment__run=run) if run else found


def in_force_in(course: Course, run: Run | None) -> QuerySet[Certificate]:
    """Of these the ones that are in force."""
    return certificates_in(course, run).filter(state=Certificate.State.ISSUED)


def batch_of(
    person: User, course: Course, run: Run | None, *, on: datetime
) -> CertificateBatch | None:
    """What this person asked for of this course or run: being made, there, or given up; none that is
    past its day."""
    batch = CertificateBatch.objects.filter(by=person, course=course, run=run).first()
    return None if batch and batch.until and batch.until <= on else batch


def set_aside_batches() -> int:
    """How many batches were given up after repeated failures."""
    return CertificateBatch.objects.filter(set_aside_at__isnull=False).count()
