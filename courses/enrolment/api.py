"""Shapes of enrolments and of runs, and a person's own enrolments, for programs."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from courses.content.outline import Outline
from courses.content.queries import outline_by_id
from courses.enrolment.models import Application, Enrolment, Run
from courses.enrolment.queries import enrolments_of
from lms.common.api.paging import Pages
from lms.common.api.shapes import Words
from lms.common.api.views import Address
from lms.common.api.words import LEARNING
from lms.common.languages import text


class RunShape(serializers.Serializer[Run]):
    """One delivery of a course. The days are the first and the last."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(Run.Kind.choices)
    name = Words(source="title")
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)


class UnitBrief(serializers.Serializer[Any]):
    """A unit by name."""

    uid = serializers.UUIDField()
    label = serializers.CharField()
    title = Words()
    minutes = serializers.IntegerField()


class EnrolmentShape(serializers.Serializer[Enrolment]):
    """How I stand in a course: the same numbers as on its page. A completed course reads 100."""

    course = serializers.CharField(source="run.course.slug")
    course_title = serializers.SerializerMethodField()
    run = RunShape()
    state = serializers.ChoiceField(Enrolment.State.choices)
    enrolled_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField(allow_null=True)
    last_activity_at = serializers.DateTimeField()
    done = serializers.IntegerField()
    required = serializers.IntegerField()
    percent = serializers.IntegerField(min_value=0, max_value=100)
    minutes_left = serializers.IntegerField()
    next_unit = serializers.SerializerMethodField()

    def get_course_title(self, enrolment: Enrolment) -> str:
        return text(_outline(enrolment).title)

    @extend_schema_field(UnitBrief(allow_null=True))
    def get_next_unit(self, enrolment: Enrolment) -> Any:
        item = _outline(enrolment).by_unit.get(enrolment.next_unit_id or 0)
        return UnitBrief(item).data if item else None


def _outline(enrolment: Enrolment) -> Outline:
    return outline_by_id(enrolment.run.course.in_force_id or enrolment.summary_release_id)


class ApplicationShape(serializers.Serializer[Application]):
    """How I stand on the way into a run."""

    run = RunShape()
    state = serializers.ChoiceField(Application.State.choices)
    asked_at = serializers.DateTimeField()
    waits_since = serializers.DateTimeField(allow_null=True)
    offer_until = serializers.DateTimeField(allow_null=True)


class MyEnrolments(Address):
    pagination_class = Pages

    @extend_schema(
        operation_id="enrolments",
        summary=_("My courses and progress"),
        description=_("What I learn or have completed, what I joined last first."),
        tags=[LEARNING],
        responses=EnrolmentShape(many=True),
    )
    def get(self, request: Request) -> Response:
        pages = self.pagination_class()
        rows = pages.rows(request, enrolments_of(request.user))
        return pages.get_paginated_response(EnrolmentShape(rows, many=True).data)
