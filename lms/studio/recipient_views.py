"""Who holds a badge or a certificate of a course, and taking one back; for those who answer for it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from badges.awards.access import award_of
from badges.awards.actions import revoke_award
from badges.awards.models import Award
from badges.awards.queries import lists_of, site_achievements, status_of
from badges.certificates.access import certificate_in, certified_course
from badges.certificates.actions import revoke_certificate
from badges.certificates.models import Certificate
from lms.common.clock import now
from lms.common.languages import current_language
from lms.studio.badge_places import around, place_for
from lms.studio.desk import desk
from lms.studio.giving_forms import WhyForm
from lms.studio.recipients import (
    AWARDS,
    CERTIFICATES,
    Look,
    certificates_listed,
    holders,
    table_of,
)
from lms.studio.studio_views import me


@login_required
@require_safe
def site_badges(request: HttpRequest) -> HttpResponse:
    """The badges of the whole site, for administrators."""
    if not me(request).is_administrator:
        raise Http404(_("There is no such page."))
    context = {"base": "studio/site_base.html", "section": "studio"}
    return render(request, "studio/site_badges.html", {**context, "found": site_achievements()})


@login_required
@never_cache
@require_safe
def recipients(request: HttpRequest, key: str, slug: str | None = None) -> HttpResponse:
    """Who holds the badge; search, filter and page stand in the address."""
    place = place_for(request, key, slug)
    look = Look.of(request.GET, AWARDS)
    found, rows = holders(place.achievement, look, now())
    if not rows and look.page > 1:
        return redirect(place.recipients)
    context = {
        **around(request, place),
        "found": found,
        "rows": [(one, place.at("revoke-award", uid=one.award.uid)) for one in rows],
        "lists": [
            (one, place.at("given-list", uid=one.uid))
            for one in lists_of(me(request), place.achievement)
        ],
        "states": AWARDS,
    }
    return render(request, "studio/recipients.html", context)


@login_required
@require_safe
def recipients_table(
    request: HttpRequest, key: str, slug: str | None = None
) -> StreamingHttpResponse:
    """The same for a spreadsheet, as it is read from the database."""
    place = place_for(request, key, slug)
    lines = table_of(place.achievement, Look.of(request.GET, AWARDS), current_language(), now())
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{key}-{now():%Y-%m-%d}.csv"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, key: str, uid: UUID, slug: str | None = None) -> HttpResponse:
    """Say why, then take the badge back."""
    place = place_for(request, key, slug)
    award = award_of(place.achievement, uid)
    if status_of(award, now()) != Award.Status.ACTIVE:
        messages.warning(request, _("Only a badge that is in force can be revoked."))
        return redirect(place.recipients)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        revoke_award(award, by=me(request), reason=form.cleaned_data["reason"], on=now())
        messages.success(
            request,
            _("The badge is revoked. Whoever is shown it, or checks its file, reads so and why."),
        )
        return redirect(place.recipients)
    context = {**around(request, place), "form": form, "award": award, "back": place.recipients}
    failed = request.method == "POST"
    return render(request, "studio/revoke.html", context, status=422 if failed else 200)


@login_required
@never_cache
@require_safe
def certificates(request: HttpRequest, slug: str) -> HttpResponse:
    """The certificates of the course, for those who lead it."""
    course, _run = certified_course(me(request), slug, None)
    look = Look.of(request.GET, CERTIFICATES)
    found = certificates_listed(course, look)
    if not found.rows and look.page > 1:
        return redirect("studio:certificates", slug)
    context = {**desk(me(request), course, "people"), "found": found, "states": CERTIFICATES}
    return render(request, "studio/certificates.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def revoke_one_certificate(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Say why, then take the certificate back."""
    course, _run = certified_course(me(request), slug, None)
    certificate = certificate_in(course, code)
    back = reverse("studio:certificates", args=[slug])
    if certificate.state != Certificate.State.ISSUED:
        messages.warning(request, _("Only a certificate that is in force can be revoked."))
        return redirect(back)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        revoke_certificate(certificate, by=me(request), reason=reason, on=now())
        messages.success(request, _("The certificate is revoked. Its page says so, and why."))
        return redirect(back)
    around_it = {**desk(me(request), course, "people"), "base": "studio/course_base.html"}
    context = {**around_it, "form": form, "certificate": certificate, "back": back}
    failed = request.method == "POST"
    return render(request, "studio/revoke.html", context, status=422 if failed else 200)
