"""Data Integrity proofs of the suite eddsa-rdfc-2022, made and checked. Pure.

What is signed is not the JSON but the statements it expands to under its contexts, in their canonical
order (RDFC-1.0). A member that no context defines makes no statement: it would travel unsigned, and
could be changed by anybody. So `sign` reads the statements again and refuses what does not reappear.

Sources: W3C Data Integrity EdDSA Cryptosuites 1.0, 3.2; RDF Dataset Canonicalization 1.0. The contexts
lie in an installed package and are read from there; no other address is ever opened.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from openbadgeslib.ob3.contexts import document_loader
from pyld import jsonld

Document = Mapping[str, Any]

SUITE = "eddsa-rdfc-2022"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
# What makes a multibase value of a public key one of Ed25519.
ED25519 = bytes([0xED, 0x01])

_load = document_loader()
# The processor keeps the contexts it has read in tables that threads must not write side by side.
_one_at_a_time = Lock()


class NotCovered(ValueError):
    """A part of the document would not be signed; the text says which."""


def sign(
    document: Document, key: Ed25519PrivateKey, method: str, *, on: datetime
) -> dict[str, Any]:
    """The document with its proof.

    method: address of the key in the issuer's own document (`did:web:…#key-…`).  Raises NotCovered
    where something in it would not be signed, and ValueError where it has a proof already.
    """
    if "proof" in document:
        raise ValueError("the document has a proof already")
    said = statements(document)
    check_covered(document, said)
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": moment(on),
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    signature = key.sign(_hashed(document, proof, said))
    return {**document, "proof": {**proof, "proofValue": "z" + base58(signature)}}


def is_signed_by(document: Document, key: Ed25519PublicKey) -> bool:
    """Whether the proof of a document that this site made is of this key. A stranger's document is
    looked at by badges.credentials.checking first, which bounds what it may cost."""
    proof = document["proof"]
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    try:
        key.verify(from_base58(proof["proofValue"].removeprefix("z")), _hashed(unsecured, options))
    except InvalidSignature:
        return False
    return True


def statements(document: Document) -> str:
    """The canonical statements of a document, one a line (N-Quads)."""
    with _one_at_a_time:
        return str(
            jsonld.normalize(
                document,
                {
                    "algorithm": "URDNA2015",
                    "format": "application/n-quads",
                    "documentLoader": _load,
                },
            )
        )


def _hashed(document: Document, options: Document, said: str | None = None) -> bytes:
    """64 bytes: of the proof's options, read in the document's contexts, and of the document."""
    config = statements({"@context": document["@context"], **options})
    parts = (config, said or statements(document))
    return b"".join(hashlib.sha256(part.encode()).digest() for part in parts)


# --- what is covered -----------------------------------------------------------------------------

_STATEMENT = re.compile(
    r"(?P<subject>\S+) (?P<predicate><[^>]*>) "
    r'(?P<thing><[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:\^\^<[^>]*>|@[\w-]+)?)(?: \S+)? \.'
)


def check_covered(document: Document, said: str) -> None:
    """Raise NotCovered unless every leaf of the document stands in its statements.

    Leaves are counted: two members that say the same need two statements. Names of kinds become
    addresses on the way; of them there must be as many as are written, and none may be relative.
    """
    signed: Counter[str] = Counter()
    named: set[str] = set()
    kinds = 0
    # Only at the ends of statements: a text may hold other signs that break lines.
    for line in said.removesuffix("\n").split("\n"):
        found = _STATEMENT.fullmatch(line)
        if found is None:
            raise NotCovered(f"a statement that cannot be read: {line[:80]}")
        for name in found.groups():
            if name.startswith("<") and ":" not in name:
                raise NotCovered(f"a relative address: {name}")
        named.add(_plain(found["subject"]))
        signed[_plain(found["thing"])] += 1
        kinds += found["predicate"] == f"<{TYPE}>"
    for path, name, leaf in leaves(document):
        if name == "type":
            kinds -= 1
        elif name != "id":
            signed[leaf] -= 1
        if signed[leaf] < 0 or (name == "id" and leaf not in named and leaf not in signed):
            raise NotCovered(f"{path}: {leaf[:80]}")
    if kinds:
        raise NotCovered(f"types: {abs(kinds)} more {'signed' if kinds > 0 else 'written'}")


def leaves(value: Any, path: str = "", name: str = "") -> Iterator[tuple[str, str, str]]:
    """Every text, number and truth value of a document but its contexts: (path, name of the member,
    as the statements write it)."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            if key != "@context":
                yield from leaves(part, f"{path}/{key}", key)
    elif isinstance(value, list | tuple):
        for place, part in enumerate(value):
            yield from leaves(part, f"{path}/{place}", name)
    elif value is None:
        # JSON-LD drops it: a null that means something would not be signed.
        raise NotCovered(f"{path}: null")
    elif isinstance(value, bool):
        yield path, name, str(value).lower()
    elif isinstance(value, float):
        yield path, name, _double(value)
    else:
        yield path, name, str(value)


def _double(value: float) -> str:
    """A fraction as statements write it: 1.5E0."""
    digits, _e, power = f"{value:.15E}".partition("E")
    whole, _point, rest = digits.partition(".")
    return f"{whole}.{rest.rstrip('0') or '0'}E{int(power)}"


def _plain(thing: str) -> str:
    """An address without its brackets, a text without its quotes, escapes and kind."""
    if thing.startswith('"'):
        return str(json.JSONDecoder(strict=False).raw_decode(thing)[0])
    return thing.removeprefix("<").removesuffix(">")


# --- how things are written ----------------------------------------------------------------------


def moment(at: datetime) -> str:
    """A moment to the second, in UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def as_text(document: Document) -> str:
    """The one way in which a signed document is stored and handed out."""
    said = json.dumps(document, ensure_ascii=False, indent=1)
    # No XML may hold these two; written so, the same bytes stand in a drawing as well.
    return said.replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")


def digest(document: Document) -> str:
    """SHA-256 of what a document says, however it is spaced and ordered; 64 hexadecimal digits."""
    plain = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def multikey(key: Ed25519PublicKey) -> str:
    """A public key as `publicKeyMultibase` of a Multikey."""
    return "z" + base58(ED25519 + key.public_bytes_raw())


def base58(data: bytes) -> str:
    """In the alphabet of Bitcoin: no 0, O, I and l."""
    number, said = int.from_bytes(data), ""
    while number:
        number, digit = divmod(number, 58)
        said = BASE58[digit] + said
    return BASE58[0] * (len(data) - len(data.lstrip(b"\0"))) + said


def from_base58(said: str) -> bytes:
    """The bytes behind it. Raises ValueError for another letter."""
    number = 0
    for letter in said:
        number = number * 58 + BASE58.index(letter)
    zeros = len(said) - len(said.lstrip(BASE58[0]))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8)
