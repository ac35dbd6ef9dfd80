"""Verifying a certificate or a shared badge by its code, for strangers."""

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from badges.awards.access import revoked_award, shared_award
from badges.awards.cards import card_of
from badges.awards.models import Award
from badges.awards.queries import newer_than, status_of
from badges.certificates.file_views import check_file
from badges.certificates.queries import certificate_by_code
from badges.certificates.shown import public_certificate
from badges.certificates.verifying import verified
from badges.credentials.models import SignedCredential
from badges.credentials.queries import handed_out
from lms.common.clock import now
from lms.common.ids import as_printed, read_code
from lms.common.languages import OTHER, current_language


@require_safe
@never_cache
def short_address(request: HttpRequest, code: str) -> HttpResponse:
    """`/v/<CODE>`: for programs the facts as JSON, for people the page in their language."""
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return _as_json(code)
    response = redirect(reverse("badges:verified", args=[read_code(code) or code]))
    response["Vary"] = "Accept, Accept-Language, Cookie"
    return response


@require_safe
def without_code(request: HttpRequest) -> HttpResponse:
    """`/v/`, the address that is printed above the code: the page where it is typed."""
    response = redirect("badges:verify")
    response["Vary"] = "Accept-Language, Cookie"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Type the code from the document, or bring the document itself."""
    if request.method == "POST":
        return check_file(request)
    typed = request.GET.get("code", "").strip()
    if typed:
        # A whole address may have been pasted.
        typed = typed.rstrip("/").rpartition("/")[2]
        if code := read_code(typed) or typed[:80]:
            return redirect("badges:verified", code=code)
    context = {"section": "verify", "is_asked": "code" in request.GET}
    return render(request, "badges/verify.html", context)


@require_safe
@never_cache
def show(request: HttpRequest, code: str) -> HttpResponse:
    """What the credential says, and how it stands now."""
    if request.GET.get("format") == "json":
        return _as_json(code)
    read = read_code(code)
    certificate = certificate_by_code(read) if read else None
    award = shared_award(read) if read and not certificate else None
    revoked = revoked_award(read) if read and not certificate and not award else None
    language = current_language()
    if certificate:
        context = {
            "shown": public_certificate(certificate, language),
            "other": public_certificate(certificate, OTHER[language]),
            "address": f"{settings.SITE_URL}/v/{certificate.code}",
            "credential": _handed_out(certificate.credentials.all(), language),
        }
        return _private(render(request, "badges/verified_certificate.html", context))
    if award:
        newer, status = newer_than(award), status_of(award, now())
        context = {
            "award": award,
            "status": status,
            "holds": status != Award.Status.REVOKED,
            "newer": newer if newer and newer.shared_at else None,
            "address": f"{settings.SITE_URL}/v/{award.code}",
            "credential": _handed_out(award.credentials.all(), language),
        }
        return _private(render(request, "badges/verified_badge.html", context))
    if revoked:
        return _private(render(request, "badges/revoked_badge.html", {"award": revoked}))
    context = {"typed": as_printed(code), "is_code": read is not None, "section": "verify"}
    return render(request, "badges/verify.html", context, status=404)


@require_safe
def card(request: HttpRequest, code: str) -> HttpResponse:
    """The picture of a shared badge, for sites that show links to it."""
    read = read_code(code)
    award = shared_award(read) if read else None
    if award is None:
        raise Http404(_("There is no such badge."))
    return card_of(award.version)


def _handed_out(credentials: QuerySet[SignedCredential], language: str) -> str:
    """The address of the one in this language, or in the other; empty where there is none."""
    codes = {one.language: one.code for one in handed_out(credentials)}
    code = codes.get(language) or codes.get(OTHER[language])
    return reverse("credential", args=[code]) if code else ""


def _private(response: HttpResponse) -> HttpResponse:
    # Verification is for whoever holds the code, not for search engines.
    response["X-Robots-Tag"] = "noindex"
    return response


def _as_json(code: str) -> JsonResponse:
    said = verified(code, on=now())
    if said is None:
        response = JsonResponse({"code": "unknown", "detail": "No such credential."}, status=404)
        response["Vary"] = "Accept"
        return response
    response = JsonResponse(said, json_dumps_params={"ensure_ascii": False})
    response["Vary"] = "Accept"
    return response
