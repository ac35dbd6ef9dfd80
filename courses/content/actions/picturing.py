"""Giving a block its picture from an upload."""

import hashlib
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from courses.content.access import locked_unit
from courses.content.actions.drafting import set_block
from courses.content.models import Course, Picture, Unit
from courses.content.pictures import address_of, store
from courses.content.queries import working_of
from lms.accounts.models import User
from lms.common.errors import Refusal
from lms.common.languages import LANGUAGES
from lms.common.pictures import NotAPicture, in_widths
from lms.common.transactions import atomic

MOST_BYTES = 15 * 1024 * 1024


@atomic
def set_picture(
    unit: Unit, block: str, source: bytes, *, language: str = "", by: User, on: datetime
) -> None:
    """Show this picture in the image block; with a language only there, where words in a picture
    make two of them necessary. Nothing but its pixels is kept."""
    unit = locked_unit(unit)
    found = next((one for one in working_of(unit).blocks if one["uid"] == block), None)
    if found is None or found["kind"] != "image":
        raise Refusal("no-block", _("This block is no longer here. Somebody may have removed it."))
    file = keep_picture(unit.course, source, on=on)
    files = dict(found["settings"].get("files", {}))
    for code in [language] if language in LANGUAGES else LANGUAGES:
        files[code] = file
    # A picture for one language only shows in the other one too, until that has its own.
    files = {code: files.get(code, file) for code in LANGUAGES}
    src = file["address"].rpartition("/")[2]
    set_block(unit, block, {**found["settings"], "src": src, "files": files}, by=by, on=on)


def keep_picture(course: Course, source: bytes, *, on: datetime) -> dict[str, Any]:
    """Store an uploaded picture in its widths; what a page needs to show it."""
    if len(source) > MOST_BYTES:
        raise Refusal("too-large", _("A picture has at most 15 MB."))
    try:
        made = in_widths(source)
    except NotAPicture as error:
        raise Refusal("no-picture", str(error)) from error
    digest = hashlib.sha256(made[0][0]).hexdigest()
    ending = made[0][1].partition("/")[2].replace("jpeg", "jpg")
    rows: list[Picture] = []
    for content, media_type, width, height in made:
        key = f"{digest[:12]}{f'-{width}' if rows else ''}.{ending}"
        rows.append(
            store(
                course,
                key,
                content,
                media_type=media_type,
                size=(width, height),
                digest=hashlib.sha256(content).hexdigest(),
                on=on,
            )
        )
    return {
        "address": address_of(rows[0]),
        "width": rows[0].width,
        "height": rows[0].height,
        "narrower": [
            {"address": address_of(row), "width": row.width} for row in reversed(rows[1:])
        ],
    }
