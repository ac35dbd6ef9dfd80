"""My courses, and who learns in them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.content.access import course_with_people
from lms.accounts.models import User
from lms.studio.queries import people_of, taught_by


def me(request: HttpRequest) -> User:
    """The signed-in person."""
    assert isinstance(request.user, User)
    return request.user


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The courses in which this person has a role."""
    return render(request, "studio/home.html", {"courses": taught_by(me(request))})


@login_required
@require_safe
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Who learns in the course: how far, when last, whether certified."""
    course = course_with_people(me(request), slug)
    return render(request, "studio/people.html", {"course": course, "people": people_of(course)})
