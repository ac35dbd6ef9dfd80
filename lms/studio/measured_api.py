"""The results of an exercise for programs of those who may see who learns in its course."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from courses.calibration.reporting import Stand
from courses.content.access import course_with_people, unit_of
from lms.common.api.paging import Pages
from lms.common.api.views import Address
from lms.common.api.words import MEASURING
from lms.common.clock import now
from lms.studio.measured import result_told, results_at_block


class SeriesOfLearnerShape(serializers.Serializer[Any]):
    """The answers that are judged together, with the interval of what was right."""

    number = serializers.IntegerField()
    n = serializers.IntegerField()
    right = serializers.IntegerField()
    lower = serializers.FloatField()
    upper = serializers.FloatField()


class ClassOfLearnerShape(serializers.Serializer[Any]):
    """A class. recall: the share of its items that were recognised, with its interval."""

    key = serializers.CharField(source="class")
    n = serializers.IntegerField()
    right = serializers.IntegerField()
    recall = serializers.FloatField(allow_null=True)
    lower = serializers.FloatField()
    upper = serializers.FloatField()


class LeaningShape(serializers.Serializer[Any]):
    """Estimates that lean to one side by more than chance; 0.15 is fifteen per cent too much."""

    group = serializers.CharField()
    relative_bias = serializers.FloatField()


class LearnerResultShape(serializers.Serializer[Any]):
    """A result of a learner, as in the file of the page. Shares from 0 to 1."""

    level = serializers.IntegerField()
    measured_on = serializers.DateField()
    valid_until = serializers.DateField(allow_null=True)
    items = serializers.IntegerField()
    right = serializers.IntegerField()
    cannot_tell = serializers.IntegerField()
    accuracy = serializers.FloatField(allow_null=True)
    lower = serializers.FloatField()
    upper = serializers.FloatField()
    series = SeriesOfLearnerShape()
    classes = ClassOfLearnerShape(many=True)
    leanings = LeaningShape(many=True)
    bank_version = serializers.CharField()
    protocol_version = serializers.CharField()


class LearnerMeasuredShape(serializers.Serializer[Stand]):
    """How a learner stands in an exercise. level: the highest that is still valid.  n, right, lower,
    upper: of the series of the latest sitting.  results: the latest first."""

    enrolment = serializers.IntegerField(source="enrolment_id")
    name = serializers.CharField()
    level = serializers.IntegerField(min_value=0, max_value=3)
    valid_until = serializers.DateTimeField(allow_null=True)
    n = serializers.IntegerField()
    right = serializers.IntegerField()
    lower = serializers.FloatField()
    upper = serializers.FloatField()
    results = serializers.SerializerMethodField()

    @extend_schema_field(LearnerResultShape(many=True))
    def get_results(self, stand: Stand) -> Any:
        told = [result_told(one) for one in stand.results]
        return LearnerResultShape(told, many=True).data


class CourseResults(Address):
    pagination_class = Pages

    @extend_schema(
        operation_id="course_results",
        summary=_("Results of a course’s learners in an exercise"),
        description=_(
            "For those who may see who learns in the course; for everybody else it is not there. Who "
            "joined first stands first."
        ),
        tags=[MEASURING],
        responses=LearnerMeasuredShape(many=True),
    )
    def get(self, request: Request, slug: str, uid: UUID, block: UUID) -> Response:
        pages, course = self.pagination_class(), course_with_people(request.user, slug)
        found = results_at_block(course, unit_of(course, uid), block, now())
        rows = pages.these(request, found.stands, lambda one: one.enrolment_id)
        return pages.get_paginated_response(LearnerMeasuredShape(rows, many=True).data)
