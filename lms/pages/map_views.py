"""The competency map for everybody: as a page, and as tables to take away."""

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.competencies.queries import domains, general_levels, map_rows
from courses.competencies.sheet import crosswalk_lines, sheet_lines


@require_safe
def whole(request: HttpRequest) -> HttpResponse:
    """Every domain with its competencies, and what the levels mean."""
    context = {"domains": domains(), "levels": general_levels()}
    return render(request, "pages/map.html", context)


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """The map in CSV, as `import_map` reads it."""
    return _csv(sheet_lines(map_rows()), "competency-map.csv")


@require_safe
def crosswalk(request: HttpRequest) -> HttpResponse:
    """How the map relates to ESCO and ResearchComp, a line for each relation."""
    return _csv(crosswalk_lines(map_rows(), settings.SITE_URL), "crosswalk.csv")


def _csv(lines: Iterable[str], name: str) -> HttpResponse:
    response = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "public, max-age=3600"
    return response
