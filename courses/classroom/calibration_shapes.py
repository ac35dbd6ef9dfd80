"""Exercises, and sittings with their items, in the shape in which programs read them."""

from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from courses.banks.generators import Form
from courses.calibration.models import CalibrationResult, Certainty, Phase, Sitting
from courses.classroom.asked_shapes import AnswerField, AskedShape
from courses.classroom.calibrating import Calibration
from lms.common.api.shapes import PageOf, Words

# --- results in short ----------------------------------------------------------------------------


class MeasuredBrief(serializers.Serializer[CalibrationResult]):
    """What a sitting that measured came to. level: 0 to 3.  n: items.  answered: without “cannot
    tell”, which is counted apart.  accuracy: of what was answered, with its Wilson 95 % interval;
    shares from 0 to 1, null where nothing was answered."""

    uid = serializers.UUIDField()
    sitting = serializers.UUIDField(source="sitting.uid")
    number = serializers.IntegerField(source="sitting.number")
    level = serializers.IntegerField(min_value=0, max_value=3)
    made_at = serializers.DateTimeField()
    valid_until = serializers.DateTimeField(allow_null=True)
    is_valid = serializers.SerializerMethodField()
    n = serializers.IntegerField(source="numbers.n")
    answered = serializers.IntegerField(source="numbers.answered")
    right = serializers.IntegerField(source="numbers.right")
    cannot_tell = serializers.IntegerField(source="numbers.cannot_tell")
    accuracy = serializers.FloatField(source="numbers.accuracy", allow_null=True)
    lower = serializers.FloatField(source="numbers.lower")
    upper = serializers.FloatField(source="numbers.upper")
    page = PageOf("classroom:calibration-result", "uid")

    def get_is_valid(self, result: CalibrationResult) -> bool:
        on: datetime = self.context["on"]
        return result.is_valid(on)


# --- an exercise ---------------------------------------------------------------------------------


class LookShape(serializers.Serializer[Any]):
    """A point at which a series is looked at. needed: right answers for level 2."""

    n = serializers.IntegerField()
    needed = serializers.IntegerField()


class ExerciseClassShape(serializers.Serializer[Any]):
    """Something that is told apart. floor: the share of it that must be right for level 2, in per
    cent; null where there is none."""

    key = serializers.CharField()
    name = Words()
    floor = serializers.IntegerField(allow_null=True)


class PhaseShape(serializers.Serializer[Any]):
    """What I may begin, or go on with. items: of a sitting; null where as many come as I like.
    sitting: the one that is open.  code, detail: why it may not be begun, as whoever tries is told.
    practice: answers in practice that come first.  opens: the day from which a new series may begin."""

    phase = serializers.ChoiceField(Phase.choices)
    is_open = serializers.BooleanField()
    sitting = serializers.UUIDField(allow_null=True)
    items = serializers.IntegerField(allow_null=True)
    code = serializers.CharField()
    detail = serializers.CharField()
    practice = serializers.IntegerField()
    opens = serializers.DateField(allow_null=True)


class ExerciseShape(serializers.Serializer[Any]):
    """An exercise in which an observer practises and is measured. reason: of the thresholds, HTML.
    sitting: items in one.  looks: where level 2 is given.  practice: answers that come before the
    first measuring.  examples: worked ones.  aided: items of the set with help, which never counts.
    months: how long a result is valid; 0 for ever.  level: that my valid results show.  practised: my
    answers so far.  phases: none for visitors.  results: mine, the latest first."""

    block = serializers.UUIDField()
    key = serializers.CharField()
    language = serializers.ChoiceField(["lt", "en"])
    title = serializers.CharField()
    html = serializers.CharField()
    reason = serializers.CharField()
    classes = ExerciseClassShape(many=True)
    sitting = serializers.IntegerField()
    minutes = serializers.IntegerField()
    looks = LookShape(many=True)
    practice = serializers.IntegerField()
    examples = serializers.IntegerField()
    aided = serializers.IntegerField()
    months = serializers.IntegerField()
    level = serializers.IntegerField(min_value=0, max_value=3)
    practised = serializers.IntegerField()
    phases = PhaseShape(many=True)
    aided_sitting = serializers.UUIDField(allow_null=True)
    results = MeasuredBrief(many=True)


# --- a sitting -----------------------------------------------------------------------------------


class ItemBrief(serializers.Serializer[Any]):
    """An item of a sitting, without what it asks."""

    number = serializers.SerializerMethodField()
    form = serializers.ChoiceField(list(Form))
    answered_at = serializers.DateTimeField(allow_null=True)
    cannot_tell = serializers.BooleanField()
    is_aided = serializers.BooleanField()

    def get_number(self, item: Any) -> int:
        return int(item.position) + 1


