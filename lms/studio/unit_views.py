"""Writing a unit: the page, autosave, blocks, pictures, history."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.content.access import course_for_author, unit_of
from courses.content.actions.drafting import (
    Clash,
    Saved,
    Typed,
    add_block,
    call_current,
    keep_version,
    move_block,
    remove_block,
    restore_version,
    save_texts,
    set_block,
    set_unit,
    undo_blocks,
)
from courses.content.actions.picturing import MOST_BYTES, set_picture
from courses.content.blocks import BLOCKS
from courses.content.blocks.base import Settings
from courses.content.comparing import compare
from courses.content.drafting import content_of
from courses.content.models import Course, Unit, UnitVersion
from courses.content.queries import working_of
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.common.languages import LANGUAGES
from lms.common.wording import clock_time
from lms.common.yamlnodes import Faults
from lms.studio.desk import Desk, desk
from lms.studio.studio_views import me
from lms.studio.writing import KINDS, unit_desk
from lms.studio.writing import Typed as WhatWasTyped

MOST_SENT = 2_000_000


@login_required
@require_safe
def unit(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """The unit's blocks with their texts in both languages."""
    course, found = _unit(request, slug, uid)
    return _page(request, course, found)


@login_required
@require_POST
def draft(request: HttpRequest, slug: str, uid: UUID) -> JsonResponse:
    """Autosave: {"language", "typed": {place: {"value", "seen"}}}; answers what became of it.

    409 where somebody else wrote meanwhile: nothing is overwritten, both texts come back.
    """
    _course, found = _unit(request, slug, uid)
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
            str(place): Typed(str(one["value"]), int(one["seen"]))
            for place, one in sent["typed"].items()
        }
        language = sent["language"]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Http404 from error
    if language not in LANGUAGES:
        raise Http404
    return language, typed


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
    course, found = _unit(request, slug, uid)
    clashes: dict[tuple[str, str], Clash] = {}
    try:
        for code in LANGUAGES:
            saved = save_texts(found, code, _fields(request.POST, code), by=me(request), on=now())
            clashes |= {(code, clash.place): clash for clash in saved.clashes}
        if not clashes:
            keep_version(found, by=me(request), on=now())
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


def _fields(posted: Mapping[str, str], language: str) -> dict[str, Typed]:
    """The texts of one language that the form holds: `lt:place` with `seen:lt:place`."""
    found = {}
    for name, value in posted.items():
        if name.startswith(f"{language}:"):
            seen = posted.get(f"seen:{name}", "0")
            found[name.partition(":")[2]] = Typed(value, int(seen) if seen.isdecimal() else 0)
    return found


