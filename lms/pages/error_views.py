"""Pages for what went wrong; each says what to do next. Programs get the same as JSON."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from lms.common.api.errors import is_for_programs, nothing_there, plain
from lms.common.outage import RETRY_AFTER, is_away


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what was sent cannot be read; no page of ours sends such a thing."""
    if is_for_programs(request):
        said = _("What was sent cannot be read. Send it in UTF-8, as the description says.")
        return plain(400, "not-understood", said)
    return render(request, "lms/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403"""
    if is_for_programs(request):
        return plain(403, "forbidden", _("This is not for you."))
    return render(request, "lms/403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere."""
    return render(request, "lms/csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, the same for what is not there and what is not yours."""
    if is_for_programs(request):
        return plain(404, "not-found", nothing_there())
    return render(request, "lms/404.html", status=404)


def our_fault(request: HttpRequest) -> HttpResponse:
    """500, or 503 while the database is away: rendered without it."""
    if is_away(sys.exc_info()[1]):
        return _away(request)
    if is_for_programs(request):
        said = _("Something broke here. It has been noted; try again later.")
        return plain(500, "our-fault", said)
    return HttpResponse(render_to_string("lms/500.html"), status=500)


def _away(request: HttpRequest) -> HttpResponse:
    if is_for_programs(request):
        said = _("The site is away for a moment. Send the same again shortly.")
        response: HttpResponse = plain(503, "away", said)
    else:
        response = HttpResponse(render_to_string("lms/503.html"), status=503)
        response["Cache-Control"] = "no-store"
    response["Retry-After"] = str(RETRY_AFTER)
    return response
