"""Exercises and their sittings for programs: what is open to me, items, answers, the end."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from courses.banks.generators import Form
from courses.calibration.access import item_at, own_sitting
from courses.calibration.actions import (
    answer_item,
    ask_help,
    change_form,
    close_sitting,
    open_sitting,
    practise_again,
    practise_next,
)
from courses.calibration.actions.opening import refuse_early
from courses.calibration.models import Certainty, Phase, Sitting, SittingItem
from courses.calibration.queries import block_at, exercise_at, items_of, result_of, wrong_in
from courses.calibration.rulings import rulings_at
from courses.classroom.api import InCourse, person_of
from courses.classroom.asked_shapes import AnswerField
from courses.classroom.calibrating import (
    Calibration,
    Met,
    Truths,
    by_class,
    calibration_of,
    examples_of,
    to_answer,
    told,
)
from courses.classroom.calibration_shapes import (
    ExampleShape,
    ExerciseShape,
    ItemShape,
    SittingShape,
    floor_of,
)
from courses.classroom.calibration_words import titled
from courses.content.queries import outline_by_id, rendered
from courses.enrolment.access import refuse_outside
from courses.progress.access import UnitPlace, own_unit, unit_for
from lms.common.api.paging import Pages
from lms.common.api.views import read, repeatable
from lms.common.api.views import told as answered
from lms.common.api.words import MEASURING
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.common.languages import current_language

FORM = OpenApiParameter(
    "form",
    OpenApiTypes.STR,
    enum=list(Form),
    description=gettext_lazy("As pictures, or in words."),
)


# --- exercises -----------------------------------------------------------------------------------


def _exercise(place: UnitPlace, stored: Mapping[str, Any], on: datetime) -> dict[str, Any]:
    here = calibration_of(stored, place.outline, place.enrolment, on)
    exercise = here.exercise
    named = zip(exercise.classes, here.names, strict=True)
    return {
        **{name: stored[name] for name in ("key", "language", "title", "html")},
        "block": stored["uid"],
        "reason": here.reason,
        "classes": [
            {"key": key, "name": name, "floor": floor_of(here, key)} for key, name in named
        ],
        "looks": [{"n": n, "needed": right} for n, right in exercise.looks],
        **{
            name: getattr(exercise, name)
            for name in ("sitting", "practice", "examples", "aided", "months")
        },
        **{name: getattr(here, name) for name in ("minutes", "level", "practised", "results")},
        "phases": _phases(place, here, on),
        "aided_sitting": here.aided and here.aided.uid,
    }


def _phases(place: UnitPlace, here: Calibration, on: datetime) -> list[dict[str, Any]]:
    """What a learner may begin, by what would refuse it."""
    if place.enrolment is None:
        return []
    size = here.door.size if here.door else here.exercise.sitting
    items = {Phase.PRACTICE: None, Phase.MEASURED: size, Phase.AIDED: here.exercise.aided}
    found = []
    for phase, many in items.items():
        if many == 0 and phase == Phase.AIDED:
            continue
        open_one, code, detail = here.open.get(phase), "", ""
        measures = phase == Phase.MEASURED and open_one is None
        try:
            if open_one is None:
                refuse_outside(place.enrolment.run, on=on)
            if measures and here.door:
                refuse_early(here.door)
        except Refusal as refusal:
            code, detail = refusal.code, str(refusal)
        found.append(
            {
                "phase": phase,
                "is_open": not code,
                "sitting": open_one and open_one.uid,
                "items": many,
                "code": code,
                "detail": detail,
                "practice": here.practice_first if measures else 0,
                "opens": here.opens if measures else None,
            }
        )
    return found


class Exercises(InCourse):
    is_public = True
    pagination_class = Pages

    @extend_schema(
        operation_id="exercises",
        summary=gettext_lazy("Exercises of a unit"),
        description=gettext_lazy(
            "What is practised and measured there: the classes, the thresholds and their reason; and "
            "for learners what they may begin now, and why not, and their results."
        ),
        tags=[MEASURING],
        responses=ExerciseShape(many=True),
    )
    def get(self, request: Request, slug: str, uid: UUID) -> Response:
        place, on, pages = unit_for(person_of(request), slug, uid), now(), self.pagination_class()
        stored = [
            (at, one)
            for at, one in enumerate(rendered(place.item.version_id, current_language()).blocks)
            if one["kind"] == "calibration"
        ]
        rows = [
            _exercise(place, one, on)
            for _at, one in pages.these(request, stored, lambda one: one[0])
        ]
        shown = ExerciseShape(rows, many=True, context={"on": on})
        return pages.get_paginated_response(shown.data)


class Examples(InCourse):
    is_public = True
    pagination_class = Pages

    @extend_schema(
        operation_id="examples",
        summary=gettext_lazy("Worked examples"),
        description=gettext_lazy(
            "Of an exercise, with their truth. The same for everybody, and none of them is asked."
        ),
        tags=[MEASURING],
        parameters=[FORM],
        responses=ExampleShape(many=True),
    )
    def get(self, request: Request, slug: str, uid: UUID, block: UUID) -> Response:
        place, pages = unit_for(person_of(request), slug, uid), self.pagination_class()
        form = Form.WORDS if request.query_params.get("form") == Form.WORDS else Form.PICTURE
        examples = examples_of(place.outline, place.item, block, form)
        rows = pages.these(request, examples, lambda one: one.number)
        shown = ExampleShape([{"asked": one} for one in rows], many=True)
        return pages.get_paginated_response(shown.data)


# --- a sitting -----------------------------------------------------------------------------------


def _sitting(one: Sitting) -> dict[str, Any]:
    items = items_of(one)
    outline = outline_by_id(one.release_id)
    place = outline.by_unit[one.unit_id]
    measures, practises = one.phase == Phase.MEASURED, one.phase == Phase.PRACTICE
    tells = not measures and (one.tells_at_once or not one.is_open)
    is_over = not measures and not one.is_open
    waiting = next((mine.position + 1 for mine in items if not mine.is_answered), None)
    result = result_of(one) if measures and not one.is_open else None
    return {
        "sitting": one,
        "title": titled(block_at(place.version_id, one.block)["texts"]),
        "answered": sum(mine.is_answered for mine in items),
        "waiting": waiting if one.is_open else None,
        "right": sum(bool(mine.right) for mine in items) if tells else None,
        "wrong": len(wrong_in(items)) if practises else None,
        "items": items,
        "classes": by_class(items, exercise_at(place, one.block), outline) if is_over else [],
        "result": result and result.uid,
    }


def _told(one: Sitting, status: int = HTTPStatus.OK) -> Response:
    return answered(SittingShape, _sitting(one), status)


class BeginShape(serializers.Serializer[Any]):
    """What to begin, and in which form its items come."""

    phase = serializers.ChoiceField(Phase.choices)
    form = serializers.ChoiceField(list(Form), required=False)


class Sittings(InCourse):
    @extend_schema(
        operation_id="open_sitting",
        summary=gettext_lazy("Begin to practise or to be measured"),
        description=gettext_lazy(
            "Where such a sitting is open, that one is the answer (200 instead of 201). What may not "
            "be begun yet says why, by the code that the exercise says beforehand."
        ),
        tags=[MEASURING],
        request=BeginShape,
        responses={200: SittingShape, 201: SittingShape},
    )
    @repeatable
    def post(self, request: Request, slug: str, uid: UUID, block: UUID) -> Response:
        enrolment, outline, item = own_unit(request.user, slug, uid)
        said, on = read(BeginShape, request), now()
        block_at(item.version_id, block)
        made = open_sitting(enrolment, outline, item, block, **said, on=on)
        status = HTTPStatus.CREATED if made.opened_at == on else HTTPStatus.OK
        return _told(own_sitting(request.user, made.uid), status)


class OneSitting(InCourse):
    @extend_schema(
        operation_id="sitting",
        summary=gettext_lazy("A sitting"),
        description=gettext_lazy(
            "Which items it has and which of them waits; what is asked, each item says itself."
        ),
        tags=[MEASURING],
        responses=SittingShape,
    )
    def get(self, request: Request, uid: UUID) -> Response:
        return _told(own_sitting(request.user, uid))


class Again(InCourse):
    @extend_schema(
        operation_id="practise_again",
        summary=gettext_lazy("Once more what was not right"),
        description=gettext_lazy(
            "In practice: the items that were not right when they were last asked are asked again. "
            "Answers with the sitting, whose “waiting” is the first of them."
        ),
        tags=[MEASURING],
        request=None,
        responses=SittingShape,
    )
    @repeatable
    def post(self, request: Request, uid: UUID) -> Response:
        one = own_sitting(request.user, uid)
        practise_again(one, on=now())
        return _told(one)


class Finish(InCourse):
    @extend_schema(
        operation_id="close_sitting",
        summary=gettext_lazy("Finish a sitting"),
        description=gettext_lazy(
            "However often it is sent, it happens once. But for practice each item is answered first "
            "(422, code “not-answered”). Measuring is judged then, and “result” leads to it."
        ),
        tags=[MEASURING],
        request=None,
        responses=SittingShape,
    )
    @repeatable
    def post(self, request: Request, uid: UUID) -> Response:
        close_sitting(own_sitting(request.user, uid), on=now())
        return _told(own_sitting(request.user, uid))


# --- one item ------------------------------------------------------------------------------------


def shown(met: Met, *, is_closed: bool, helps: bool) -> dict[str, Any]:
    """An item as its shape wants it, its key where it may be read."""
    key = met.asked.identification_key if is_closed or helps else ()
    is_read = is_closed or met.is_told or met.item.is_aided
    return {
        "asked": met.asked,
        "met": met,
        "has_key": bool(key),
        "key": key if is_read else (),
    }


def _item(one: Sitting, mine: SittingItem) -> Response:
    if not one.is_open or (one.tells_at_once and mine.is_answered):
        outline = outline_by_id(one.release_id)
        exercise = exercise_at(outline.by_unit[one.unit_id], one.block)
        met = told(mine, outline, exercise, Truths(rulings=rulings_at(one.unit_id)))
    else:
        met = to_answer(mine)
    return answered(ItemShape, shown(met, is_closed=not one.is_open, helps=one.helps))


class Next(InCourse):
    @extend_schema(
        operation_id="practise_next",
        summary=gettext_lazy("The next item of a practice"),
        description=gettext_lazy("The one that waits for an answer, or else a new one."),
        tags=[MEASURING],
        request=None,
        responses=ItemShape,
    )
    @repeatable
    def post(self, request: Request, uid: UUID) -> Response:
        one = own_sitting(request.user, uid)
        return _item(one, practise_next(one, on=now()))


class OneItem(InCourse):
    @extend_schema(
        operation_id="item",
        summary=gettext_lazy("An item of a sitting"),
        description=gettext_lazy(
            "What is asked, as a drawing or in words, what can be answered, and my answer. Its truth "
            "comes in practice once it is answered, and else once the sitting is closed."
        ),
        tags=[MEASURING],
        responses=ItemShape,
    )
    def get(self, request: Request, uid: UUID, number: int) -> Response:
        one = own_sitting(request.user, uid)
        return _item(one, item_at(one, number - 1))


class SaidShape(serializers.Serializer[Any]):
    """An answer with how sure I am of it; or that I cannot tell, which stands for both."""

    answer = AnswerField(allow_null=True, required=False)
    cannot_tell = serializers.BooleanField(required=False)
    certainty = serializers.ChoiceField(Certainty.choices, required=False)


class OneAnswer(InCourse):
    @extend_schema(
        operation_id="answer_item",
        summary=gettext_lazy("Answer an item"),
        description=gettext_lazy(
            "In practice the first answer counts, and the truth comes with it. Else a later answer "
            "takes the place of the one before until the sitting is closed."
        ),
        tags=[MEASURING],
        request=SaidShape,
        responses=ItemShape,
    )
    @repeatable
    def put(self, request: Request, uid: UUID, number: int) -> Response:
        one, said = own_sitting(request.user, uid), {"answer": None, **read(SaidShape, request)}
        try:
            mine = answer_item(one, number - 1, **said, on=now())
        except Refusal as refusal:
            if refusal.code == "not-here":
                raise Http404(refusal.detail) from None
            raise
        return _item(one, mine)


class FormShape(serializers.Serializer[Any]):
    """As pictures, or in words."""

    form = serializers.ChoiceField(list(Form))


class ItemForm(InCourse):
    @extend_schema(
        operation_id="change_form",
        summary=gettext_lazy("Ask for words or for pictures"),
        description=gettext_lazy(
            "This item and those that follow, but for what is answered. While measuring, an item that "
            "came in words stays so, and only those that follow come as pictures."
        ),
        tags=[MEASURING],
        request=FormShape,
        responses=ItemShape,
    )
    @repeatable
    def put(self, request: Request, uid: UUID, number: int) -> Response:
        one, said = own_sitting(request.user, uid), read(FormShape, request)
        item_at(one, number - 1)
        change_form(one, number - 1, form=said["form"])
        return _item(one, item_at(one, number - 1))


class ItemHelp(InCourse):
    @extend_schema(
        operation_id="open_key",
        summary=gettext_lazy("Open the key to identify by"),
        description=gettext_lazy(
            "The answer then counts as given with help. There is none while measuring (422, code "
            "“no-help”)."
        ),
        tags=[MEASURING],
        request=None,
        responses=ItemShape,
    )
    @repeatable
    def post(self, request: Request, uid: UUID, number: int) -> Response:
        one = own_sitting(request.user, uid)
        item_at(one, number - 1)
        return _item(one, ask_help(one, number - 1, on=now()))
