"""Fetching certificates."""

from django.http import Http404
from django.utils.translation import gettext as _

from badges.certificates.models import Certificate, CertificateFile
from lms.accounts.models import User


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
