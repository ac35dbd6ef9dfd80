"""The key that credentials are signed with, and whether it is the one that is published.

The private half comes from the environment or from a file, and is never in the database. The public
halves stand in the issuer's document (IssuerKey), those of earlier keys as well, so that what they
signed can still be checked.
"""

import logging
import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import quote, urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.db import DatabaseError

from badges.credentials.models import IssuerKey
from badges.credentials.proofs import multikey

log = logging.getLogger(__name__)

State = Literal["ready", "missing", "unpublished"]


@dataclass(frozen=True)
class SigningKey:
    """method: the key's address, as proofs name it."""

    private: Ed25519PrivateKey
    published: IssuerKey

    @property
    def method(self) -> str:
        return f"{issuer_id()}#{self.published.name}"


class CannotSign(Exception):
    """Nothing is issued now; the text says to an operator what to do."""


def issuer_id() -> str:
    """Who issues, by the host of the site: `did:web:example.org`."""
    return f"did:web:{quote(urlsplit(settings.SITE_URL).netloc, safe='')}"


def signing_key() -> SigningKey:
    """The key in use. Raises CannotSign where there is none, or where others cannot find it in the
    issuer's document: what it signed could be checked by nobody."""
    private = private_key()
    if private is None:
        raise CannotSign("There is no key for credentials: manage.py credential_key make.")
    published = IssuerKey.objects.filter(
        multikey=multikey(private.public_key()), retired_at__isnull=True
    ).first()
    if published is None:
        raise CannotSign(
            "The key for credentials is not the published one: manage.py credential_key show."
        )
    return SigningKey(private, published)


def state_of_key() -> State:
    """Whether credentials can be issued."""
    if private_key() is None:
        return "missing"
    try:
        signing_key()
    except CannotSign:
        return "unpublished"
    return "ready"


def can_sign() -> bool:
    """Whether what is due would be signed now, with the published key or with one made for it."""
    try:
        return settings.CREDENTIAL_KEY_MADE or state_of_key() == "ready"
    except CannotSign:
        return False


def compare_at_start() -> None:
    """Say in the log of a process that begins whether it can issue; it begins in any case."""
    try:
        if not settings.CREDENTIAL_KEY_MADE:
            signing_key()
    except CannotSign as error:
        log.warning("Credentials are not issued. %s", error)
    except DatabaseError:
        # It says so itself, and louder.
        log.debug("The published keys could not be read.", exc_info=True)


def private_key() -> Ed25519PrivateKey | None:
    """From the environment, else from the file; None where neither is there. Raises CannotSign for
    something that is no Ed25519 key."""
    pem = settings.CREDENTIAL_KEY.replace("\\n", "\n")
    if not pem:
        path = Path(settings.CREDENTIAL_KEY_FILE)
        pem = path.read_text(encoding="ascii") if path.is_file() else ""
    return _read(pem) if pem else None


@lru_cache(maxsize=4)
def _read(pem: str) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except ValueError as error:
        raise CannotSign("The key for credentials is no PEM of a private key.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise CannotSign("The key for credentials is not one of Ed25519.")
    return key


def new_pem() -> str:
    """A new private key."""
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def write_pem(pem: str, path: Path) -> None:
    """Into a file that only its owner reads; one that is there is left as it is (FileExistsError)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Whole under another name first: a process that ends midway leaves no half a key.
    made = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with open(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(pem)
    try:
        os.link(made, path)
    finally:
        made.unlink()
