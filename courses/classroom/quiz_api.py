"""Attempts for programs: starting, answering, handing in, and what came of it."""

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response as Answer

from courses.assessment.access import own_attempt
from courses.assessment.actions import save_answers, start_attempt, submit
from courses.assessment.actions.answering import Kept
from courses.assessment.actions.keeping import moment
from courses.assessment.models import Attempt, Response
from courses.assessment.queries import (
    attempts_at,
    attempts_of,
    late_answers_of,
    responses_of,
    rules_at,
    rules_now,
)
from courses.assessment.regrading import corrections
from courses.classroom.api import InCourse
from courses.classroom.asked_shapes import AnswerField
from courses.classroom.asking import Asked, asked_in, gaps_in
from courses.classroom.attempts import (
    after_submitting,
    going_on,
    outline_now,
    while_open,
    why_too_late,
)
from courses.classroom.quiz_shapes import (
    AttemptBrief,
    AttemptShape,
    QuestionShape,
)
from courses.progress.access import own_unit
from courses.progress.allowances import extra_attempts
from lms.common.api.errors import Problem
from lms.common.api.paging import Pages
from lms.common.api.views import read, repeatable
from lms.common.api.words import ATTEMPTS
from lms.common.clock import now
from lms.common.errors import Refusal

MOST_SEQUENCE = 10**15


def _questions(asked: Sequence[Asked], responses: Sequence[Response]) -> list[dict[str, Any]]:
    return [
        {"asked": one, "response": response} for one, response in zip(asked, responses, strict=True)
    ]


def _attempt(one: Attempt, on: datetime) -> dict[str, Any]:
    """The attempt with what its page shows."""
    if one.is_over(on):
        return {"rules": rules_at(one), "questions": [], "result": None}
    responses, outline = responses_of(one), outline_now(one)
    if one.is_open:
        shown = while_open(one, responses, outline, {}, rules_at(one))
        questions = _questions(shown["asked"], responses)
        return {"rules": shown["rules"], "questions": questions, "result": None}
    late, corrected = late_answers_of(responses), corrections(one, responses)
    shown = after_submitting(one, responses, outline, late, corrected)
    tried = attempts_at(one.enrolment, one.unit_id).get(one.block, [])
    rules = rules_now(one, outline)
    extra = extra_attempts(one.enrolment, one.unit_id, on) if rules.attempts else 0
    result = shown | going_on(one, tried, rules, on=on, extra=extra)
    return {"rules": rules, "questions": _questions(shown["asked"], responses), "result": result}


def _told(one: Attempt, on: datetime, status: int = HTTPStatus.OK) -> Answer:
    brief = AttemptBrief(one, context={"on": on}).data
    more = _attempt(one, on)
    shapes = AttemptShape().fields
    brief |= {
        name: shapes[name].to_representation(said) if said is not None else None
        for name, said in more.items()
    }
    return Answer(brief, status=int(status))


class Attempts(InCourse):
    pagination_class = Pages

    @extend_schema(
        operation_id="attempts",
        summary=gettext_lazy("My attempts"),
        description=gettext_lazy("Open and handed in, the newest first."),
        tags=[ATTEMPTS],
        parameters=[
            OpenApiParameter(
                "course", OpenApiTypes.STR, description=gettext_lazy("Only those of this course.")
            )
        ],
        responses=AttemptBrief(many=True),
    )
    def get(self, request: Request) -> Answer:
        pages = self.pagination_class()
        course = request.query_params.get("course", "").replace("\0", "")
        rows = pages.rows(request, attempts_of(request.user, course))
        shown = AttemptBrief(rows, many=True, context={"on": now()})
        return pages.get_paginated_response(shown.data)


class Start(InCourse):
    @extend_schema(
        operation_id="start_attempt",
        summary=gettext_lazy("Start an attempt"),
        description=gettext_lazy(
            "At a quiz of a unit. Where one is open, that one is the answer (200 instead of 201)."
        ),
        tags=[ATTEMPTS],
        request=None,
        responses={200: AttemptShape, 201: AttemptShape},
    )
    @repeatable
    def post(self, request: Request, slug: str, uid: UUID, block: UUID) -> Answer:
        enrolment, outline, item = own_unit(request.user, slug, uid)
        on = now()
        made = start_attempt(enrolment, outline, item, block, on=on)
        new = made.opened_at == on
        status = HTTPStatus.CREATED if new else HTTPStatus.OK
        return _told(own_attempt(request.user, made.uid), on, status)


