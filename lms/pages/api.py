"""Catalogue, courses and passport for programs: what needs several slices."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from courses.classroom.api import InCourse, person_of
from courses.classroom.run_words import RunTold
from courses.content.models import Audience, Met
from courses.content.outline import Outline
from courses.enrolment.api import EnrolmentShape, RunShape, UnitBrief
from courses.enrolment.models import Application, Run
from courses.evidence.models import EvidenceKind
from courses.progress.access import Place, course_for
from courses.progress.calc import State
from lms.common.api.paging import Pages
from lms.common.api.shapes import PageOf, Words, page
from lms.common.api.views import Address, told
from lms.common.api.words import ACCOUNT, COURSES, SHOWN
from lms.common.clock import now
from lms.common.languages import LANGUAGES, current_language, text
from lms.pages.catalogue import Found, catalogue, filtered, searched
from lms.pages.claims import claims_of
from lms.pages.course_page import ModuleLine, UnitLine, course_page
from lms.pages.course_runs import runs_on_page
from lms.pages.filters import EFFORTS, LEVELS, read_wanted
from lms.pages.queries import Held, Line
from lms.pages.queries import passport as passport_of


class StartShape(serializers.Serializer[Any]):
    """Addresses to begin with."""

    reference = serializers.URLField()
    schema = serializers.URLField()
    courses = serializers.URLField()
    me = serializers.URLField()


class Start(Address):
    is_public = True

    @extend_schema(
        operation_id="start",
        summary=_("Where to begin"),
        description=_("The addresses of this description, of the catalogue, and of who asks."),
        tags=[ACCOUNT],
        responses=StartShape,
    )
    def get(self, request: Request) -> Response:
        of_programs = {name: page(f"api:{name}") for name in ("schema", "courses", "me")}
        return told(StartShape, of_programs | {"reference": page("pages:api")})


# --- the catalogue -------------------------------------------------------------------------------


class ClaimShape(serializers.Serializer[Any]):
    """A competency of a course. level: the highest that it can show; 0: practised, not assessed."""

    code = serializers.CharField()
    name = Words()
    level = serializers.IntegerField()


class CourseBrief(serializers.Serializer[Outline]):
    """A course in the catalogue."""

    slug = serializers.CharField()
    title = Words()
    summary = Words()
    languages = serializers.ListField(child=serializers.ChoiceField(["lt", "en"]))
    audience = serializers.CharField()
    licence = serializers.CharField()
    minutes = serializers.IntegerField()
    units = serializers.SerializerMethodField()
    competencies = serializers.SerializerMethodField()
    page = PageOf("pages:course", "slug")

    def get_units(self, outline: Outline) -> int:
        return len(outline.items)

    @extend_schema_field(ClaimShape(many=True))
    def get_competencies(self, outline: Outline) -> Any:
        return ClaimShape(claims_of(outline), many=True).data


class FoundShape(serializers.Serializer[Found]):
    """A course that was found. units: those that a search led to and that are open to me.  hidden:
    how many more it led to.  percent: how far I am; null where I do not learn there."""

    course = CourseBrief(source="outline")
    units = serializers.SerializerMethodField()
    hidden = serializers.IntegerField()
    percent = serializers.IntegerField(source="enrolment.percent", allow_null=True)

    @extend_schema_field(UnitBrief(many=True))
    def get_units(self, found: Found) -> Any:
        return UnitBrief([place.item for place in found.places], many=True).data


class Catalogue(Address):
    is_public = True
    pagination_class = Pages

    @extend_schema(
        operation_id="courses",
        summary=_("The catalogue"),
        description=_("The published courses, or those whose units hold the words of “q”."),
        tags=[COURSES],
        parameters=[
            OpenApiParameter("q", OpenApiTypes.STR, description=_("Words to find in units.")),
            OpenApiParameter(
                "competency", OpenApiTypes.STR, description=_("Code of a competency they show.")
            ),
            OpenApiParameter(
                "level",
                OpenApiTypes.STR,
                enum=LEVELS,
                description=_("The level that they can show at least."),
            ),
            OpenApiParameter(
                "language",
                OpenApiTypes.STR,
                enum=LANGUAGES,
                description=_("In which language they are."),
            ),
            OpenApiParameter(
                "effort",
                OpenApiTypes.STR,
                enum=tuple(EFFORTS),
                description=_("Up to 1 hour, 1 to 3 hours, or more."),
            ),
            OpenApiParameter(
                "audience",
                OpenApiTypes.STR,
                enum=Audience.values,
                description=_("Whether they prepare to take part in research or to run it."),
            ),
        ],
        responses=FoundShape(many=True),
    )
    def get(self, request: Request) -> Response:
        pages = self.pagination_class()
        wanted = read_wanted(request.query_params)
        found = catalogue(person_of(request))
        if wanted.query:
            found = searched(found, wanted.query, current_language())
        found = filtered(found, wanted)
        shown = pages.these(request, found, lambda one: one.course.pk)
        return pages.get_paginated_response(FoundShape(shown, many=True).data)


# --- a course ------------------------------------------------------------------------------------


class UnitLineShape(serializers.Serializer[UnitLine]):
    """A unit in the outline. readable: whether it is open to me.  missing: what opens it, where it is
    locked."""

    uid = serializers.UUIDField(source="item.uid")
    label = serializers.CharField(source="item.label")
    title = Words(source="item.title")
    summary = Words(source="item.summary")
    minutes = serializers.IntegerField(source="item.minutes")
    required = serializers.BooleanField(source="item.required")
    requirement = serializers.ChoiceField(Met.choices, source="item.requirement")
    score_at_least = serializers.IntegerField(source="item.score_at_least", allow_null=True)
    questions = serializers.IntegerField(source="item.questions")
    about = serializers.CharField()
    readable = serializers.BooleanField()
    state = serializers.SerializerMethodField()
    missing = UnitBrief(many=True)
    waits = serializers.SerializerMethodField()

    @extend_schema_field(
        {"type": "string", "nullable": True, "enum": [*(one.value for one in State), None]}
    )
    def get_state(self, line: UnitLine) -> str | None:
        return line.state.value if self.context["learns"] else None

    def get_waits(self, line: UnitLine) -> list[str]:
        return [wait.says for wait in line.waits]


class ModuleShape(serializers.Serializer[ModuleLine]):
    """A module. choose: how many of its required units are asked; null for all.  done, required:
    of its units."""

    key = serializers.CharField(source="module.key")
    label = serializers.CharField(source="module.label")
    title = Words(source="module.title")
    choose = serializers.IntegerField(source="module.choose", allow_null=True)
    done = serializers.IntegerField()
    required = serializers.IntegerField()
    minutes_left = serializers.IntegerField()
    units = UnitLineShape(source="lines", many=True)


class RunSeenShape(serializers.Serializer[RunTold]):
    """A dated run as I meet it. places_left: null where they are not counted.  asked: how I stand on
    the way in."""

    run = RunShape()
    policy = serializers.ChoiceField(Run.Policy.choices, source="run.policy")
    places_left = serializers.IntegerField(source="seen.left", allow_null=True)
    waiting = serializers.IntegerField(source="seen.waiting")
    learns = serializers.BooleanField(source="seen.is_in")
    invited = serializers.BooleanField(source="seen.invited")
    asked = serializers.ChoiceField(
        Application.State.choices, source="seen.asked.state", allow_null=True
    )


class CourseShape(CourseBrief):
    """A course with its outline, and how I stand in it; enrolment is null where I do not learn
    there."""

    description = Words()
    outcomes = serializers.SerializerMethodField()
    can_be_asked = Words()
    release = serializers.IntegerField(source="number")
    modules = serializers.SerializerMethodField()
    runs = serializers.SerializerMethodField()
    enrolment = serializers.SerializerMethodField()

    def get_outcomes(self, outline: Outline) -> list[str]:
        return [text(one) for one in outline.outcomes]

    @extend_schema_field(ModuleShape(many=True))
    def get_modules(self, outline: Outline) -> Any:
        place = self.context["place"]
        learns = {"learns": place.standing is not None}
        return ModuleShape(course_page(place), many=True, context=learns).data

    @extend_schema_field(RunSeenShape(many=True))
    def get_runs(self, outline: Outline) -> Any:
        return RunSeenShape(self.context["runs"], many=True).data

    @extend_schema_field(EnrolmentShape(allow_null=True))
    def get_enrolment(self, outline: Outline) -> Any:
        return _enrolment(self.context["place"])


def _enrolment(place: Place) -> Any:
    """How somebody stands by the release in force, even before that is settled."""
    enrolment, standing = place.enrolment or place.coming, place.standing
    if enrolment is None:
        return None
    enrolment.run.course = place.course
    shown = EnrolmentShape(enrolment).data
    if standing is not None:
        shown |= {name: getattr(standing, name) for name in ("done", "required", "minutes_left")}
        shown["percent"] = 100 if enrolment.completed_at else standing.percent
        shown["next_unit"] = UnitBrief(standing.next).data if standing.next else None
    return shown


class Course(InCourse):
    is_public = True

    @extend_schema(
        operation_id="course",
        summary=_("A course with its outline"),
        description=_(
            "Modules and units, what each asks, and where I stand; for a locked unit what opens "
            "it; the dated runs that can be joined."
        ),
        tags=[COURSES],
        responses=CourseShape,
    )
    def get(self, request: Request, slug: str) -> Response:
        person = person_of(request)
        place = course_for(person, slug)
        context = {"place": place, "runs": runs_on_page(person, place)}
        return Response(CourseShape(place.outline, context=context).data)


# --- the passport --------------------------------------------------------------------------------


class ProofShape(serializers.Serializer[Line]):
    """One proof. also: the codes that the same answers show besides."""

    level = serializers.IntegerField(source="evidence.level")
    kind = serializers.ChoiceField(EvidenceKind.choices, source="evidence.kind")
    occurred_at = serializers.DateTimeField(source="evidence.occurred_at")
    valid_until = serializers.DateTimeField(source="evidence.valid_until", allow_null=True)
    record = serializers.UUIDField(source="evidence.record.uid")
    course = serializers.CharField(source="outline.slug", allow_null=True)
    unit = serializers.UUIDField(source="unit.uid", allow_null=True)
    also = serializers.ListField(child=serializers.CharField())


class ClosesShape(serializers.Serializer[Any]):
    """The unit that would show the next level."""

    course = serializers.CharField()
    unit = UnitBrief()


class HeldShape(serializers.Serializer[Held]):
    """One competency. level: the highest that still holds; 0 for none."""

    code = serializers.CharField(source="competency.code")
    name = Words(source="competency.name")
    level = serializers.IntegerField(min_value=0, max_value=4)
    since = serializers.DateTimeField(allow_null=True)
    means = serializers.SerializerMethodField()
    evidence = ProofShape(source="lines", many=True)
    closes = serializers.SerializerMethodField()

    def get_means(self, held: Held) -> str:
        return text(held.descriptor.descriptor) if held.level and held.descriptor else ""

    @extend_schema_field(ClosesShape(allow_null=True))
    def get_closes(self, held: Held) -> Any:
        if held.closes is None:
            return None
        outline, item = held.closes
        return ClosesShape({"course": outline.slug, "unit": item}).data


class DomainShape(serializers.Serializer[Any]):
    """A domain of the map with its competencies."""

    code = serializers.CharField(source="competency.code")
    name = Words(source="competency.name")
    competencies = HeldShape(source="held", many=True)


class PassportShape(serializers.Serializer[Any]):
    """What I have shown, competency by competency. address: the link for others, while I share it."""

    at = serializers.DateTimeField()
    address = serializers.CharField(allow_null=True)
    domains = DomainShape(many=True)


class Passport(Address):
    @extend_schema(
        operation_id="passport",
        summary=_("My competency passport"),
        description=_(
            "Every competency of the map with the level I have shown, what proves it, and which "
            "unit would show more."
        ),
        tags=[SHOWN],
        responses=PassportShape,
    )
    def get(self, request: Request) -> Response:
        at, code = now(), request.user.passport_code
        address = page("pages:shared-passport", code) if code else None
        shown = {"at": at, "address": address, "domains": passport_of(request.user, at)}
        return told(PassportShape, shown)
