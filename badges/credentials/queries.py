"""Reads of keys, lists and credentials."""

from datetime import datetime
from typing import Any, Literal

from django.conf import settings
from django.db.models import Q, QuerySet

from badges.credentials.keys import can_sign, issuer_id
from badges.credentials.models import IssuerKey, SignedCredential, StatusList

DID = "https://www.w3.org/ns/did/v1"
MULTIKEY = "https://w3id.org/security/multikey/v1"
FilesState = Literal["ready", "revoked", "waits", "no-key", "none"]


def did_document() -> dict[str, Any]:
    """The issuer's document: its keys, those of before as well, by which credentials are checked."""
    issuer = issuer_id()
    methods = [
        {
            "id": f"{issuer}#{key.name}",
            "type": "Multikey",
            "controller": issuer,
            "publicKeyMultibase": key.multikey,
        }
        for key in IssuerKey.objects.all()
    ]
    return {
        "@context": [DID, MULTIKEY],
        "id": issuer,
        "verificationMethod": methods,
        "assertionMethod": [one["id"] for one in methods],
    }


def address_of(code: str) -> str:
    """Of a credential, the same in every language."""
    return f"{settings.SITE_URL}/credentials/{code}"


def list_address(code: str) -> str:
    """Of a status list."""
    return f"{settings.SITE_URL}/credentials/status/{code}"


def taken_back(listed: StatusList) -> list[int]:
    """The places whose credentials have been taken back."""
    rows = SignedCredential.objects.filter(status_list=listed, revoked_at__isnull=False)
    return list(rows.order_by("place").values_list("place", flat=True))


def is_due(on: datetime) -> Q:
    """What has not been signed yet and may be tried now."""
    waited = Q(try_after__lte=on) | Q(try_after__isnull=True)
    return waited & Q(digest="", set_aside_at__isnull=True, revoked_at__isnull=True)


def credential_by_code(code: str) -> SignedCredential | None:
    """The credential of this public name, with what it is of."""
    rows = SignedCredential.objects.select_related("award__version", "certificate", "key")
    return rows.filter(code=code).first()


def handed_out(credentials: QuerySet[SignedCredential]) -> QuerySet[SignedCredential]:
    """Those that are signed and not taken back, without what they say."""
    rows = credentials.exclude(digest="").filter(revoked_at__isnull=True)
    return rows.order_by("language").defer("document")


def files_said(credentials: QuerySet[SignedCredential], *, is_out: bool) -> FilesState:
    """Whether a holder gets these as files: "ready", also where they are signed at the download;
    "revoked"; "waits", as signing them went wrong; "no-key", as nothing is signed now; "none".

    credentials: of one badge or certificate.  is_out: whether it can be given some, if it has none.
    """
    rows = list(credentials.only("digest", "revoked_at", "tries"))
    if rows and all(one.revoked_at for one in rows):
        return "revoked"
    if any(one.digest for one in rows):
        return "ready"
    if not rows and not is_out:
        return "none"
    if not can_sign():
        return "no-key"
    return "waits" if any(one.tries for one in rows) else "ready"


def set_aside_credentials() -> int:
    """How many were given up after repeated failures."""
    return SignedCredential.objects.filter(set_aside_at__isnull=False, digest="").count()
