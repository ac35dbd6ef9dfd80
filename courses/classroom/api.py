"""Courses from the inside, for programs: units, joining, finishing. The pages' own gates and actions."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from courses.classroom.guards import locked_context, why_not_enrolled
from courses.classroom.quiz_shapes import QuestionShape, RulesShape
from courses.classroom.reading import Block, UnitPage, unit_page
from courses.content.access import published_course
from courses.content.models import Met
from courses.content.outline import OutlineItem
from courses.content.queries import blocks_of
from courses.enrolment.access import enrolment_of, run_at
from courses.enrolment.api import ApplicationShape, EnrolmentShape, UnitBrief
from courses.enrolment.models import MOST_SENTENCE, Enrolment
from courses.progress.access import Locked, NotEnrolled, UnitPlace, own_unit, unit_for
from courses.progress.actions import come_in, complete_unit, join, leave
from lms.accounts.models import User
from lms.common.api.errors import Problem
from lms.common.api.shapes import Words, page
from lms.common.api.views import Address, read, repeatable, told
from lms.common.api.words import COURSES, LEARNING
from lms.common.clock import now

MOST_KEY = 200
MOST_DOOR = 40


def person_of(request: Request) -> User | None:
    """Who asks, if anybody."""
    return request.user if isinstance(request.user, User) else None


class InCourse(Address):
    """An address inside a course: whoever may not read a unit is told what opens it."""

    def handle_exception(self, error: Exception) -> Response:
        if isinstance(error, NotEnrolled):
            error = Problem("not-enrolled", why_not_enrolled(error), HTTPStatus.FORBIDDEN)
        elif isinstance(error, Locked):
            error = _locked(error)
        response: Response = super().handle_exception(error)
        return response


def _locked(error: Locked) -> Problem:
    told_there = locked_context(error.place, error.before)
    missing = {
        "units": [UnitBrief(item).data for item in error.before],
        "minutes": told_there["minutes"],
        "waits": [wait.says for wait in told_there["waits"]],
    }
    said = _("This unit opens later. “missing” says what comes first.")
    return Problem("locked", said, HTTPStatus.FORBIDDEN, {"missing": missing})


# --- a unit --------------------------------------------------------------------------------------


class QuizShape(serializers.Serializer[Block]):
    """A quiz of a unit, as it stands for me. left: attempts; null for as many as I like."""

    questions = serializers.IntegerField()
    rules = RulesShape()
    score_at_least = serializers.IntegerField(source="least", allow_null=True)
    attempts = serializers.IntegerField()
    left = serializers.IntegerField(allow_null=True)
    opens = serializers.DateTimeField(allow_null=True)
    open_attempt = serializers.UUIDField(source="open.uid", allow_null=True)
    counted_attempt = serializers.UUIDField(source="counted.uid", allow_null=True)
    percent = serializers.SerializerMethodField()

    def get_percent(self, block: Block) -> int | None:
        return block.percent if block.counted is not None else None


class BlockShape(serializers.Serializer[Any]):
    """A part of a unit: as it is shown, and as it was written (Markdown, by the names of its kind)."""

    uid = serializers.UUIDField()
    key = serializers.CharField()
    kind = serializers.CharField()
    language = serializers.ChoiceField(["lt", "en"])
    title = serializers.CharField()
    html = serializers.CharField()
    source = serializers.DictField(child=serializers.CharField())
    questions = QuestionShape(many=True)
    quiz = QuizShape(allow_null=True)


class UnitShape(serializers.Serializer[Any]):
    """A unit with its text."""

    uid = serializers.UUIDField()
    label = serializers.CharField()
    title = Words()
    summary = Words()
    minutes = serializers.IntegerField()
    required = serializers.BooleanField()
    requirement = serializers.ChoiceField(Met.choices)
    score_at_least = serializers.IntegerField(allow_null=True)
    course = serializers.CharField()
    page = serializers.CharField()
    is_done = serializers.BooleanField()
    can_finish = serializers.BooleanField()
    before = serializers.UUIDField(allow_null=True)
    after = serializers.UUIDField(allow_null=True)
    html = serializers.CharField()
    blocks = BlockShape(many=True)


def _unit(place: UnitPlace, shown: UnitPage) -> dict[str, Any]:
    item = place.item
    said = {name: getattr(item, name) for name in UnitShape().fields if hasattr(item, name)}
    return said | {
        "course": place.outline.slug,
        "page": page("classroom:unit", place.outline.slug, item.uid),
        "is_done": shown.is_done,
        "can_finish": shown.can_finish,
        "before": shown.before and shown.before.uid,
        "after": shown.after and shown.after.uid,
        "html": "\n".join(block.html for block in shown.blocks),
        "blocks": _blocks(item, shown),
    }


def _blocks(item: OutlineItem, shown: UnitPage) -> list[dict[str, Any]]:
    written = {one["uid"]: one["texts"] for one in blocks_of(item.version_id)}
    return [
        {
            **{name: getattr(one, name) for name in ("uid", "key", "kind", "language", "title")},
            "html": one.html,
            "source": written[one.uid].get(one.language, {}),
            "questions": [{"asked": asked, "response": None} for asked in one.asked],
            "quiz": one if one.kind == "quiz" else None,
        }
        for one in shown.blocks
    ]


class Unit(InCourse):
    is_public = True

    @extend_schema(
        operation_id="unit",
        summary=gettext_lazy("Read a unit"),
        description=gettext_lazy(
            "Its text as HTML and block by block, the questions of its self-checks, and how its "
            "quizzes stand for me. The first unit of a course is open to visitors; a locked one "
            "says what opens it (403, code “locked”)."
        ),
        tags=[COURSES],
        responses=UnitShape,
    )
    def get(self, request: Request, slug: str, uid: UUID) -> Response:
        place = unit_for(person_of(request), slug, uid)
        return told(UnitShape, _unit(place, unit_page(place, on=now())))


class Completion(InCourse):
    @extend_schema(
        operation_id="complete_unit",
        summary=gettext_lazy("Finish a unit"),
        description=gettext_lazy(
            "What the button at the end of a unit does. A unit that asks for a score is done by "
            "its quiz (422, code “not-yet”). Answers with my progress."
        ),
        tags=[LEARNING],
        request=None,
        responses=EnrolmentShape,
    )
    @repeatable
    def post(self, request: Request, slug: str, uid: UUID) -> Response:
        enrolment, _outline, item = own_unit(request.user, slug, uid)
        complete_unit(enrolment, item.unit_id, by=Met.CONTINUE, on=now())
        return told(EnrolmentShape, _as_it_stands(request.user, slug))


# --- joining and leaving -------------------------------------------------------------------------


class JoinShape(serializers.Serializer[Any]):
    """How to join; an empty object joins at one's own pace. run: the number of a dated run, or the
    code of its link.  waits: whether to join the waiting list where it is full.  moves: whether to
    leave the run in which I learn."""

    run = serializers.CharField(required=False, max_length=MOST_DOOR)
    key = serializers.CharField(required=False, allow_blank=True, max_length=MOST_KEY)
    said = serializers.CharField(required=False, allow_blank=True, max_length=MOST_SENTENCE)
    waits = serializers.BooleanField(required=False)
    moves = serializers.BooleanField(required=False)


class JoinedShape(serializers.Serializer[Any]):
    """I learn there now, or am on the way in: one of the two is null."""

    enrolment = EnrolmentShape(allow_null=True)
    application = ApplicationShape(allow_null=True)


def _as_it_stands(person: User, slug: str) -> Enrolment:
    course = published_course(slug)
    enrolment = enrolment_of(person, course)
    assert enrolment is not None
    enrolment.run.course = course
    return enrolment


class MyEnrolment(InCourse):
    @extend_schema(
        operation_id="join_course",
        summary=gettext_lazy("Join a course"),
        description=gettext_lazy(
            "At one’s own pace, or in a dated run by its own rule. Joining twice is joining once."
        ),
        tags=[LEARNING],
        request=JoinShape,
        responses=JoinedShape,
    )
    @repeatable
    def post(self, request: Request, slug: str) -> Response:
        course, said = published_course(slug), dict(read(JoinShape, request))
        if "run" not in said:
            join(request.user, course, on=now())
            came: Any = _as_it_stands(request.user, slug)
        else:
            run, by_link = run_at(course, said.pop("run"))
            came = come_in(request.user, run, on=now(), by_link=by_link, **said)
            came.run.course = course
        key = "enrolment" if isinstance(came, Enrolment) else "application"
        return told(JoinedShape, {"enrolment": None, "application": None, key: came})

    @extend_schema(
        operation_id="leave_course",
        summary=gettext_lazy("Leave a course"),
        description=gettext_lazy("Everything that was done is kept for a return."),
        tags=[LEARNING],
        responses={204: OpenApiResponse(description=gettext_lazy("Left; nothing is lost."))},
    )
    @repeatable
    def delete(self, request: Request, slug: str) -> Response:
        if enrolment := enrolment_of(request.user, published_course(slug)):
            leave(enrolment, on=now())
        return Response(status=HTTPStatus.NO_CONTENT)