@login_required
@require_POST
def leave(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """The author has left the page: what was written becomes a version."""
    _course, found = _unit(request, slug, uid)
    keep_version(found, by=me(request), on=now())
    return HttpResponse(status=204)


@login_required
@require_POST
def add(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """A new block after the one named."""
    course, found = _unit(request, slug, uid)
    kind, after = request.POST.get("kind", ""), request.POST.get("after", "")
    try:
        block = add_block(found, kind, after=after, by=me(request), on=now())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return _back(course, found)
    return _back(course, found, block)


@login_required
@require_POST
def change(request: HttpRequest, slug: str, uid: UUID, block: UUID) -> HttpResponse:
    """Move, remove or set one block, or give it its picture; `do` says which."""
    course, found = _unit(request, slug, uid)
    person, on = me(request), now()
    stands = str(block)
    try:
        match request.POST.get("do"):
            case "up":
                move_block(found, stands, by_places=-1, by=person, on=on)
            case "down":
                move_block(found, stands, by_places=1, by=person, on=on)
            case "remove":
                remove_block(found, stands, by=person, on=on)
                return _back(course, found, undo=True)
            case "set":
                _set(request, found, stands)
            case "picture":
                _picture(request, found, stands)
            case _:
                raise Http404
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return _back(course, found, stands)


def _set(request: HttpRequest, found: Unit, block: str) -> None:
    stands = next((one for one in working_of(found).blocks if one["uid"] == block), None)
    if stands is None or stands["kind"] not in BLOCKS:
        raise Refusal("no-block", _("This block is no longer here. Somebody may have removed it."))
    faults = Faults()
    given = {
        name: str(value)
        for name, value in request.POST.items()
        if name not in ("csrfmiddlewaretoken", "do") and (value or name in ("wide", "decorative"))
    }
    # A box that is ticked says "on"; on a keyed line the word alone says it.
    given = {name: "" if value == "on" else value for name, value in given.items()}
    reading = Settings(given, ("", 0), faults)
    manner = BLOCKS[stands["kind"]].manner(reading)
    reading.finish()
    if faults:
        raise Refusal("settings", " ".join(fault.message for fault in faults))
    settings = {**stands["settings"], **manner}
    set_block(found, block, settings, by=me(request), on=now())


def _picture(request: HttpRequest, found: Unit, block: str) -> None:
    file = request.FILES.get("picture")
    if file is None:
        raise Refusal("no-file", _("Choose a picture first."))
    if (file.size or 0) > MOST_BYTES:
        raise Refusal("too-large", _("A picture has at most 15 MB."))
    language = request.POST.get("language", "")
    set_picture(found, block, file.read(), language=language, by=me(request), on=now())


@login_required
@require_POST
def about(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """How long the unit takes, and which competencies it claims."""
    course, found = _unit(request, slug, uid)
    minutes = request.POST.get("minutes", "")
    claimed = {}
    for code, level in zip(
        request.POST.getlist("competency"), request.POST.getlist("level"), strict=False
    ):
        if code and level.isdecimal():
            claimed[code[:20]] = int(level)
    try:
        set_unit(
            found,
            minutes=int(minutes) if minutes.isdecimal() else 0,
            alignments=[{"competency": code, "level": level} for code, level in claimed.items()],
            by=me(request),
            on=now(),
        )
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return HttpResponseRedirect(f"{_address(course, found)}#about")


@login_required
@require_POST
def current(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """The translation of one text still holds."""
    course, found = _unit(request, slug, uid)
    place = request.POST.get("field", "")
    call_current(found, place, by=me(request), on=now())
    return _back(course, found, place.partition(".")[0] if "." in place else "")


@login_required
@require_POST
def undo(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """Take back the last change of the blocks."""
    course, found = _unit(request, slug, uid)
    sequence = request.POST.get("sequence", "")
    try:
        undo_blocks(
            found,
            sequence=int(sequence) if sequence.isdecimal() else -1,
            by=me(request),
            on=now(),
        )
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return _back(course, found)


@login_required
@require_safe
def history(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """Every version with its author; two of them compared."""
    course, found = _unit(request, slug, uid)
    versions = list(found.versions.select_related("author").order_by("-number"))
    by_number = {version.number: version for version in versions}
    working = working_of(found)
    old = _chosen(request, "from", by_number) or versions[0]
    new = _chosen(request, "to", by_number)
    after = _content(new) if new else content_of(working)
    return render(
        request,
        "studio/history.html",
        {
            **desk(me(request), course, "outline"),
            "unit": found,
            "title": working.texts,
            "versions": versions,
            "old": old,
            "new": new,
            "change": compare(_content(old), after),
            "kinds": KINDS,
        },
    )


def _chosen(
    request: HttpRequest, name: str, versions: Mapping[int, UnitVersion]
) -> UnitVersion | None:
    wanted = request.GET.get(name, "")
    return versions.get(int(wanted)) if wanted.isdecimal() else None


def _content(version: UnitVersion) -> dict[str, Any]:
    names = ("title", "summary", "minutes", "blocks", "alignments")
    return {name: getattr(version, name) for name in names}


@login_required
@require_POST
def restore(request: HttpRequest, slug: str, uid: UUID, number: int) -> HttpResponse:
    """Bring an older version back as a new one."""
    course, found = _unit(request, slug, uid)
    old = found.versions.filter(number=number).first()
    if old is None:
        raise Http404
    restore_version(found, old, by=me(request), on=now())
    messages.success(
        request,
        _("Version %s is back as a new version. What was there before stays in the history.")
        % number,
    )
    return redirect("studio:unit", course.slug, found.uid)


# --- inside --------------------------------------------------------------------------------------


def _unit(request: HttpRequest, slug: str, uid: UUID) -> tuple[Course, Unit]:
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
    status: int = 200,
) -> HttpResponse:
    context = desk(me(request), course, "outline")
    working_desk: Desk = context["desk"]
    editor = unit_desk(working_desk, found, typed)
    wanted = request.GET.get("undo", "")
    return render(
        request,
        "studio/unit.html",
        {
            **context,
            "editor": editor,
            "clashes": list(typed.clashes.values()) if typed else [],
            "undo": editor.shape_sequence
            if wanted.isdecimal() and int(wanted) == editor.shape_sequence
            else None,
        },
        status=status,
    )


def _address(course: Course, found: Unit) -> str:
    return reverse("studio:unit", args=[course.slug, found.uid])


def _back(course: Course, found: Unit, block: str = "", *, undo: bool = False) -> HttpResponse:
    """To the editor, at the block; with `undo` it offers to take the change back."""
    query = ""
    if undo:
        query = f"?undo={found.drafts.get(part='shape').sequence}"
    return HttpResponseRedirect(f"{_address(course, found)}{query}#{f'b-{block}' if block else ''}")
