"""Questions and attempts in the shape in which programs read them; the truth only where pages show it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from courses.assessment.models import Attempt
from courses.banks.kinds import KINDS, Choice
from courses.classroom.asking import Asked
from courses.content.blocks.quiz import PRESETS, Rules
from lms.common.api.shapes import PageOf, Words
from lms.common.languages import text

ANY = {
    "nullable": True,
    "description": _(
        "By kind: an option’s key; a list of keys (of faults: of cells, “row.column”, or “none”); {card: group}, {card: side} or {card: place}; "
        "{passage: code}; a list of plots, each [x, y]; {“typed”: text}; {“typed”: text, “unit”: key}; "
        "“true” or “false”. null where nothing is answered."
    ),
    "oneOf": [
        {"type": "string"},
        {"type": "array", "items": {}},
        {"type": "object", "additionalProperties": {}},
    ],
}


@extend_schema_field(ANY)
class AnswerField(serializers.JSONField):
    """An answer in the form of its kind."""


class RulesShape(serializers.Serializer[Rules]):
    """How a quiz is taken. attempts: 0 for as many as one likes.  pause: minutes between two.
    minutes: for one; 0 for no end.  counts: which result is mine.  hint_cost: per cent of a point."""

    preset = serializers.ChoiceField(list(PRESETS))
    attempts = serializers.IntegerField()
    pause = serializers.IntegerField()
    minutes = serializers.IntegerField()
    counts = serializers.ChoiceField(["best", "last"])
    hint_cost = serializers.IntegerField()


class ChoiceShape(serializers.Serializer[Choice]):
    """Something to choose or to place. right, goes_to and feedback: only in a review."""

    key = serializers.CharField()
    text = Words()
    right = serializers.BooleanField(allow_null=True)
    goes_to = serializers.CharField(source="right_group", allow_blank=True)
    feedback = serializers.SerializerMethodField()

    def get_feedback(self, choice: Choice) -> str:
        return text(choice.feedback)


class GroupShape(serializers.Serializer[Any]):
    """What something is put into or beside."""

    key = serializers.CharField()
    text = Words()


class PictureShape(serializers.Serializer[Any]):
    """The drawing of a question."""

    address = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    alt = Words()


class ReviewShape(serializers.Serializer[Asked]):
    """The truth of a question, and how the answer stands. points: thousandths of its one point."""

    verdict = serializers.ChoiceField(
        ["right", "partly", "wrong", "blank"], source="marked.verdict.value"
    )
    points = serializers.IntegerField()
    truth = serializers.CharField()
    reckoning = serializers.CharField()
    feedback = serializers.SerializerMethodField()
    explanation = serializers.SerializerMethodField()
    corrected_at = serializers.DateTimeField(source="corrected.at", allow_null=True)
    read_unit = serializers.UUIDField(source="see.item.uid", allow_null=True)

    def get_feedback(self, asked: Asked) -> str:
        return text(asked.near)

    def get_explanation(self, asked: Asked) -> str:
        return text(asked.body["explanation"])


class QuestionShape(serializers.Serializer[Any]):
    """A question as it is asked, with my answer. review: its truth, once pages show it as well.
    sequence: of the answer, to be sent back as “seen”.  to_mend: what keeps the answer from being
    marked."""

    item = serializers.UUIDField(source="asked.uid")
    number = serializers.IntegerField(source="asked.number")
    kind = serializers.ChoiceField(list(KINDS), source="asked.kind")
    prompt = Words(source="asked.body.prompt")
    how_to_answer = serializers.CharField(source="asked.how_to_answer")
    unit = serializers.SerializerMethodField()
    picture = PictureShape(source="asked.picture", allow_null=True)
    choices = ChoiceShape(source="asked.choices", many=True)
    groups = GroupShape(source="asked.groups", many=True)
    answer = serializers.SerializerMethodField()
    sequence = serializers.IntegerField(source="asked.sequence")
    saved_at = serializers.DateTimeField(source="response.saved_at", allow_null=True)
    to_mend = serializers.CharField(source="asked.error")
    has_hint = serializers.BooleanField(source="asked.has_hint")
    hint = serializers.SerializerMethodField()
    review = serializers.SerializerMethodField()

    def get_unit(self, one: Any) -> str:
        return text(one["asked"].body.get("unit"))

    def get_hint(self, one: Any) -> str:
        return text(one["asked"].hint)

    @extend_schema_field(AnswerField(allow_null=True))
    def get_answer(self, one: Any) -> Any:
        return one["response"].answer if one["response"] else None

    @extend_schema_field(ReviewShape(allow_null=True))
    def get_review(self, one: Any) -> Any:
        asked = one["asked"]
        return ReviewShape(asked).data if asked.marked is not None else None


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
