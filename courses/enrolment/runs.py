"""Pure rules about runs: keys, domains of e-mail, and reading a pasted list of addresses."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

_NAMED = re.compile(r"<([^<>]*)>\s*$")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
LONGEST_ADDRESS = 254


def plain_key(typed: str) -> str:
    """A key as it is compared: without regard to case and spaces, however its letters were made."""
    return "".join(unicodedata.normalize("NFKC", typed).split()).casefold()


def read_domains(typed: str) -> tuple[list[str], list[str]]:
    """(domains, what is none), from a list with commas, spaces or lines; `@` before them may stand."""
    found: list[str] = []
    wrong: list[str] = []
    for word in re.split(r"[\s,;]+", typed):
        domain = word.strip().lstrip("@").rstrip(".").lower()
        if not domain:
            continue
        if not _DOMAIN.fullmatch(domain):
            wrong.append(word)
        elif domain not in found:
            found.append(domain)
    return found, wrong


def is_of(email: str, domains: Iterable[str]) -> bool:
    """Whether the address is of one of these domains, or of one below them."""
    at = email.rpartition("@")[2].lower()
    return any(at == domain or at.endswith(f".{domain}") for domain in domains)


@dataclass(frozen=True)
class Fault:
    """Something in a pasted list that is no address to write to. text: as it was pasted."""

    text: str
    why: str


def read_addresses(typed: str) -> tuple[list[str], list[Fault]]:
    """(addresses in lower case, each once; what is wrong with the others).

    One to a line, or with commas or semicolons between; `Name <address>` is understood.
    """
    found: list[str] = []
    faults: list[Fault] = []
    for piece in re.split(r"[\r\n,;]+", typed):
        piece = piece.strip()
        if not piece:
            continue
        named = _NAMED.search(piece)
        address = (named[1] if named else piece).strip().lower()
        try:
            validate_email(address)
            if len(address) > LONGEST_ADDRESS:
                raise ValidationError("long")
        except ValidationError:
            faults.append(Fault(piece, _("This is no e-mail address.")))
            continue
        if address not in found:
            found.append(address)
    return found, faults
