"""The credential inside a file that somebody brings: JSON, PNG, SVG or PDF. Nothing is stored.

Where it is in each is said by Open Badges 3.0, 5.3; in our PDFs it is an attachment. All of it is done
on files nobody has vouched for: what a file may cost is bounded before it is paid.
"""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from struct import unpack_from
from threading import Lock
from typing import Literal
from xml.sax import SAXException, handler
from zlib import crc32, decompressobj
from zlib import error as ZlibError

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

from badges.credentials import pdf_attachments

MOST_BYTES = 5 * 1024 * 1024
# As much as openbadgeslib verifies; ours are a tenth of it.
MOST_INSIDE = 256 * 1024

PNG = b"\x89PNG\r\n\x1a\n"
PDF = b"%PDF-"
KEYWORD = b"openbadgecredential"
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
SPACE = b" \t\r\n"
UTF8_MARK = b"\xef\xbb\xbf"
# Also what a machine under load needs to start the reader.
PDF_SECONDS = 20

Carrier = Literal["json", "png", "svg", "pdf"]
Why = Literal["empty", "too-large", "other-file", "unreadable", "nothing-inside", "too-complicated"]


class NotFound(ValueError):
    """No credential was found; why: a key of badges.certificates.verdicts."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Embedded:
    """text: the credential, as it stands in the file."""

    carrier: Carrier
    text: str


def embedded_in(data: bytes) -> Embedded:
    """The credential inside a file. Raises NotFound."""
    if not data:
        raise NotFound("empty")
    if len(data) > MOST_BYTES:
        raise NotFound("too-large")
    if data.startswith(PNG):
        return Embedded("png", _text(_in_png(data)))
    start = data[:1024].removeprefix(UTF8_MARK).lstrip(SPACE)
    if start.startswith((b"{", b"[")):
        return Embedded("json", _text(data))
    if start.startswith(b"<"):
        return Embedded("svg", _text(_in_svg(data)))
    if PDF in data[:1024]:
        return Embedded("pdf", _text(_in_pdf(data)))
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        # UTF-16: an editor has saved it anew.
        raise NotFound("unreadable")
    raise NotFound("other-file")


def _text(found: bytes) -> str:
    if len(found) > MOST_INSIDE:
        raise NotFound("too-large")
    try:
        return found.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotFound("unreadable") from error


def _in_png(data: bytes) -> bytes:
    """The text of the iTXt chunk with the credential's keyword, packed or not."""
    at = len(PNG)
    while at + 12 <= len(data):
        (size,) = unpack_from(">I", data, at)
        kind, end = data[at + 4 : at + 8], at + 8 + size
        if end + 4 > len(data):
            break
        if kind == b"iTXt" and data.startswith(KEYWORD + b"\0", at + 8, end):
            if unpack_from(">I", data, end)[0] != crc32(data[at + 4 : end]):
                break
            return _of_chunk(data[at + 9 + len(KEYWORD) : end])
        if kind == b"IEND":
            raise NotFound("nothing-inside")
        at = end + 4
    raise NotFound("unreadable")


def _of_chunk(data: bytes) -> bytes:
    """What stands behind the keyword: whether it is packed and how, a language, the keyword again in
    that language, the text."""
    is_packed, rest = data[:1] == b"\1", data[2:]
    _language, _zero, rest = rest.partition(b"\0")
    _keyword, zero, text = rest.partition(b"\0")
    if not zero:
        raise NotFound("unreadable")
    if not is_packed:
        return text
    unpacking = decompressobj()
    try:
        # One more than may be, which tells that there is more.
        return unpacking.decompress(text, MOST_INSIDE + 1)
    except ZlibError as error:
        raise NotFound("unreadable") from error


def _in_svg(data: bytes) -> bytes:
    reading = _CredentialElement()
    parser = make_parser()
    parser.setFeature(handler.feature_namespaces, True)
    parser.setContentHandler(reading)
    try:
        # Not the whole tree: five megabytes of empty elements would be a gigabyte of it.
        parser.feed(data)
        parser.close()
    except _Enough:
        return "".join(reading.parts).strip().encode()
    except NotFound:
        raise
    except (SAXException, DefusedXmlException, ValueError, LookupError) as error:
        raise NotFound("unreadable") from error
    raise NotFound("nothing-inside")


class _Enough(Exception):
    """The element has been read; what follows is only the picture."""


class _CredentialElement(handler.ContentHandler):
    """Keeps the text of the first `openbadges:credential`."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.size = 0
        self.depth = 0

    def startElementNS(self, name, qname, attrs):  # type: ignore[no-untyped-def]
        if not self.depth and name != (NAMESPACE, "credential"):
            return
        self.depth += 1
        # A credential as JWT stands in an attribute.
        self.characters(attrs.get((None, "verify"), ""))

    def characters(self, content: str) -> None:
        if self.depth:
            self.parts.append(content)
            self.size += len(content)
            if self.size > MOST_INSIDE:
                raise NotFound("too-large")

    def endElementNS(self, name, qname):  # type: ignore[no-untyped-def]
        if self.depth:
            self.depth -= 1
            if not self.depth and self.size:
                raise _Enough


# Each may take as much memory as its limit allows.
_one_at_a_time = Lock()


def _in_pdf(data: bytes) -> bytes:
    program = [sys.executable, "-I", str(Path(pdf_attachments.__file__)), str(MOST_INSIDE)]
    try:
        with _one_at_a_time:
            done = subprocess.run(  # noqa: S603
                program, input=data, capture_output=True, timeout=PDF_SECONDS, check=False
            )
    except subprocess.TimeoutExpired as error:
        raise NotFound("too-complicated") from error
    if done.returncode == pdf_attachments.FOUND:
        return done.stdout
    said: dict[int, Why] = {
        pdf_attachments.NOTHING: "nothing-inside",
        pdf_attachments.TOO_LARGE: "too-large",
        pdf_attachments.UNREADABLE: "unreadable",
    }
    # Else it was ended, as it took more than its share.
    raise NotFound(said.get(done.returncode, "too-complicated"))
