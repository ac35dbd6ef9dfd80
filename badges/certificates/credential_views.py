"""The address of a credential: for programs the signed document, for people the page that verifies it."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from badges.certificates.access import readable_credential
from badges.credentials.public_views import ANYWHERE, TYPES
from lms.common.ids import read_code


@require_safe
@never_cache
def credential(request: HttpRequest, code: str) -> HttpResponse:
    """`/credentials/<code>`. Strangers get it while its holder shares it; taken back, nobody does.
    `?format=json`: for people who want to see the document itself."""
    read = read_code(code)
    found = readable_credential(read, request.user) if read else None
    if found is None:
        raise Http404(_("There is no such credential."))
    is_page = request.get_preferred_type(["text/html", *TYPES]) == "text/html"
    if is_page and request.GET.get("format") != "json":
        thing = found.award or found.certificate
        assert thing is not None
        response: HttpResponse = redirect("verify-short", code=thing.code)
    elif found.revoked_at:
        said = {"code": "revoked", "detail": _("This credential has been taken back.")}
        response = JsonResponse(said, status=410, headers=ANYWHERE)
    else:
        response = HttpResponse(
            found.document, content_type="application/vc+ld+json", headers=ANYWHERE
        )
    response["Vary"] = "Accept, Cookie"
    response["X-Robots-Tag"] = "noindex"
    return response
