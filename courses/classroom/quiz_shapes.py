"""Attempts and their questions in the shape in which programs read them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from courses.assessment.models import Attempt
from courses.classroom.asked_shapes import AnswerField, AskedShape
from courses.content.blocks.quiz import PRESETS, Rules
from lms.common.api.shapes import PageOf
from lms.common.languages import text


class RulesShape(serializers.Serializer[Rules]):
    """How a quiz is taken. attempts: 0 for as many as one likes.  pause: minutes between two.
    minutes: for one; 0 for no end.  counts: which result is mine.  hint_cost: per cent of a point."""

    preset = serializers.ChoiceField(list(PRESETS))
    attempts = serializers.IntegerField()
    pause = serializers.IntegerField()
    minutes = serializers.IntegerField()
    counts = serializers.ChoiceField(["best", "last"])
    hint_cost = serializers.IntegerField()


class QuestionShape(AskedShape):
    """A question as it is asked, with my answer. told, description: what it is about, as Markdown.
    review: its truth, once pages show it as well.  sequence: of the answer, to be sent back as “seen”.
    to_mend: what keeps the answer from being marked."""

    item = serializers.UUIDField(source="asked.uid")
    answer = serializers.SerializerMethodField()
    sequence = serializers.IntegerField(source="asked.sequence")
    saved_at = serializers.DateTimeField(source="response.saved_at", allow_null=True)
    to_mend = serializers.CharField(source="asked.error")
    has_hint = serializers.BooleanField(source="asked.has_hint")
    hint = serializers.SerializerMethodField()

    def get_hint(self, one: Any) -> str:
        return text(one["asked"].hint)

    @extend_schema_field(AnswerField(allow_null=True))
    def get_answer(self, one: Any) -> Any:
        return one["response"].answer if one["response"] else None


class AttemptBrief(serializers.Serializer[Attempt]):
    """An attempt at a quiz. over: its time has ended, and it waits to be closed.  points, possible:
    thousandths of a question's one point.  redoes: the attempt whose wrong answers are tried again."""

    uid = serializers.UUIDField()
    course = serializers.CharField(source="enrolment.run.course.slug")
    unit = serializers.UUIDField(source="unit.uid")
    block = serializers.UUIDField()
    number = serializers.IntegerField()
    state = serializers.SerializerMethodField()
    preset = serializers.ChoiceField(list(PRESETS))
    opened_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)
    submitted_at = serializers.DateTimeField(allow_null=True)
    ran_out = serializers.BooleanField()
    points = serializers.IntegerField(allow_null=True)
    possible = serializers.IntegerField()
    redoes = serializers.UUIDField(source="redoes.uid", allow_null=True)
    page = PageOf("classroom:attempt", "uid")

    @extend_schema_field({"type": "string", "enum": ["open", "over", "submitted"]})
    def get_state(self, attempt: Attempt) -> str:
        return "over" if attempt.is_over(self.context["on"]) else attempt.state


class ResultShape(serializers.Serializer[Any]):
    """What came of it. reached: whether the score that the unit asks for is; null where it asks for
    none.  left: attempts that may follow; null for as many as I like.  opens: when the next one may."""

    percent = serializers.IntegerField()
    right = serializers.IntegerField()
    partly = serializers.IntegerField()
    reached = serializers.BooleanField(allow_null=True)
    left = serializers.IntegerField(allow_null=True)
    opens = serializers.DateTimeField(allow_null=True)
    counted_attempt = serializers.UUIDField(source="counted.uid", allow_null=True)


class AttemptShape(AttemptBrief):
    """The same with its questions; none where the time has ended and it waits to be closed."""

    rules = RulesShape()
    questions = QuestionShape(many=True)
    result = ResultShape(allow_null=True)
