"""Practising and being measured: a sitting, item after item."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.banks.generators import Form
from courses.banks.kinds import KINDS
from courses.calibration.access import own_sitting
from courses.calibration.actions import (
    answer_item,
    ask_help,
    change_form,
    close_sitting,
    open_sitting,
    practise_again,
    practise_next,
)
from courses.calibration.models import Certainty, Phase, Sitting, SittingItem
from courses.calibration.queries import (
    Door,
    block_at,
    door_to,
    exercise_at,
    items_of,
    level_at,
    result_of,
    results_at,
    wrong_in,
)
from courses.classroom.asking import name_of
from courses.classroom.calibrating import (
    Met,
    anchor_of,
    as_met,
    by_class,
    calibration_of,
    examples_of,
    to_answer,
    told,
    truths_of,
)
from courses.classroom.guards import (
    acts,
    learner_or_course,
    me,
    person_of,
    unit_page_of,
)
from courses.classroom.reading import opening_of
from courses.classroom.ways import IntoCourse
from courses.content.outline import OutlineItem
from courses.content.queries import outline_by_id
from courses.progress.access import own_unit, unit_for
from lms.common.clock import now
from lms.common.errors import Refusal, refusals_as_messages

CERTAINTIES = Certainty.choices


def sitting_page(uid: object, number: object = None) -> str:
    """The page of a sitting, or of one of its items."""
    if number is None:
        return reverse("classroom:sitting", args=[uid])
    return reverse("classroom:sitting-item", args=[uid, number])


@acts(unit_page_of)
@learner_or_course
@refusals_as_messages
def start(request: HttpRequest, slug: str, uid: UUID, block: UUID) -> HttpResponse:
    """Open a sitting, or go on with the one that is open."""
    enrolment, outline, item = own_unit(me(request), slug, uid)
    block_at(item.version_id, block)
    sitting = open_sitting(
        enrolment,
        outline,
        item,
        block,
        phase=request.POST.get("phase", ""),
        form=request.POST.get("form", Form.PICTURE),
        on=now(),
    )
    return redirect(sitting_page(sitting.uid))


@require_safe
@learner_or_course
def examples(request: HttpRequest, slug: str, uid: UUID, block: UUID) -> HttpResponse:
    """Worked examples of an exercise."""
    place = unit_for(person_of(request), slug, uid)
    stored = block_at(place.item.version_id, block)
    form = Form.WORDS if request.GET.get("form") == Form.WORDS else Form.PICTURE
    shown = examples_of(place.outline, place.item, block, form)
    if not shown:
        raise Http404(_("This exercise has no examples."))
    return render(
        request,
        "classroom/examples.html",
        {
            "place": place,
            "item": place.item,
            "anchor": anchor_of(stored),
            "title": _title(stored),
            "asked": shown,
            "form": form,
            "has_words": any(one.drawn for one in shown) or form == Form.WORDS,
            "ways": IntoCourse(slug),
        },
    )


# What a browser shows again from its memory must not hold an old answer.
@never_cache
@require_safe
@login_required
def sitting(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Where the sitting goes on: at the item that waits, at its end, or at what came of it."""
    one = own_sitting(me(request), uid)
    if not one.is_open:
        return _after(request, one)
    items = items_of(one)
    waiting = next((mine for mine in items if not mine.is_answered), None)
    if waiting is not None:
        return redirect(sitting_page(uid, waiting.position + 1))
    if one.phase == Phase.PRACTICE:
        return redirect(sitting_page(uid, len(items)))
    return render(request, "classroom/sitting_end.html", _context(one, items))