class ClassSoFarShape(serializers.Serializer[Any]):
    """A class that came, and the unit that explains it."""

    name = Words()
    n = serializers.IntegerField()
    right = serializers.IntegerField()
    read_unit = serializers.SerializerMethodField()

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_read_unit(self, one: Any) -> str | None:
        return str(one.lesson[0].uid) if one.lesson else None


class SittingShape(serializers.Serializer[Any]):
    """Items of an exercise, answered one after another. waiting: the number of the one that waits.
    right: of the answers, null where it is not told: while measuring and with help before the end, and
    after measuring, of which the result says more.  wrong: items of a practice that can be asked once
    more.  classes: that came, once practice or the set with help is finished.  result: of measuring."""

    uid = serializers.UUIDField(source="sitting.uid")
    course = serializers.CharField(source="sitting.enrolment.run.course.slug")
    unit = serializers.UUIDField(source="sitting.unit.uid")
    block = serializers.UUIDField(source="sitting.block")
    title = Words()
    phase = serializers.ChoiceField(Phase.choices, source="sitting.phase")
    state = serializers.ChoiceField(Sitting.State.choices, source="sitting.state")
    number = serializers.IntegerField(source="sitting.number")
    opened_at = serializers.DateTimeField(source="sitting.opened_at")
    closed_at = serializers.DateTimeField(source="sitting.closed_at", allow_null=True)
    answered = serializers.IntegerField()
    waiting = serializers.IntegerField(allow_null=True)
    right = serializers.IntegerField(allow_null=True)
    wrong = serializers.IntegerField(allow_null=True)
    items = ItemBrief(many=True)
    classes = ClassSoFarShape(many=True)
    result = serializers.UUIDField(allow_null=True)
    page = PageOf("classroom:sitting", "sitting.uid")


# --- an item -------------------------------------------------------------------------------------


class LeadShape(serializers.Serializer[Any]):
    """One of two statements. to: the couplet to go on with; empty where it ends at a name."""

    letter = serializers.CharField()
    text = Words()
    to = serializers.CharField()
    name = Words(allow_null=True)


class CoupletShape(serializers.Serializer[Any]):
    """A step of a key to identify by."""

    number = serializers.CharField()
    leads = LeadShape(many=True)


class ItemShape(AskedShape):
    """An item as I meet it, with my answer. told, description: what it is about, as Markdown.  drawing:
    drawn for me alone; null where the item came in words.  has_words: whether its kind comes in both
    forms.  has_key: whether a key to identify by can be opened; key: once it was, and with the truth.
    review: the truth, in practice once it is answered, else once the sitting is closed."""

    form = serializers.ChoiceField(list(Form), source="met.item.form")
    has_words = serializers.BooleanField(source="met.has_words")
    has_key = serializers.BooleanField()
    key = CoupletShape(many=True)
    answer = serializers.SerializerMethodField()
    cannot_tell = serializers.BooleanField(source="met.item.cannot_tell")
    certainty = serializers.ChoiceField(
        Certainty.choices, source="met.item.certainty", allow_blank=True
    )
    helped_at = serializers.DateTimeField(source="met.item.helped_at", allow_null=True)
    answered_at = serializers.DateTimeField(source="met.item.answered_at", allow_null=True)

    @extend_schema_field(AnswerField(allow_null=True))
    def get_answer(self, one: Any) -> Any:
        return one["met"].item.answer


class OriginShape(serializers.Serializer[Any]):
    """Where a truth comes from. is_drawn: by the site, exact by construction.  author: who set it;
    empty where it is drawn or nobody is known.  experts: how many answered it without seeing it, of
    whom so many agree."""

    is_drawn = serializers.BooleanField()
    author = serializers.SerializerMethodField()
    made_at = serializers.DateTimeField()
    experts = serializers.IntegerField()
    agreeing = serializers.IntegerField()

    def get_author(self, origin: Any) -> str:
        return str(origin.author.name) if origin.author and not origin.is_drawn else ""


class BesideTruthShape(ItemShape):
    """An item of a result, beside its truth. dropped_at: when it was taken out of the results."""

    origin = OriginShape(source="met.origin", allow_null=True)
    dropped_at = serializers.SerializerMethodField()

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_dropped_at(self, one: Any) -> datetime | None:
        ruled = one["met"].ruled
        return ruled.at if ruled and ruled.is_dropped else None


class ExampleShape(AskedShape):
    """A worked example: an item with its truth."""


def floor_of(here: Calibration, name: str) -> int | None:
    """The share in per cent that a class must reach, if it must."""
    exercise = here.exercise
    return exercise.floor if exercise.floor and name in exercise.key_classes else None
