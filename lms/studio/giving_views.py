"""Giving a badge by hand: to one person, or to a list of people with a preview and a report."""

from hashlib import blake2s
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from badges.awards.access import own_list
from badges.awards.giving_actions import give_by_hand
from badges.awards.list_actions import confirm_list, plan
from badges.awards.lists import MOST_BYTES, MOST_ROWS, Line, decoded, read_list
from lms.accounts.models import User
from lms.common.clock import local_day, now
from lms.common.errors import Refusal
from lms.common.languages import current_language
from lms.common.wording import read_whole
from lms.studio.badge_places import Place, around, place_for
from lms.studio.giving import Preview, Search, chosen_by, found_by, lines_of, report_of, table_of
from lms.studio.giving_forms import GiveForm, ListForm
from lms.studio.studio_views import me

BESIDE = {"no-reason": "reason", "too-long": "reason", "bad-day": "done_on", "bad-link": "link"}


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def give_one(request: HttpRequest, key: str, slug: str | None = None) -> HttpResponse:
    """Find somebody, say why, give. Finding judges nothing and keeps what was typed."""
    place = place_for(request, key, slug)
    if request.method != "POST" or place.why_not or place.achievement.archived_at:
        return _one(request, place, GiveForm(), Search())
    form = GiveForm(request.POST)
    typed = printable_line(request.POST.get("q", ""))
    if request.POST.get("do") != "give":
        return _one(request, place, _unjudged(form), found_by(place, typed, now()), asked=typed)
    who = read_whole(request.POST.get("who", ""))
    search = chosen_by(place, who, now()) if who else found_by(place, typed, now())
    if not form.is_valid() or not who:
        if not who:
            form.add_error("q", _("Find the person and choose them."))
    elif not search.people:
        form.add_error("q", _("Nobody is found so. Find the person again."))
    else:
        person = search.people[0].person
        try:
            give_by_hand(place.achievement, person, form.said(), by=me(request), on=now())
        except Refusal as refusal:
            form.add_error(BESIDE.get(refusal.code), str(refusal))
        else:
            messages.success(request, _given(person))
            return redirect(place.recipients)
    return _one(request, place, form, search, asked=typed, who=who, status=422)


def _given(person: User) -> str:
    return _("The badge is given: %s. They are told of it.") % person.name


def printable_line(typed: str) -> str:
    """What was typed to be searched for, of a length that somebody has."""
    return typed.replace("\0", "").strip()[:254]


def _unjudged(form: GiveForm) -> GiveForm:
    """With what was typed, before anything is required of it."""
    return GiveForm(initial={name: form.data.get(name, "") for name in form.fields})


def _one(
    request: HttpRequest,
    place: Place,
    form: GiveForm,
    search: Search,
    *,
    asked: str = "",
    who: int | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        **around(request, place),
        "form": form,
        "search": search,
        "asked": asked,
        "who": who or (search.people[0].person.pk if len(search.people) == 1 else None),
    }
    return render(request, "studio/give.html", context, status=status)


# --- lists ---------------------------------------------------------------------------------------


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def give_list(request: HttpRequest, key: str, slug: str | None = None) -> HttpResponse:
    """Bring a list, see what will come of each line, confirm. Nothing is written before that, and only
    what was seen is confirmed."""
    place = place_for(request, key, slug)
    if request.method != "POST" or place.why_not or place.achievement.archived_at:
        return _many(request, place, ListForm())
    form = ListForm(request.POST, request.FILES)
    try:
        text, lines = _read(request, form)
    except Refusal as refusal:
        form.add_error("file" if request.FILES else "pasted", str(refusal))
        return _many(request, place, form)
    if not form.is_valid():
        return _many(request, place, form)
    stamp, preview = _stamp(lines), Preview(plan(place.achievement, lines, on=now()), bool(slug))
    sure = request.POST.get("do") == "give" and request.POST.get("seen") == stamp
    uid = _uid(request.POST.get("uid", ""))
    if sure and uid and preview.count:
        made = confirm_list(place.achievement, uid, lines, by=me(request), on=now())
        if made.by_id == me(request).pk and made.achievement_id == place.achievement.pk:
            return redirect(place.at("given-list", uid=made.uid))
    said = {"pasted": text, "reason": request.POST.get("reason", "")}
    more = {"preview": preview, "seen": stamp, "uid": uuid4()}
    return _many(request, place, ListForm(initial=said), **more)


def _read(request: HttpRequest, form: ListForm) -> tuple[str, list[Line]]:
    """(the list as text, its lines). Raises Refusal."""
    if file := request.FILES.get("file"):
        text = decoded(file.read(MOST_BYTES + 1))
    else:
        text = request.POST.get("pasted", "").replace("\0", "")
    lines = read_list(text, local_day(now()), reason=request.POST.get("reason", ""))
    if not lines:
        raise Refusal("empty", _("Choose a file, or paste a list."))
    return text, lines


def _stamp(lines: list[Line]) -> str:
    """Which list this is: what is confirmed is what was looked at."""
    return blake2s(repr(lines).encode(), digest_size=16).hexdigest()


def _uid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _many(request: HttpRequest, place: Place, form: ListForm, **more: Any) -> HttpResponse:
    context = {**around(request, place), "form": form, "most": MOST_ROWS, **more}
    return render(request, "studio/give_list.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@require_safe
def given_list(request: HttpRequest, key: str, uid: UUID, slug: str | None = None) -> HttpResponse:
    """How far a list is, and what came of each line."""
    place = place_for(request, key, slug)
    found = own_list(me(request), place.achievement, uid)
    page = max(read_whole(request.GET.get("page", "")) or 1, 1)
    lines, more = lines_of(place, found, page)
    context = {
        **around(request, place),
        **_state(place, found),
        "lines": lines,
        "page": page,
        "more": more,
        "table": place.at("given-list-table", uid=uid),
    }
    return render(request, "studio/given_list.html", context)


@login_required
@never_cache
@require_safe
def given_list_state(
    request: HttpRequest, key: str, uid: UUID, slug: str | None = None
) -> HttpResponse:
    """The same for the page that asks again and again; once it is done, the whole page."""
    place = place_for(request, key, slug)
    found = own_list(me(request), place.achievement, uid)
    if not request.headers.get("HX-Request"):
        return redirect(place.at("given-list", uid=uid))
    state = _state(place, found)
    response = render(request, "studio/parts/given.html", state)
    if not state["report"].is_open:
        response["HX-Refresh"] = "true"
    return response


def _state(place: Place, found: Any) -> dict[str, Any]:
    again = place.at("given-list-state", uid=found.uid)
    return {"report": report_of(place, found), "again": again}


@login_required
@require_safe
def given_list_table(
    request: HttpRequest, key: str, uid: UUID, slug: str | None = None
) -> StreamingHttpResponse:
    """The report for a spreadsheet."""
    place = place_for(request, key, slug)
    found = own_list(me(request), place.achievement, uid)
    lines = table_of(place, found, current_language())
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = (
        f'attachment; filename="{key}-list-{found.confirmed_at:%Y-%m-%d}.csv"'
    )
    answer["Cache-Control"] = "private, no-store"
    return answer
