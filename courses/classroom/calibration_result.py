"""The result of a calibration: its page, the answers beside the truth, and what to do differently."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.calibration.access import own_result
from courses.calibration.actions import write_plan
from courses.calibration.actions.closing import MOST_PLAN
from courses.calibration.models import CalibrationResult
from courses.calibration.queries import items_of
from courses.classroom.calibrating import is_right_now, told, truths_of
from courses.classroom.calibration_shown import result_page, where_of
from courses.classroom.guards import acts, me
from courses.classroom.ways import IntoCourse
from lms.common.clock import now
from lms.common.errors import Refusal

ANSWERS_A_PAGE = 10


def page_of(uid: object) -> str:
    """The page of a result."""
    return reverse("classroom:calibration-result", args=[uid])


@never_cache
@require_safe
@login_required
def result(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What a sitting came to, how far to trust it, and what happens next."""
    return _shown(request, own_result(me(request), uid))


def _shown(request: HttpRequest, one: CalibrationResult, **more: Any) -> HttpResponse:
    context = result_page(one, now())
    plan = context["plan"]
    context |= {
        "written": plan.text if plan else "",
        "most": MOST_PLAN,
        "ways": IntoCourse(one.sitting.enrolment.run.course.slug),
        **more,
    }
    status = 422 if "trouble" in more else 200
    return render(request, "classroom/calibration_result.html", context, status=status)


@never_cache
@require_safe
@login_required
def answers(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Every item as it was met, with the truth beside the answer; a few to a page, as drawing them
    takes a while."""
    one = own_result(me(request), uid)
    where = where_of(one.sitting)
    items = items_of(one.sitting)
    truths = truths_of(items, one.sitting.unit_id)
    missed = request.GET.get("show") == "missed"
    rows = [mine for mine in items if not (missed and is_right_now(mine, truths))]
    page = Paginator(rows, ANSWERS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "result": one,
        "where": where,
        "item": where.item,
        "page": page,
        "missed": missed,
        "answers": [told(mine, where.outline, where.exercise, truths) for mine in page],
        "ways": IntoCourse(one.sitting.enrolment.run.course.slug),
    }
    return render(request, "classroom/calibration_result_answers.html", context)


@acts(page_of)
def plan(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Keep what somebody will do differently; what cannot be kept stays as it was typed."""
    one = own_result(me(request), uid)
    text = request.POST.get("text", "")
    try:
        kept = write_plan(one.sitting, text, on=now())
    except Refusal as refusal:
        return _shown(request, one, trouble=str(refusal), written=text)
    if kept is None:
        messages.success(request, _("Your plan is taken away."))
    else:
        messages.success(request, _("Your plan is kept with the result."))
    return redirect(f"{page_of(uid)}#plan")
