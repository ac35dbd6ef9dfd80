"""Gathers the admin of this app's slices, and closes the doors of Django's that we do not use."""

# These register themselves when they are read, so they are read first.
import allauth.account.admin
import allauth.mfa.admin  # noqa: F401
import django.contrib.auth.admin  # noqa: F401
from allauth.account import views
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lms.accounts.admin import DigestAdmin, PersonAdmin
from lms.audit.admin import AuditNoteAdmin
from lms.common.admin import name_tables
from lms.hub.admin import HubPageAdmin, HubProfileAdmin, NewsItemAdmin, PrincipleAdmin

__all__ = [
    "AuditNoteAdmin",
    "DigestAdmin",
    "HubPageAdmin",
    "HubProfileAdmin",
    "NewsItemAdmin",
    "PersonAdmin",
    "PrincipleAdmin",
]

name_tables(
    "lms",
    {
        "auditnote": (_("audit note"), _("audit notes")),
        "digest": (_("letter of the day"), _("letters of the day")),
        "hubprofile": (_("who the hub is"), _("who the hub is")),
        "hubpage": (_("page of the hub"), _("pages of the hub")),
        "principle": (_("principle"), _("principles")),
        "newsitem": (_("news item"), _("news")),
    },
    {
        "address": _("address"),
        "at": _("recorded at"),
        "bounced_at": _("mails come back since"),
        "day": _("day"),
        "made_at": _("made at"),
        "person": _("person"),
        "sent_at": _("sent at"),
        "set_aside_at": _("set aside at"),
        "tries": _("tries"),
        "trouble": _("what went wrong"),
        "try_after": _("next try not before"),
        "actor": _("who did it"),
        "body": _("text"),
        "colour": _("colour on light"),
        "colour_dark": _("colour on dark"),
        "country": _("country"),
        "date_joined": _("account made at"),
        "hubprofile.email": _("e-mail"),
        "example": _("example"),
        "funding": _("funding"),
        "gloss": _("explanation"),
        "institution": _("institution"),
        "is_active": _("may sign in"),
        "lead": _("lead"),
        "logo_text": _("text of the logo"),
        "hubprofile.name": _("name"),
        "passport_code": _("code of the passport"),
        "published_at": _("published at"),
        "reason": _("reason"),
        "short_name": _("short name"),
        "source_url": _("address of the source code"),
        "suspended_at": _("suspended at"),
        "closed_at": _("closed at"),
        "emptied_at": _("name and address removed at"),
        "new_email": _("address that waits"),
        "target": _("kind of row"),
        "target_id": _("number of the row"),
        "unseen": _("notices not seen"),
        "updated_at": _("changed at"),
        "verb": _("act"),
    },
)

# Roles are one field of a person; addresses are confirmed by their owners; what somebody signs in
# with is nobody else's to read.
admin.site.unregister([Authenticator, EmailAddress, Group])


def has_permission(request: HttpRequest) -> bool:
    """Not yours is not there: whoever is signed in without the role gets no sign-in page, but 404."""
    if request.user.is_authenticated and not request.user.is_staff:
        raise Http404
    return request.user.is_authenticated


def sign_in(request: HttpRequest, extra_context: object = None) -> HttpResponse:
    """Ours, which counts tries, knows suspension, and lets nobody in with an unconfirmed address."""
    start = reverse("admin:index")
    if has_permission(request):
        return redirect(start)
    return redirect_to_login(request.GET.get("next", start))


def sign_out(request: HttpRequest, extra_context: object = None) -> HttpResponse:
    return views.logout(request)  # type: ignore[no-any-return]


def change_password(request: HttpRequest, extra_context: object = None) -> HttpResponse:
    return redirect("account_change_password")


admin.site.has_permission = has_permission  # type: ignore[method-assign]
admin.site.login = sign_in  # type: ignore[method-assign, assignment]
admin.site.logout = sign_out  # type: ignore[method-assign, assignment]
admin.site.password_change = change_password  # type: ignore[method-assign, assignment]
