"""A person's own learning records, for programs."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from courses.content.queries import outline_by_id
from courses.records.models import LearningRecord, Verb
from courses.records.queries import records_of
from lms.common.api.paging import Pages
from lms.common.api.views import Address
from lms.common.api.words import SHOWN
from lms.common.languages import text


class RecordShape(serializers.Serializer[LearningRecord]):
    """One thing that was done. It never changes."""

    uid = serializers.UUIDField()
    verb = serializers.ChoiceField(Verb.choices)
    said = serializers.CharField(source="get_verb_display")
    at = serializers.DateTimeField()
    course = serializers.CharField(source="course.slug")
    course_title = serializers.SerializerMethodField()
    unit = serializers.UUIDField(source="unit.uid", allow_null=True)
    unit_title = serializers.SerializerMethodField()
    release = serializers.IntegerField(source="release.number", allow_null=True)
    result = serializers.SerializerMethodField()

    def get_course_title(self, record: LearningRecord) -> str:
        return text(outline_by_id(record.release_id).title)

    def get_unit_title(self, record: LearningRecord) -> str:
        item = outline_by_id(record.release_id).by_unit.get(record.unit_id or 0)
        return text(item.title) if item else ""

    @extend_schema_field(OpenApiTypes.OBJECT)
    def get_result(self, record: LearningRecord) -> dict[str, Any]:
        return dict(record.result)


class Records(Address):
    pagination_class = Pages

    @extend_schema(
        operation_id="records",
        summary=_("My learning records"),
        description=_(
            "What I did in courses, the newest first: joining, results, units and courses "
            "completed."
        ),
        tags=[SHOWN],
        responses=RecordShape(many=True),
    )
    def get(self, request: Request) -> Response:
        pages = self.pagination_class()
        rows = pages.rows(request, records_of(request.user))
        return pages.get_paginated_response(RecordShape(rows, many=True).data)