@never_cache
@require_safe
@login_required
def item(request: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """One item, to be answered; in practice with the truth once it is."""
    one = own_sitting(me(request), uid)
    if not one.is_open:
        return redirect(sitting_page(uid))
    items = items_of(one)
    mine = _item(items, number)
    return render(request, "classroom/sitting_item.html", _page(one, items, _met(one, mine)))


@acts(sitting_page)
@refusals_as_messages
def answer(request: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """Keep an answer and go on to the next item; in practice to what is right. An answer that cannot be
    kept stays on the page, with what to mend."""
    one = own_sitting(me(request), uid)
    items = items_of(one)
    mine = _item(items, number)
    version = as_met(mine)
    kind = KINDS[version.body["kind"]]
    said = kind.answer(version.body, request.POST, name_of(version))
    cannot_tell = "cannot" in request.POST
    certainty = request.POST.get("certainty", "")
    try:
        answer_item(
            one, mine.position, said, cannot_tell=cannot_tell, certainty=certainty, on=now()
        )
    except Refusal as refusal:
        if refusal.code == "closed-sitting":
            raise
        # What is missing is said where it is missing, never at the answer that is already there.
        is_certainty = refusal.code == "no-certainty"
        met = to_answer(mine, answer=said, error="" if is_certainty else str(refusal))
        context = _page(one, items, met) | {"certainty": certainty, "cannot_tell": cannot_tell}
        context["is_certainty"] = is_certainty
        return render(request, "classroom/sitting_item.html", context, status=422)
    if one.tells_at_once:
        # To no place of the page: what is told puts the focus on what comes next.
        return redirect(sitting_page(uid, number))
    return redirect(sitting_page(uid, number + 1) if number < len(items) else sitting_page(uid))


@acts(sitting_page)
@refusals_as_messages
def help_with(request: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """Open the help beside an item; from then on its answer counts as aided."""
    one = own_sitting(me(request), uid)
    ask_help(one, number - 1, on=now())
    return redirect(f"{sitting_page(uid, number)}#help")


@acts(sitting_page)
@refusals_as_messages
def form(request: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """Meet this item and those that follow as pictures, or in words."""
    one = own_sitting(me(request), uid)
    wanted = request.POST.get("form", "")
    change_form(one, number - 1, form=wanted)
    if one.phase == Phase.MEASURED and wanted == Form.PICTURE:
        messages.info(request, _("This item stays in words; those that follow come as pictures."))
    return redirect(sitting_page(uid, number))


@acts(sitting_page)
@refusals_as_messages
def following(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The next item of a practice."""
    mine = practise_next(own_sitting(me(request), uid), on=now())
    return redirect(sitting_page(uid, mine.position + 1))


@acts(sitting_page)
@refusals_as_messages
def again(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ask once more what was not right in a practice."""
    practise_again(own_sitting(me(request), uid), on=now())
    return redirect(sitting_page(uid))


@acts(sitting_page)
@refusals_as_messages
def finish(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Close the sitting; pressed again it shows the same."""
    close_sitting(own_sitting(me(request), uid), on=now())
    return redirect(sitting_page(uid))


# --- pages ---------------------------------------------------------------------------------------


def _after(request: HttpRequest, one: Sitting) -> HttpResponse:
    """What came of a closed sitting."""
    if one.phase == Phase.MEASURED and (result := result_of(one)):
        return redirect("classroom:calibration-result", uid=result.uid)
    items = items_of(one)
    context = _context(one, items)
    place, outline = context["item"], context["outline"]
    exercise = exercise_at(place, one.block)
    context["classes"] = by_class(items, exercise, outline)
    context["right"] = sum(bool(mine.right) for mine in items)
    if one.phase == Phase.AIDED:
        truths = truths_of(items, one.unit_id)
        context["told"] = [told(mine, outline, exercise, truths) for mine in items]
    enrolment = one.enrolment
    shown = opening_of(place.version_id, one.block)
    if shown is not None:
        context["calibration"] = calibration_of(shown, outline, enrolment, now())
    return render(request, "classroom/sitting_done.html", context)


def _context(one: Sitting, items: list[SittingItem]) -> dict[str, Any]:
    # As the release of the sitting has it: its exercise is the one that was begun.
    outline = outline_by_id(one.release_id)
    place: OutlineItem = outline.by_unit[one.unit_id]
    stored = block_at(place.version_id, one.block)
    answered = [mine for mine in items if mine.is_answered]
    return {
        "sitting": one,
        "outline": outline,
        "item": place,
        "anchor": anchor_of(stored),
        "title": _title(stored),
        "of": len(items),
        "answered": len(answered),
        "saved_at": max((mine.answered_at for mine in answered if mine.answered_at), default=None),
        "ways": IntoCourse(one.enrolment.run.course.slug),
    }


def _met(one: Sitting, mine: SittingItem) -> Met:
    if one.tells_at_once and mine.is_answered:
        outline = outline_by_id(one.release_id)
        exercise = exercise_at(outline.by_unit[one.unit_id], one.block)
        return told(mine, outline, exercise, truths_of([mine], one.unit_id))
    return to_answer(mine)


def _door(one: Sitting) -> Door:
    """Whether this learner may be measured by now in the exercise that is practised."""
    person = one.enrolment.person_id
    outline = outline_by_id(one.release_id)
    exercise = exercise_at(outline.by_unit[one.unit_id], one.block)
    level = level_at(results_at(person, one.block), now())
    return door_to(person, one.block, exercise, level=level, on=now())


def _page(one: Sitting, items: list[SittingItem], met: Met) -> dict[str, Any]:
    return _context(one, items) | {
        "met": met,
        "certainties": CERTAINTIES,
        "certainty": met.item.certainty,
        "cannot_tell": met.item.cannot_tell,
        "is_last": met.number == len(items),
        # With help it lies open; in practice for whoever asks; while measuring for nobody.
        "key_is_shut": one.phase == Phase.MEASURED
        or (one.phase == Phase.PRACTICE and not met.item.is_aided and not met.is_told),
        "door": _door(one) if met.is_told else None,
        "wrong": len(wrong_in(items)),
        "done_share": len([mine for mine in items if mine.is_answered]) * 100 // len(items),
    }


def _item(items: list[SittingItem], number: int) -> SittingItem:
    if not 1 <= number <= len(items):
        raise Http404(_("This sitting has no such item."))
    return items[number - 1]


def _title(stored: dict[str, Any]) -> dict[str, str]:
    return {code: texts.get("title", "") for code, texts in stored["texts"].items()}
