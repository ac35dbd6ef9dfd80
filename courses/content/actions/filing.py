"""Giving a block its file from an upload."""

from datetime import datetime

from django.utils.translation import gettext as _

from courses.content.access import locked_unit
from courses.content.actions.drafting import set_block
from courses.content.files import shown, store
from courses.content.models import Unit
from courses.content.queries import working_of
from lms.accounts.models import User
from lms.common.documents import NotADocument, read_document
from lms.common.errors import Refusal
from lms.common.languages import LANGUAGES
from lms.common.transactions import atomic


@atomic
def set_file(
    unit: Unit, block: str, source: bytes, name: str, *, language: str, by: User, on: datetime
) -> None:
    """Offer this file in the block. language: of what is in it; readers of the other language get
    it too until that has a file of its own. Without a language it is for everybody."""
    unit = locked_unit(unit)
    found = next((one for one in working_of(unit).blocks if one["uid"] == block), None)
    if found is None or found["kind"] != "file":
        raise Refusal("no-block", _("This block is no longer here. Somebody may have removed it."))
    try:
        document = read_document(source, name)
    except NotADocument as error:
        raise Refusal("no-file", str(error)) from error
    language = language if language in LANGUAGES else ""
    file = shown(store(unit.course, document, name, on=on), language)
    files = dict(found["settings"].get("files", {}))
    for code in LANGUAGES:
        own = code in files and files[code]["language"] == code
        if language in ("", code) or not own:
            files[code] = file
    src = str(file["name"])
    set_block(unit, block, {**found["settings"], "src": src, "files": files}, by=by, on=on)
