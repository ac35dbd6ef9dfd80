"""A person's own certificates: list, download, and a page to print where no PDF can be made."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from badges.certificates.access import own_file, own_issued
from badges.certificates.actions import path_of, render_file
from badges.certificates.models import CertificateFile
from badges.certificates.queries import certificates_of
from badges.certificates.rendering import rendering_obstacle
from badges.certificates.shown import shown_certificate
from badges.certificates.signing_actions import signed_certificate
from badges.credentials.files import as_file
from badges.credentials.keys import can_sign
from lms.accounts.models import User
from lms.common.clock import now
from lms.common.glyphs import name_obstacle
from lms.common.languages import LANGUAGES, current_language


def me(request: HttpRequest) -> User:
    """The signed-in person."""
    assert isinstance(request.user, User)
    return request.user


@login_required
@require_safe
def certificates(request: HttpRequest) -> HttpResponse:
    """All certificates, each in both languages."""
    context = {
        "certificates": certificates_of(me(request)),
        "languages": LANGUAGES,
        "obstacle": rendering_obstacle(),
        "name_obstacle": name_obstacle(me(request).full_name),
        "site_url": settings.SITE_URL,
    }
    return render(request, "badges/certificates.html", context)


@login_required
@require_safe
def download(request: HttpRequest, code: str, language: str) -> HttpResponse | FileResponse:
    """The PDF; made on the spot where no worker has made it yet."""
    if language not in LANGUAGES:
        raise Http404(_("There is no such certificate."))
    file = own_file(me(request), code, language)
    if not file.digest or not path_of(file).exists():
        file = render_file(file.pk, on=now())
    if not file.digest or not path_of(file).exists():
        return redirect("badges:printable", code=code)
    return FileResponse(
        path_of(file).open("rb"),
        as_attachment=True,
        filename=_file_name(file),
        content_type="application/pdf",
    )


def _file_name(file: CertificateFile) -> str:
    facts = file.certificate.facts[file.language]
    name = f"{facts['course_title']} – {facts['learner_name']}"
    return f"{name} ({file.language}).pdf"


@login_required
@require_safe
@never_cache
def credential(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """The signed credential as a file; signed on the spot where that has not been done."""
    certificate = own_issued(me(request), code)
    if language not in LANGUAGES:
        raise Http404(_("There is no such certificate."))
    found = signed_certificate(certificate, language, on=now())
    if found is None:
        messages.info(request, _not_yet())
        return redirect("badges:certificates")
    title = certificate.facts[language]["course_title"]
    return as_file(found.document.encode(), "json", title=title, language=language)


def _not_yet() -> str:
    if can_sign():
        return _("This file is being made. Try again in a minute.")
    return _(
        "No signed files can be made now: whoever runs this site has to set the key for them first."
        " Your certificate stays as it is."
    )


@login_required
@require_safe
def printable(request: HttpRequest, code: str) -> HttpResponse:
    """The certificate as a page for the browser's own printing."""
    file = own_file(me(request), code, current_language())
    context = {
        "shown": shown_certificate(file.certificate, current_language()),
        "obstacle": rendering_obstacle(),
    }
    return render(request, "badges/printable.html", context)
