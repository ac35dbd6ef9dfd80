"""Certificates and other documents as PDF/A-3a and PDF/UA-1 files, by the press.

What they say and how they are fitted is decided here; they are set and written by a process of its own
(lms.common.printing). Nothing here touches the database.
"""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from re import fullmatch
from typing import NamedTuple
from urllib.parse import unquote

from django.utils.translation import gettext as _

from badges.certificates.facts import LAYOUTS, OWN_COLOURS, CertificateFacts, Colours
from badges.certificates.logos import media_type, path_of
from badges.certificates.markup import FEW, LOGO, QR, STEPS, render_html
from badges.certificates.strokes import strokes_of
from lms.common.added_fonts import families
from lms.common.drawings import certificate_border
from lms.common.drawings.qr import qr_picture
from lms.common.glyphs import missing_glyphs
from lms.common.printing import documents
from lms.common.printing.documents import (
    PLACE,
    Attachment,
    Document,
    File,
    NoPress,
    PressTrouble,
    Strokes,
)

logger = logging.getLogger(__name__)

HERE = Path(__file__).parent / "pdf"

__all__ = [
    "PLACE",
    "Attachment",
    "Fit",
    "Overlong",
    "PressTrouble",
    "Unprintable",
    "fit_of",
    "render_document",
    "render_pdf",
    "rendering_obstacle",
]

SHEET = "certificate.css"
SVG = "image/svg+xml"
# Far beyond any course: twelve competencies and seven modules take three pages and 4,000 letters.
MOST_LETTERS = 30_000
MOST_PAGES = 12
MOST_DOCUMENT_PAGES = 60
MEDIA_TYPE = r"[a-z]+/[a-z0-9.+-]+"


class Fit(NamedTuple):
    """How a certificate is set: one of STEPS, page two in one column or not, and the pages."""

    step: int
    stacked: bool
    pages: int


class Overlong(ValueError):
    """More than a certificate can hold; laying it out would only cost time and memory."""


class Unprintable(ValueError):
    """The certificate's fonts lack these characters; nothing was rendered."""

    def __init__(self, characters: set[str]) -> None:
        self.characters = "".join(sorted(characters))
        super().__init__(f"the fonts have no glyphs for {self.characters!a}")


def rendering_obstacle() -> str | None:
    """Why no PDF can be made on this machine, in the reader's language; None where one can."""
    if _press_starts():
        return None
    return _(
        "The PDF cannot be made on this server, because Pango, a library that sets type, is "
        "missing. The certificate itself is issued, and its code can be verified."
    )


def _press_starts() -> bool:
    """Asked once in each process; but what only went wrong may go well the next time."""
    if not _found:
        try:
            documents.ensure()
        except NoPress as error:
            logger.warning("No certificates as PDF: WeasyPrint does not load (%s)", error)
            _found.append(False)
        except PressTrouble:
            # Whoever wants a document will meet it again.
            logger.exception("The press did not start.")
            return True
        else:
            _found.append(True)
    return _found[0]


_found: list[bool] = []


def render_pdf(facts: CertificateFacts, *, attachments: Sequence[Attachment] = ()) -> bytes:
    """The certificate as a file; the same facts give the same bytes.

    attachments: embedded with the relationship Alternative, under names of their own.
    Raises Unprintable where the fonts lack a character, Overlong for what is no certificate, PressTrouble
    where the press did not make it, and ValueError for attachments of one name or of something that is
    no media type.
    """
    _check_attachments(attachments)
    texts = "".join(facts.texts())
    if len(texts) > MOST_LETTERS:
        raise Overlong(f"{len(texts)} letters")
    if missing := missing_glyphs(texts):
        raise Unprintable(missing)
    with _document(facts) as document:
        _fitted(document, facts)
        return document.write(attachments, facts.issued_on)


def fit_of(facts: CertificateFacts) -> Fit:
    """How the file would be set, without writing it.

    Raises Overlong for what is no certificate, and PressTrouble; what the fonts lack is not looked for.
    """
    with _document(facts) as document:
        return _fitted(document, facts)


def _check_attachments(attachments: Sequence[Attachment]) -> None:
    if len({attachment.name for attachment in attachments}) < len(attachments):
        raise ValueError("two attachments have one name")
    if not all(fullmatch(MEDIA_TYPE, attachment.kind) for attachment in attachments):
        raise ValueError("an attachment's kind is a media type")


