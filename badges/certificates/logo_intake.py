"""Taking in logos of certificate designs, with limits; where they are kept is in `logos`."""

import hashlib
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image

from badges.certificates.facts import Logo
from badges.certificates.logos import path_of
from courses.content.pictures import write_once
from lms.common.pictures import NotAPicture, re_encode

MOST_BYTES = 2 * 1024 * 1024
# At 62 by 15 mm on paper these are about 300 to an inch.
LARGEST = (740, 360)
# Beyond these it would print as a thread.
WIDEST, TALLEST = 12, 2
SMALLEST = 60


def take_in(source: bytes) -> Logo:
    """Keep the picture, re-encoded and no larger than it is printed; without words yet.

    Raises NotAPicture, with a sentence for whoever brought it.
    """
    if len(source) > MOST_BYTES:
        raise NotAPicture(_("The file is larger than 2 MB. Save the logo smaller."))
    content, kind, width, height = re_encode(source)
    if width > WIDEST * height or height > TALLEST * width:
        raise NotAPicture(
            _("The logo is too long for its height: it may be up to 12 times as wide as high.")
            if width > height
            else _("The logo is too high for its width: it may be up to twice as high as wide.")
        )
    if max(width, height) < SMALLEST:
        raise NotAPicture(_("The logo is too small to print: one side needs 60 pixels or more."))
    with Image.open(BytesIO(content)) as opened:
        pixels = opened.convert("RGBA" if "A" in opened.getbands() else "RGB")
    pixels.info = {}
    pixels.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    ending = "jpg" if kind == "image/jpeg" else "png"
    out = BytesIO()
    pixels.save(out, "JPEG" if ending == "jpg" else "PNG", quality=90, optimize=True)
    name = f"{hashlib.sha256(out.getvalue()).hexdigest()}.{ending}"
    write_once(path_of(name), out.getvalue())
    return Logo(name, pixels.width, pixels.height, "")
