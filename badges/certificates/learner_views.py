"""A person's own certificates: list, download, and a page to print where no PDF can be made."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from badges.certificates.access import own_file
from badges.certificates.actions import path_of, render_file
from badges.certificates.models import CertificateFile
from badges.certificates.queries import certificates_of
from badges.certificates.rendering import rendering_obstacle
from badges.certificates.shown import shown_certificate
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
def printable(request: HttpRequest, code: str) -> HttpResponse:
    """The certificate as a page for the browser's own printing."""
    file = own_file(me(request), code, current_language())
    context = {
        "shown": shown_certificate(file.certificate, current_language()),
        "obstacle": rendering_obstacle(),
    }
    return render(request, "badges/printable.html", context)
