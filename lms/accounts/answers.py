"""Pages that stand in for the one that was asked for: too many tries, suspended, mail not sent."""

import math
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lms.common.api.errors import is_for_programs, plain

SHORTEST_WAIT = 60


def too_many(request: HttpRequest, seconds: int = SHORTEST_WAIT) -> HttpResponse:
    """429: says in how many minutes to try again."""
    minutes = math.ceil(max(seconds, 1) / 60)
    response = render(
        request,
        "account/too_many.html",
        {"minutes": minutes},
        status=HTTPStatus.TOO_MANY_REQUESTS,
    )
    response["Retry-After"] = str(minutes * 60)
    return response


def suspended(request: HttpRequest) -> HttpResponse:
    """403: this account is shut, and whom to ask."""
    if is_for_programs(request):
        said = _("This account is suspended. Ask an administrator.")
        return plain(HTTPStatus.FORBIDDEN, "suspended", said)
    return render(request, "lms/suspended.html", status=HTTPStatus.FORBIDDEN)


def parent_refused(request: HttpRequest) -> HttpResponse:
    """403: a parent has not agreed to this child's account."""
    return render(request, "account/parent_refused.html", status=HTTPStatus.FORBIDDEN)


def mail_not_sent(request: HttpRequest) -> HttpResponse:
    """503: the mail server did not take the mail that this page depends on."""
    return render(request, "account/mail_not_sent.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
