"""The one shape of everything that goes wrong: {"code", "detail"}, and "fields" where they are at fault.

code: stable, for programs.  detail: a sentence for people, in the language that was asked for.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from rest_framework import exceptions
from rest_framework.response import Response

from lms.common.errors import Refusal

UNDER = "/api/"


def is_for_programs(request: HttpRequest) -> bool:
    """Whether whoever asks gets JSON, also where nothing is there or nothing works."""
    return request.path_info.startswith(UNDER)


class Problem(exceptions.APIException):
    """Something that the API itself says no to. more: what a program can go on with."""

    def __init__(
        self, code: str, detail: str, status: int, more: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(detail, code)
        self.code, self.status_code, self.more = code, status, more or {}


# What DRF says no to, in words of ours: it has none in Lithuanian.
SAID: tuple[tuple[type[Exception], str, Promise], ...] = (
    (exceptions.NotAuthenticated, "not-signed-in", gettext_lazy("Sign in, or send a token.")),
    (exceptions.AuthenticationFailed, "bad-token", gettext_lazy("This token opens nothing.")),
    (
        exceptions.MethodNotAllowed,
        "no-such-method",
        gettext_lazy("This address does not take that method."),
    ),
    (
        exceptions.NotAcceptable,
        "not-acceptable",
        gettext_lazy("Answers are JSON in UTF-8, and nothing else."),
    ),
    (
        exceptions.UnsupportedMediaType,
        "not-json",
        gettext_lazy("Send JSON, with the header “Content-Type: application/json”."),
    ),
    (exceptions.ParseError, "malformed", gettext_lazy("What was sent cannot be read as JSON.")),
    (
        exceptions.PermissionDenied,
        "forbidden",
        gettext_lazy("This is not for you, or the request came from another site."),
    ),
    (PermissionDenied, "forbidden", gettext_lazy("This is not for you.")),
    (RequestDataTooBig, "too-large", gettext_lazy("What was sent is too large.")),
)
FIELDS: Mapping[str, Promise] = {
    "required": gettext_lazy("This field is missing."),
    "null": gettext_lazy("This field cannot be null."),
    "blank": gettext_lazy("This field is empty."),
    "max_length": gettext_lazy("This text is too long."),
    "max_string_length": gettext_lazy("This number has too many digits."),
    "max_value": gettext_lazy("This number is too large."),
    "min_value": gettext_lazy("This number is too small."),
    "unknown": gettext_lazy("There is no such field."),
}
STATUS: Mapping[type[Exception], HTTPStatus] = {
    RequestDataTooBig: HTTPStatus.REQUEST_ENTITY_TOO_LARGE
}


def answer_to(error: Exception, _context: Mapping[str, Any]) -> Response | None:
    """The answer to what was raised in a view; None for what is our fault.

    The address and its language are known, so the words are those of whoever asks.
    """
    if isinstance(error, Refusal):
        return _response(HTTPStatus.UNPROCESSABLE_ENTITY, error.code, error.detail)
    if isinstance(error, Problem):
        return _response(error.status_code, error.code, str(error.detail), **error.more)
    if isinstance(error, exceptions.ValidationError):
        said = _("Some fields are at fault; “fields” says which, and why.")
        return _response(HTTPStatus.BAD_REQUEST, "invalid", said, fields=_fields(error.detail))
    if isinstance(error, Http404 | exceptions.NotFound):
        return _response(HTTPStatus.NOT_FOUND, "not-found", nothing_there(error))
    if isinstance(error, exceptions.Throttled):
        return _too_many(error)
    for kind, code, detail in SAID:
        if isinstance(error, kind):
            status = getattr(error, "status_code", STATUS.get(kind, HTTPStatus.FORBIDDEN))
            response = _response(status, code, str(detail))
            if header := getattr(error, "auth_header", None):
                response["WWW-Authenticate"] = header
            return response
    return None


def nothing_there(error: Exception | None = None) -> str:
    """The sentence of an access function, where it has one."""
    said = str(error.args[0]) if isinstance(error, Http404) and error.args else ""
    return said or _("There is nothing here, or it is not yours.")


def _too_many(error: exceptions.Throttled) -> Response:
    seconds = max(1, int(error.wait or 1))
    said = ngettext(
        "Too many requests. Wait %(n)s second.", "Too many requests. Wait %(n)s seconds.", seconds
    ) % {"n": seconds}
    response = _response(HTTPStatus.TOO_MANY_REQUESTS, "too-many", said)
    response["Retry-After"] = str(seconds)
    return response


def _fields(told: Any) -> dict[str, list[str]]:
    """Field → sentences; what concerns the whole body stands under "body"."""
    if not isinstance(told, dict):
        return {"body": [_("Send an object with the fields of this address.")]}
    found = {}
    for name, errors in told.items():
        name = "body" if name == "non_field_errors" else name
        flat = errors if isinstance(errors, list) else [errors]
        said = [_sentence(getattr(one, "code", "")) for one in flat]
        found[name] = list(dict.fromkeys(said))
    return found


def _sentence(code: str) -> str:
    return str(FIELDS.get(code) or _("This value does not fit its field."))


def _response(status: int, code: str, detail: str, **more: Any) -> Response:
    return Response({"code": code, "detail": detail, **more}, status=int(status))


def plain(status: int, code: str, detail: str) -> JsonResponse:
    """The same outside of any view of the API: middleware, and Django's handlers of errors."""
    response = JsonResponse(
        {"code": code, "detail": detail}, status=status, json_dumps_params={"ensure_ascii": False}
    )
    response["Cache-Control"] = "no-store"
    return response
