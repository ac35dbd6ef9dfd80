"""What learners answered in surveys, in counts."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.classroom.survey_views import asking
from courses.content.models import Course, Unit
from courses.content.queries import working_of
from lms.common.clock import now
from lms.studio.desk import desk
from lms.studio.studio_views import me
from lms.studio.survey_results import Results, results_of, table_of
from lms.studio.unit_views import unit_for_author


@login_required
@require_safe
def survey(request: HttpRequest, slug: str, uid: UUID, block: UUID) -> HttpResponse:
    """The counts of one survey or self-rating."""
    course, found, results = _results(request, slug, uid, block)
    context = desk(me(request), course, "outline")
    shown = {"unit": found, "at": block, "results": results}
    return render(request, "studio/survey.html", {**context, **shown})


@login_required
@require_safe
def survey_table(request: HttpRequest, slug: str, uid: UUID, block: UUID) -> StreamingHttpResponse:
    """The same for a spreadsheet."""
    course, found, results = _results(request, slug, uid, block)
    answer = StreamingHttpResponse(table_of(results), content_type="text/csv; charset=utf-8")
    name = f"{course.slug}-{found.key}-{now():%Y-%m-%d}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _results(
    request: HttpRequest, slug: str, uid: UUID, block: UUID
) -> tuple[Course, Unit, Results]:
    course, found = unit_for_author(request, slug, uid)
    written = working_of(found)
    return course, found, results_of(written, asking(written.blocks, block))
