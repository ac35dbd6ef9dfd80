"""Self-checks and quizzes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.assessment.access import own_attempt
from courses.assessment.actions import (
    ask_hint,
    save_form,
    start_attempt,
    start_redo,
    submit_form,
)
from courses.assessment.models import Attempt, Response
from courses.assessment.queries import (
    attempts_at,
    late_answers_of,
    responses_of,
    rules_at,
    rules_now,
)
from courses.assessment.regrading import corrections
from courses.classroom.asking import asked_in, gaps_in, in_short, read_answers
from courses.classroom.attempts import (
    after_submitting,
    going_on,
    outline_now,
    while_open,
    why_too_late,
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
from courses.classroom.posting import posted
from courses.classroom.reading import asked_of_visitors, opening_of, optional_left, unit_page
from courses.classroom.ways import IntoCourse
from courses.content.outline import Outline
from courses.content.queries import outline_by_id
from courses.progress.access import own_unit, unit_for, unit_to_do, what_is_missing
from courses.progress.allowances import extra_attempts
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
    anyway = "confirm" in request.POST
    page = unit_page(place, checked=block, answers=answers, anyway=anyway, on=now())
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
    enrolment, outline, item = unit_to_do(me(request), slug, uid)
    with what_is_missing(me(request), slug, uid):
        attempt = start_attempt(enrolment, outline, item, block, on=now())
    return redirect("classroom:attempt", uid=attempt.uid)


@acts(attempt_page)
@learner_or_course
@refusals_as_messages
def redo(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Another go at what was not right in this attempt, or go on with what is open."""
    person = me(request)
    one = own_attempt(person, uid)
    enrolment, outline, item = own_unit(person, one.enrolment.run.course.slug, one.unit.uid)
    return redirect(
        "classroom:attempt", uid=start_redo(enrolment, outline, item, one, on=now()).uid
    )


# What a browser shows again from its memory must not hold an old answer or an old clock.
@never_cache
@require_safe
@login_required
def attempt(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The questions; once the time has ended, the way to the result; the result once it is
    submitted. Looking closes nothing."""
    one = own_attempt(me(request), uid)
    on = now()
    responses = responses_of(one)
    outline = outline_now(one)
    context: dict[str, Any] = {
        "attempt": one,
        "outline": outline,
        "item": outline.by_unit.get(one.unit_id)
        or outline_by_id(one.release_id).by_unit[one.unit_id],
        "ways": IntoCourse(one.enrolment.run.course.slug),
    }
    if one.is_over(on):
        return render(request, "classroom/time_over.html", context)
    if one.is_open:
        context["now"] = on
        context["opening"] = opening_of(context["item"].version_id, one.block)
        context |= while_open(one, responses, outline, request.GET, rules_at(one))
        context["saved_at"] = max(
            (response.saved_at for response in responses if response.saved_at), default=None
        )
        return render(request, "classroom/attempt.html", context)
    told = _result(one, responses, outline, on)
    return render(request, "classroom/result.html", context | told)


def _result(
    one: Attempt, responses: Sequence[Response], outline: Outline, on: datetime
) -> dict[str, Any]:
    """What came of a submitted attempt, and where to go on."""
    enrolment = one.enrolment
    corrected = corrections(one, responses)
    late = late_answers_of(responses)
    context = after_submitting(one, responses, outline, late, corrected)
    tried = attempts_at(enrolment, one.unit_id).get(one.block, [])
    rules = rules_now(one, outline)
    extra = extra_attempts(enrolment, one.unit_id, on) if rules.attempts else 0
    context |= going_on(one, tried, rules, on=on, extra=extra)
    context |= {
        "next_address": after(enrolment, outline),
        "following": outline.by_unit.get(enrolment.next_unit_id or 0),
        "stays": enrolment.next_unit_id == one.unit_id,
        # Written in one transaction, so the moments are the same.
        "completes": enrolment.completed_at is not None
        and enrolment.completed_at == one.submitted_at,
    }
    if enrolment.next_unit_id is None and enrolment.is_open:
        context["optional"] = optional_left(outline, standing_of(enrolment, outline, now()))
    return context


@acts(attempt_page)
def save(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Keep answers as they are given; acknowledged only after they are in the database.

    From a script: the form's fields with its `sequence`, answered with JSON.
    """
    one = own_attempt(me(request), uid)
    on = now()
    by_script = "application/json" in request.headers.get("Accept", "")
    try:
        kept = save_form(one, lambda asked: posted(request, asked, on), on=on)
    except Refusal as refusal:
        return JsonResponse({"code": refusal.code, "detail": refusal.detail}, status=422)
    if by_script and kept.is_open:
        # What the form is to know of each answer from now on, as its hidden fields say it.
        stands = {
            uid: {"v": kept.versions[uid], "o": in_short(answer)}
            for uid, answer in kept.sent.answers.items()
        }
        return JsonResponse({"saved": _clock(on), "stands": stands, "newer": [*kept.newer]})
    if by_script:
        code, detail = why_too_late(kept)
        return JsonResponse({"code": code, "detail": detail}, status=409)
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

    def is_ready(responses: Sequence[Response]) -> bool:
        gaps = gaps_in(asked_in(one, responses, outline_now(one)))
        return not gaps.faulty and (not gaps.blank or "confirm" in request.POST)

    left = submit_form(one, lambda asked: posted(request, asked, on), is_ready=is_ready, on=on)
    more = "?hand-in=1" if left.is_open else ""
    return redirect(f"{attempt_page(one.uid)}{more}")


@acts(attempt_page)
@refusals_as_messages
def hint(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the hint of one question; what the form holds is kept first."""
    one = own_attempt(me(request), uid)
    on = now()
    save_form(one, lambda asked: posted(request, asked, on), on=on)
    try:
        item = UUID(request.POST.get("hint", ""))
    except ValueError:
        raise Http404(_("There is no such question.")) from None
    ask_hint(one, item, on=on)
    uids = [response.item_version.item.uid for response in responses_of(one)]
    return redirect(f"{attempt_page(one.uid)}#q-{uids.index(item) + 1}")


def _place(request: HttpRequest) -> str:
    """Where on the page to go on: at the question that was just checked."""
    place = request.POST.get("place", "")
    return f"?check={place}#q-{place}" if place.isdecimal() and len(place) < 4 else ""


def _clock(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%H:%M")
