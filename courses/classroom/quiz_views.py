"""Self-checks and quizzes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.assessment.access import own_attempt
from courses.assessment.actions import save_answers, start_attempt, submit
from courses.assessment.models import Attempt, Response
from courses.assessment.queries import responses_of
from courses.assessment.scoring import reaches
from courses.classroom.asking import asked_in, read_answers, reviewed_in
from courses.classroom.guards import learner_or_course, me, person_of
from courses.classroom.learner_views import after
from courses.classroom.reading import unit_page
from courses.content.outline import Outline
from courses.content.queries import outline_by_id, pinned
from courses.progress.access import own_unit, unit_for
from lms.common.clock import now
from lms.common.errors import Refusal, refusals_as_messages


@require_POST
@learner_or_course
def check(request: HttpRequest, slug: str, uid: UUID, block: UUID) -> HttpResponse:
    """Answer a self-check: the same page with what is right and why; nothing is stored."""
    place = unit_for(person_of(request), slug, uid)
    versions = pinned(place.outline.release_id, block)
    if not versions:
        raise Http404(_("This unit has no such question."))
    answers = read_answers(versions, request.POST)
    page = unit_page(place, checked=block, answers=answers)
    if getattr(request, "htmx", False):
        shown = next((one for one in page.blocks if one.uid == str(block)), None)
        context = {"place": place, "block": shown, "swapped": True}
        return render(request, "classroom/check.html", context)
    return render(request, "classroom/unit.html", {"place": place, "page": page})


@require_POST
@login_required
@learner_or_course
@refusals_as_messages
def start(request: HttpRequest, slug: str, uid: UUID, block: UUID) -> HttpResponse:
    """Open an attempt, or go on with the one that is open."""
    enrolment, outline, item = own_unit(me(request), slug, uid)
    attempt = start_attempt(enrolment, outline, item, block, on=now())
    return redirect("classroom:attempt", uid=attempt.uid)


@require_safe
@login_required
def attempt(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The questions, or the result once it is submitted."""
    one = own_attempt(me(request), uid)
    responses = responses_of(one)
    outline = _outline_in_force(one)
    context: dict[str, Any] = {
        "attempt": one,
        "outline": outline,
        "item": outline.by_unit.get(one.unit_id)
        or outline_by_id(one.release_id).by_unit[one.unit_id],
        "course": one.enrolment.run.course,
    }
    if one.is_open:
        context["asked"] = asked_in(one, responses)
        context["answered"] = sum(response.answer is not None for response in responses)
        context["sequence"] = max((response.sequence for response in responses), default=0)
        context["saved_at"] = max(
            (response.saved_at for response in responses if response.saved_at), default=None
        )
        return render(request, "classroom/attempt.html", context)
    reviewed = reviewed_in(one, responses, outline)
    context |= {
        "asked": reviewed,
        "right": sum(
            asked.marked is not None and asked.marked.points == 1000 for asked in reviewed
        ),
        "reached": _reached(one, outline),
        "next_address": after(one.enrolment, outline),
        "is_last": one.enrolment.next_unit_id is None,
    }
    return render(request, "classroom/result.html", context)


def _outline_in_force(one: Attempt) -> Outline:
    return outline_by_id(one.enrolment.run.course.in_force_id or one.release_id)


def _reached(one: Attempt, outline: Outline) -> bool | None:
    """Whether the score asked for is reached; None where none is asked."""
    item = outline.by_unit.get(one.unit_id)
    if item is None or item.score_at_least is None or item.score_block != one.block:
        return None
    return reaches(one.points or 0, one.possible, item.score_at_least)


@require_POST
@login_required
def save(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Keep answers as they are given; acknowledged only after they are in the database.

    From a script: the form's fields with its `sequence`, answered with JSON.
    """
    one = own_attempt(me(request), uid)
    on = now()
    try:
        kept = save_answers(
            one, _posted(request, responses_of(one)), sequence=_sequence(request), on=on
        )
    except Refusal as refusal:
        return JsonResponse({"code": refusal.code, "detail": refusal.detail}, status=422)
    if not kept:
        return JsonResponse(
            {"code": "submitted", "detail": _("These answers have been submitted already.")},
            status=409,
        )
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"saved": _clock(on)})
    return redirect("classroom:attempt", uid=one.uid)


@require_POST
@login_required
@refusals_as_messages
def submit_attempt(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Submit what the form holds; pressed again it shows the same result."""
    one = own_attempt(me(request), uid)
    answers = _posted(request, responses_of(one)) if one.is_open else {}
    submit(
        one,
        _outline_in_force(one),
        on=now(),
        answers=answers,
        sequence=_sequence(request),
    )
    return redirect("classroom:attempt", uid=one.uid)


def _posted(request: HttpRequest, responses: Sequence[Response]) -> Mapping[str, Any]:
    return read_answers([response.item_version for response in responses], request.POST)


def _sequence(request: HttpRequest) -> int:
    """The form's count of saves; without a script every form is newer than what is stored."""
    typed = request.POST.get("sequence", "")
    return int(typed) if typed.isdigit() and len(typed) < 16 else 0


def _clock(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%H:%M")
