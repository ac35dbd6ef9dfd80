"""Certificates as signed credentials: what they say, and when they are signed."""

from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from badges.awards.signing_actions import LEVELS, alignments
from badges.certificates.facts import CertificateFacts
from badges.certificates.models import Certificate
from badges.credentials.actions import allot, sign_due, signed_in, status_entry
from badges.credentials.documents import Issuer, Measured, Proof, Told, Twin
from badges.credentials.keys import issuer_id
from badges.credentials.models import SignedCredential
from badges.credentials.queries import address_of


def to_be_signed(certificate: Certificate, *, on: datetime) -> None:
    """Give the certificate its due credentials, and sign them once it is committed. Whatever comes
    between, the sweep finds them due."""
    allot(certificate=certificate, on=on)
    mine = SignedCredential.objects.filter(certificate=certificate)
    transaction.on_commit(lambda: sign_certificates(mine, on=on), robust=True)


def sign_certificates(rows: QuerySet[SignedCredential] | None = None, *, on: datetime) -> int:
    """Sign what is due of certificates, of all or of these; how many credentials."""
    if rows is None:
        rows = SignedCredential.objects.filter(certificate__isnull=False)
    behind = rows.select_related("certificate__person", "certificate__enrolment__run__course")
    return sign_due(behind, told_of, on=on)


def signed_certificate(
    certificate: Certificate, language: str, *, on: datetime
) -> SignedCredential | None:
    """The certificate's credential in this language, signed at this moment where nobody has come to it
    yet; None where it cannot be, and where it has been taken back."""
    rows = SignedCredential.objects.filter(certificate=certificate)
    is_out = certificate.state == Certificate.State.ISSUED
    return signed_in(
        language,
        rows,
        partial(sign_certificates, rows, on=on),
        partial(allot, certificate=certificate, on=on) if is_out else None,
    )


def allot_missing(*, on: datetime, most: int = 500) -> int:
    """Give their due credentials to certificates issued before there were any; how many."""
    issued = Certificate.objects.filter(
        credentials__isnull=True, state=Certificate.State.ISSUED, person__closed_at__isnull=True
    )
    found = list(issued.order_by("pk")[:most])
    for certificate in found:
        allot(certificate=certificate, on=on)
    return len(found)


def told_of(credential: SignedCredential, twin: Twin | None) -> Told:
    """What the credential of a certificate says: what is printed on it, in one language."""
    certificate, language = credential.certificate, credential.language
    assert certificate is not None and certificate.issued_at is not None
    facts = CertificateFacts.from_json(certificate.facts[language])
    slug = certificate.enrolment.run.course.slug
    course = f"{settings.SITE_URL}/{language}/courses/{slug}/"
    names = {one.code: {language: one.name} for one in facts.competencies}
    with translation.override(language):
        return Told(
            address=address_of(credential.code),
            language=language,
            issuer=Issuer(issuer_id(), facts.issuer_name, f"{settings.SITE_URL}/{language}/"),
            email=certificate.person.email.lower(),
            name=facts.learner_name,
            achievement=f"{course}?release={facts.release_number}",
            kind="CertificateOfCompletion",
            title=facts.course_title,
            description=" ".join(f"{one.rstrip('.')}." for one in facts.outcomes)
            or facts.course_title,
            criteria=facts.assessment or facts.participation,
            criteria_address=course,
            credits=float(facts.credits) if facts.credits else None,
            issued_at=certificate.issued_at,
            valid_until=None,
            status=status_entry(credential),
            twin=twin,
            alignments=alignments(names),  # type: ignore[arg-type]
            results=[
                Measured(
                    f"r{n}-level",
                    _("Level reached: %(name)s") % {"name": one.name},
                    "PerformanceLevel",
                    str(one.level),
                    allowed=LEVELS,
                )
                for n, one in enumerate(facts.competencies, 1)
            ],
            proofs=[Proof(one.name, one.shown_by) for one in facts.competencies if one.shown_by],
        )
