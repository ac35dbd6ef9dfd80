"""What verifiers fetch: who the issuer is, and what has been taken back."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import condition, require_safe

from badges.credentials.actions import signed_list
from badges.credentials.keys import CannotSign
from badges.credentials.models import StatusList
from badges.credentials.queries import did_document
from lms.common.clock import now

# Verifiers are other sites' pages as well.
ANYWHERE = {"Access-Control-Allow-Origin": "*"}
# How programs ask for what people get as a page.
TYPES = ("application/vc+ld+json", "application/vc", "application/ld+json", "application/json")


@require_safe
def did(request: HttpRequest) -> HttpResponse:
    """`/.well-known/did.json`: the issuer's document with its keys."""
    said = JsonResponse(did_document(), content_type="application/did+json", headers=ANYWHERE)
    said["Cache-Control"] = "public, max-age=300"
    return said


def _last_change(request: HttpRequest, code: str) -> str | None:
    listed = StatusList.objects.filter(code=code).only("pk", "signed_at", "document").first()
    if listed is None or not listed.document or listed.signed_at is None:
        return None
    return f'"{listed.signed_at.timestamp():.6f}"'


@require_safe
@condition(etag_func=_last_change)
def status_list(request: HttpRequest, code: str) -> HttpResponse:
    """`/credentials/status/<code>`: the list, signed. It may be kept, but has to be asked for anew:
    what is revoked is so at once."""
    listed = StatusList.objects.filter(code=code).first()
    if listed is None:
        raise Http404
    try:
        text = signed_list(listed, on=now())
    except CannotSign:
        # Better no list than one that nobody signed.
        return HttpResponse(status=503, headers={"Retry-After": "600"})
    said = HttpResponse(text, content_type="application/vc+ld+json", headers=ANYWHERE)
    said["Cache-Control"] = "public, no-cache"
    return said
