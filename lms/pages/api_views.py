"""The description of the API: for programs, and as a page for people."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lms.common.api.describing import description
from lms.common.api.paging import MOST, USUAL
from lms.common.api.throttles import PEOPLE, VISITORS
from lms.common.languages import current_language
from lms.pages.reference import reference_of


@require_safe
def schema(request: HttpRequest) -> JsonResponse:
    """OpenAPI 3 as JSON, in the language that was asked for."""
    response = JsonResponse(
        description(current_language()), json_dumps_params={"ensure_ascii": False}
    )
    response["Cache-Control"] = "public, max-age=300"
    response["Vary"] = "Accept-Language"
    return response


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Every address with what it takes and answers, made from the same description."""
    context = {
        "reference": reference_of(description(current_language())),
        "site_url": settings.SITE_URL,
        "limits": {"visitors": VISITORS, "people": PEOPLE},
        "pages": {"usual": USUAL, "most": MOST},
        "section": "api",
    }
    return render(request, "pages/api.html", context)
