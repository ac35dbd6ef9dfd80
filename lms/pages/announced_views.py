"""A course that is announced: what it will be, and being told when it opens, with or without an
account."""

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from courses.classroom.guards import person_of
from courses.content.access import announced_course, course_at
from courses.content.models import Release
from courses.content.queries import titles_of
from courses.enrolment.actions import (
    ask_by_address,
    confirm_interest,
    drop_interest,
    wait_for,
    wait_no_longer,
)
from courses.enrolment.interests import interest_behind
from courses.enrolment.opening_letters import ask_to_confirm
from courses.enrolment.queries import waits_for
from lms.accounts.answers import mail_not_sent, too_many
from lms.accounts.throttles import APP, seconds_left
from lms.common.clock import now
from lms.common.languages import current_language
from lms.pages.announced_forms import AddressForm

THROTTLE = "tell_me"


def announced_page(
    request: HttpRequest, draft: Release, form: AddressForm | None = None
) -> HttpResponse:
    """What the course will be."""
    person = person_of(request)
    context = {
        "draft": draft,
        "course": draft.course,
        "waits": person is not None and waits_for(person, draft.course),
        "form": form or AddressForm(),
        "section": "courses",
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "pages/announced.html", context, status=status)


@require_POST
def tell_me(request: HttpRequest, slug: str) -> HttpResponse:
    """One button for whoever is signed in; for anybody else an address, which is confirmed first."""
    course = course_at(slug)
    if course.in_force_id is not None:
        messages.success(request, _("The course has opened. You can join it now."))
        return redirect("pages:course", slug=slug)
    draft, person = announced_course(slug), person_of(request)
    if person is not None:
        if request.POST.get("do") == "off":
            wait_no_longer(person, draft.course)
            messages.success(request, _("You will not be told when the course opens."))
        else:
            wait_for(person, draft.course, on=now())
            messages.success(request, _("You will be told when the course opens."))
        return redirect("pages:course", slug=slug)
    form = AddressForm(request.POST)
    if not form.is_valid():
        return announced_page(request, draft, form)
    email = form.cleaned_data["email"]
    if ratelimit.consume(request, app=APP, action=THROTTLE, key=email.lower()) is None:
        return too_many(request, seconds_left(request, THROTTLE, key=email.lower()))
    interest = ask_by_address(draft.course, email, language=current_language(), on=now())
    # The same answer, whether or not the address was here before.
    if interest.confirmed_at is None and not ask_to_confirm(interest):
        return mail_not_sent(request)
    messages.success(
        request,
        _("We have written to %(email)s. Follow the link in that letter, and you will be told.")
        % {"email": email},
    )
    # To where that is said: else the browser keeps the form's place, further down.
    return redirect(reverse("pages:course", args=[slug]) + "#main")


# What the link is signed with is permission enough, so that it works in any browser.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def interest(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The link of the letter: looking shows one button, which says yes, or no to whoever said yes."""
    found, done = interest_behind(slug, key), ""
    if request.method == "POST" and found is not None:
        if request.POST.get("do") == "on":
            confirm_interest(found, on=now())
            done = "on"
        else:
            drop_interest(found)
            done = "off"
    title = titles_of([slug]).get(slug) if found is not None else None
    context = {
        "known": found is not None,
        "title": title,
        "confirmed": found is not None and (bool(found.confirmed_at) or done == "on"),
        "done": done,
        "slug": slug,
    }
    status = 404 if found is None else 200
    response = render(request, "pages/interest.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