class OneAttempt(InCourse):
    @extend_schema(
        operation_id="attempt",
        summary=gettext_lazy("An attempt with its questions"),
        description=gettext_lazy(
            "While it is open: what is asked, and my answers. Once it is handed in: what came of "
            "it, the truth of every question, and why. Practice tells the truth of a question "
            "once it is answered."
        ),
        tags=[ATTEMPTS],
        responses=AttemptShape,
    )
    def get(self, request: Request, uid: UUID) -> Answer:
        return _told(own_attempt(request.user, uid), now())


class GivenShape(serializers.Serializer[Any]):
    """An answer. seen: the sequence of the answer that it takes the place of.  given_at: when it was
    given, if it waited for a network since; the answer that was given later stands."""

    answer = AnswerField(allow_null=True)
    seen = serializers.IntegerField(required=False, min_value=0, max_value=MOST_SEQUENCE)
    given_at = serializers.DateTimeField(required=False)


class OneResponse(InCourse):
    @extend_schema(
        operation_id="save_response",
        summary=gettext_lazy("Save an answer"),
        description=gettext_lazy(
            "Acknowledged once it is kept; null takes an answer away. 409 where a newer answer "
            "stands (code “newer”), or where the attempt is handed in: then it is kept beside "
            "(code “late”), and not counted."
        ),
        tags=[ATTEMPTS],
        request=GivenShape,
        responses=QuestionShape,
    )
    @repeatable
    def put(self, request: Request, uid: UUID, item: UUID) -> Answer:
        one, name, on = own_attempt(request.user, uid), str(item), now()
        if all(name != str(response.item_version.item.uid) for response in responses_of(one)):
            raise Http404(_("There is no such question."))
        said = read(GivenShape, request)
        given = {name: max(0, moment(said["given_at"]))} if "given_at" in said else {}
        kept = save_answers(
            one,
            {name: said["answer"]},
            sequence=moment(on),
            seen={name: said["seen"]} if "seen" in said else None,
            given=given,
            on=on,
        )
        _refuse_what_was_not_kept(kept, name)
        responses = responses_of(one)
        asked = asked_in(one, responses, outline_now(one))
        shown = next(found for found in _questions(asked, responses) if found["asked"].uid == name)
        return Answer(QuestionShape(shown).data)


def _refuse_what_was_not_kept(kept: Kept, name: str) -> None:
    if not kept.is_open:
        code, detail = why_too_late(kept)
        raise Problem(code, detail, HTTPStatus.CONFLICT)
    if name in kept.newer:
        raise Problem(
            "newer",
            _("A newer answer stands here. Look at it first, then send its sequence as “seen”."),
            HTTPStatus.CONFLICT,
            {"sequence": kept.versions[name]},
        )


class HandInShape(serializers.Serializer[Any]):
    """anyway: to be handed in although questions are left out."""

    anyway = serializers.BooleanField(required=False)


class Submission(InCourse):
    @extend_schema(
        operation_id="submit_attempt",
        summary=gettext_lazy("Hand in an attempt"),
        description=gettext_lazy(
            "With what is saved. However often it is sent, it happens once, and the answer is the"
            " result. Where questions are left out it has to be meant (422, code “unanswered”)."
        ),
        tags=[ATTEMPTS],
        request=HandInShape,
        responses=AttemptShape,
    )
    @repeatable
    def post(self, request: Request, uid: UUID) -> Answer:
        one, on = own_attempt(request.user, uid), now()
        said = read(HandInShape, request)
        if one.is_open and not one.is_over(on) and not said.get("anyway"):
            _refuse_gaps(one)
        submit(one, on=on)
        return _told(own_attempt(request.user, uid), on)


def _refuse_gaps(one: Attempt) -> None:
    gaps = gaps_in(asked_in(one, responses_of(one), outline_now(one)))
    if blank := len(gaps.blank):
        said = ngettext(
            "%(n)s question has no answer. Send “anyway” as true to hand in all the same.",
            "%(n)s questions have no answer. Send “anyway” as true to hand in all the same.",
            blank,
        )
        raise Refusal("unanswered", said % {"n": blank})
