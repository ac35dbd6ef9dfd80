"""Giving a block its file from an upload."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from courses.content.access import locked_unit
from courses.content.actions.drafting import Typed, save_texts, set_block
from courses.content.captions import caption_faults, from_file
from courses.content.files import shown, store
from courses.content.models import Unit
from courses.content.queries import working_of
from lms.accounts.models import User
from lms.common.documents import Document, NotADocument, read_document
from lms.common.errors import Refusal
from lms.common.languages import LANGUAGES
from lms.common.transactions import atomic
from lms.common.videos import NotAVideo, read_video

MOST_CAPTIONS = 1024 * 1024


def set_file(
    unit: Unit, block: str, source: bytes, name: str, *, language: str, by: User, on: datetime
) -> None:
    """Offer this file in the block. language: of what is in it; readers of the other language get
    it too until that has a file of its own. Without a language it is for everybody."""
    try:
        document = read_document(source, name)
    except NotADocument as error:
        raise Refusal("no-file", str(error)) from error
    _set(unit, block, "file", document, name, {}, language=language, by=by, on=on)


def set_video(
    unit: Unit, block: str, source: bytes, name: str, *, language: str, by: User, on: datetime
) -> None:
    """The same for a video, which then stands in the place of one from elsewhere."""
    try:
        document = read_video(source)
    except NotAVideo as error:
        raise Refusal("no-file", str(error)) from error
    _set(unit, block, "video", document, name, {"address": ""}, language=language, by=by, on=on)


@atomic
def _set(
    unit: Unit,
    block: str,
    kind: str,
    document: Document,
    name: str,
    more: dict[str, Any],
    *,
    language: str,
    by: User,
    on: datetime,
) -> None:
    unit = locked_unit(unit)
    settings = _settings_of(unit, block, kind)
    language = language if language in LANGUAGES else ""
    file = shown(store(unit.course, document, name, on=on), language)
    files = dict(settings.get("files", {}))
    for code in LANGUAGES:
        own = code in files and files[code]["language"] == code
        if language in ("", code) or not own:
            files[code] = file
    said = {**settings, "src": str(file["name"]), "files": files, **more}
    set_block(unit, block, said, by=by, on=on)


@atomic
def set_captions(
    unit: Unit, block: str, source: bytes, *, language: str, by: User, on: datetime
) -> None:
    """Put the captions of a file in the place of those that the video has in this language."""
    if language not in LANGUAGES:
        raise Refusal("no-language", _("Say in which language the captions are."))
    if len(source) > MOST_CAPTIONS:
        raise Refusal("too-large", _("A file of captions has at most 1 MB."))
    try:
        text = from_file(source)
    except UnicodeDecodeError as error:
        told = _("The text in this file is not UTF-8. Save it again as UTF-8.")
        raise Refusal("no-captions", told) from error
    if faults := caption_faults(text):
        raise Refusal("captions", " ".join(faults))
    unit = locked_unit(unit)
    _settings_of(unit, block, "video")
    place = f"{block}.captions"
    # Whoever sends a file means to replace what is there; the history keeps it.
    seen = working_of(unit).seq(language, place)
    save_texts(unit, language, {place: Typed(text, seen)}, by=by, on=on)


def _settings_of(unit: Unit, block: str, kind: str) -> dict[str, Any]:
    found = next((one for one in working_of(unit).blocks if one["uid"] == block), None)
    if found is None or found["kind"] != kind:
        raise Refusal("no-block", _("This block is no longer here. Somebody may have removed it."))
    return dict(found["settings"])
