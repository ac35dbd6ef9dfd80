"""Logos of certificate designs: kept for good under the digest of their bytes.

A certificate that was issued names its logo by that digest, so no file is ever changed or removed.
"""

from pathlib import Path
from re import fullmatch

from django.conf import settings
from PIL import Image

from badges.certificates.facts import LOGO_FILE, Logo

FOLDER = "logos"


def kept(file: str) -> Logo | None:
    """The logo that is kept under this name, without words; None where there is none."""
    if not fullmatch(LOGO_FILE, file) or not path_of(file).exists():
        return None
    with Image.open(path_of(file)) as opened:
        return Logo(file, opened.width, opened.height, "")


def path_of(file: str) -> Path:
    """Where its bytes lie."""
    return Path(settings.MEDIA_ROOT) / FOLDER / file


def media_type(file: str) -> str:
    """What its bytes are."""
    return "image/png" if file.endswith(".png") else "image/jpeg"