def render_document(
    html: str,
    css: str,
    pictures: Mapping[str, str],
    *,
    tighter: Sequence[str] = (),
    attachments: Sequence[Attachment] = (),
    dated: date | None = None,
) -> bytes:
    """Another document of ours as a file, in the fonts of certificates, tagged in the same way.

    html: a whole page with its language and title.  pictures: address in the page → SVG.  tighter:
    the same in less space; the first that fits on one page is taken, else the last.  attachments: as
    of certificates; dated: of which day they are.
    Raises Overlong for more than a document can hold, PressTrouble and ValueError as render_pdf does.
    """
    _check_attachments(attachments)
    files = {address: File(SVG, svg.encode()) for address, svg in pictures.items()}
    sheet = _with_added(css)
    with documents.document(files) as document:
        for page in (html, *tighter):
            if (count := len(document.set(page, sheet))) == 1:
                break
        if count > MOST_DOCUMENT_PAGES:
            raise Overlong(f"{count} pages")
        return document.write(attachments, dated)


# --- one document --------------------------------------------------------------------------------


@contextmanager
def _document(facts: CertificateFacts) -> Iterator[Document]:
    border = border_of(facts.seed, facts.colours, facts.layout)
    place = place_of(facts.colours)
    strokes = {place + "border.svg": strokes_of(border), place + QR: _qr(facts)}
    with documents.document(_files(facts), strokes) as document:
        yield document


def _fitted(document: Document, facts: CertificateFacts) -> Fit:
    """Set it at the first step that leaves page one whole."""
    for step in STEPS[1:] if len(facts.competencies) > FEW else STEPS:
        pages = _set(document, facts, step)
        if "about" in pages[1]:
            break
    # Columns that run over the page would be read as left, right, and the rest of the left.
    is_over = sum("rest" in page for page in pages) > 1
    if is_over and facts.layout == LAYOUTS[0]:
        return Fit(step, True, len(_set(document, facts, step, stacked=True)))
    return Fit(step, False, len(pages))


def _set(
    document: Document, facts: CertificateFacts, step: int, *, stacked: bool = False
) -> list[list[str]]:
    pages = document.set(
        render_html(facts, step=step, stacked=stacked),
        _with_added(part_of(SHEET, facts.colours, facts.layout)),
        place_of(facts.colours),
    )
    if len(pages) > MOST_PAGES:
        raise Overlong(f"{len(pages)} pages")
    return pages


def _files(facts: CertificateFacts) -> dict[str, File]:
    """Every address this document may fetch, with its type and content."""
    place = place_of(facts.colours)
    drawn = {place + name: _coloured(svg, facts.colours) for name, svg in _levels().items()}
    files = {address: File(SVG, svg.encode()) for address, svg in drawn.items()}
    if facts.logo:
        logo = path_of(facts.logo.file).read_bytes()
        files[place + LOGO] = File(media_type(facts.logo.file), logo)
    return files


def border_of(seed: int, colours: Colours, layout: str) -> str:
    """The drawing behind page one, as SVG."""
    size = (297, 210) if layout == LAYOUTS[0] else (210, 297)
    return _coloured(certificate_border(seed, *size), colours)


def _qr(facts: CertificateFacts) -> Strokes:
    drawn = unquote(qr_picture(facts.verify_url).partition(",")[2])
    # Strokes without an area: filled, SVG shows nothing of them, and PDF hairlines.
    return strokes_of(drawn.replace("<path stroke=", "<path fill='none' stroke="))


@cache
def _levels() -> dict[str, str]:
    names = [f"level-{number}.svg" for number in (1, 2, 3, 4)]
    return {name: (HERE / name).read_text("utf-8") for name in names}


def level_pictures() -> dict[str, str]:
    """The strokes of each level in our own colour, by the address that a document finds them at."""
    return {PLACE + name: svg for name, svg in _levels().items()}


def _coloured(source: str, colours: Colours) -> str:
    pairs = zip(OWN_COLOURS, colours, strict=True)
    if not (swapped := {ours: theirs for ours, theirs in pairs if ours != theirs}):
        return source
    # At once, or a colour that replaced another would be replaced again.
    return re.sub("|".join(swapped), lambda found: swapped[found[0]], source)


def place_of(colours: Colours) -> str:
    """Where the pictures of these colours stand, so that the cache keeps colours apart."""
    return f"{PLACE}{'-'.join(colour.removeprefix('#') for colour in colours)}/"


def part_of(name: str, colours: Colours, layout: str) -> str:
    """One of the files that the markup of a certificate asks for: the style sheet or a level."""
    if name == SHEET:
        sheets = [SHEET] if layout == LAYOUTS[0] else [SHEET, "portrait.css"]
        return _coloured("".join((HERE / one).read_text("utf-8") for one in sheets), colours)
    return _coloured(_levels()[name], colours)


def _with_added(css: str) -> str:
    """With the added fonts behind ours, wherever a family is named."""
    if not (added := families()):
        return css
    chain = "".join(f', "{family}"' for family in added)
    return re.sub(r'"Laukas (?:Sans|Serif)"', lambda found: found[0] + chain, css)
