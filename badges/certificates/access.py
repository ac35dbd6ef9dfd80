"""Fetching certificates."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils.translation import gettext as _

from badges.awards.access import shared_award
from badges.certificates.models import (
    Certificate,
    CertificateBatch,
    CertificateDesign,
    CertificateFile,
)
from badges.certificates.queries import batch_of
from badges.credentials.models import SignedCredential
from badges.credentials.queries import credential_by_code
from courses.content.access import course_for_lead
from courses.content.models import Course
from courses.enrolment.access import run_in
from courses.enrolment.models import Run
from lms.accounts.models import User
from lms.hub.access import editor


def own_issued(person: User, code: str) -> Certificate:
    """This person's certificate; none while it waits or is revoked."""
    found = Certificate.objects.filter(
        code=code, person=person, state=Certificate.State.ISSUED
    ).first()
    if found is None:
        raise Http404(_("There is no such certificate."))
    return found


def own_file(person: User, code: str, language: str) -> CertificateFile:
    """The file of this person's certificate in this language; none while it waits or is revoked."""
    file = (
        CertificateFile.objects.filter(
            certificate__code=code,
            certificate__person=person,
            certificate__state=Certificate.State.ISSUED,
            language=language,
        )
        .select_related("certificate")
        .first()
    )
    if file is None:
        raise Http404(_("There is no such certificate."))
    return file


def readable_credential(code: str, reader: User | AnonymousUser) -> SignedCredential | None:
    """The signed credential of this name for its holder, and for strangers where they may verify what
    it is of: a badge that is shared, a certificate whose code they hold."""
    found = credential_by_code(code)
    if found is None or not found.document:
        return None
    if found.certificate:
        return found
    assert found.award is not None
    if found.award.person_id == reader.pk or shared_award(found.award.code):
        return found
    return None


def certified_course(person: User, slug: str, run: int | None) -> tuple[Course, Run | None]:
    """The course and, where one is asked for, its run, for those who may have the certificates of
    everybody there.

    Those are its leads, who sign them and answer for the course, and administrators. Who writes in it or
    marks sees names and progress, which that work needs; a certificate is the learner's own document.
    """
    course = course_for_lead(person, slug)
    return course, run_in(course, run) if run else None


def certificate_in(course: Course, code: str) -> Certificate:
    """A certificate of this course that was issued, for those who may have those of everybody."""
    found = (
        Certificate.objects.filter(enrolment__run__course=course, code=code)
        .exclude(state=Certificate.State.DUE)
        .select_related("person")
        .first()
    )
    if found is None:
        raise Http404(_("There is no such certificate."))
    return found


def own_batch(
    person: User, course: Course, run: Run | None, *, on: datetime
) -> CertificateBatch | None:
    """What this person had gathered, if it is there. What others had gathered is theirs: each
    answers for what they took out."""
    batch = batch_of(person, course, run, on=on)
    return batch if batch and batch.is_ready else None


def design_editor(person: User) -> User:
    """The person, if they write the designs of certificates: who edits the hub's pages does."""
    return editor(person)


def design_for_editor(person: User, pk: int) -> CertificateDesign:
    """A design, archived or not, for those who write designs."""
    design_editor(person)
    found = CertificateDesign.objects.filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no such design."))
    return found
