"""Joining, reading, finishing."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.classroom.guards import (
    acts,
    course_page,
    learner_or_course,
    me,
    person_of,
    unit_page_of,
)
from courses.classroom.public_views import enter
from courses.classroom.reading import unit_page
from courses.classroom.ways import IntoCourse
from courses.content.access import published_course
from courses.content.models import Met
from courses.content.outline import Outline
from courses.enrolment.access import enrolment_of
from courses.enrolment.models import Enrolment
from courses.progress.access import (
    Place,
    course_for,
    own_unit,
    unit_for,
    unit_to_do,
    what_is_missing,
)
from courses.progress.actions import complete_unit, leave, skip_unit
from lms.common.clock import now
from lms.common.errors import refusals_as_messages


@require_safe
@learner_or_course
def unit(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """One unit to read."""
    place = unit_for(person_of(request), slug, uid)
    context = {"place": place, "page": unit_page(place, on=now()), "ways": IntoCourse(slug)}
    return render(request, "classroom/unit.html", context)


def join_course(request: HttpRequest, slug: str) -> HttpResponse:
    """Join, and begin at once; whoever is not signed in is asked who they are first."""
    person = person_of(request)
    course = published_course(slug)
    if person is None:
        return redirect("classroom:join-sign-up", slug=slug)
    if request.method != "POST":
        return redirect("pages:course", slug=slug)
    return enter(request, person, course)


@acts(course_page)
def leave_course(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave; nothing is lost."""
    enrolment = enrolment_of(me(request), published_course(slug))
    if enrolment:
        leave(enrolment, on=now())
        messages.success(
            request,
            _("You have left the course. Everything you have done is kept for your return."),
        )
    return redirect("pages:course", slug=slug)


@require_safe
@login_required
def go_on(request: HttpRequest, slug: str) -> HttpResponse:
    """Continue: the first unfinished thing that is open, on any device."""
    return redirect(next_address(course_for(me(request), slug)))


@acts(unit_page_of)
@learner_or_course
@refusals_as_messages
def finish_unit(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """The one button everyone presses at the end of a reading unit."""
    enrolment, outline, item = unit_to_do(me(request), slug, uid)
    with what_is_missing(me(request), slug, uid):
        enrolment = complete_unit(enrolment, item.unit_id, by=Met.CONTINUE, on=now())
    return redirect(after(enrolment, outline))


@acts(unit_page_of)
@learner_or_course
@refusals_as_messages
def skip(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """Go on without doing the unit, by what was shown before or what an instructor allows."""
    enrolment, outline, item = own_unit(me(request), slug, uid)
    skip_unit(enrolment, item.unit_id, on=now())
    enrolment.refresh_from_db()
    messages.success(request, _("Skipped. You can come back and do it at any time."))
    return redirect(after(enrolment, outline))


def after(enrolment: Enrolment, outline: Outline) -> str:
    """Where a learner goes once something is done: the next unit, or the course at its end."""
    following = outline.by_unit.get(enrolment.next_unit_id or 0)
    if following is None:
        return reverse("pages:course", args=[outline.slug])
    return reverse("classroom:unit", args=[outline.slug, following.uid])


def next_address(place: Place) -> str:
    """Where Continue leads."""
    if place.standing is None or place.standing.next is None:
        return reverse("pages:course", args=[place.outline.slug])
    return reverse("classroom:unit", args=[place.outline.slug, place.standing.next.uid])
