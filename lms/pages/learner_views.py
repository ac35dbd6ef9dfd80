"""A person's own pages: home and passport."""

import logging

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from badges.certificates.rendering import Overlong, PressTrouble, rendering_obstacle
from courses.assessment.queries import quiz_under_way
from courses.calibration.queries import trial_of
from courses.competencies.queries import general_levels
from lms.accounts.actions import mark_seen, share_passport
from lms.accounts.models import User
from lms.common.clock import now
from lms.common.errors import back_to, refusals_as_messages
from lms.common.languages import LANGUAGES
from lms.pages.course_runs import on_the_way
from lms.pages.passport_print import passport_pdf, sheet_of
from lms.pages.queries import learnt_by, taught_by
from lms.pages.queries import passport as passport_of

log = logging.getLogger(__name__)


def me(request: HttpRequest) -> User:
    """The signed-in person."""
    assert isinstance(request.user, User)
    return request.user


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """One Continue, then everything else."""
    rows, closed = learnt_by(me(request))
    on = now()
    unfinished = [row for row in rows if row.enrolment.completed_at is None]
    coming = [row for row in unfinished if row.enrolment.run.begins_later(on)]
    over = [row for row in unfinished if row.enrolment.run.is_over(on)]
    open_ones = [row for row in unfinished if row not in coming and row not in over]
    finished = [row for row in rows if row.enrolment.completed_at is not None]
    current = open_ones[0] if open_ones else None
    context = {
        "current": current,
        "under_way": current and quiz_under_way(current.enrolment, current.following),
        "others": open_ones[1:],
        "finished": finished,
        "coming": coming,
        "over": over,
        "on_the_way": on_the_way(me(request)),
        "closed": closed,
        "taught": taught_by(me(request)),
        "tried": trial_of(me(request)),
        "section": "home",
    }
    return render(request, "pages/home.html", context)


@login_required
@require_safe
def passport(request: HttpRequest) -> HttpResponse:
    """Competencies, levels, and what proves them."""
    at = now()
    person = me(request)
    shown = passport_of(person, at)
    context = {
        "owner": person,
        "domains": shown,
        "anything": any(domain.shown for domain in shown),
        "at": at,
        "own": True,
        "levels": general_levels(),
        "section": "passport",
        "site_url": settings.SITE_URL,
    }
    return render(request, "pages/passport.html", context)


@login_required
@require_safe
def print_passport(request: HttpRequest) -> HttpResponse:
    """The passport as it prints."""
    context = {**sheet_of(me(request), now()), "obstacle": rendering_obstacle()}
    return render(request, "pages/passport_print.html", context)


@login_required
@require_safe
def passport_file(request: HttpRequest, language: str) -> HttpResponse:
    """The passport as a PDF, made for this request; where none can be made, the page to print."""
    if language not in LANGUAGES:
        raise Http404(_("There is no such passport."))
    if rendering_obstacle():
        return redirect("pages:print-passport")
    person = me(request)
    try:
        content = passport_pdf(person, language, now())
    except (Overlong, PressTrouble):
        log.exception("The passport of person %s could not be made as a PDF.", person.pk)
        messages.info(
            request,
            _("The PDF could not be made. This page says the same: print it with your browser."),
        )
        return redirect("pages:print-passport")
    response = HttpResponse(content, content_type="application/pdf")
    with translation.override(language):
        name = f"{_('Competency passport')} – {person.name} ({language}).pdf"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


@login_required
@require_POST
@refusals_as_messages
def share(request: HttpRequest) -> HttpResponse:
    """Turn the passport's link on or off."""
    shared = request.POST.get("shared") == "yes"
    share_passport(me(request), shared=shared)
    messages.success(
        request,
        _("Whoever has the link now sees your passport.")
        if shared
        else _("The link no longer works. Only you see your passport."),
    )
    return redirect(reverse("pages:passport") + "#share")


@login_required
@require_POST
def notices_seen(request: HttpRequest) -> HttpResponse:
    """Put the notices away."""
    mark_seen(me(request), on=now())
    return redirect(back_to(request, reverse("pages:home")))
