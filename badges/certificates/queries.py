"""Reads of certificates."""

from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from badges.certificates.models import (
    Certificate,
    CertificateBatch,
    CertificateDesign,
    CertificateFile,
    CourseCertification,
)
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


# --- designs -------------------------------------------------------------------------------------


def designs() -> QuerySet[CertificateDesign]:
    """Every design with how many courses have chosen it, archived ones last."""
    counted = CertificateDesign.objects.annotate(chosen=Count("courses"))
    return counted.order_by(F("archived_at").asc(nulls_first=True), "name")


def designs_offered(to: CourseCertification) -> QuerySet[CertificateDesign]:
    """The designs a course may choose: those that are not archived, and the one it has."""
    return CertificateDesign.objects.filter(Q(archived_at=None) | Q(pk=to.design_id))


def usual_design() -> CertificateDesign:
    """The design of courses that have chosen nothing; unsaved, the plain look, where none is set."""
    return CertificateDesign.objects.filter(is_default=True).first() or CertificateDesign()


def certification_of(course_id: int) -> CourseCertification:
    """What the course states on its certificates; nothing, unsaved, where nobody has said anything."""
    found = CourseCertification.objects.filter(course_id=course_id).select_related("design").first()
    return found or CourseCertification(course_id=course_id)
