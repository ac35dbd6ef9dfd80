"""Whether a document that somebody brings is one that this site signed, and unchanged. Pure.

openbadgeslib verifies the proof: it bounds what a hostile graph may cost, and it requires that the JSON
says exactly what the statements say that were signed. What is told apart here first is whose a
document is, because only ours can be checked against keys that we know.
"""

import json
import logging
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from openbadgeslib.ob3.ldp import OB3GuardUnavailable, OB3LdpVerifier
from openbadgeslib.ob3.verifier import OB3VerificationError

from badges.credentials.proofs import ED25519, SUITE, from_base58

log = logging.getLogger(__name__)

Document = dict[str, Any]
Why = Literal[
    "unreadable",
    "said-twice",
    "too-complicated",
    "other-form",
    "no-credential",
    "other-issuer",
    "unsigned",
    "other-key",
    "changed",
    # Said by whoever compares it with what was recorded.
    "unrecorded",
    "cannot-now",
]

KINDS = {"OpenBadgeCredential", "AchievementCredential"}
# Ours nest nine deep, and have some three hundred objects where twelve competencies were measured. The
# library lets through more, which costs seconds.
MOST_DEPTH = 30
MOST_OBJECTS = 1000
# What the library says where a document would cost too much, and where its time is not now. It says so
# in words only; tests hold them.
REFUSING = "refusing "
TIMES = ("Credential has expired", "Credential is not yet valid")


class NotOurs(ValueError):
    """It is not a document that this site signed, or not any more; why: a key of
    badges.certificates.verdicts.  issuer: who it says has issued it, where that is somebody else."""

    def __init__(self, why: Why, issuer: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.issuer = issuer


def read(text: str) -> Document:
    """The document, safe to walk and to write. Raises NotOurs."""
    if text.lstrip().startswith("eyJ"):
        # A JWT: base64 of `{"`.
        raise NotOurs("other-form")
    try:
        document = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
        _walk(document)
    except NotOurs:
        raise
    except RecursionError as error:
        raise NotOurs("too-complicated") from error
    except ValueError as error:
        raise NotOurs("unreadable") from error
    if not isinstance(document, dict):
        raise NotOurs("no-credential")
    return document


def _once(pairs: list[tuple[str, Any]]) -> Document:
    # Of two members with one name each reader keeps another.
    said = dict(pairs)
    if len(said) < len(pairs):
        raise NotOurs("said-twice")
    return said


def _no_number(said: str) -> None:
    raise ValueError(said)


def _walk(document: Any) -> None:
    """Raise NotOurs for what nests too deeply or has too many parts, ValueError for what cannot be written: half a surrogate
    pair, a number without end."""
    waiting, objects = [(document, 1)], 0
    while waiting:
        value, depth = waiting.pop()
        objects += isinstance(value, dict)
        if depth > MOST_DEPTH or objects > MOST_OBJECTS:
            raise NotOurs("too-complicated")
        if isinstance(value, dict):
            waiting += [(part, depth + 1) for part in (*value, *value.values())]
        elif isinstance(value, list):
            waiting += [(part, depth + 1) for part in value]
        elif isinstance(value, str):
            value.encode()
        elif isinstance(value, float) and not math.isfinite(value):
            raise ValueError("a number without end")


def check(document: Document, issuer: str, keys: Mapping[str, str]) -> None:
    """Return where the document is signed with a key of this issuer, and unchanged. Raises NotOurs.

    keys: name of a key (the part after `#`) → as the issuer's document writes it. Whether its time is
    over is not asked.
    """
    kinds = document.get("type")
    if not isinstance(kinds, list) or not KINDS & {one for one in kinds if isinstance(one, str)}:
        raise NotOurs("no-credential")
    said, name = issuer_of(document)
    if said != issuer:
        raise NotOurs("other-issuer", f"{name} ({said})" if name and said else name or said)
    proof = document.get("proof")
    if not isinstance(proof, dict) or proof.get("cryptosuite") != SUITE:
        raise NotOurs("unsigned")
    method, _hash, key = str(proof.get("verificationMethod")).partition("#")
    if method != issuer or key not in keys:
        raise NotOurs("other-key")
    try:
        OB3LdpVerifier(pubkey_pem=_pem(keys[key])).verify(document)
    except OB3GuardUnavailable as error:
        log.exception("No credential can be checked.")
        raise NotOurs("cannot-now") from error
    except OB3VerificationError as error:
        # The last thing that is looked at: everything else was in order.
        if str(error).startswith(TIMES):
            return
        costly = str(error).startswith(REFUSING)
        raise NotOurs("too-complicated" if costly else "changed") from error
    except Exception as error:
        # What we sign it can read.
        log.warning("A file stopped the verifier.", exc_info=True)
        raise NotOurs("changed") from error


def issuer_of(document: Document) -> tuple[str, str]:
    """(id, name) of whoever a document says has issued it; empty where it does not."""
    issuer = document.get("issuer")
    if isinstance(issuer, dict):
        known = (issuer.get("id"), issuer.get("name"))
        said = [one if isinstance(one, str) else "" for one in known]
        return said[0], said[1]
    return (issuer if isinstance(issuer, str) else ""), ""


def moment_in(document: Document, member: str) -> datetime | None:
    """A moment that a document of ours says."""
    said = document.get(member)
    if not isinstance(said, str):
        return None
    found = datetime.fromisoformat(said)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _pem(multikey: str) -> bytes:
    raw = from_base58(multikey.removeprefix("z")).removeprefix(ED25519)
    key = Ed25519PublicKey.from_public_bytes(raw)
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
