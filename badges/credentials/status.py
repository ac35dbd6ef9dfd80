"""Bitstring status lists (W3C Bitstring Status List 1.0). Pure."""

import base64
import gzip
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from badges.credentials.proofs import moment

VC = "https://www.w3.org/ns/credentials/v2"
# Nobody can pass off an old list for longer than this.
HOLDS = timedelta(days=2)
MINUTES_KEPT = 5


def encoded(taken_back: Iterable[int], places: int) -> str:
    """The bits, first place leftmost, packed by gzip and written in base64url; `u` says that."""
    bits = bytearray(places // 8)
    for place in taken_back:
        bits[place // 8] |= 0x80 >> place % 8
    # Without the time of packing: the same bits are the same text.
    packed = gzip.compress(bytes(bits), mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def list_document(
    address: str, issuer: str, taken_back: Iterable[int], places: int, *, on: datetime
) -> dict[str, Any]:
    """The list as a credential of its own, to be signed."""
    return {
        "@context": [VC],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": moment(on),
        "validUntil": moment(on + HOLDS),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded(taken_back, places),
            "ttl": MINUTES_KEPT * 60 * 1000,
        },
    }


def entry(address: str, place: int) -> dict[str, Any]:
    """Where in a list a credential's bit stands: one object, never a list of them."""
    return {
        "id": f"{address}#{place}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(place),
        "statusListCredential": address,
    }
