"""A person's own badges."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from badges.awards.access import own_award
from badges.awards.actions import share_award
from badges.awards.earning import to_earn
from badges.awards.models import Award
from badges.awards.queries import awards_of, newer_than, status_of, ways_to_renew
from courses.evidence.calc import ends_soon
from lms.accounts.models import User
from lms.common.clock import now
from lms.common.errors import refusals_as_messages


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
    context = {
        "award": award,
        "address": f"{settings.SITE_URL}/v/{award.code}",
        "status": status,
        "soon": soon,
        "newer": newer,
        "ways": ways_to_renew(award)
        if soon or (status == Award.Status.EXPIRED and not newer)
        else [],
    }
    return render(request, "badges/badge.html", context)


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
    return redirect("badges:badge", uid=award.uid)
