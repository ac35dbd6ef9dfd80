"""A person's own badges."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from badges.awards.access import own_award
from badges.awards.actions import share_award
from badges.awards.earning import to_earn
from badges.awards.linkedin import add_to_linkedin
from badges.awards.models import Award
from badges.awards.pictures import CARRIED, carried
from badges.awards.queries import awards_of, newer_than, status_of, ways_to_renew
from badges.awards.signing_actions import signed_badge
from badges.credentials.files import TYPES, as_file
from badges.credentials.models import SignedCredential
from badges.credentials.queries import files_said
from courses.evidence.calc import ends_soon
from lms.accounts.models import User
from lms.common.clock import now
from lms.common.errors import refusals_as_messages
from lms.common.languages import LANGUAGES, text
from lms.hub.queries import profile


def me(request: HttpRequest) -> User:
    """The signed-in person."""
    assert isinstance(request.user, User)
    return request.user


@login_required
@require_safe
def badges(request: HttpRequest) -> HttpResponse:
    """What is held, and what can be earned."""
    person = me(request)
    held = awards_of(person).filter(renewed_by__isnull=True)
    context = {"awards": held, "open": to_earn(person, now())}
    return render(request, "badges/badges.html", context)


@login_required
@require_safe
def badge(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One badge with its evidence; private until shared."""
    award = own_award(me(request), uid)
    status = status_of(award, now())
    newer = newer_than(award)
    soon = status == Award.Status.ACTIVE and ends_soon(award.valid_until, now())
    hub, address = profile(), f"{settings.SITE_URL}/v/{award.code}"
    issuer = text(hub.name) or hub.logo_text
    context = {
        "award": award,
        "address": address,
        "linkedin": add_to_linkedin(award, issuer=issuer, address=address),
        "files": _files(award),
        "forms": list(TYPES),
        "languages": LANGUAGES,
        "status": status,
        "holds": status != Award.Status.REVOKED,
        # Nobody begins to share what was revoked, and whoever does can stop.
        "shares": not award.person.is_child
        and (award.shared_at is not None or status != Award.Status.REVOKED),
        "soon": soon,
        "newer": newer,
        "ways": ways_to_renew(award)
        if soon or (status == Award.Status.EXPIRED and not newer)
        else [],
    }
    return render(request, "badges/badge.html", context)


def _files(award: Award) -> str:
    if award.status == Award.Status.REVOKED:
        return "revoked"
    is_out = award.status == Award.Status.ACTIVE
    return files_said(SignedCredential.objects.filter(award=award), is_out=is_out)


@login_required
@require_safe
@never_cache
def credential(request: HttpRequest, uid: UUID, language: str, form: str) -> HttpResponse:
    """The badge as a file that others can check: signed on the spot where that has not been done."""
    award = own_award(me(request), uid)
    if language not in LANGUAGES or form not in CARRIED:
        raise Http404(_("There is no such badge."))
    found = signed_badge(award, language, on=now())
    if found is None:
        return without_file(request, award)
    content = carried(found.document, form, award.version, language)
    return as_file(content, form, title=text(award.version.name, language), language=language)


def without_file(request: HttpRequest, award: Award) -> HttpResponse:
    """Where there is no signed file: the badge's page, which says what stands in the way."""
    if _files(award) == "ready":
        messages.info(request, _("This file is being made. Try again in a minute."))
    return redirect("badges:badge", uid=award.uid)


@login_required
@require_POST
@refusals_as_messages
def share(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Turn the link for strangers on or off."""
    award = own_award(me(request), uid)
    shared = request.POST.get("shared") == "yes"
    share_award(award, shared=shared, on=now())
    messages.success(
        request,
        _("Whoever has the link can now verify this badge.")
        if shared
        else _("Only you see this badge now."),
    )
    # To where the link stands now, far below the top of a phone.
    return redirect(reverse("badges:badge", args=[award.uid], fragment="share"))
