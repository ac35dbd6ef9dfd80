"""The outline of a course: looking at it, and changing it."""

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from courses.content.access import course_for_author, course_for_viewer
from courses.content.models import Course
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.studio.desk import desk
from lms.studio.outline_acts import Asked, act
from lms.studio.outlines import UNDO_SECONDS, Refused, bar_of, outline_page
from lms.studio.publish_views import keep_choices
from lms.studio.studio_views import me

PLACE = re.compile(r"[a-z0-9-]{1,80}")
RENAMED = "renamed_unit"
# The page that has such a button too says so; whoever pressed it there stays there.
PUBLISH = "publish"
# Where the form of a refused act stands.
PANELS = {"unit": "u", "put": "to", "module": "m"}


@login_required
@require_safe
def course(request: HttpRequest, slug: str) -> HttpResponse:
    """A course's place in the studio is its outline."""
    return redirect("studio:outline", slug=course_for_viewer(me(request), slug).slug)


@login_required
@require_safe
@never_cache
def outline(request: HttpRequest, slug: str) -> HttpResponse:
    """Modules and units; with controls for those who write. Back shows it as it is now, not as it
    was before the changes that followed."""
    return _page(request, course_for_viewer(me(request), slug))


@login_required
@require_POST
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything the outline's buttons do; `do` says what to which."""
    course = course_for_author(me(request), slug)
    do = request.POST.get("do", "")
    verb, _colon, target = do.partition(":")
    renamed = request.session.get(RENAMED)
    asked = Asked(course, target, request.POST, me(request), now(), renamed)
    publishes = request.POST.get("then") == PUBLISH
    if publishes:
        keep_choices(request, slug)
    try:
        done = act(asked, verb)
    except Refusal as refusal:
        if publishes:
            messages.error(request, str(refusal))
            return redirect("studio:publish", slug)
        return _page(request, course, Refused(do, str(refusal), request.POST))
    if done.renamed or renamed:
        request.session[RENAMED] = done.renamed
    if done.said:
        messages.info(request, done.said)
    if done.writes:
        return redirect("studio:unit", slug, done.writes)
    address = reverse("studio:publish" if publishes else "studio:outline", args=[slug])
    return redirect(f"{address}?at={done.at}#{done.at}")


def _page(request: HttpRequest, course: Course, refused: Refused | None = None) -> HttpResponse:
    context = desk(me(request), course, "outline")
    draft, writes = context["desk"].draft, context["desk"].writes
    opened = at = ""
    if writes:
        opened, at = _place(request, "open"), _place(request, "at")
    if refused:
        verb, _colon, target = refused.do.partition(":")
        if verb in PANELS:
            opened = f"{PANELS[verb]}-{target}"
    page = outline_page(course, draft, opened=opened, refused=refused)
    bar = None
    if writes and not refused:
        bar = bar_of(draft, me(request), request.session.get(RENAMED), now())
    context |= {
        "page": page,
        "bar": bar,
        "seconds": UNDO_SECONDS,
        "opened": opened,
        "at": opened or at,
        "refused": refused,
    }
    return render(request, "studio/outline.html", context, status=422 if refused else 200)


def _place(request: HttpRequest, name: str) -> str:
    said = request.GET.get(name, "")
    return said if PLACE.fullmatch(said) else ""
