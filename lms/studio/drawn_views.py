"""Items that a generator draws: choosing a generator, its parameters with samples, many at once."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.banks.actions import change_item, write_all, write_item
from courses.banks.facing import prompt_of
from courses.banks.generators import GENERATORS, is_generated
from courses.banks.models import Item, ItemVersion
from courses.banks.queries import newest_of, stamp_of
from courses.content.access import course_for_author, item_of
from courses.content.models import Course
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.studio.desk import desk
from lms.studio.drawn_items import (
    Typed,
    all_of,
    drawn_form,
    fresh,
    generators_told,
    others,
    posted,
    stored,
    told_of,
)
from lms.studio.items import draws_in, numbered, uses_in, uses_of, words_of
from lms.studio.studio_views import me

read_or_write = require_http_methods(["GET", "HEAD", "POST"])
MOST_STAMP = 40


@login_required
@read_or_write
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """A new item of one generator; without a generator, the choice of generators."""
    course = course_for_author(me(request), slug)
    context = desk(me(request), course, "bank")
    generator = GENERATORS.get(request.GET.get("generator", ""))
    if generator is None:
        if request.method == "POST":
            raise Http404
        told = {"generators": generators_told()}
        return render(request, "studio/drawn_kinds.html", {**context, **told})
    if request.method != "POST":
        return _page(request, context, fresh(generator))
    typed = posted(generator, request.POST)
    match request.POST.get("do"):
        case "show":
            return _page(request, context, typed)
        case "others":
            return _page(request, context, others(typed))
        case "save":
            return _write(request, course, context, typed)
        case "all":
            return _write_all(request, course, context, typed)
    raise Http404


def _write(
    request: HttpRequest, course: Course, context: dict[str, Any], typed: Typed
) -> HttpResponse:
    text, errors = typed.read()
    if errors:
        return _page(request, context, typed, status=422)
    try:
        item = write_item(course.bank, text, author=me(request), on=now())
    except Refusal as refusal:
        return _page(request, context, typed, refused=str(refusal), status=422)
    messages.success(request, _("Saved. Learners see it when the course is published."))
    return redirect("studio:drawn-item", course.slug, item.uid)


def _write_all(
    request: HttpRequest, course: Course, context: dict[str, Any], typed: Typed
) -> HttpResponse:
    texts = all_of(typed)
    if not texts:
        return _page(request, context, typed, status=422)
    try:
        n = write_all(course.bank, texts, author=me(request), on=now())
    except Refusal as refusal:
        return _page(request, context, typed, refused=str(refusal), status=422)
    messages.success(request, told_of(n))
    return HttpResponseRedirect(reverse("studio:bank", args=[course.slug]))


@login_required
@read_or_write
def item(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """An item that is drawn, as it stands now."""
    course = course_for_author(me(request), slug)
    found = item_of(course, uid)
    newest = newest_of(found)
    if not is_generated(newest.body):
        raise Http404
    context = desk(me(request), course, "bank")
    stands = stored(newest.body)
    if request.method != "POST":
        return _page(request, context, stands, item=found, newest=newest)
    typed = posted(stands.generator, request.POST)
    match request.POST.get("do"):
        case "show":
            return _page(request, context, typed, item=found, newest=newest)
        case "others":
            return _page(request, context, others(typed), item=found, newest=newest)
        case "save":
            return _change(request, context, found, newest, typed)
    raise Http404


def _change(
    request: HttpRequest,
    context: dict[str, Any],
    found: Item,
    newest: ItemVersion,
    typed: Typed,
) -> HttpResponse:
    text, errors = typed.read()
    if errors:
        return _page(request, context, typed, item=found, newest=newest, status=422)
    over = request.POST.get("over", "")[:MOST_STAMP]
    try:
        # Its pool and what explains it are not asked here; they stay.
        body = {**text.body, "see": newest.body.get("see")}
        text = replace(text, pool=found.pool, body=body)
        change_item(found, text, over=over, author=me(request), on=now())
    except Refusal as refusal:
        status = 409 if refusal.code == "changed-meanwhile" else 422
        said, newest = str(refusal), newest_of(found)
        return _page(
            request, context, typed, item=found, newest=newest, refused=said, status=status
        )
    messages.success(request, _("Saved. Learners see it when the course is published."))
    return redirect("studio:drawn-item", context["desk"].course.slug, found.uid)


def _page(
    request: HttpRequest,
    context: dict[str, Any],
    typed: Typed,
    *,
    item: Item | None = None,
    newest: ItemVersion | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    units = numbered(context["desk"].draft) if item else []
    form = drawn_form(typed)
    told = {
        "form": form,
        "item": item,
        "name": words_of(prompt_of(newest.body)) if newest else "",
        "over": stamp_of(item, newest) if item and newest else "",
        "uses": uses_of(item, uses_in(units), draws_in(units)) if item else [],
        "refused": refused,
        "is_sent": request.method == "POST",
    }
    if form.errors and request.method == "POST":
        status = 422
    return render(request, "studio/drawn_item.html", {**context, **told}, status=status)
