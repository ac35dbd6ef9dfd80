"""A result of measuring in the shape in which programs read it, with all its numbers."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from courses.calibration.models import CalibrationResult
from courses.classroom.calibration_shapes import MeasuredBrief
from courses.classroom.calibration_shown import where_of
from lms.common.api.shapes import Words
from lms.common.languages import text


class MyMeasuredShape(MeasuredBrief):
    """A result of mine, and the exercise that it is of."""

    course = serializers.CharField(source="sitting.enrolment.run.course.slug")
    course_title = serializers.SerializerMethodField()
    unit = serializers.UUIDField(source="sitting.unit.uid")
    block = serializers.UUIDField(source="sitting.block")
    title = serializers.SerializerMethodField()

    def get_course_title(self, result: CalibrationResult) -> str:
        return text(where_of(result.sitting).outline.title)

    def get_title(self, result: CalibrationResult) -> str:
        return text(where_of(result.sitting).title)


class LookTakenShape(serializers.Serializer[Any]):
    """A look at a series. needed: right answers for level 2.  level: by this look alone.  dropped: items
    that were taken out of the results."""

    n = serializers.IntegerField()
    right = serializers.IntegerField()
    needed = serializers.IntegerField()
    level = serializers.IntegerField()
    dropped = serializers.SerializerMethodField()

    def get_dropped(self, look: Any) -> int:
        return int(look.get("dropped", 0))


class SeriesShape(serializers.Serializer[Any]):
    """The answers that are judged together, these among them. items_to_settle: that would settle level
    2; null where it is settled or out of reach.  is_kept: whether the level is the one of before, which
    the last answers keep."""

    number = serializers.IntegerField()
    n = serializers.IntegerField()
    right = serializers.IntegerField()
    lower = serializers.FloatField()
    upper = serializers.FloatField()
    looks = LookTakenShape(many=True)
    items_to_settle = serializers.IntegerField(allow_null=True)
    is_out_of_reach = serializers.BooleanField()
    is_kept = serializers.BooleanField()


class ClassMeasuredShape(serializers.Serializer[Any]):
    """A class. recall: the share of its items that were recognised, with its interval.  precision: the
    share of what was taken for it that was it; null where classes are not told apart.  floor: the
    recall that level 2 asks; null for none."""

    key = serializers.CharField(source="class")
    name = serializers.SerializerMethodField()
    n = serializers.IntegerField()
    right = serializers.IntegerField()
    recall = serializers.FloatField(allow_null=True)
    lower = serializers.FloatField()
    upper = serializers.FloatField()
    precision = serializers.SerializerMethodField()
    floor = serializers.FloatField(allow_null=True)

    def get_name(self, row: Any) -> str:
        return text(self.context["names"].get(row["class"])) or str(row["class"])

    def get_precision(self, row: Any) -> float | None:
        share: float | None = row.get("precision")
        return share


class HeldBackShape(serializers.Serializer[Any]):
    """A class that stands before level 2, and the unit that explains it."""

    key = serializers.CharField()
    name = Words()
    read_unit = serializers.UUIDField(source="lesson.item.uid", allow_null=True)


class LabelShape(serializers.Serializer[Any]):
    """What is told apart."""

    key = serializers.CharField()
    name = Words()


class ConfusionShape(serializers.Serializer[Any]):
    """What was taken for what: a row for each label that was true, a column for each that was said."""

    labels = LabelShape(many=True)
    rows = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))
    cannot_tell = serializers.ListField(child=serializers.IntegerField())


class SizeShape(serializers.Serializer[Any]):
    """The estimates of true numbers from least to most."""

    least = serializers.FloatField()
    most = serializers.FloatField()
    n = serializers.IntegerField()
    bias = serializers.FloatField(allow_null=True)
    relative_bias = serializers.FloatField(allow_null=True)


class EstimatesShape(serializers.Serializer[Any]):
    """Estimates of one sort. pairs: [answer, truth].  bias: the signed mean error; relative_bias: of the
    true value, null where that can be nothing.  is_biased: by more than chance, and by enough to matter.
    error: mean absolute.  within: the share within the tolerance.  alpha: Krippendorff’s, interval."""

    group = serializers.CharField(source="numbers.group")
    name = Words()
    says = serializers.CharField(source="said")
    unit = Words(source="numbers.unit")
    n = serializers.IntegerField(source="numbers.n")
    pairs = serializers.ListField(
        child=serializers.ListField(child=serializers.FloatField()), source="numbers.pairs"
    )
    bias = serializers.FloatField(source="numbers.bias", allow_null=True)
    relative_bias = serializers.FloatField(source="numbers.relative_bias", allow_null=True)
    is_biased = serializers.BooleanField(source="numbers.is_biased")
    error = serializers.FloatField(source="numbers.error", allow_null=True)
    within = serializers.FloatField(source="numbers.within", allow_null=True)
    alpha = serializers.FloatField(source="numbers.alpha", allow_null=True)
    sizes = SizeShape(source="numbers.sizes", many=True)


class ConfidenceShape(serializers.Serializer[Any]):
    """How often what was said so surely was right."""

    word = serializers.CharField()
    n = serializers.IntegerField()
    right = serializers.IntegerField()
    lower = serializers.FloatField()
    upper = serializers.FloatField()


class CohortShape(serializers.Serializer[Any]):
    """The first sittings of others: the median accuracy, and where the middle half of them lies."""

    n = serializers.IntegerField()
    middle = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()


class AidedShape(serializers.Serializer[Any]):
    """The set with help. helped: items at which the key was opened."""

    n = serializers.IntegerField()
    right = serializers.IntegerField()
    helped = serializers.IntegerField()
    helped_right = serializers.IntegerField()


class PlanShape(serializers.Serializer[Any]):
    """What I will do differently, in my own words; an empty text where there is none."""

    text = serializers.CharField()
    written_at = serializers.DateTimeField(allow_null=True)


class SaysShape(serializers.Serializer[Any]):
    """The same in sentences, as the page says it; empty where there is nothing to say."""

    title = serializers.CharField()
    accuracy = serializers.CharField()
    kept = serializers.CharField()
    untold = serializers.CharField()
    settling = serializers.SerializerMethodField()
    earlier = serializers.CharField()
    validity = serializers.CharField()
    next = serializers.ListField(child=serializers.CharField(), source="steps")
    luck = serializers.CharField()

    def get_settling(self, shown: Any) -> str:
        one = shown["settling"]
        return f"{one.sentence}: {one.needed}" if one else ""


class MeasuredShape(MyMeasuredShape):
    """A result with all its numbers; shares from 0 to 1. balanced: the mean of the recalls.  kappa:
    Cohen’s.  brier: score of the certainty.  seconds: for an item, median.  in_words: items that came in
    words.  dropped, corrected: items that were taken out of the results, or are judged by a corrected
    truth.  replaces, replaced_by: where it was worked out again, for this reason.  bank_version,
    protocol_version: digests of what could be asked, and by which rules."""

    says = serializers.SerializerMethodField()
    series = SeriesShape(source="numbers.series")
    held_back_by = serializers.SerializerMethodField()
    classes = serializers.SerializerMethodField()
    balanced = serializers.FloatField(source="numbers.balanced", allow_null=True)
    confusion = serializers.SerializerMethodField()
    kappa = serializers.SerializerMethodField()
    estimates = serializers.SerializerMethodField()
    confidence = ConfidenceShape(source="numbers.confidence", many=True)
    brier = serializers.FloatField(source="numbers.brier", allow_null=True)
    seconds = serializers.FloatField(source="numbers.seconds", allow_null=True)
    in_words = serializers.IntegerField(source="numbers.in_words")
    dropped = serializers.SerializerMethodField()
    corrected = serializers.SerializerMethodField()
    proctored = serializers.BooleanField(source="sitting.proctored")
    cohort = serializers.SerializerMethodField()
    aided = serializers.SerializerMethodField()
    plan = serializers.SerializerMethodField()
    reason = serializers.CharField()
    replaces = serializers.SerializerMethodField()
    replaced_by = serializers.SerializerMethodField()
    bank_version = serializers.CharField()
    protocol_version = serializers.CharField()

    @extend_schema_field(SaysShape)
    def get_says(self, _result: CalibrationResult) -> Any:
        return SaysShape(self.context["shown"]).data

    @extend_schema_field(HeldBackShape(many=True))
    def get_held_back_by(self, _result: CalibrationResult) -> Any:
        return HeldBackShape(self.context["shown"]["held_back"], many=True).data

    @extend_schema_field(ClassMeasuredShape(many=True))
    def get_classes(self, result: CalibrationResult) -> Any:
        names = {"names": self.context["shown"]["names"]}
        return ClassMeasuredShape(result.numbers["classes"], many=True, context=names).data

    @extend_schema_field(ConfusionShape(allow_null=True))
    def get_confusion(self, result: CalibrationResult) -> Any:
        table = result.numbers.get("confusion")
        if table is None:
            return None
        names = self.context["shown"]["names"]
        labels = [{"key": key, "name": names[key]} for key in table["labels"]]
        return ConfusionShape({**table, "labels": labels}).data

    def get_kappa(self, result: CalibrationResult) -> float | None:
        kappa: float | None = result.numbers.get("kappa")
        return kappa

    @extend_schema_field(EstimatesShape(many=True))
    def get_estimates(self, _result: CalibrationResult) -> Any:
        return EstimatesShape(self.context["shown"]["estimates"], many=True).data

    def get_dropped(self, result: CalibrationResult) -> int:
        return int(result.numbers.get("gold", {}).get("dropped", 0))

    def get_corrected(self, result: CalibrationResult) -> int:
        return int(result.numbers.get("gold", {}).get("corrected", 0))

    @extend_schema_field(CohortShape(allow_null=True))
    def get_cohort(self, _result: CalibrationResult) -> Any:
        cohort = self.context["shown"]["cohort"]
        return CohortShape(cohort).data if cohort else None

    @extend_schema_field(AidedShape(allow_null=True))
    def get_aided(self, _result: CalibrationResult) -> Any:
        aided = self.context["shown"]["aided"]
        return AidedShape(aided).data if aided else None

    @extend_schema_field(PlanShape)
    def get_plan(self, _result: CalibrationResult) -> Any:
        return PlanShape(plan_told(self.context["shown"]["plan"])).data

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_replaces(self, _result: CalibrationResult) -> str | None:
        return _uid(self.context["shown"]["before"])

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_replaced_by(self, _result: CalibrationResult) -> str | None:
        return _uid(self.context["shown"]["after"])


def _uid(one: CalibrationResult | None) -> str | None:
    return str(one.uid) if one else None


def plan_told(plan: Any) -> Any:
    """A plan, or what stands for none."""
    return plan or {"text": "", "written_at": None}
