"""A certificate or a badge as verification shows it: every frozen field, and the status now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from badges.awards.models import Award
from badges.certificates.facts import CertificateFacts
from badges.certificates.models import Certificate

# In place of a name: of a child under 14, and of somebody who had everything erased.
NAME_WITHHELD = gettext_noop("Name not shown")
NAME_REMOVED = gettext_noop("Name removed")


EVIDENCE = (
    "competency",
    "calibration",
    "name",
    "level",
    "kind",
    "course",
    "unit",
    "at",
    "valid_until",
    "result",
)


@dataclass(frozen=True)
class ShownCertificate:
    """A certificate in one language."""

    certificate: Certificate
    facts: CertificateFacts

    @property
    def is_revoked(self) -> bool:
        return self.certificate.state == Certificate.State.REVOKED

    @property
    def replaced_by(self) -> Certificate | None:
        """The one that bears the corrected name."""
        return getattr(self.certificate, "replaced_by", None)


def shown_certificate(certificate: Certificate, language: str) -> ShownCertificate:
    """The certificate as it was printed in this language, for its holder."""
    return ShownCertificate(certificate, CertificateFacts.from_json(certificate.facts[language]))


def public_certificate(certificate: Certificate, language: str) -> ShownCertificate:
    """The same for whoever has the code: of a child under 14 it shows no name."""
    return ShownCertificate(
        certificate, CertificateFacts.from_json(_public_facts(certificate)[language])
    )


def _public_facts(certificate: Certificate) -> dict[str, Any]:
    facts: dict[str, Any] = certificate.facts
    if not facts or not certificate.person.is_child:
        return facts
    return {
        language: {**said, "learner_name": name_in(NAME_WITHHELD, language)}
        for language, said in facts.items()
    }


def name_in(words: str, language: str) -> str:
    """What stands in place of a name, in this language."""
    with translation.override(language):
        return _(words)


def certificate_as_json(certificate: Certificate) -> dict[str, Any]:
    """Everything printed, in both languages, and the status."""
    return {
        "kind": "certificate",
        "code": certificate.code,
        "status": certificate.state,
        "status_at": _moment(certificate.status_at),
        "status_reason": certificate.status_reason,
        "issued_at": _moment(certificate.issued_at),
        "printed": _public_facts(certificate),
    }


def award_as_json(award: Award, status: str) -> dict[str, Any]:
    """Everything a shared badge says, and its status now."""
    version = award.version
    return {
        "kind": "badge",
        "code": award.code,
        "status": status,
        "status_at": _moment(award.status_at),
        "status_reason": award.status_reason,
        "issued_at": _moment(award.issued_at),
        "valid_until": _moment(award.valid_until),
        "recipient": award.recipient_name,
        "achievement": {
            "name": version.name,
            "description": version.description,
            "criteria": version.criteria,
            "rule": version.rule,
        },
        "given": given_as_json(award),
        "evidence": [
            # Badges given before something could be measured name no exercise and no end.
            {key: row.get(key) for key in EVIDENCE}
            for row in award.evidence
        ],
    }


def revoked_as_json(award: Award) -> dict[str, Any]:
    """A badge that was taken back and is not shared: that, and when; nothing of its holder."""
    return {
        "kind": "badge",
        "code": award.code,
        "status": award.status,
        "status_at": _moment(award.status_at),
    }


def given_as_json(award: Award) -> dict[str, Any] | None:
    """How a badge was given by hand; nothing of one that was earned."""
    if not award.is_given:
        return None
    return {
        "by_hand": True,
        "measured": False,
        "as": award.given_as,
        "at": _moment(award.given_at),
        "reason": award.given_reason,
        "proof": award.given_proof,
        "link": award.given_link,
        "for": award.given_for.isoformat() if award.given_for else None,
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
