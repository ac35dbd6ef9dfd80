"""Gathers the admin of this app's slices, and closes the doors of Django's that we do not use."""

# These register themselves when they are read, so they are read first.
import allauth.account.admin  # noqa: F401
import django.contrib.auth.admin  # noqa: F401
from allauth.account import views
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lms.accounts.admin import PersonAdmin
from lms.audit.admin import AuditNoteAdmin
from lms.hub.admin import HubPageAdmin, HubProfileAdmin, NewsItemAdmin, PrincipleAdmin

__all__ = [
    "AuditNoteAdmin",
    "HubPageAdmin",
    "HubProfileAdmin",
    "NewsItemAdmin",
    "PersonAdmin",
    "PrincipleAdmin",
]

# Roles are one field of a person; addresses are confirmed by their owners.
admin.site.unregister([EmailAddress, Group])


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
