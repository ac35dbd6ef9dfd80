"""The passport on paper: a page for the browser's printing, and the same as a PDF."""

import unicodedata
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.template import loader
from django.urls import reverse
from django.utils import translation

from badges.certificates.rendering import render_document
from lms.accounts.models import User
from lms.common.drawings.qr import qr_picture
from lms.common.glyphs import missing_glyphs
from lms.common.html import tied
from lms.hub.queries import profile
from lms.pages.queries import passport

SHEET = Path(__file__).parents[1] / "static" / "lms" / "css" / "passport-print.css"


def sheet_of(owner: User, on: datetime) -> dict[str, Any]:
    """What the printed passport shows, in the active language: only what has been shown."""
    domains = [domain for domain in passport(owner, on) if domain.shown]
    address = qr = ""
    if owner.passport_code:
        place = reverse("pages:shared-passport", args=[owner.passport_code])
        address = f"{settings.SITE_URL}{place}"
        qr = qr_picture(address)
    return {"owner": owner, "domains": domains, "at": on, "address": address, "qr": qr}


def passport_pdf(owner: User, language: str, on: datetime) -> bytes:
    """The passport as a file in this language."""
    with translation.override(language):
        sheet = sheet_of(owner, on)
        html = loader.get_template("pages/passport_pdf.html").render(
            {**sheet, "language": language, "hub": profile()}
        )
    html = unicodedata.normalize("NFC", tied(html, language))
    # Titles are authors' words: a pictogram that the fonts lack must not cost the file.
    lacking = missing_glyphs(html) - set("\n\t\r")
    html = "".join(sign for sign in html if sign not in lacking)
    pictures = {sheet["qr"]: unquote(sheet["qr"].partition(",")[2])} if sheet["qr"] else {}
    return render_document(html, SHEET.read_text("utf-8"), pictures)
