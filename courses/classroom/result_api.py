"""A person's own results of measuring for programs: all of them, one, its answers, and the plan."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from courses.calibration.access import own_result
from courses.calibration.actions import write_plan
from courses.calibration.queries import items_of, plan_of, results_of
from courses.classroom.calibrating import is_right_now, told, truths_of
from courses.classroom.calibration_api import shown
from courses.classroom.calibration_shapes import BesideTruthShape
from courses.classroom.calibration_shown import result_page, where_of
from courses.classroom.result_shapes import MeasuredShape, MyMeasuredShape, PlanShape, plan_told
from lms.common.api.paging import Pages
from lms.common.api.views import Address, read, repeatable
from lms.common.api.views import told as answered
from lms.common.api.words import MEASURING
from lms.common.clock import now


class MyResults(Address):
    pagination_class = Pages

    @extend_schema(
        operation_id="results",
        summary=gettext_lazy("My results of measuring"),
        description=gettext_lazy("Those that stand, the newest first, valid or not any more."),
        tags=[MEASURING],
        parameters=[
            OpenApiParameter(
                "course", OpenApiTypes.STR, description=gettext_lazy("Only those of this course.")
            )
        ],
        responses=MyMeasuredShape(many=True),
    )
    def get(self, request: Request) -> Response:
        pages, rows = self.pagination_class(), results_of(request.user)
        if course := request.query_params.get("course", "").replace("\0", ""):
            rows = rows.filter(sitting__enrolment__run__course__slug=course)
        found = pages.rows(request, rows)
        told_there = MyMeasuredShape(found, many=True, context={"on": now()})
        return pages.get_paginated_response(told_there.data)


class OneResult(Address):
    @extend_schema(
        operation_id="result",
        summary=gettext_lazy("A result with all its numbers"),
        description=gettext_lazy(
            "The level and what holds it back, the accuracy with its interval, the series, classes, "
            "confusions, estimates with their bias, certainty, others beside, and my plan."
        ),
        tags=[MEASURING],
        responses=MeasuredShape,
    )
    def get(self, request: Request, uid: UUID) -> Response:
        one, on = own_result(request.user, uid), now()
        context = {"on": on, "shown": result_page(one, on)}
        return Response(MeasuredShape(one, context=context).data)


class ResultAnswers(Address):
    pagination_class = Pages

    @extend_schema(
        operation_id="result_answers",
        summary=gettext_lazy("Answers beside the truth"),
        description=gettext_lazy(
            "Every item of a result as I met it, its truth as it is known now, and where that comes "
            "from; the first first."
        ),
        tags=[MEASURING],
        parameters=[
            OpenApiParameter(
                "show",
                OpenApiTypes.STR,
                enum=["missed"],
                description=gettext_lazy("Only those that were not right."),
            )
        ],
        responses=BesideTruthShape(many=True),
    )
    def get(self, request: Request, uid: UUID) -> Response:
        one, pages = own_result(request.user, uid), self.pagination_class()
        where, items = where_of(one.sitting), items_of(one.sitting)
        truths = truths_of(items, one.sitting.unit_id)
        if request.query_params.get("show") == "missed":
            items = [mine for mine in items if not is_right_now(mine, truths)]
        # Drawing takes a while: only what is on this page.
        on_page = pages.these(request, items, lambda mine: mine.position)
        met = [told(mine, where.outline, where.exercise, truths) for mine in on_page]
        rows = [shown(each, is_closed=True, helps=False) for each in met]
        return pages.get_paginated_response(BesideTruthShape(rows, many=True).data)


class WrittenShape(serializers.Serializer[Any]):
    """What I will do differently; an empty text takes the plan away."""

    text = serializers.CharField(allow_blank=True)


class Plan(Address):
    @extend_schema(
        operation_id="plan",
        summary=gettext_lazy("My plan after a result"),
        description=gettext_lazy("What I will do differently, in my own words, for myself."),
        tags=[MEASURING],
        responses=PlanShape,
    )
    def get(self, request: Request, uid: UUID) -> Response:
        one = own_result(request.user, uid)
        return answered(PlanShape, plan_told(plan_of(one.sitting)))

    @extend_schema(
        operation_id="write_plan",
        summary=gettext_lazy("Write the plan"),
        description=gettext_lazy(
            "It takes the place of the one before; an empty one takes it away."
        ),
        tags=[MEASURING],
        request=WrittenShape,
        responses=PlanShape,
    )
    @repeatable
    def put(self, request: Request, uid: UUID) -> Response:
        one = own_result(request.user, uid)
        kept = write_plan(one.sitting, read(WrittenShape, request)["text"], on=now())
        return answered(PlanShape, plan_told(kept))
