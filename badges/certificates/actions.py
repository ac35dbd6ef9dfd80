"""Issuing certificates, making their files, revoking them."""

import logging
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import F, Q
from django.utils.translation import gettext as _

from badges.certificates.facts import CertificateFacts
from badges.certificates.models import Certificate, CertificateFile
from badges.certificates.queries import that_count
from badges.certificates.rendering import (
    Attachment,
    render_pdf,
    rendering_obstacle,
)
from badges.certificates.signing_actions import signed_certificate, to_be_signed
from badges.certificates.stating import facts_of
from badges.credentials.actions import take_back
from badges.credentials.models import SignedCredential
from courses.enrolment.models import Enrolment
from courses.records.models import LearningRecord
from lms.accounts.actions import tell
from lms.accounts.models import NoticeKind, User
from lms.audit.actions import note
from lms.common.clock import local_day
from lms.common.doorbell import ring
from lms.common.errors import Refusal, trouble_of
from lms.common.glyphs import missing_glyphs
from lms.common.languages import LANGUAGES, OTHER, Pair
from lms.common.transactions import atomic
from lms.common.whole_files import write_whole

log = logging.getLogger(__name__)

TRIES = 5
FOLDER = "certificates"
# The first wait is also how long nobody follows a worker that died while drawing; then four times as long
# each time, so that a disk that is full for an hour sets nothing aside.
WAIT, SLOWER = timedelta(seconds=30), 4


@atomic
def certify(record: LearningRecord, *, on: datetime) -> Certificate:
    """The certificate of a completed course; one, however often the record is taken in.

    It waits as due while the person has no name that can be printed.
    """
    enrolment = Enrolment.objects.get(run_id=record.run_id, person_id=record.person_id)
    certificate, made = that_count().get_or_create(
        enrolment=enrolment,
        defaults={
            "record": record,
            "person_id": record.person_id,
            "state": Certificate.State.DUE,
        },
    )
    if made:
        _issue_if_named(certificate, on=on)
    return certificate


@atomic
def issue_due(person: User, *, on: datetime) -> int:
    """Issue what waited for the person's name; how many were issued."""
    waiting = Certificate.objects.select_for_update(no_key=True).filter(
        person=person, state=Certificate.State.DUE
    )
    return sum(_issue_if_named(certificate, on=on) for certificate in waiting)


def issue_all_due(*, on: datetime) -> int:
    """The same for everybody, by the sweep."""
    people = User.objects.filter(certificates__state=Certificate.State.DUE).exclude(full_name="")
    issued = 0
    for person in people.distinct():
        try:
            issued += issue_due(person, on=on)
        except Exception:
            log.exception("The certificates of person %s could not be issued.", person.pk)
    return issued


def _issue_if_named(certificate: Certificate, *, on: datetime) -> bool:
    name = certificate.person.full_name
    if not name or missing_glyphs(name):
        return False
    certificate.facts = facts_of(certificate, name, on)
    certificate.state = Certificate.State.ISSUED
    certificate.issued_at = on
    certificate.save(update_fields=["facts", "state", "issued_at"])
    _to_be_made(certificate, on=on)
    return True


def _to_be_made(certificate: Certificate, *, on: datetime) -> None:
    """Its credentials and files are due, and its holder is told."""
    to_be_signed(certificate, on=on)
    own = certificate.person.language
    for language in (own, OTHER[own]):
        file = CertificateFile.objects.create(
            certificate=certificate, language=language, try_after=on
        )
        ring("badges.render_certificate", file.pk)
    _tell_of(certificate, NoticeKind.CERTIFICATE, on=on)


def _tell_of(certificate: Certificate, kind: NoticeKind, *, on: datetime) -> None:
    titles = {code: certificate.facts[code]["course_title"] for code in LANGUAGES}
    said: Pair = {"lt": titles["lt"], "en": titles["en"]}
    tell(certificate.person, kind, said, link="me/certificates/", on=on)


# --- files ---------------------------------------------------------------------------------------


def path_of(file: CertificateFile) -> Path:
    """Where the PDF lies."""
    return Path(settings.MEDIA_ROOT) / file.path


def render_file(file_id: int, *, on: datetime, claims: bool = False) -> CertificateFile:
    """Make the PDF if it is not there yet; safe to do twice and from two processes.

    claims: only where nobody else is at it, as workers do: a message that comes thrice must not count
    as three tries. Whoever wants to download it now does not wait for them.

    The document is written whole under a name that carries its certificate and language, and only
    then does the row say so. A failure is noted and tried again later; after five it is set aside,
    and downloads do not try it either.
    """
    file = CertificateFile.objects.select_related("certificate").get(pk=file_id)
    if file.digest and path_of(file).exists():
        return file
    if file.certificate.state != Certificate.State.ISSUED or rendering_obstacle():
        return file
    if file.set_aside_at or (file.trouble and file.try_after and file.try_after > on):
        return file
    credential = signed_certificate(file.certificate, file.language, on=on)
    if credential is None:
        # It would be a file without its proof: it waits, and that is no failed try.
        return file
    if not _begun(file, on=on, claims=claims) or file.set_aside_at:
        return file
    facts = CertificateFacts.from_json(file.certificate.facts[file.language])
    path = f"{FOLDER}/{file.certificate.code}-{file.language}.pdf"
    try:
        content = render_pdf(facts, attachments=[_proof(credential, facts)])
        digest = write_whole(Path(settings.MEDIA_ROOT) / path, content)
    except Exception as error:
        log.exception("The PDF of certificate file %s could not be made.", file.pk)
        _failed(file, trouble_of(error), on=on)
        return file
    CertificateFile.objects.filter(pk=file.pk).update(
        path=path,
        digest=digest,
        size=len(content),
        made_at=on,
        tries=0,
        trouble="",
        set_aside_at=None,
    )
    file.refresh_from_db()
    return file


