"""A run's own page: what it is, how one comes in, how one stands on the way."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.classroom.guards import acts, me, person_of
from courses.classroom.run_doors import PAGES, come, seen_by
from courses.classroom.run_words import told
from courses.content.access import published_course
from courses.content.queries import outline_of
from courses.enrolment.access import enrolment_of, run_at, run_by_link
from courses.enrolment.actions import decline_invitation, withdraw_application
from courses.enrolment.models import MOST_SENTENCE
from lms.accounts.errands import Errand
from lms.common.clock import now
from lms.common.errors import Refusal, refusals_as_messages
from lms.common.languages import current_language

MOST_KEY = 200


def run_page(slug: str, door: str) -> str:
    """The page of a run."""
    return reverse("classroom:run", args=[slug, door])


@require_safe
def by_link(request: HttpRequest, code: str) -> HttpResponse:
    """The short address of a link, on paper and in QR codes, in the reader's language."""
    run = run_by_link(code)
    response = HttpResponseRedirect(
        f"/{current_language()}/courses/{run.course.slug}/runs/{run.link_code}/"
    )
    response["Vary"] = "Accept-Language, Cookie"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def run(request: HttpRequest, slug: str, door: str) -> HttpResponse:
    """The run, for everybody who has its address."""
    return _page(request, slug, door)


def _page(
    request: HttpRequest,
    slug: str,
    door: str,
    refused: Refusal | None = None,
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    course = published_course(slug)
    found, by_link = run_at(course, door)
    person = person_of(request)
    shown = told(seen_by(person, found, by_link=by_link), now())
    assert course.in_force is not None
    context: dict[str, Any] = {
        "outline": outline_of(course.in_force),
        "told": shown,
        "run": found,
        "door": door,
        "before": enrolment_of(person, course) if person and shown.moves else None,
        "sign_up": Errand(PAGES, (slug, door)).path("account_signup"),
        "sign_in": Errand(PAGES, (slug, door)).path("account_login"),
        "refused": refused,
        "typed": typed or {},
        "most": MOST_SENTENCE,
    }
    response = render(request, "classroom/run.html", context, status=422 if refused else 200)
    if by_link:
        # The address is a secret: it stays out of search engines and of other people's logs.
        response["X-Robots-Tag"] = "noindex"
        response["Referrer-Policy"] = "same-origin"
    return response


@acts(run_page)
def join_run(request: HttpRequest, slug: str, door: str) -> HttpResponse:
    """Come in, ask, or wait; what was typed stays where it is not enough."""
    found, by_link = run_at(published_course(slug), door)
    typed = {
        "key": request.POST.get("key", "")[:MOST_KEY],
        "said": " ".join(request.POST.get("said", "").split())[:MOST_SENTENCE],
    }
    try:
        return come(
            request,
            me(request),
            found,
            door=door,
            by_link=by_link,
            waits="waits" in request.POST,
            moves="moves" in request.POST,
            **typed,
        )
    except Refusal as refusal:
        return _page(request, slug, door, refusal, typed)


@acts(run_page)
@refusals_as_messages
def stop(request: HttpRequest, slug: str, door: str) -> HttpResponse:
    """Withdraw the request, leave the waiting list, decline the place or the invitation."""
    found, _by_link = run_at(published_course(slug), door)
    waited = withdraw_application(me(request), found, on=now())
    if decline_invitation(me(request), found, on=now()):
        messages.success(request, _("You have declined the invitation. The address is forgotten."))
    elif waited:
        messages.success(request, _("You wait for a place no longer."))
    return redirect("classroom:run", slug=slug, door=door)
