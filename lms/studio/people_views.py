"""Who learns in a course: the progress board, and the same as a table for a spreadsheet."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from courses.content.access import course_with_people
from courses.content.queries import outline_by_id
from lms.common.clock import now
from lms.common.languages import current_language
from lms.common.wording import read_whole
from lms.studio.batches import gathered
from lms.studio.desk import desk
from lms.studio.people_board import FILTERS, Look, board_of
from lms.studio.people_table import table_of
from lms.studio.studio_views import me


@login_required
@require_safe
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Learners and units; order, filter and page stand in the address."""
    course = course_with_people(me(request), slug)
    look = Look.of(request.GET)
    board = board_of(course, look, now())
    if not board.rows and look.page > 1:
        return redirect(reverse("studio:people", args=[slug]) + look.at(1).address)
    outline = outline_by_id(course.in_force_id) if course.in_force_id else None
    at = desk(me(request), course, "people")
    run = next((run for run in board.runs if run.pk == board.look.run), None)
    context = {
        **at,
        "board": board,
        "gathered": gathered(me(request), course, run, now()) if at["desk"].leads else None,
        "filters": FILTERS,
        "measures": [one for one in outline.items if one.measure_block] if outline else [],
    }
    return render(request, "studio/people.html", context)


@login_required
@require_safe
def people_table(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """Everybody, with a column for each unit, as it is read from the database."""
    course = course_with_people(me(request), slug)
    answer = StreamingHttpResponse(
        table_of(course, current_language(), now(), read_whole(request.GET.get("run", "")) or 0),
        content_type="text/csv; charset=utf-8",
    )
    name = f"{course.slug}-{now():%Y-%m-%d}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
