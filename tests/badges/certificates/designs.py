"""A design of certificates as its editor types it, and a logo to bring."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

TYPED: dict[str, Any] = {
    "name": "Museum",
    "layout": "portrait",
    "bilingual": "on",
    "accent": "#7a1f5c",
    "paper": "#fdf8f2",
    "said_lt": "sėkmingai baigė ir apgynė",
    "said_en": "completed and defended",
    "issuer_name_lt": "Ąžuolyno muziejus",
    "issuer_name_en": "Oak Grove Museum",
    "closing_lt": "Ačiū už stebėjimus.",
    "closing_en": "Thank you for what you observed.",
    "logo_alt_lt": "Muziejaus ženklas",
    "logo_alt_en": "Sign of the museum",
    "signatory_1": "Algis Žinovas",
    "role_1_lt": "Direktorius",
    "role_1_en": "Director",
    "do": "save",
}


def picture(kind: str = "PNG", size: tuple[int, int] = (900, 300), mode: str = "RGBA") -> bytes:
    """A logo: one colour, half of it clear where it can be."""
    pixels = Image.new(mode, size, (40, 80, 140, 128) if mode == "RGBA" else (40, 80, 140))
    out = BytesIO()
    pixels.save(out, kind)
    return out.getvalue()


def upload(content: bytes | None = None, name: str = "logo.png") -> SimpleUploadedFile:
    """The same as a browser sends it."""
    return SimpleUploadedFile(name, picture() if content is None else content)
