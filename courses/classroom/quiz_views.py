"""Self-checks and quizzes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.assessment.access import own_attempt
from courses.assessment.actions import save_answers, start_attempt, submit
from courses.assessment.models import Attempt, Response
from courses.assessment.queries import late_answers_of, responses_of
from courses.assessment.regrading import corrections
from courses.classroom.asking import (
    after_submitting,
    asked_in,
    gaps_in,
    read_answers,
    while_open,
)
from courses.classroom.guards import (
    acts,
    attempt_page,
    learner_or_course,
    me,
    person_of,
    unit_page_of,
)
from courses.classroom.learner_views import after
from courses.classroom.reading import asked_of_visitors, opening_of, optional_left, unit_page
from courses.classroom.ways import IntoCourse
from courses.content.outline import Outline
from courses.content.queries import outline_by_id
from courses.progress.access import own_unit, unit_for
from courses.progress.queries import standing_of
from lms.common.clock import now
from lms.common.errors import Refusal, refusals_as_messages


@learner_or_course
def check(request: HttpRequest, slug: str, uid: UUID, block: UUID) -> HttpResponse:
    """Answer a self-check: the same page with what is right and why; nothing is stored. With
    questions left out it is the same page with what was answered, and says which."""
    if request.method != "POST":
        return redirect(unit_page_of(slug, uid))
    place = unit_for(person_of(request), slug, uid)
    versions = asked_of_visitors(place, block)
    if not versions:
        raise Http404(_("This unit has no such question."))
    answers = read_answers(versions, request.POST)
    ways = IntoCourse(slug)
    page = unit_page(place, checked=block, answers=answers, anyway="confirm" in request.POST)
    if getattr(request, "htmx", False):
        shown = next((one for one in page.blocks if one.uid == str(block)), None)
        if shown is None:
            raise Http404(_("This unit has no such question."))
        context = {"place": place, "block": shown, "swapped": True, "ways": ways}
        return render(request, "classroom/check.html", context)
    context = {"place": place, "page": page, "ways": ways}
    return render(request, "classroom/unit.html", context)


@acts(unit_page_of)
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
        "ways": IntoCourse(one.enrolment.run.course.slug),
    }
    if one.is_open:
        context["opening"] = opening_of(context["item"].version_id, one.block)
        context |= while_open(one, responses, outline, request.GET)
        context["sequence"] = max((response.sequence for response in responses), default=0)
        context["saved_at"] = max(
            (response.saved_at for response in responses if response.saved_at), default=None
        )
        return render(request, "classroom/attempt.html", context)
    return render(request, "classroom/result.html", context | _result(one, responses, outline))


def _result(one: Attempt, responses: Sequence[Response], outline: Outline) -> dict[str, Any]:
    """What came of a submitted attempt, and where to go on."""
    enrolment = one.enrolment
    corrected = corrections(one, responses)
    late = late_answers_of(responses)
    context = after_submitting(one, responses, outline, late, corrected) | {
        "next_address": after(enrolment, outline),
        "following": outline.by_unit.get(enrolment.next_unit_id or 0),
        "stays": enrolment.next_unit_id == one.unit_id,
        # Written in one transaction, so the moments are the same.
        "completes": enrolment.completed_at is not None
        and enrolment.completed_at == one.submitted_at,
    }
    if enrolment.next_unit_id is None and enrolment.is_open:
        context["optional"] = optional_left(outline, standing_of(enrolment, outline))
    return context


def _outline_in_force(one: Attempt) -> Outline:
    return outline_by_id(one.enrolment.run.course.in_force_id or one.release_id)


@acts(attempt_page)
def save(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Keep answers as they are given; acknowledged only after they are in the database.

    From a script: the form's fields with its `sequence`, answered with JSON.
    """
    one = own_attempt(me(request), uid)
    on = now()
    by_script = "application/json" in request.headers.get("Accept", "")
    responses = responses_of(one)
    try:
        kept = save_answers(
            one,
            _posted(request, responses),
            sequence=_sequence(request),
            seen=_seen(request, responses),
            on=on,
        )
    except Refusal as refusal:
        return JsonResponse({"code": refusal.code, "detail": refusal.detail}, status=422)
    if by_script and kept.is_open:
        return JsonResponse({"saved": _clock(on)})
    if by_script:
        said = {"code": "submitted", "detail": _("These answers have been submitted already.")}
        if kept.late:
            said = {
                "code": "late",
                "detail": _("This answer came after you handed in; it was kept but not counted."),
            }
        return JsonResponse(said, status=409)
    if not kept.is_open or one.tells_at_once:
        return redirect(f"{attempt_page(one.uid)}{_place(request)}")
    messages.success(request, _("Your answers are kept. Go on whenever you like."))
    return redirect(unit_page_of(one.enrolment.run.course.slug, one.unit.uid))


@acts(attempt_page)
@refusals_as_messages
def submit_attempt(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Submit what the form holds; pressed again it shows the same result.

    With questions left out the first press keeps the answers and asks; `confirm` means it.
    """
    one = own_attempt(me(request), uid)
    on = now()
    responses = responses_of(one)
    kept = save_answers(
        one,
        _posted(request, responses),
        sequence=_sequence(request),
        seen=_seen(request, responses),
        on=on,
    )
    if kept.is_open:
        asked = asked_in(one, responses_of(one), _outline_in_force(one))
        gaps = gaps_in(asked)
        if gaps.faulty or (gaps.blank and "confirm" not in request.POST):
            return redirect(f"{attempt_page(one.uid)}?hand-in=1")
        submit(one, on=on)
    return redirect("classroom:attempt", uid=one.uid)


def _posted(request: HttpRequest, responses: Sequence[Response]) -> Mapping[str, Any]:
    """The answers in the form; with `only`, just those of the items it names."""
    answers = read_answers([response.item_version for response in responses], request.POST)
    if "only" in request.POST:
        named = {name.removeprefix("a-") for name in request.POST["only"].split(",")}
        return {uid: answer for uid, answer in answers.items() if uid in named}
    return answers


def _seen(request: HttpRequest, responses: Sequence[Response]) -> dict[str, int] | None:
    """Item uid → the sequence its answer had when the form was made; None where the form names
    what was touched, so that a blank is meant."""
    if "only" in request.POST:
        return None
    uids = [str(response.item_version.item.uid) for response in responses]
    return {uid: _whole(request.POST.get(f"v-{uid}", "")) for uid in uids}


def _place(request: HttpRequest) -> str:
    """Where on the page to go on: at the question that was just checked."""
    place = request.POST.get("place", "")
    return f"?check={place}#q-{place}" if place.isdecimal() and len(place) < 4 else ""


def _whole(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 16 else 0


def _sequence(request: HttpRequest) -> int:
    """The form's count of saves; without a script every form is newer than what is stored."""
    return _whole(request.POST.get("sequence", ""))


def _clock(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%H:%M")
