"""The blocks of a unit: adding, moving, setting, taking out and taking that back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.content.actions.drafting import (
    add_block,
    move_block,
    remove_block,
    set_block,
    undo_blocks,
)
from courses.content.actions.filing import MOST_CAPTIONS, set_captions, set_file, set_video
from courses.content.actions.picturing import MOST_BYTES, set_picture
from courses.content.actions.surveying import (
    add_choice,
    add_question,
    move_question,
    remove_choice,
    remove_question,
)
from courses.content.blocks import BLOCKS
from courses.content.blocks.base import Settings
from courses.content.models import Unit
from courses.content.queries import working_of
from lms.common.clock import now
from lms.common.documents import MOST_BYTES as MOST_FILE
from lms.common.errors import Refusal
from lms.common.videos import MOST_BYTES as MOST_VIDEO
from lms.common.wording import read_whole
from lms.common.yamlnodes import Faults
from lms.studio.studio_views import me
from lms.studio.unit_views import back_to, unit_for_author, with_refused
from lms.studio.writing import KINDS, RefusedSettings

# Boxes that are ticked or not.
TICKED = ("wide", "decorative", "silent")
# Settings that are typed: what cannot be kept is shown again.
TYPED = ("address", "height")


@login_required
@require_POST
def add(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """A new block after the one named."""
    course, found = unit_for_author(request, slug, uid)
    kind, after = request.POST.get("kind", ""), request.POST.get("after", "")
    try:
        block = add_block(found, kind, after=after, by=me(request), on=now())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return back_to(course, found, after)
    messages.info(request, _("Added: %s.") % KINDS[kind])
    return back_to(course, found, block, added=True)


@login_required
@require_POST
def change(request: HttpRequest, slug: str, uid: UUID, block: UUID) -> HttpResponse:
    """Move, remove or set one block, give it its picture or file, or change what it asks; `do` says
    which."""
    course, found = unit_for_author(request, slug, uid)
    person, on = me(request), now()
    stands = str(block)
    try:
        match request.POST.get("do"):
            case "up" | "down" as way:
                move_block(found, stands, by_places=-1 if way == "up" else 1, by=person, on=on)
                _say_where(request, found, stands)
            case "remove":
                remove_block(found, stands, by=person, on=on)
                return back_to(course, found, undo=True)
            case "set":
                _set(request, found, stands)
            case "picture":
                _picture(request, found, stands)
            case "file":
                _file(request, found, stands)
            case "video":
                _video(request, found, stands)
            case "captions":
                _captions(request, found, stands)
            case "question-removed" | "choice-removed" as way:
                _survey(request, found, stands, way)
                what = way.partition("-")[0]
                return back_to(course, found, stands, undo=True, what=what)
            case "question" | "question-up" | "question-down" | "choice" as way:
                _survey(request, found, stands, way)
            case _:
                raise Http404
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        typed = {name: request.POST[name] for name in TYPED if name in request.POST}
        if typed:
            return with_refused(request, course, found, RefusedSettings(stands, typed))
    return back_to(course, found, stands)


def _set(request: HttpRequest, found: Unit, block: str) -> None:
    stands = next((one for one in working_of(found).blocks if one["uid"] == block), None)
    if stands is None or stands["kind"] not in BLOCKS:
        raise Refusal("no-block", _("This block is no longer here. Somebody may have removed it."))
    faults = Faults()
    given = {
        name: str(value)
        for name, value in request.POST.items()
        if name not in ("csrfmiddlewaretoken", "do") and (value or name in TICKED)
    }
    # A box that is ticked says "on"; on a keyed line the word alone says it.
    given = {name: "" if value == "on" else value for name, value in given.items()}
    reading = Settings(given, ("", 0), faults)
    manner = BLOCKS[stands["kind"]].manner(reading)
    reading.finish()
    if faults:
        raise Refusal("settings", " ".join(fault.message for fault in faults))
    settings = {**stands["settings"], **manner}
    if stands["kind"] == "video" and settings["address"]:
        # A video is shown from one place.
        settings |= {"src": "", "files": {}}
    set_block(found, block, settings, by=me(request), on=now())


def _picture(request: HttpRequest, found: Unit, block: str) -> None:
    file = request.FILES.get("picture")
    if file is None:
        raise Refusal("no-file", _("Choose a picture first."))
    if (file.size or 0) > MOST_BYTES:
        raise Refusal("too-large", _("A picture has at most 15 MB."))
    language = request.POST.get("language", "")
    set_picture(found, block, file.read(), language=language, by=me(request), on=now())


def _file(request: HttpRequest, found: Unit, block: str) -> None:
    file = request.FILES.get("file")
    if file is None:
        raise Refusal("no-file", _("Choose a file first."))
    if (file.size or 0) > MOST_FILE:
        raise Refusal("too-large", _("A file has at most %s MB.") % (MOST_FILE // 1024**2))
    language, name = request.POST.get("language", ""), file.name or ""
    set_file(found, block, file.read(), name, language=language, by=me(request), on=now())


def _video(request: HttpRequest, found: Unit, block: str) -> None:
    file = request.FILES.get("video")
    if file is None:
        raise Refusal("no-file", _("Choose a video first."))
    if (file.size or 0) > MOST_VIDEO:
        told = _("A video has at most %s MB. A smaller picture (480 lines) is enough for a lesson.")
        raise Refusal("too-large", told % (MOST_VIDEO // 1024**2))
    language, name = request.POST.get("language", ""), file.name or ""
    set_video(found, block, file.read(), name, language=language, by=me(request), on=now())


def _captions(request: HttpRequest, found: Unit, block: str) -> None:
    file = request.FILES.get("captions")
    if file is None:
        raise Refusal("no-file", _("Choose a file of captions first."))
    source = file.read(MOST_CAPTIONS + 1)
    language = request.POST.get("language", "")
    set_captions(found, block, source, language=language, by=me(request), on=now())


def _survey(request: HttpRequest, found: Unit, block: str, way: str) -> None:
    person, on = me(request), now()
    # A button says which question it is about by its value: the key, and the choice after a dot.
    key, _dot, choice = request.POST.get("question", "").partition(".")
    match way:
        case "question":
            kind = request.POST.get("kind", "")
            add_question(found, block, kind, by=person, on=on)
        case "question-up" | "question-down":
            by_places = -1 if way == "question-up" else 1
            move_question(found, block, key, by_places=by_places, by=person, on=on)
        case "question-removed":
            remove_question(found, block, key, by=person, on=on)
        case "choice":
            add_choice(found, block, key, by=person, on=on)
        case "choice-removed":
            remove_choice(found, block, key, choice, by=person, on=on)


def _say_where(request: HttpRequest, found: Unit, block: str) -> None:
    blocks = working_of(found).blocks
    for place, one in enumerate(blocks, 1):
        if one["uid"] == block:
            name = KINDS.get(one["kind"], one["kind"])
            told = _("%(block)s: now %(place)s of %(all)s.")
            messages.info(request, told % {"block": name, "place": place, "all": len(blocks)})


@login_required
@require_POST
def undo(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """Take back the last change of the blocks."""
    course, found = unit_for_author(request, slug, uid)
    sequence = read_whole(request.POST.get("sequence", ""))
    try:
        undo_blocks(found, sequence=-1 if sequence is None else sequence, by=me(request), on=now())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return back_to(course, found)
