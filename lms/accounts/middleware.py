"""What is looked at before a page: suspension, the day somebody was last here, the second step."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from lms.accounts.answers import suspended
from lms.accounts.models import User
from lms.accounts.second_step import lacks_second_step
from lms.common.clock import now

# In the session: the day of its last request, and where somebody was going who lacks a second step.
SEEN, AFTERWARDS = "seen", "after_second_step"
# Addresses that need a second step where the site asks staff for one.
GUARDED = {"studio", "admin", "administration"}
EDITING = "hub/edit/"


class SuspensionMiddleware:
    """Ends the session of a suspended account and says what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if request.user.is_suspended:
                logout(request)
                return suspended(request)
            today = timezone.localdate(now()).isoformat()
            # Once a day, so that the list of sessions can say when each was last used.
            if request.session.get(SEEN) != today:
                request.session[SEEN] = today
        return self.get_response(request)


class ParentMiddleware:
    """Children whose parent has not agreed look around, and take part in nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not isinstance(request.user, User) or not request.user.waits_for_parent:
            return None
        at = request.resolver_match
        assert at is not None
        looks = request.method in ("GET", "HEAD", "OPTIONS") and at.view_name != "pages:home"
        # Getting in and out, and what is theirs: name, language, copy, leaving.
        own = at.route.partition("/")[2].startswith(("accounts/", "me/profile/"))
        return None if looks or own else redirect("account_parent_waiting")


class SecondStepMiddleware:
    """Where the site asks staff for a second step: none, no studio and no administration."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not settings.MFA_FOR_STAFF or not isinstance(request.user, User):
            return None
        at = request.resolver_match
        assert at is not None
        guarded = bool(GUARDED & set(at.namespaces)) or EDITING in at.route
        if not guarded or not lacks_second_step(request.user):
            return None
        if request.method == "GET":
            request.session[AFTERWARDS] = request.get_full_path()
        return redirect("account_second_step")
