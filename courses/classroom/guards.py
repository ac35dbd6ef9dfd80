"""What a request gets that may not read a unit: the course with *Join*, or what opens the lock."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.classroom.waiting import Waiting
from courses.classroom.ways import IntoCourse
from courses.content.outline import OutlineItem
from courses.progress.access import Locked, NotEnrolled, UnitPlace
from lms.accounts.models import User
from lms.common import wording

View = Callable[..., HttpResponseBase]


def me(request: HttpRequest) -> User:
    """The signed-in person."""
    assert isinstance(request.user, User)
    return request.user


def person_of(request: HttpRequest) -> User | None:
    """Who is signed in, if anybody."""
    return request.user if isinstance(request.user, User) else None


def acts(page: Callable[..., str]) -> Callable[[View], View]:
    """For views that change something: only by POST, only for who is signed in.

    page: the address of the page the form stands on, from the view's own arguments. Whoever is not
    signed in comes back there after signing in; so does whoever opens the bare address.
    """

    def around(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            back = page(*args, **kwargs)
            if request.method != "POST":
                return redirect(back)
            if not request.user.is_authenticated:
                return redirect_to_login(back)
            return view(request, *args, **kwargs)

        return guarded

    return around


def course_page(slug: str, **_more: object) -> str:
    """The page of a course."""
    return reverse("pages:course", args=[slug])


def unit_page_of(slug: str, uid: object, **_more: object) -> str:
    """The page of a unit."""
    return reverse("classroom:unit", args=[slug, uid])


def attempt_page(uid: object) -> str:
    """The page of an attempt."""
    return reverse("classroom:attempt", args=[uid])


def locked_context(place: UnitPlace, before: Sequence[OutlineItem]) -> dict[str, Any]:
    """What a page says of a unit that opens later."""
    assert place.standing is not None
    missing = place.standing.missing[place.item.uid]
    return {
        "place": place,
        "before": before,
        "waits": Waiting(place.outline, place.standing, place.on).before(missing),
        "minutes": sum(item.minutes for item in before),
    }


def why_not_enrolled(elsewhere: NotEnrolled) -> str:
    """What somebody is told who asked for a unit without learning there."""
    if elsewhere.coming and elsewhere.coming.run.starts_on:
        day = wording.day(elsewhere.coming.run.starts_on)
        return _("You are in. Learning begins on %(day)s.") % {"day": day}
    return _("Join the course to read on. It is free.")


def learner_or_course(view: View) -> View:
    """Send who is not enrolled to the course page, and tell who is too early what comes first."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NotEnrolled as elsewhere:
            messages.info(request, why_not_enrolled(elsewhere))
            address = reverse("pages:course", args=[elsewhere.course.slug])
            response = redirect(f"{address}#join")
            response.status_code = 303
            return response
        except Locked as locked:
            context = locked_context(locked.place, locked.before)
            context["ways"] = IntoCourse(locked.place.outline.slug)
            return render(request, "classroom/locked.html", context, status=403)

    return guarded
