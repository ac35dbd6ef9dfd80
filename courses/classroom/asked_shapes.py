"""Questions of every kind in the shape in which programs read them; the truth only where pages show it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from courses.banks.kinds import KINDS, Choice
from courses.classroom.asking import Asked
from lms.common.api.shapes import Words
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


class DrawingShape(serializers.Serializer[Any]):
    """What is drawn anew for whoever is asked. svg: its markup.  alt: what it is, in words, without what
    is to be seen in it."""

    svg = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    alt = Words()


class CellShape(serializers.Serializer[Any]):
    """A cell of a sheet. key: by which it is answered.  value: null where nothing was written."""

    key = serializers.CharField(source="choice.key")
    column = Words()
    value = Words(allow_null=True)


class SheetRowShape(serializers.Serializer[Any]):
    """A row of a sheet in which faults are looked for."""

    text = Words()
    cells = CellShape(many=True)


class PassageShape(serializers.Serializer[Any]):
    """A passage that is given a code. before: what was asked in the interview."""

    key = serializers.CharField()
    number = serializers.IntegerField(source="n")
    before = Words(source="lead", allow_null=True)
    text = Words()


class CodeShape(serializers.Serializer[Any]):
    """A code of the code book. include, exclude: an example of what it is, and of what it is not."""

    key = serializers.CharField()
    name = Words()
    definition = Words()
    include = serializers.SerializerMethodField()
    exclude = serializers.SerializerMethodField()

    def get_include(self, code: Any) -> str:
        return text(code.get("include"))

    def get_exclude(self, code: Any) -> str:
        return text(code.get("exclude"))


class MapRowShape(serializers.Serializer[Any]):
    """A row of a map. parts: what lies in which columns.  path: the columns in which the path is."""

    y = serializers.IntegerField()
    parts = serializers.CharField()
    path = serializers.CharField()


class FrameShape(serializers.Serializer[Any]):
    """Where the cells of a map lie in its drawing: the upper left corner, and the side of a cell."""

    x = serializers.FloatField()
    y = serializers.FloatField()
    cell = serializers.FloatField()


class PlotsShape(serializers.Serializer[Any]):
    """The map on which plots are laid; x counts from the left and y from the bottom, both from 1.
    plots: how many.  drawn: the cells that were drawn by lot, where that is the task."""

    columns = serializers.IntegerField()
    rows = serializers.IntegerField()
    plots = serializers.SerializerMethodField()
    map = MapRowShape(source="told", many=True)
    drawn = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))
    frame = FrameShape(allow_null=True)

    def get_plots(self, shown: Any) -> int:
        return len(shown["plots"])


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


class AskedShape(serializers.Serializer[Any]):
    """What is asked, by kind: of what does not belong to a kind there is an empty list, or null. Every
    one is {"asked": courses.classroom.asking.Asked, …}."""

    number = serializers.IntegerField(source="asked.number")
    kind = serializers.ChoiceField(list(KINDS), source="asked.kind")
    prompt = Words(source="asked.body.prompt")
    how_to_answer = serializers.CharField(source="asked.how_to_answer")
    told = serializers.SerializerMethodField()
    description = serializers.SerializerMethodField()
    unit = serializers.SerializerMethodField()
    picture = PictureShape(source="asked.picture", allow_null=True)
    drawing = DrawingShape(source="asked.drawn", allow_null=True)
    choices = ChoiceShape(source="asked.choices", many=True)
    groups = GroupShape(source="asked.groups", many=True)
    sheet = serializers.SerializerMethodField()
    passages = serializers.SerializerMethodField()
    code_book = serializers.SerializerMethodField()
    plots = serializers.SerializerMethodField()
    review = serializers.SerializerMethodField()

    def get_told(self, one: Any) -> str:
        return text(one["asked"].body.get("told"))

    def get_description(self, one: Any) -> str:
        return text(one["asked"].body.get("description"))

    def get_unit(self, one: Any) -> str:
        return text(one["asked"].body.get("unit"))

    @extend_schema_field(SheetRowShape(many=True))
    def get_sheet(self, one: Any) -> Any:
        asked = one["asked"]
        return SheetRowShape(asked.sheet, many=True).data if asked.kind == "faults" else []

    @extend_schema_field(PassageShape(many=True))
    def get_passages(self, one: Any) -> Any:
        return PassageShape(one["asked"].shown.get("turns", ()), many=True).data

    @extend_schema_field(CodeShape(many=True))
    def get_code_book(self, one: Any) -> Any:
        return CodeShape(one["asked"].shown.get("codes", ()), many=True).data

    @extend_schema_field(PlotsShape(allow_null=True))
    def get_plots(self, one: Any) -> Any:
        asked = one["asked"]
        return PlotsShape(asked.shown).data if asked.kind == "plots" else None

    @extend_schema_field(ReviewShape(allow_null=True))
    def get_review(self, one: Any) -> Any:
        asked = one["asked"]
        return ReviewShape(asked).data if asked.marked is not None else None
