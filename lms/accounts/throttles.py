"""How often a door may be tried: allauth's counters, and how long until the next try."""

import math
import time

from allauth.account import app_settings
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from lms.accounts.answers import too_many

APP = "allauth.account"
# What is counted at which address; the counters themselves stand in ACCOUNT_RATE_LIMITS.
COUNTED_AT = {
    "account_login": "login",
    "account_signup": "signup",
    "join-sign-in": "login",
    "join-sign-up": "signup",
    "run-sign-in": "login",
    "run-sign-up": "signup",
    "account_reset_password": "reset_password",
    "account_reset_password_from_key": "reset_password_from_key",
    "account_change_password": "change_password",
    "account_set_password": "change_password",
    "account_request_login_code": "request_login_code",
    "account_reauthenticate": "reauthenticate",
    "mfa_reauthenticate": "reauthenticate",
    "mfa_reauthenticate_webauthn": "reauthenticate",
    "account_new_address": "manage_email",
    "account_parent_waiting": "manage_email",
}


def admit_sign_in(request: HttpRequest | None, account: str) -> ratelimit.RateLimitUsage:
    """Count a try at this account from this address; take it back where it succeeds.

    Counted before the password is looked at, so that a burst of tries at once gains nothing, and
    the same for accounts that do not exist. Raises the page that says when to try again.
    """
    usage = ratelimit.consume(
        request,
        app=APP,
        action="login_failed",
        config=None if request else {"login_failed": _without_address("login_failed")},
        key=account,
        limit_get=True,
    )
    if usage is None:
        if request is None:
            raise PermissionDenied
        wait = seconds_left(request, "login_failed", key=account)
        raise ImmediateHttpResponse(too_many(request, wait))
    return usage


def seconds_left(request: HttpRequest, action: str, *, key: str | None = None) -> int:
    """How long until this may be tried again; 0 where nothing stands in the way."""
    waits = [0.0]
    for rate in ratelimit.get_rates(app=APP, action=action):
        if (rate.per == "key" and not key) or (
            rate.per == "user" and not request.user.is_authenticated
        ):
            continue
        counter = ratelimit.get_cache_key(request, app=APP, action=action, rate=rate, key=key)
        tries = cache.get(counter, [])
        if len(tries) >= rate.amount:
            # The newest is first; the door opens when the oldest that counts has run out.
            waits.append(tries[rate.amount - 1] + rate.duration - time.time())
    return math.ceil(max(waits))


def handler429(request: HttpRequest):  # type: ignore[no-untyped-def]
    """The answer where allauth has counted too many requests of a page."""
    at = request.resolver_match
    action = COUNTED_AT.get(at.url_name or "", "") if at else ""
    key = request.POST.get("email", "").strip().lower()
    return too_many(request, seconds_left(request, action, key=key))


def _without_address(action: str) -> str:
    """The rates that can be counted where no request tells an address."""
    rates = (app_settings.RATE_LIMITS.get(action) or "").split(",")
    return ",".join(rate for rate in rates if rate.strip().endswith("/key"))
