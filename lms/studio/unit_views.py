"""Writing a unit: the page, autosave, its length and competencies."""

import json
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    RawPostDataException,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.content.access import course_for_author, unit_of
from courses.content.actions.drafting import (
    Clash,
    Saved,
    Typed,
    call_current,
    keep_version,
    save_texts,
    set_unit,
)
from courses.content.models import Course, Unit
from lms.accounts.models import User
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.common.languages import LANGUAGES
from lms.common.prose import from_prose
from lms.common.transactions import atomic
from lms.common.wording import clock_time, printable, read_whole
from lms.studio.desk import Desk, desk
from lms.studio.mending import to_mend
from lms.studio.outlines import UNDO_SECONDS
from lms.studio.prose_views import MOST_HTML
from lms.studio.studio_views import me
from lms.studio.writing import RefusedAbout, RefusedSettings, unit_desk
from lms.studio.writing import Typed as WhatWasTyped

MOST_SENT = 2_000_000
PROSE = ".prose"
UID = re.compile(r"[0-9a-f-]{36}")


@login_required
@require_safe
def unit(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """The unit's blocks with their texts in both languages."""
    course = course_for_author(me(request), slug)
    return _page(request, course, unit_of(course, uid))


@login_required
@require_POST
def draft(request: HttpRequest, slug: str, uid: UUID) -> JsonResponse:
    """Autosave: {"language", "typed": {place: {"value", "seen"}}}; answers what became of it.

    409 where somebody else wrote meanwhile: nothing is overwritten, both texts come back.
    """
    _course, found = unit_for_author(request, slug, uid)
    language, typed = _sent(request)
    try:
        saved = save_texts(found, language, typed, by=me(request), on=now())
    except Refusal as refusal:
        return JsonResponse({"code": refusal.code, "detail": str(refusal)}, status=422)
    return JsonResponse(_told(saved), status=409 if saved.clashes else 200)


def _sent(request: HttpRequest) -> tuple[str, dict[str, Typed]]:
    try:
        sent = json.loads(request.body[: MOST_SENT + 1])
        typed = {
            str(place): Typed(_markdown(one), int(one["seen"]))
            for place, one in sent["typed"].items()
        }
        language = sent["language"]
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        # A form's body has been read already, by whoever looked for its token.
        RawPostDataException,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:
        raise Http404 from error
    if language not in LANGUAGES:
        raise Http404
    return language, typed


def _markdown(one: Mapping[str, Any]) -> str:
    """A text as it is stored; a page that is being left sends what its tool holds."""
    if "html" in one:
        return from_prose(str(one["html"])[:MOST_HTML]).text
    return str(one["value"])


def _told(saved: Saved) -> dict[str, Any]:
    return {
        "sequence": saved.sequence,
        "saved": clock_time(saved.at),
        "seqs": saved.seqs,
        "gone": saved.gone,
        "clashes": [
            {"place": one.place, "theirs": one.theirs, "seq": one.seq, "author": one.author}
            for one in saved.clashes
        ],
    }


@login_required
@require_POST
def save(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """The page's own button, and the way without JavaScript: every text, and a version of it."""
    course, found = unit_for_author(request, slug, uid)
    try:
        clashes = _save_all(found, request.POST, by=me(request))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return _page(request, course, found, typed=WhatWasTyped(request.POST), status=422)
    if clashes:
        typed = WhatWasTyped(request.POST, clashes)
        return _page(request, course, found, typed=typed, status=409)
    messages.success(request, _("Saved."))
    if "done" in request.POST:
        return redirect("studio:outline", course.slug)
    return redirect("studio:unit", course.slug, found.uid)


@atomic
def _save_all(found: Unit, posted: Mapping[str, str], *, by: User) -> dict[tuple[str, str], Clash]:
    """Both languages or neither: a text that is refused keeps nothing of the form."""
    clashes: dict[tuple[str, str], Clash] = {}
    for code in LANGUAGES:
        saved = save_texts(found, code, _fields(posted, code), by=by, on=now())
        clashes |= {(code, clash.place): clash for clash in saved.clashes}
    if not clashes:
        keep_version(found, by=by, on=now())
    return clashes


def _fields(posted: Mapping[str, str], language: str) -> dict[str, Typed]:
    """The texts of one language that the form holds: `lt:place` with `seen:lt:place`, and
    `lt:place.prose` for what its writing tool could not hand over yet."""
    found = {}
    for name, value in posted.items():
        if name.startswith(f"{language}:") and not name.endswith(PROSE):
            if html := posted.get(f"{name}{PROSE}"):
                value = from_prose(html[:MOST_HTML]).text
            seen = posted.get(f"seen:{name}", "0")
            found[name.partition(":")[2]] = Typed(value, read_whole(seen) or 0)
    return found


@login_required
@require_POST
def leave(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """The author has left the page: what was written becomes a version."""
    _course, found = unit_for_author(request, slug, uid)
    keep_version(found, by=me(request), on=now())
    return HttpResponse(status=204)


@login_required
@require_POST
def about(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """How long the unit takes, and which competencies it claims."""
    course, found = unit_for_author(request, slug, uid)
    minutes = request.POST.get("minutes", "")
    claimed: dict[str, int] = {}
    for code, level in zip(
        request.POST.getlist("competency"), request.POST.getlist("level"), strict=False
    ):
        if code and (number := read_whole(level)) is not None:
            claimed[printable(code)[:20]] = number
    alignments = [{"competency": code, "level": level} for code, level in claimed.items()]
    try:
        set_unit(
            found,
            minutes=read_whole(minutes) or 0,
            alignments=alignments,
            by=me(request),
            on=now(),
        )
    except Refusal as refusal:
        refused = RefusedAbout(str(refusal), minutes, alignments)
        return _page(request, course, found, about=refused, status=422)
    return HttpResponseRedirect(f"{address_of(course, found)}#minutes")


@login_required
@require_POST
def current(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """The translation of one text still holds."""
    course, found = unit_for_author(request, slug, uid)
    place = request.POST.get("field", "")
    call_current(found, place, by=me(request), on=now())
    return back_to(course, found, place.partition(".")[0] if "." in place else "")


# --- shared with the other views of a unit --------------------------------------------------------------------------------------


def unit_for_author(request: HttpRequest, slug: str, uid: UUID) -> tuple[Course, Unit]:
    course = course_for_author(me(request), slug)
    found = unit_of(course, uid)
    if not found.course.releases.filter(number=None, items__unit=found).exists():
        raise Http404(_("This unit is no longer in the course."))
    return course, found


def _page(
    request: HttpRequest,
    course: Course,
    found: Unit,
    *,
    typed: WhatWasTyped | None = None,
    about: RefusedAbout | None = None,
    refused: RefusedSettings | None = None,
    status: int = 200,
) -> HttpResponse:
    context = desk(me(request), course, "outline")
    working_desk: Desk = context["desk"]
    editor = unit_desk(working_desk, found, typed, refused)
    wanted = request.GET.get("undo", "")
    return render(
        request,
        "studio/unit.html",
        {
            **context,
            "editor": editor,
            "about": about,
            "mend": to_mend(course, editor, but=_wanted(request) if "new" in request.GET else ""),
            "at": _wanted(request),
            "seconds": UNDO_SECONDS,
            "clashes": list(typed.clashes.values()) if typed else [],
            "what": request.GET.get("what", ""),
            "undo": editor.shape_sequence if read_whole(wanted) == editor.shape_sequence else None,
        },
        status=status,
    )


def with_refused(
    request: HttpRequest, course: Course, found: Unit, refused: RefusedSettings
) -> HttpResponse:
    """The page again, with what could not be set as it was sent."""
    return _page(request, course, found, refused=refused, status=422)


def address_of(course: Course, found: Unit) -> str:
    """Where this unit is written."""
    return reverse("studio:unit", args=[course.slug, found.uid])


def _wanted(request: HttpRequest) -> str:
    """The block that was just changed, where the focus belongs."""
    said = request.GET.get("at", "")
    return said if UID.fullmatch(said) else ""


def back_to(
    course: Course,
    found: Unit,
    block: str = "",
    *,
    undo: bool = False,
    added: bool = False,
    what: str = "",
) -> HttpResponse:
    """To the editor, at the block; with `undo` it offers to take the change back. What was just
    `added` is not complained of yet. what: was taken out inside the block."""
    new = "&new=1" if added else ""
    query = f"?at={block}{new}#b-{block}" if UID.fullmatch(block) else ""
    if undo:
        asked = f"?undo={found.drafts.get(part='shape').sequence}"
        # Of what was taken out inside a block, the block stays where one is.
        query = f"{asked}&what={what}&at={block}#b-{block}" if what else f"{asked}#blocks"
    return HttpResponseRedirect(address_of(course, found) + query)
