"""Trying a quiz in the preview. Nothing is stored: what was answered stands in the address."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.assessment.models import Attempt, Response
from courses.banks.models import ItemVersion
from courses.classroom.asking import asked_in, gaps_in, read_answers
from courses.classroom.attempts import after_submitting, going_on, while_open
from courses.classroom.reading import optional_left, rules_in
from courses.content.blocks.quiz import Rules
from lms.studio.preview import (
    LONGEST,
    PreviewWays,
    pack,
    stands_at,
    tried,
    unpack,
)
from lms.studio.preview_look import Elsewhere, Look, asking_block, at_unit, onward, previews, shown


@dataclass(frozen=True)
class Try:
    """A go at a quiz that nobody stores."""

    look: Look
    stored: dict[str, Any]
    attempt: Attempt
    responses: list[Response]
    packed: str
    hints: str

    @property
    def ways(self) -> PreviewWays:
        assert self.look.item is not None
        return replace(
            self.look.ways,
            quiz=(self.look.item.uid, self.attempt.block),
            answers=self.packed,
            hints=self.hints,
        )

    @property
    def rules(self) -> Rules:
        return rules_in(self.stored)


def _try(
    request: HttpRequest, look: Look, uid: UUID, block: UUID, *, handed_in: bool = False
) -> Try:
    """What the address says of the quiz, and then the form over it."""
    look = at_unit(request, look, uid)
    assert look.item is not None
    stored = asking_block(look, block, preset=True)
    if look.lens.is_visitor:
        raise Elsewhere(look.ways.to("unit", uid))
    versions = look.asks(block)
    answers = unpack(versions, request.GET.get("answers", ""))
    if request.method == "POST":
        answers |= {
            item: answer
            for item, answer in read_answers(versions, request.POST).items()
            # In practice what has been told is no field any more, and stays.
            if answer is not None or f"v-{item}" in request.POST
        }
    hinted = _hinted(request, versions)
    attempt, responses = tried(
        look.item,
        block,
        rules_in(stored),
        versions,
        answers,
        hinted=hinted,
        handed_in=handed_in,
        on=look.lens.moment,
    )
    hints = ".".join(str(number) for number in sorted(hinted))
    return Try(look, stored, attempt, responses, pack(versions, answers), hints)


def _hinted(request: HttpRequest, versions: Sequence[ItemVersion]) -> set[int]:
    """The numbers of the questions whose hint was asked for: in the address, or now."""
    said = request.GET.get("hints", "").split(".")
    hinted = {int(one) for one in said if one.isdecimal() and len(one) < 4}
    pressed = request.POST.get("hint", "")
    for number, version in enumerate(versions, 1):
        if str(version.item.uid) == pressed and version.body.get("hint"):
            hinted.add(number)
    return {number for number in hinted if number <= len(versions)}


@require_http_methods(["GET", "HEAD", "POST"])
@previews
def quiz(request: HttpRequest, look: Look, uid: UUID, block: UUID) -> HttpResponse:
    """The questions; what was answered is in the address."""
    if request.method == "POST":
        look = at_unit(request, look, uid)
        return redirect(replace(look.ways, quiz=(uid, block)).to("attempt"))
    return _questions(request, _try(request, look, uid, block))


def _questions(request: HttpRequest, one: Try) -> HttpResponse:
    outline = one.look.edition.outline
    context = {
        "attempt": one.attempt,
        "outline": outline,
        "item": one.look.item,
        "opening": one.stored if one.stored["html"] or one.stored["title"] else None,
        "now": one.attempt.opened_at,
        "saved_at": None,
        **while_open(one.attempt, one.responses, outline, request.GET, one.rules),
    }
    return shown(request, one.look, "classroom/attempt.html", context, one.ways)


@require_http_methods(["GET", "HEAD", "POST"])
@previews
def save_answers(request: HttpRequest, look: Look, uid: UUID, block: UUID) -> HttpResponse:
    """What saving leads to; nothing is saved."""
    one = _try(request, look, uid, block)
    if request.method != "POST":
        return redirect(one.ways.to("attempt"))
    if "application/json" in request.headers.get("Accept", ""):
        saved = timezone.localtime().strftime("%H:%M")
        return JsonResponse({"saved": saved, "stands": {}, "newer": []})
    if one.attempt.tells_at_once:
        place = request.POST.get("place", "")
        at = f"&check={place}#q-{place}" if place.isdecimal() and len(place) < 4 else ""
        return _on_to(request, one, at)
    messages.info(request, _("In a preview no answers are kept."))
    return redirect(one.look.ways.to("unit", uid))


@require_http_methods(["GET", "HEAD", "POST"])
@previews
def hint(request: HttpRequest, look: Look, uid: UUID, block: UUID) -> HttpResponse:
    """The questions with one more hint."""
    one = _try(request, look, uid, block)
    pressed = request.POST.get("hint", "")
    uids = [str(response.item_version.item.uid) for response in one.responses]
    return _on_to(request, one, f"#q-{uids.index(pressed) + 1}" if pressed in uids else "")


def _on_to(request: HttpRequest, one: Try, more: str) -> HttpResponse:
    """To the questions with what was answered; on this page where no address could hold it."""
    if len(one.packed) > LONGEST:
        return _questions(request, one)
    return redirect(f"{one.ways.to('attempt')}{more}")


@require_http_methods(["GET", "HEAD", "POST"])
@previews
def submit(request: HttpRequest, look: Look, uid: UUID, block: UUID) -> HttpResponse:
    """The result; with questions left out it is asked first, as learners are."""
    one = _try(request, look, uid, block)
    if request.method == "POST":
        gaps = gaps_in(asked_in(one.attempt, one.responses, one.look.edition.outline))
        if gaps.faulty or (gaps.blank and "confirm" not in request.POST):
            return _on_to(request, one, "&hand-in=1")
        if len(one.packed) <= LONGEST:
            return redirect(one.ways.to("submit"))
    return _result(request, _try(request, look, uid, block, handed_in=True))


def _result(request: HttpRequest, one: Try) -> HttpResponse:
    outline, item = one.look.edition.outline, one.look.item
    assert item is not None
    told = after_submitting(one.attempt, one.responses, outline, {}, {})
    look = one.look
    if told["reached"]:
        look = replace(look, lens=look.lens.having_done(outline, item))
    stands = stands_at(outline, look.lens)
    context = {
        "attempt": one.attempt,
        "outline": outline,
        "item": item,
        **told,
        "next_address": onward(look),
        "stays": stands.next is not None and stands.next.uid == item.uid,
        "following": stands.next,
        **going_on(one.attempt, [one.attempt], one.rules, on=one.look.lens.moment),
        # Nothing is kept here that could be done again.
        "may_redo": False,
        "optional": optional_left(outline, stands) if stands.next is None else None,
    }
    return shown(request, one.look, "classroom/result.html", context, one.ways)
