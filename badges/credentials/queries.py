"""Reads of keys, lists and credentials."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q

from badges.credentials.keys import issuer_id
from badges.credentials.models import IssuerKey, SignedCredential, StatusList

DID = "https://www.w3.org/ns/did/v1"
MULTIKEY = "https://w3id.org/security/multikey/v1"


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


def set_aside_credentials() -> int:
    """How many were given up after repeated failures."""
    return SignedCredential.objects.filter(set_aside_at__isnull=False, digest="").count()
