"""A file that somebody brings: whether it is one of ours, what it says, and how that stands now."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation

from badges.awards.access import shared_award
from badges.awards.models import Award
from badges.awards.queries import newer_than, status_of
from badges.certificates.models import Certificate
from badges.credentials.checking import Document, NotOurs, check, moment_in, read
from badges.credentials.documents import is_of
from badges.credentials.keys import issuer_id
from badges.credentials.models import IssuerKey, SignedCredential
from badges.credentials.proofs import digest
from badges.credentials.queries import credential_by_code
from lms.common.languages import LANGUAGES
from lms.common.wording import NBSP, number

Rows = list[tuple[str, str]]


@dataclass(frozen=True)
class Said:
    """What a document of ours says, read from what was signed and from nothing else.

    competencies: (code in its framework, name, framework, address).  results: (label, value).
    evidence: (name, in words).  credits: ECTS, in the document's language.
    """

    language: str
    is_certificate: bool
    title: str
    description: str
    criteria: str
    issuer: str
    issuer_id: str
    issued_at: datetime | None
    valid_until: datetime | None
    credits: str
    competencies: list[tuple[str, str, str, str]]
    results: Rows
    evidence: Rows


@dataclass(frozen=True)
class Standing:
    """How it stands now, from our records.

    status: a key of badges.certificates.verdicts.OURS.  reason, code: where whoever has the code or
    link may read them as well; newer: the code of what has carried it on, if it is shared.
    """

    status: str
    at: datetime | None
    reason: str
    code: str
    newer: str


@dataclass(frozen=True)
class Checked:
    """A file that is ours and unchanged."""

    document: Document
    said: Said
    standing: Standing


def checked(text: str, *, on: datetime) -> Checked:
    """The credential that is in a file. Raises NotOurs, with "unrecorded" for what our key has signed
    without our having a record of it."""
    document = read(text)
    check(document, issuer_id(), dict(IssuerKey.objects.values_list("name", "multikey")))
    row = _row_of(document)
    # Also of what was erased since a fingerprint is kept, so that its holder's copies stay ours.
    if row is None or row.digest != digest(document):
        raise NotOurs("unrecorded")
    return Checked(document, said_in(document), _standing(row, document, on))


def is_held_by(document: Document, typed: str) -> bool:
    """Whether the holder has this e-mail address or this name, by the fingerprints in the document."""
    said = unicodedata.normalize("NFC", " ".join(typed.split()))
    if "@" in said:
        return is_of(document, "emailAddress", said.lower())
    return is_of(document, "name", said)


def _row_of(document: Document) -> SignedCredential | None:
    start, _slash, code = str(document.get("id")).rpartition("/")
    if start != f"{settings.SITE_URL}/credentials":
        return None
    return credential_by_code(code)


def _standing(row: SignedCredential, document: Document, on: datetime) -> Standing:
    if row.certificate:
        status, at, reason, newer = _of_certificate(row.certificate)
        code = row.certificate.code
    else:
        assert row.award is not None
        status, at, reason, code, newer = _of_award(row.award, on)
    if row.revoked_at and status in ("active", "expired"):
        # Its bit in the published list says so to everybody else.
        status, at = "revoked", row.revoked_at
    from_, until = moment_in(document, "validFrom"), moment_in(document, "validUntil")
    if status == "active" and until and until <= on:
        status = "expired"
    elif status == "active" and from_ and from_ > on:
        status = "early"
    return Standing(status, at, reason, code, newer)


def _of_certificate(certificate: Certificate) -> tuple[str, datetime | None, str, str]:
    if certificate.state == Certificate.State.ISSUED:
        return "active", None, "", ""
    newer = Certificate.objects.filter(replaces=certificate).values_list("code", flat=True).first()
    return certificate.state, certificate.status_at, certificate.status_reason, newer or ""


def _of_award(award: Award, on: datetime) -> tuple[str, datetime | None, str, str, str]:
    status, newer = status_of(award, on), newer_than(award)
    shown = newer is not None and shared_award(newer.code)
    next_ = newer.code if newer and shown else ""
    if shared_award(award.code):
        return status, award.status_at, award.status_reason, award.code, next_
    return status, award.status_at, "", "", next_


# --- what it says --------------------------------------------------------------------------------


def said_in(document: Document) -> Said:
    """What a document says that check() has let through."""
    language = document.get("inLanguage", "")
    subject = document["credentialSubject"]
    achievement, issuer = subject["achievement"], document["issuer"]
    known = {one["id"]: one for one in achievement.get("resultDescription", ())}
    with translation.override(language if language in LANGUAGES else LANGUAGES[0]):
        return Said(
            language=language,
            is_certificate=achievement.get("achievementType") == "CertificateOfCompletion",
            title=achievement["name"],
            description=achievement["description"],
            criteria=achievement["criteria"].get("narrative", ""),
            issuer=issuer.get("name", ""),
            issuer_id=issuer["id"],
            issued_at=moment_in(document, "awardedDate") or moment_in(document, "validFrom"),
            valid_until=moment_in(document, "validUntil"),
            credits=number(achievement["creditsAvailable"])
            if "creditsAvailable" in achievement
            else "",
            competencies=[
                (
                    one.get("targetCode", ""),
                    one["targetName"],
                    one.get("targetFramework", ""),
                    one["targetUrl"],
                )
                for one in achievement.get("alignment", ())
            ],
            results=[
                result_said(known[one["resultDescription"]], one["value"])
                for one in subject.get("result", ())
            ],
            evidence=[
                (one.get("name", ""), one.get("narrative", ""))
                for one in document.get("evidence", ())
            ],
        )


def result_said(described: Mapping[str, Any], value: str) -> tuple[str, str]:
    """(label, value) of a result as people read it, in the active language."""
    if described["resultType"] == "Percent":
        space = NBSP if translation.get_language() == "lt" else ""
        value = f"{number(value)}{space}%"
    return described["name"], value
