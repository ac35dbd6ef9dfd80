"""What every response carries: the content policy, and the language of its address; and how it is
packed."""

import codecs
import secrets
from collections.abc import Callable, Collection

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from lms.common.languages import LANGUAGES

Answer = Callable[[HttpRequest], HttpResponse]


class ContentSecurityPolicyMiddleware:
    """Send the policy of `SECURE_CSP`; a nonce is in it only where the page used one, and
    a host to show a part of only where the page said so while it was drawn (`{% frames host %}`)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        made: list[str] = []

        def nonce() -> str:
            made.append(secrets.token_urlsafe(16))
            return made[0]

        request.csp_nonce = SimpleLazyObject(nonce)  # type: ignore[attr-defined]
        frames: set[str] = set()
        request.csp_frames = frames  # type: ignore[attr-defined]
        response = self.get_response(request)
        if "Content-Security-Policy" not in response:
            response["Content-Security-Policy"] = policy(made[0] if made else None, frames)
        return response


def policy(nonce: str | None, frames: Collection[str] = ()) -> str:
    """The header's text. frames: the hosts of which this page may hold a part."""
    parts = []
    for directive, sources in settings.SECURE_CSP.items():
        shown = [
            f"'nonce-{nonce}'" if source == "'nonce'" else source
            for source in sources
            if source != "'nonce'" or nonce
        ]
        parts.append(" ".join([directive, *shown]))
    if frames:
        parts.append(" ".join(["frame-src", *(f"https://{host}" for host in sorted(frames))]))
    return "; ".join(parts)


# What words are made of; pictures, fonts and PDF are packed already.
WORDS = ("text/", "application/json", "application/ld+json", "application/xml", "image/svg+xml")


class PackingMiddleware(GZipMiddleware):
    """Pack words that are answered whole, with random bytes in the head, so that the length does not tell
    what a guess shortened. Static files are packed beforehand, streams are not."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.streaming or not response.get("Content-Type", "").startswith(WORDS):
            return response
        return super().process_response(request, response)


class LanguageMiddleware(LocaleMiddleware):
    """The address decides; addresses without language go by the person's browser."""

    def process_request(self, request: HttpRequest) -> None:
        if "\0" in request.path_info:
            # No address of ours has one, and PostgreSQL refuses to compare with it.
            raise Http404
        code = request.path_info[1:3]
        if code in LANGUAGES and request.path_info[3:4] in ("/", ""):
            translation.activate(code)
        else:
            wanted = translation.get_language_from_request(request)
            translation.activate(wanted if wanted in LANGUAGES else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()


class Utf8Middleware:
    """Refuse what is sent in another code: Django reads forms in whatever code they name, and some make of
    letters what no UTF-8 holds. After the language is known, in which that is said."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_in_utf8(request):
            raise BadRequest("not in UTF-8")
        return self.get_response(request)


def _is_in_utf8(request: HttpRequest) -> bool:
    """Whether what is sent is, as far as it says so."""
    charset = (request.content_params or {}).get("charset", "utf-8")
    try:
        return codecs.lookup(charset).name in ("utf-8", "ascii")
    except (LookupError, ValueError):
        return False
