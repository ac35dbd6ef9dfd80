"""A person's account on one page: who they are, how they sign in and where, what is held of them."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from badges.certificates.actions import issue_due
from badges.certificates.models import Certificate
from lms.accounts.actions import change_profile
from lms.accounts.devices import device_of
from lms.accounts.forms import ProfileForm
from lms.accounts.middleware import SEEN
from lms.accounts.models import User
from lms.accounts.queries import open_sessions
from lms.accounts.second_step import means_of
from lms.accounts.session_actions import end_sessions, move_session
from lms.common.clock import now
from lms.common.glyphs import name_obstacle
from lms.pages.learner_views import me
from lms.privacy.queries import copy_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name and language in a form, and the rest of the account; a waiting certificate is issued
    once it has a name."""
    person = User.objects.get(pk=me(request).pk)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        change_profile(me(request), **form.cleaned_data)
        if issue_due(me(request), on=now()):
            messages.success(request, _("Saved. Your certificate has been issued."))
            return redirect("badges:certificates")
        messages.success(request, _("Saved."))
        return redirect("pages:profile")
    waiting = Certificate.objects.filter(person=person, state=Certificate.State.DUE).count()
    context = {
        "form": form,
        "waiting": waiting,
        "name_obstacle": name_obstacle(me(request).full_name),
        "copy": copy_of(person, on=now()),
        **signing_in(me(request)),
        **sessions(request),
    }
    return render(request, "pages/profile.html", context)


def signing_in(person: User) -> dict[str, Any]:
    """What the page says of password, app, passkeys and recovery codes."""
    means = means_of(person)
    by_kind = {one.type: one for one in means}
    codes = by_kind.get(Authenticator.Type.RECOVERY_CODES)
    return {
        "has_password": person.has_usable_password(),
        "app": by_kind.get(Authenticator.Type.TOTP),
        "passkeys": [
            {
                "pk": one.pk,
                "name": one.wrap().name,
                "added": one.created_at,
                "used": one.last_used_at,
            }
            for one in means
            if one.type == Authenticator.Type.WEBAUTHN
        ],
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
    }


def sessions(request: HttpRequest) -> dict[str, Any]:
    """Where the person is signed in; this browser also where it is not in the list."""
    key = request.session.session_key or ""
    shown = open_sessions(me(request), here=key, seen=SEEN, on=now())
    browser, system = device_of(request.headers.get("User-Agent", ""))
    return {
        "sessions": shown,
        "unlisted": not any(one.here for one in shown),
        "this": {"browser": browser, "system": system},
        "others": sum(not one.here for one in shown),
    }


@login_required
@require_POST
def sign_out_others(request: HttpRequest) -> HttpResponse:
    """Every other session of the person ends, listed or not; this one goes on under a new key."""
    before = request.session.session_key or ""
    ended = end_sessions(me(request), but=before)
    update_session_auth_hash(request, me(request))
    move_session(before, request.session.session_key or "")
    if ended:
        said = ngettext(
            "Signed out in %(n)s other place.", "Signed out in %(n)s other places.", ended
        )
        messages.success(request, said % {"n": ended})
    else:
        messages.success(request, _("You are signed in only here now."))
    return redirect(reverse("pages:profile") + "#sessions")
