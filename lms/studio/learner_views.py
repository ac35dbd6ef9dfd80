"""One learner of a course, for those who teach it: their page, their answers, and what can be done for
them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.assessment.access import attempt_in
from courses.assessment.queries import late_answers_of, responses_of
from courses.assessment.regrading import corrections
from courses.classroom.asking import reviewed_in
from courses.content.access import course_for_author, course_with_people, unit_of
from courses.content.models import Course
from courses.content.queries import outline_by_id
from courses.enrolment.access import enrolment_in
from courses.enrolment.models import Enrolment
from courses.progress.access import allowance_in
from courses.progress.actions import count_unit, no_longer_allow, take_out, withdraw_count
from courses.progress.models import Allowance, How
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.studio.actions import help_learner
from lms.studio.desk import desk
from lms.studio.help_forms import COUNTS, COURSE, HelpForm
from lms.studio.learner_page import learner_of
from lms.studio.studio_views import me


@login_required
@require_safe
def learner(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Where one learner stands, and what they did here."""
    course = course_with_people(me(request), slug)
    return _page(request, course, enrolment_in(course, pk))


def _page(
    request: HttpRequest,
    course: Course,
    enrolment: Enrolment,
    *,
    typed: Any = None,
    refused: str = "",
) -> HttpResponse:
    found = learner_of(course, enrolment, now())
    context = {
        **desk(me(request), course, "people"),
        "learner": found,
        "form": HelpForm(found, typed) if enrolment.is_open else None,
        "refused": {"why": refused} if refused else None,
        "withdrawing": request.POST.get("withdraw", ""),
        "reason": request.POST.get("reason", ""),
    }
    status = 200 if typed is None and not refused else 422
    return render(request, "studio/learner.html", context, status=status)


@login_required
@require_POST
def count(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Do something for this learner: count a unit, exempt from it, open it, allow more."""
    course = course_for_author(me(request), slug)
    enrolment = enrolment_in(course, pk)
    form = HelpForm(learner_of(course, enrolment, now()), request.POST)
    if not form.is_valid():
        return _page(request, course, enrolment, typed=request.POST)
    said = form.cleaned_data
    unit = None if said["unit"] == COURSE else unit_of(course, UUID(said["unit"]))
    more = {"reason": said["reason"], "by": me(request), "on": now()}
    try:
        if said["how"] in COUNTS:
            assert unit is not None
            count_unit(enrolment, unit.pk, how=How(said["how"]), **more)
        else:
            more |= {name: said[name] for name in ("amount", "until", "pressed")}
            help_learner(enrolment, said["how"], unit_id=unit.pk if unit else None, **more)
    except Refusal as refusal:
        return _page(request, course, enrolment, typed=request.POST, refused=str(refusal))
    enrolment.refresh_from_db()
    messages.success(request, _told(enrolment, said["how"]))
    return redirect("studio:learner", slug=slug, pk=pk)


def _told(enrolment: Enrolment, how: str) -> str:
    if how not in COUNTS:
        return _("Allowed: “%(what)s”. The learner sees it in the course.") % {
            "what": Allowance.Kind(how).label
        }
    if enrolment.completed_at:
        return _("The unit counts. With it the course is completed.")
    return _("The unit counts, and what waited for it is open.")


@login_required
@require_POST
def withdraw(request: HttpRequest, slug: str, pk: int, uid: UUID) -> HttpResponse:
    """Take back what was counted by hand."""
    course = course_for_author(me(request), slug)
    enrolment = enrolment_in(course, pk)
    unit = unit_of(course, uid)
    reason = request.POST.get("reason", "")
    try:
        withdraw_count(enrolment, unit.pk, reason=reason, by=me(request), on=now())
    except Refusal as refusal:
        return _page(request, course, enrolment, refused=str(refusal))
    said = _("The unit no longer counts; it is to be done again.")
    if enrolment.completed_at:
        said += " " + _("The course stays completed, with its certificate.")
    messages.success(request, said)
    return redirect("studio:learner", slug=slug, pk=pk)


@login_required
@require_POST
def take_back(request: HttpRequest, slug: str, pk: int, allowance: int) -> HttpResponse:
    """No longer allow something."""
    course = course_for_author(me(request), slug)
    enrolment = enrolment_in(course, pk)
    row = allowance_in(enrolment, allowance)
    reason = request.POST.get("reason", "")
    try:
        no_longer_allow(row, reason=reason, by=me(request), on=now())
    except Refusal as refusal:
        return _page(request, course, enrolment, refused=str(refusal))
    messages.success(request, _("It is no longer allowed. What was done by it stays done."))
    return redirect("studio:learner", slug=slug, pk=pk)


@login_required
@require_POST
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take this learner out of their dated run."""
    course = course_for_author(me(request), slug)
    enrolment = enrolment_in(course, pk)
    reason = request.POST.get("reason", "")
    try:
        take_out(enrolment, reason=reason, by=me(request), on=now())
    except Refusal as refusal:
        enrolment.refresh_from_db()
        return _page(request, course, enrolment, refused=str(refusal))
    said = _("They are no longer in the run, and read your reason. You can let them in again here.")
    messages.success(request, said)
    return redirect("studio:run", slug=slug, pk=enrolment.run_id)


@login_required
@require_safe
def attempt(request: HttpRequest, slug: str, pk: int, uid: UUID) -> HttpResponse:
    """What was asked and answered in one attempt that was handed in."""
    course = course_with_people(me(request), slug)
    enrolment = enrolment_in(course, pk)
    one = attempt_in(enrolment, uid)
    responses = responses_of(one)
    outline = outline_by_id(one.release_id)
    late, corrected = late_answers_of(responses), corrections(one, responses)
    asked = reviewed_in(one, responses, outline, late, corrected)
    context = {
        **desk(me(request), course, "people"),
        "enrolment": enrolment,
        "attempt": one,
        "item": outline.by_unit[one.unit_id],
        "outline": outline,
        "asked": asked,
        "right": sum(each.is_right for each in asked),
    }
    return render(request, "studio/attempt.html", context)
