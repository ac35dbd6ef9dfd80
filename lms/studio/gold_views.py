"""The truth of an exercise's items under audit, and the page where experts answer them."""

from copy import copy
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.banks.kinds import KINDS
from courses.banks.models import ItemVersion
from courses.calibration.actions import answer_as_expert, decide_on_gold
from courses.calibration.models import GoldDecision
from courses.calibration.vouching import body_for_experts, seed_for_experts, to_vouch, vouched
from courses.classroom.asking import Asked, ask, name_of
from courses.content.access import course_for_author, course_for_expert, unit_of
from courses.content.models import Course
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.common.wording import read_whole
from lms.studio.desk import desk
from lms.studio.gold_desk import GoldDesk, gold_desk, title_of
from lms.studio.studio_views import me

read_or_write = require_http_methods(["GET", "HEAD", "POST"])
CORRECTED = "corrected:"


@login_required
@read_or_write
def gold(request: HttpRequest, slug: str, uid: UUID, block: UUID) -> HttpResponse:
    """What speaks for and against each truth, and deciding about it."""
    course = course_for_author(me(request), slug)
    unit = unit_of(course, uid)
    about = request.POST.get("version") or request.GET.get("about", "")
    page = gold_desk(course, unit, block, about)
    if request.method == "POST":
        return _decide(request, course, page)
    return _shown(request, course, page)


def _decide(request: HttpRequest, course: Course, page: GoldDesk) -> HttpResponse:
    row = page.row(request.POST.get("version", ""))
    verdict, _colon, wanted = request.POST.get("verdict", "").partition(":")
    later = next((one for one in row.held.corrected if str(one.pk) == wanted), None)
    try:
        decided = decide_on_gold(
            course,
            row.version,
            verdict=verdict,
            corrected_to=later,
            way=request.POST.get("way") or GoldDecision.Way.UPWARD,
            reason=request.POST.get("reason", ""),
            by=me(request),
            on=now(),
        )
    except Refusal as refusal:
        return _shown(request, course, page, refused=str(refusal))
    if decided.settled_at is None:
        messages.success(
            request, _("Decided. The results that rest on it are being worked out again.")
        )
    else:
        messages.success(request, _("Decided."))
    return redirect("studio:gold", slug=course.slug, uid=page.unit.uid, block=page.block)


def _shown(request: HttpRequest, course: Course, page: GoldDesk, refused: str = "") -> HttpResponse:
    context = {
        **desk(me(request), course, "outline"),
        "page": page,
        "refused": {"why": refused} if refused else None,
        "typed": request.POST if refused else {},
        # The version that was chosen as the right one.
        "chosen": read_whole(request.POST.get("verdict", "").removeprefix(CORRECTED)),
    }
    return render(request, "studio/gold.html", context, status=422 if refused else 200)


# What a browser shows again from its memory must not hold an old answer.
@never_cache
@login_required
@read_or_write
def experts(request: HttpRequest, slug: str, uid: UUID, block: UUID) -> HttpResponse:
    """The next item that this expert has not answered; an answer leads to the one after it."""
    course = course_for_expert(me(request), slug)
    unit = unit_of(course, uid)
    title = title_of(course, unit, block)
    versions = to_vouch(course, block, me(request))
    done = vouched(versions, me(request))
    waiting = [one for one in versions if one.pk not in done]
    page = {"unit": unit, "block": block, "title": title, "of": len(versions), "done": len(done)}
    if request.method != "POST":
        first = waiting[0] if waiting else None
        asked = _ask(first, len(done)) if first else None
        return _asked(request, course, page | {"version": first}, asked)
    sent = request.POST.get("version", "")
    version = next((one for one in versions if str(one.pk) == sent), None)
    here = redirect("studio:gold-experts", slug=course.slug, uid=unit.uid, block=block)
    if version is None or version.pk in done:
        return here
    body = body_for_experts(version)
    said = KINDS[body["kind"]].answer(body, request.POST, name_of(version))
    cannot_tell = "cannot" in request.POST
    try:
        answer_as_expert(
            course, block, version, said, cannot_tell=cannot_tell, by=me(request), on=now()
        )
    except Refusal as refusal:
        asked = _ask(version, len(done), said).with_error(str(refusal))
        return _asked(request, course, page | {"version": version}, asked, status=422)
    return here


def _ask(version: ItemVersion, done: int, answer: Any = None) -> Asked:
    met = copy(version)
    met.body = body_for_experts(version)
    return ask(met, done + 1, seed=seed_for_experts(version), answer=answer)


def _asked(
    request: HttpRequest,
    course: Course,
    page: dict[str, Any],
    asked: Asked | None,
    status: int = 200,
) -> HttpResponse:
    context = {**desk(me(request), course, "outline"), **page, "asked": asked}
    return render(request, "studio/gold_experts.html", context, status=status)
