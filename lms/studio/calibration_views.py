"""The classes and rules of an exercise that measures."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.content.access import course_for_author, unit_of
from courses.content.actions.measuring import set_exercise
from courses.content.models import Course, Met, Unit
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.studio.calibrations import calibration_desk, given_in, lessons_typed, required
from lms.studio.desk import desk
from lms.studio.studio_views import me

LEVELS = (1, 2, 3)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def calibration(request: HttpRequest, slug: str, uid: UUID, block: UUID) -> HttpResponse:
    """What is measured and by which rules; a press works out the chances, or saves."""
    course = course_for_author(me(request), slug)
    unit = unit_of(course, uid)
    context = desk(me(request), course, "outline")
    if request.method != "POST":
        return _shown(request, course, unit, str(block), context)
    do = request.POST.get("do", "")
    if do == "chances":
        return _shown(request, course, unit, str(block), context, typed=True)
    if do != "save":
        raise Http404
    # Whether it decides when the unit is done, and 404 where there is no such block.
    page = calibration_desk(course, context["desk"], unit, str(block))
    requirement, level = required(request.POST)
    if requirement in (Met.SCORE, Met.ANSWER):
        # What another part of the unit asks stays as it is; nothing here can change it.
        requirement = ""
    try:
        set_exercise(
            unit,
            str(block),
            given_in(request.POST),
            classes=request.POST.getlist("class"),
            key_classes=request.POST.getlist("key"),
            lessons=lessons_typed(request.POST),
            requirement=requirement if page.counts else "",
            level_at_least=level,
            by=me(request),
            on=now(),
        )
    except Refusal as refusal:
        return _shown(request, course, unit, str(block), context, typed=True, refused=str(refusal))
    messages.success(request, _("Saved. Learners see it when the course is published."))
    return HttpResponseRedirect(reverse("studio:calibration", args=[slug, uid, block]))


def _shown(
    request: HttpRequest,
    course: Course,
    unit: Unit,
    block: str,
    context: dict[str, Any],
    *,
    typed: bool = False,
    refused: str = "",
) -> HttpResponse:
    sent = request.POST if typed else None
    page = calibration_desk(course, context["desk"], unit, block, sent)
    told = {
        "page": page,
        "refused": refused,
        "levels": LEVELS,
        "is_typed": typed,
        "worked_out": typed and not refused,
    }
    status = 422 if refused or (typed and page.exercise is None) else 200
    return render(request, "studio/calibration.html", {**context, **told}, status=status)
