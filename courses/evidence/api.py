"""A person's own evidence, for programs."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from courses.content.queries import outline_by_id
from courses.evidence.models import Evidence, EvidenceKind
from courses.evidence.queries import proofs_of
from lms.common.api.paging import Pages
from lms.common.api.shapes import Words
from lms.common.api.views import Address
from lms.common.api.words import SHOWN
from lms.common.languages import text


class EvidenceShape(serializers.Serializer[Evidence]):
    """One proof of one competency."""

    competency = serializers.CharField(source="competency.code")
    name = Words(source="competency.name")
    level = serializers.IntegerField(min_value=1, max_value=4)
    kind = serializers.ChoiceField(EvidenceKind.choices)
    occurred_at = serializers.DateTimeField()
    valid_until = serializers.DateTimeField(allow_null=True)
    record = serializers.UUIDField(source="record.uid")
    course = serializers.CharField(source="record.course.slug")
    course_title = serializers.SerializerMethodField()
    unit = serializers.UUIDField(source="record.unit.uid", allow_null=True)
    release = serializers.IntegerField(source="record.release.number", allow_null=True)
    result = serializers.SerializerMethodField()

    def get_course_title(self, proof: Evidence) -> str:
        return text(outline_by_id(proof.record.release_id).title)

    @extend_schema_field(OpenApiTypes.OBJECT)
    def get_result(self, proof: Evidence) -> dict[str, Any]:
        return dict(proof.result)


class Proofs(Address):
    pagination_class = Pages

    @extend_schema(
        operation_id="evidence",
        summary=_("My evidence"),
        description=_(
            "What I have shown, the newest first: each competency with its level and what proves "
            "it."
        ),
        tags=[SHOWN],
        responses=EvidenceShape(many=True),
    )
    def get(self, request: Request) -> Response:
        pages = self.pagination_class()
        rows = pages.rows(request, proofs_of(request.user.pk))
        return pages.get_paginated_response(EvidenceShape(rows, many=True).data)
