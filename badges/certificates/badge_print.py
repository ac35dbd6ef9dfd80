"""A badge as a PDF with its credential inside, in the credential's language."""

import unicodedata
from collections.abc import Sequence
from urllib.parse import unquote

from django.conf import settings
from django.template import loader

from badges.awards.models import Award
from badges.awards.pictures import as_svg
from badges.certificates.badge_sheet import BadgeSheet, sheet_of
from badges.certificates.rendering import (
    HERE,
    PLACE,
    Attachment,
    Unprintable,
    level_pictures,
    render_document,
)
from badges.credentials.checking import read
from badges.credentials.models import SignedCredential
from lms.common.drawings.qr import qr_picture
from lms.common.glyphs import line_width, missing_glyphs
from lms.common.html import tied

# How the page is set, from few words to many (badge.css); the last one is for what takes several.
STEPS = (0, 1, 2, 3, 4)
# With more rows than this it does, and trying the others would only take time.
MOST_ROWS = 60
# Points, as in badge.css, and the points beside the drawing.
NAME_SIZES = (30, 25, 20)
TITLE_SIZES = (20, 17, 14.5)
LINE = 107 / 25.4 * 72
# A title may take two lines before it is set smaller.
TITLE_LINES = 1.9


def badge_pdf(award: Award, credential: SignedCredential) -> bytes:
    """The badge on paper; the same award and credential give the same bytes.

    credential: of this award, signed.  Raises Unprintable where the fonts lack a letter of the name.
    """
    if missing := missing_glyphs(award.recipient_name):
        raise Unprintable(missing)
    sheet = sheet_of(
        read(credential.document),
        name=award.recipient_name,
        code=award.code,
        verify_url=f"{settings.SITE_URL}/v/{award.code}",
        drawing=award.version.drawing,
    )
    return sheet_pdf(sheet, credential.document)


def sheet_pdf(sheet: BadgeSheet, document: str) -> bytes:
    """The page with this document attached, byte for byte."""
    qr = qr_picture(sheet.verify_url)
    attached = Attachment(
        name="credential.json",
        content=document.encode(),
        kind="application/vc",
        description=sheet.document_title,
    )
    steps = STEPS if sheet.row_count <= MOST_ROWS else STEPS[-1:]
    airy, *tighter = (_html(sheet, qr, step) for step in steps)
    return render_document(
        airy,
        (HERE / "badge.css").read_text("utf-8"),
        {
            f"{PLACE}badge.svg": as_svg(sheet.drawing, ""),
            qr: unquote(qr.partition(",")[2]),
            **level_pictures(),
        },
        tighter=tighter,
        attachments=[attached],
        dated=sheet.awarded_on,
    )


def _html(sheet: BadgeSheet, qr: str, step: int) -> str:
    title = sheet.quoted_title
    html = loader.get_template("badges/badge_pdf.html").render(
        {
            "sheet": sheet,
            "words": sheet.words,
            "shared": sheet.shared_words,
            "step": step,
            "title": title,
            "name_size": _size(sheet.printed_name, NAME_SIZES, 1),
            "title_size": _size(title, TITLE_SIZES, TITLE_LINES),
            "how_code": sheet.words.how_code.format(sheet.verify_place),
            "qr": qr,
            "qr_words": sheet.shared_words.qr.format(f"{sheet.verify_place}{sheet.printed_code}"),
        }
    )
    return tied(unicodedata.normalize("NFC", html), sheet.language)


def _size(text: str, sizes: Sequence[float], lines: float) -> int:
    """Which size sets the text on so many lines, counted from 1; the smallest may take more."""
    width = line_width(text)
    fitting = (n for n, size in enumerate(sizes, start=1) if width * size <= lines * LINE)
    return next(fitting, len(sizes))
