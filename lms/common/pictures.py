"""Photographs: opened with limits, turned upright, re-encoded without location data."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 40_000_000
WIDEST = 1600
FORMATS = {
    "JPEG": ("image/jpeg", "jpg"),
    "PNG": ("image/png", "png"),
    "WEBP": ("image/webp", "webp"),
}


class NotAPicture(ValueError):
    """The file cannot be used as a picture; the message says why."""


def re_encode(source: bytes) -> tuple[bytes, str, int, int]:
    """(file, media type, width, height); at most 1,600 pixels wide, nothing but the pixels kept."""
    try:
        with Image.open(io.BytesIO(source), formats=list(FORMATS)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise NotAPicture("has more than 40 million pixels")
            kind = opened.format or "JPEG"
            upright = ImageOps.exif_transpose(opened)
            wanted = "RGBA" if kind != "JPEG" and "A" in upright.getbands() else "RGB"
            pixels = upright.convert(wanted)
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotAPicture("is not a JPEG, PNG or WebP picture") from error
    if pixels.width > WIDEST:
        pixels = pixels.resize((WIDEST, max(1, round(pixels.height * WIDEST / pixels.width))))
    out = io.BytesIO()
    pixels.save(out, kind, quality=85, optimize=True)
    return out.getvalue(), FORMATS[kind][0], pixels.width, pixels.height
