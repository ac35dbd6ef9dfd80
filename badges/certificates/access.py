"""Fetching certificates."""

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils.translation import gettext as _

from badges.awards.access import shared_award
from badges.certificates.models import Certificate, CertificateFile
from badges.credentials.models import SignedCredential
from badges.credentials.queries import credential_by_code
from lms.accounts.models import User


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
