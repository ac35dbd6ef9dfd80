"""Open Badges 3.0: what a credential says before it is signed. Pure.

Source: 1EdTech Open Badges Specification 3.0, JSON schema of AchievementCredential. Three contexts in
this order; without the last, signing seems to succeed and strict verifiers refuse the badge. One
language a document: a map of languages in a name passes the schema and goes unsigned. No members of
our own, for the same reason.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from badges.credentials.proofs import moment
from badges.credentials.status import VC

CONTEXTS = [
    VC,
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
]
SCHEMA = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)


@dataclass(frozen=True)
class Issuer:
    """id: its DID.  The rest as the site showed it on the day."""

    id: str
    name: str
    url: str


@dataclass(frozen=True)
class Alignment:
    """A competency it speaks to. code: in its framework."""

    name: str
    url: str
    framework: str
    code: str = ""
    description: str = ""


@dataclass(frozen=True)
class Measured:
    """One result: what was measured, of which kind (a ResultType of the specification), and how it
    came out. least, most: the ends of a scale.  allowed: the steps of one that has steps."""

    key: str
    name: str
    kind: str
    value: str
    least: str = ""
    most: str = ""
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proof:
    """A piece of what it rests on. kind: its genre.  address: where it can be seen."""

    name: str
    narrative: str
    kind: str = ""
    address: str = ""


@dataclass(frozen=True)
class Twin:
    """The same in the other language."""

    address: str
    language: str


@dataclass(frozen=True, kw_only=True)
class Achieved:
    """What a credential is given for: the same for all who hold it.

    achievement: its address.  image: of its picture, where it has one.  kind: an AchievementType of the
    specification.  credits: ECTS.
    """

    language: str
    achievement: str
    kind: str
    title: str
    description: str
    criteria: str
    criteria_address: str
    image: str = ""
    credits: float | None = None
    alignments: Sequence[Alignment] = ()


@dataclass(frozen=True, kw_only=True)
class Told(Achieved):
    """Everything that one credential says.

    address: its own.  email, name: of the holder, who is never named in clear.
    """

    address: str
    issuer: Issuer
    email: str
    name: str
    issued_at: datetime
    valid_until: datetime | None
    status: dict[str, Any]
    twin: Twin | None = None
    results: Sequence[Measured] = ()
    proofs: Sequence[Proof] = ()
    salts: Sequence[str] = field(
        default_factory=lambda: (secrets.token_hex(16), secrets.token_hex(16))
    )


def document_of(told: Told) -> dict[str, Any]:
    """The credential, to be signed."""
    return {
        "@context": CONTEXTS,
        "id": told.address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": told.title,
        "inLanguage": told.language,
        "issuer": {
            "id": told.issuer.id,
            "type": ["Profile"],
            "name": told.issuer.name,
            "url": told.issuer.url,
        },
        "validFrom": moment(told.issued_at),
        "awardedDate": moment(told.issued_at),
        **({"validUntil": moment(told.valid_until)} if told.valid_until else {}),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": _holder(told),
            "achievement": _achievement(told),
            **({"result": [_result(told, one) for one in told.results]} if told.results else {}),
        },
        **({"evidence": [_proof(one) for one in told.proofs]} if told.proofs else {}),
        "credentialStatus": told.status,
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }


def fingerprint(said: str, salt: str) -> str:
    """As the specification's IdentityHash: whoever knows the address can find that it is this one."""
    return f"sha256${hashlib.sha256((said + salt).encode()).hexdigest()}"


def is_of(document: dict[str, Any], kind: str, said: str) -> bool:
    """Whether the holder has this address ("emailAddress") or this name ("name")."""
    return any(
        one["identityType"] == kind and one["identityHash"] == fingerprint(said, one["salt"])
        for one in document["credentialSubject"]["identifier"]
    )


def _holder(told: Told) -> list[dict[str, Any]]:
    known = (("emailAddress", told.email), ("name", told.name))
    return [
        {
            "type": "IdentityObject",
            "hashed": True,
            "identityHash": fingerprint(said, salt),
            "identityType": kind,
            "salt": salt,
        }
        for (kind, said), salt in zip(known, told.salts, strict=True)
        if said
    ]


def achievement_of(achieved: Achieved) -> dict[str, Any]:
    """What it is given for, as it is published and as credentials say it."""
    said: dict[str, Any] = {
        "id": achieved.achievement,
        "type": ["Achievement"],
        "name": achieved.title,
        "description": achieved.description,
        "inLanguage": achieved.language,
        "achievementType": achieved.kind,
        "criteria": {"id": achieved.criteria_address, "narrative": achieved.criteria},
    }
    if achieved.image:
        said["image"] = {"id": achieved.image, "type": "Image", "caption": achieved.title}
    if achieved.credits is not None:
        said["creditsAvailable"] = achieved.credits
    if achieved.alignments:
        said["alignment"] = [_alignment(one) for one in achieved.alignments]
    return said


def _achievement(told: Told) -> dict[str, Any]:
    said = achievement_of(told)
    if told.twin:
        twin = {"id": told.twin.address, "type": ["Related"], "inLanguage": told.twin.language}
        said["related"] = [twin]
    if told.results:
        said["resultDescription"] = [_described(told, one) for one in told.results]
    return said


def _alignment(one: Alignment) -> dict[str, Any]:
    return {
        "type": ["Alignment"],
        "targetName": one.name,
        "targetUrl": one.url,
        "targetFramework": one.framework,
        "targetType": "CFItem",
        **({"targetCode": one.code} if one.code else {}),
        **({"targetDescription": one.description} if one.description else {}),
    }


def _described(told: Told, one: Measured) -> dict[str, Any]:
    return {
        "id": f"{told.achievement}#{one.key}",
        "type": ["ResultDescription"],
        "name": one.name,
        "resultType": one.kind,
        **({"valueMin": one.least, "valueMax": one.most} if one.most else {}),
        **({"allowedValue": list(one.allowed)} if one.allowed else {}),
    }


def _result(told: Told, one: Measured) -> dict[str, Any]:
    return {
        "type": ["Result"],
        "resultDescription": f"{told.achievement}#{one.key}",
        "value": one.value,
    }


def _proof(one: Proof) -> dict[str, Any]:
    return {
        **({"id": one.address} if one.address else {}),
        "type": ["Evidence"],
        "name": one.name,
        "narrative": one.narrative,
        **({"genre": one.kind} if one.kind else {}),
    }
