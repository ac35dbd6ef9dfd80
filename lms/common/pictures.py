"""Photographs: opened with limits, turned upright, re-encoded without location data."""

import io

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 40_000_000
WIDEST = 1600
NARROWER = (960, 480)
# File, media type, width and height in pixels.
Encoded = tuple[bytes, str, int, int]
FORMATS = {
    "JPEG": ("image/jpeg", "jpg"),
    "PNG": ("image/png", "png"),
    "WEBP": ("image/webp", "webp"),
}


class NotAPicture(ValueError):
    """The file cannot be used as a picture; the message is a sentence for its author."""


def in_widths(source: bytes, widths: tuple[int, ...] = NARROWER) -> list[Encoded]:
    """The picture at its full width (at most 1,600 pixels), then at each narrower one, so that a
    phone need not load what a desk shows."""
    full = re_encode(source)
    made = [full]
    with Image.open(io.BytesIO(full[0])) as pixels:
        kind = pixels.format or "JPEG"
        for width in widths:
            if width < full[2]:
                height = max(1, round(full[3] * width / full[2]))
                out = io.BytesIO()
                narrower = pixels.resize((width, height), Image.Resampling.LANCZOS)
                _save(narrower, out, kind)
                made.append((out.getvalue(), full[1], width, height))
    return made


def re_encode(source: bytes) -> Encoded:
    """(file, media type, width, height); at most 1,600 pixels wide, nothing but the pixels kept."""
    try:
        with Image.open(io.BytesIO(source), formats=list(FORMATS)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise NotAPicture(_("The picture has more than 40 million pixels."))
            kind = opened.format or "JPEG"
            upright = ImageOps.exif_transpose(opened)
            wanted = "RGBA" if kind != "JPEG" and "A" in upright.getbands() else "RGB"
            pixels = upright.convert(wanted)
            # What else a file says of itself, a comment for example, may name the place.
            pixels.info = {
                name: said for name, said in pixels.info.items() if name == "icc_profile"
            }
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotAPicture(_("This is not a JPEG, PNG or WebP picture.")) from error
    if pixels.width > WIDEST:
        pixels = pixels.resize((WIDEST, max(1, round(pixels.height * WIDEST / pixels.width))))
    out = io.BytesIO()
    _save(pixels, out, kind)
    return out.getvalue(), FORMATS[kind][0], pixels.width, pixels.height


def _save(pixels: Image.Image, out: io.BytesIO, kind: str) -> None:
    colours = pixels.info.get("icc_profile")
    pixels.save(out, kind, quality=85, optimize=True, icc_profile=colours)
