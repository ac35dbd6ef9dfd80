"""The results of an exercise that measures, for those who may see who learns here."""

from secrets import SystemRandom
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.calibration.access import sitting_in
from courses.calibration.models import Phase
from courses.calibration.queries import block_at, given_in, items_of, result_of
from courses.calibration.reporting import data_package, leanings_of
from courses.classroom.calibrating import told, truths_of
from courses.classroom.calibration_shown import estimates_of
from courses.classroom.calibration_words import share_range, titled
from courses.content.access import course_with_people, unit_of
from courses.content.blocks.calibration import exercise_of
from courses.content.models import Course, Unit
from courses.content.queries import outline_by_id
from courses.enrolment.access import enrolment_in
from lms.common.clock import now
from lms.studio.desk import desk
from lms.studio.measured import (
    Results,
    as_json,
    classes_of,
    leaning_says,
    results_at_block,
    table_lines,
    title_at,
)
from lms.studio.studio_views import me


@login_required
@require_safe
def measured(request: HttpRequest, slug: str, uid: UUID, block: UUID) -> HttpResponse:
    """Everybody who was measured, one row for each."""
    course, unit = _place(request, slug, uid)
    results = results_at_block(course, unit, block, now(), request.GET.get("page"))
    shown = {"unit": unit, "at": block, "results": results}
    context = desk(me(request), course, "people")
    return render(request, "studio/measured.html", {**context, **shown})


@login_required
@require_safe
def measured_table(request: HttpRequest, slug: str, uid: UUID, block: UUID) -> HttpResponseBase:
    """The same for a spreadsheet."""
    course, unit = _place(request, slug, uid)
    results = results_at_block(course, unit, block, now())
    lines = list(table_lines(results.stands))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    return _file(answer, course, unit, "csv")


@login_required
@require_safe
def measured_json(request: HttpRequest, slug: str, uid: UUID, block: UUID) -> HttpResponseBase:
    """The same for programs."""
    course, unit = _place(request, slug, uid)
    results: Results = results_at_block(course, unit, block, now())
    said = as_json(course, unit, block, results, now())
    answer = JsonResponse(said, json_dumps_params={"ensure_ascii": False, "indent": 2})
    return _file(answer, course, unit, "json")


@login_required
@require_safe
def measured_answers(request: HttpRequest, slug: str, uid: UUID, block: UUID) -> HttpResponseBase:
    """The answers for teaching, leading back to nobody; none while too few people have answered."""
    course, unit = _place(request, slug, uid)
    title = title_at(unit, str(block))
    licence = course.in_force.licence if course.in_force else ""
    packed = data_package(
        f"{course.slug}-{unit.key}-answers",
        title,
        licence,
        given_in(course.pk, block),
        SystemRandom(),
    )
    if packed is None:
        messages.warning(
            request, _("Too few people have answered for a file that leads back to nobody.")
        )
        return redirect("studio:measured", slug, uid, block)
    answer = HttpResponse(packed, content_type="application/zip")
    return _file(answer, course, unit, "zip", "answers")


@login_required
@require_safe
def result(request: HttpRequest, slug: str, pk: int, uid: UUID) -> HttpResponse:
    """What one learner answered in a sitting that measured, and what came of it."""
    course = course_with_people(me(request), slug)
    enrolment = enrolment_in(course, pk)
    sitting = sitting_in(enrolment, uid)
    found = result_of(sitting) if sitting.phase == Phase.MEASURED else None
    if found is None:
        raise Http404(_("There is no such result."))
    outline = outline_by_id(sitting.release_id)
    item = outline.by_unit[sitting.unit_id]
    stored = block_at(item.version_id, sitting.block)
    exercise = exercise_of(stored["settings"])
    items = items_of(sitting)
    truths = truths_of(items, sitting.unit_id)
    context = {
        **desk(me(request), course, "people"),
        "enrolment": enrolment,
        "sitting": sitting,
        "result": found,
        "item": item,
        "range": share_range(found.numbers["series"]["lower"], found.numbers["series"]["upper"]),
        "classes": classes_of(found, items),
        "estimates": estimates_of(found.numbers, titled(stored["texts"])),
        "leanings": [leaning_says(one) for one in leanings_of(found.numbers)],
        "asked": [told(mine, outline, exercise, truths) for mine in items],
    }
    return render(request, "studio/measured_result.html", context)


def _place(request: HttpRequest, slug: str, uid: UUID) -> tuple[Course, Unit]:
    course = course_with_people(me(request), slug)
    return course, unit_of(course, uid)


def _file(
    answer: HttpResponseBase, course: Course, unit: Unit, ending: str, what: str = "results"
) -> HttpResponseBase:
    name = f"{course.slug}-{unit.key}-{what}-{now():%Y-%m-%d}.{ending}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