def _proof(credential: SignedCredential, facts: CertificateFacts) -> Attachment:
    return Attachment(
        name="credential.json",
        content=credential.document.encode(),
        kind="application/vc",
        description=facts.document_title,
    )


def _begun(file: CertificateFile, *, on: datetime, claims: bool) -> bool:
    """Count the try before it is made: one that takes the whole process with it counts as well. Whether
    it is ours to make."""
    mine = CertificateFile.objects.filter(pk=file.pk)
    if claims and not file.digest:
        mine = mine.filter(_is_due(on), digest="", tries=file.tries)
    if file.tries >= TRIES:
        if mine.exists():
            _failed(file, file.trouble or "the process ended while making it", on=on)
        return False
    began = mine.update(tries=F("tries") + 1, try_after=on + WAIT * SLOWER**file.tries)
    file.refresh_from_db()
    return bool(began)


def _failed(file: CertificateFile, trouble: str, *, on: datetime) -> None:
    """Say why, unless another process has made the file meanwhile; after the last try set it aside."""
    said = {"trouble": trouble} | ({"set_aside_at": on} if file.tries >= TRIES else {})
    CertificateFile.objects.filter(pk=file.pk, digest=file.digest).update(**said)
    file.refresh_from_db()
    if file.set_aside_at:
        log.error("Certificate file %s is set aside after %s tries.", file.pk, file.tries)


def render_due(*, on: datetime) -> int:
    """Make every PDF that is due; how many were made."""
    if rendering_obstacle():
        return 0
    due = CertificateFile.objects.filter(
        _is_due(on),
        digest="",
        set_aside_at__isnull=True,
        certificate__state=Certificate.State.ISSUED,
    ).values_list("pk", flat=True)
    return sum(bool(render_file(pk, on=on, claims=True).digest) for pk in list(due))


def _is_due(on: datetime) -> Q:
    return Q(try_after__lte=on) | Q(try_after__isnull=True)


@atomic
def revoke_certificate(
    certificate: Certificate, *, by: User, reason: str, on: datetime
) -> Certificate:
    """Take the certificate back, saying who and why; its page stays and says so, and its holder is told."""
    if not reason.strip():
        raise Refusal("no-reason", _("Say why: whoever verifies the certificate will read it."))
    certificate = Certificate.objects.select_for_update(no_key=True).get(pk=certificate.pk)
    if certificate.state == Certificate.State.ISSUED:
        certificate.state = Certificate.State.REVOKED
        certificate.status_at, certificate.status_by = on, by
        certificate.status_reason = reason
        certificate.save(update_fields=["state", "status_at", "status_by", "status_reason"])
        take_back(SignedCredential.objects.filter(certificate=certificate), on=on)
        note(by, "revoked", certificate, on=on, reason=reason)
        _tell_of(certificate, NoticeKind.CERTIFICATE_REVOKED, on=on)
    return certificate


@atomic
def reissue_certificate(
    certificate: Certificate, *, by: User, reason: str, on: datetime
) -> Certificate:
    """Issue the certificate anew with its holder's name as it is now; all else that is printed stays as
    it was. The one before says that it was replaced and why, and its credentials are taken back: they
    carry the old name."""
    if not reason.strip():
        raise Refusal("no-reason", _("Say why: whoever verifies the certificate will read it."))
    certificate = Certificate.objects.select_for_update(no_key=True).get(pk=certificate.pk)
    if certificate.state != Certificate.State.ISSUED:
        raise Refusal("not-issued", _("Only a certificate that is in force can be issued anew."))
    person = certificate.person
    name = person.full_name
    if all(facts["learner_name"] == name for facts in certificate.facts.values()):
        raise Refusal("same-name", _("The certificate bears its holder’s name as it is now."))
    if not name or missing_glyphs(name):
        raise Refusal("no-name", _("The name as it is now cannot be printed."))
    certificate.state = Certificate.State.SUPERSEDED
    certificate.status_at, certificate.status_by = on, by
    certificate.status_reason = reason
    certificate.save(update_fields=["state", "status_at", "status_by", "status_reason"])
    take_back(SignedCredential.objects.filter(certificate=certificate), on=on)
    made = Certificate(
        enrolment_id=certificate.enrolment_id,
        record_id=certificate.record_id,
        person=person,
        state=Certificate.State.ISSUED,
        issued_at=on,
        replaces=certificate,
    )
    made.facts = {
        language: {
            **facts,
            "learner_name": name,
            "code": made.code,
            "verify_url": f"{settings.SITE_URL}/v/{made.code}",
            "issued_on": local_day(on).isoformat(),
        }
        for language, facts in certificate.facts.items()
    }
    made.save()
    _to_be_made(made, on=on)
    note(by, "issued anew", certificate, on=on, reason=reason)
    return made
