"""Verifying by a file, for strangers. Nothing of the file is kept."""

import json
from http import HTTPStatus

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from badges.certificates.file_checking import Checked, checked, is_held_by
from badges.certificates.verdicts import INSIDE, NO_FILE, NOT_OURS, OURS
from badges.credentials.checking import NotOurs
from badges.credentials.embedded import MOST_BYTES, NotFound, embedded_in
from lms.accounts.answers import too_many
from lms.accounts.throttles import APP, seconds_left
from lms.common.clock import now

THROTTLE = "check_file"
MOST_LETTERS = 320


def check_file(request: HttpRequest) -> HttpResponse:
    """What a file is, and how it stands; then also whether it is of somebody whose name is typed. The
    second form brings the document along, so that it need not be kept in between."""
    if ratelimit.consume(request, app=APP, action=THROTTLE) is None:
        return too_many(request, seconds_left(request, THROTTLE))
    try:
        brought = embedded_in(_brought(request))
        found = checked(brought.text, on=now())
    except NotFound as error:
        return _no_file(request, error.why)
    except NotOurs as error:
        if error.why in NO_FILE:
            return _no_file(request, error.why)
        context = {
            "verdict": NOT_OURS[error.why],
            "issuer": error.issuer,
            "is_foreign": error.why in ("other-issuer", "other-form"),
        }
        return _page(request, context)
    # The document alone comes back from a file that was brought before.
    has_face = brought.carrier != "json" or "face" in request.POST
    return _ours(request, found, has_face)


def _brought(request: HttpRequest) -> bytes:
    """The file, or what is needed of it to see that it is too large; else the document in the form."""
    upload = request.FILES.get("file")
    if upload is not None:
        brought: bytes = upload.read(MOST_BYTES + 1)
        return brought
    return request.POST.get("document", "").encode(errors="replace")


def _no_file(request: HttpRequest, why: str) -> HttpResponse:
    status = (
        HTTPStatus.SERVICE_UNAVAILABLE if why == "cannot-now" else HTTPStatus.UNPROCESSABLE_ENTITY
    )
    context = {"section": "verify", "error": NO_FILE[why]}
    return _private(render(request, "badges/verify.html", context, status=status))


def _ours(request: HttpRequest, found: Checked, has_face: bool) -> HttpResponse:
    typed = request.POST.get("who", "").strip()[:MOST_LETTERS]
    context = {
        "verdict": (INSIDE if has_face else OURS)[found.standing.status],
        "has_face": has_face,
        "said": found.said,
        "standing": found.standing,
        "document": json.dumps(found.document, ensure_ascii=False),
        "typed": typed,
        "matches": bool(typed) and is_held_by(found.document, typed),
    }
    return _page(request, context)


def _page(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    return _private(render(request, "badges/checked_file.html", {"section": "verify", **context}))


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store"
    return response
