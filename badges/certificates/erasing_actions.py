"""What becomes of somebody's badges and certificates when everything about them is erased, and of
their name on those of others."""

import json
from datetime import datetime
from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from badges.awards.models import Award
from badges.certificates.actions import path_of
from badges.certificates.batch_actions import remove_batches
from badges.certificates.models import Certificate, CertificateFile
from badges.certificates.shown import NAME_REMOVED, name_in
from badges.credentials.actions import take_back
from badges.credentials.models import SignedCredential
from lms.accounts.models import Leaving, User
from lms.common.languages import LANGUAGES
from lms.common.transactions import atomic

WITHDRAWN = gettext_noop("Withdrawn at the wish of its holder.")
REASON_REMOVED = gettext_noop("The reason was removed together with its holder’s name.")


@atomic
def erase_credentials(person: User, credentials: str, *, on: datetime) -> None:
    """Take the name off badges and certificates, and withdraw them where the person chose so. Files
    go: only their holder could download them."""
    files = CertificateFile.objects.filter(certificate__person=person)
    for file in files:
        _remove(file)
    files.delete()
    certificates = Certificate.objects.select_for_update(no_key=True).filter(person=person)
    for certificate in certificates:
        certificate.facts = without_name(certificate.facts)
        certificate.save(update_fields=["facts"])
    # After the certificates are held: whoever is gathering them just now waits, and sees it.
    remove_batches(Q(by=person) | Q(certificates__person=person))
    awards = Award.objects.filter(person=person)
    awards.update(recipient_name="")
    # What was written of a badge given by hand may name its holder.
    awards.exclude(given_as="").update(
        given_reason=_in_both(REASON_REMOVED), given_proof="", given_link=""
    )
    signed = SignedCredential.objects.filter(
        Q(award__person=person) | Q(certificate__person=person)
    )
    # What is not signed yet would name nobody. Of what is, a fingerprint stays, by which the holder's
    # own copies are still found to be ours.
    signed.filter(digest="").delete()
    signed.update(document="")
    if credentials == Leaving.Credentials.WITHDRAW:
        said: dict[str, Any] = {
            "status_at": on,
            "status_by": None,
            "status_reason": _in_both(WITHDRAWN),
        }
        certificates.filter(state=Certificate.State.ISSUED).update(
            state=Certificate.State.REVOKED, **said
        )
        awards.filter(status=Award.Status.ACTIVE).update(status=Award.Status.REVOKED, **said)
        take_back(signed, on=on)


def without_name(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts of a certificate, with what says that the name was removed in place of the name."""
    return {
        language: {**said, "learner_name": name_in(NAME_REMOVED, language)}
        for language, said in facts.items()
    }


def _in_both(words: str) -> str:
    """In both languages: whoever verifies reads it as it stands."""
    said = []
    for language in LANGUAGES:
        with translation.override(language):
            said.append(_(words))
    return " / ".join(said)


@atomic
def erase_signatory(name: str, *, on: datetime) -> int:
    """Take a name off the certificates of others, where it stands as who leads the course; their
    files are made anew. How many certificates."""
    if not name:
        return 0
    # One database keeps letters as they are, another as escapes.
    escaped = json.dumps(name)[1:-1]
    rows = Certificate.objects.annotate(plain=Cast("facts", TextField())).filter(
        Q(plain__contains=name) | Q(plain__contains=escaped)
    )
    changed = 0
    for certificate in rows.iterator(chunk_size=100):
        facts = {
            language: {
                **said,
                "signatories": [one for one in said["signatories"] if one["name"] != name],
            }
            for language, said in certificate.facts.items()
        }
        if facts == certificate.facts:
            continue
        Certificate.objects.filter(pk=certificate.pk).update(facts=facts)
        remove_batches(Q(certificates=certificate))
        for file in certificate.files.all():
            _remove(file)
        certificate.files.update(
            path="", digest="", size=None, made_at=None, tries=0, try_after=on, trouble=""
        )
        changed += 1
    return changed


def _remove(file: CertificateFile) -> None:
    if file.path:
        path_of(file).unlink(missing_ok=True)
