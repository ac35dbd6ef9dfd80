"""How often the API may be asked: by the minute, for each token, person, or address of a visitor."""

import ipaddress
import time
from threading import Lock
from typing import Any

from django.conf import settings
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

MINUTE = 60
# Of visitors by address; of who is signed in, by token or person.
VISITORS, PEOPLE = 60, 300
# A process tells the others of what it has counted only so often: a counter in the database for
# every request would cost more than most of the requests do.
STEP = 10
_counted: dict[str, int] = {}
_lock = Lock()


class Limits(BaseThrottle):
    """Counts in windows of a minute, in this process and in steps across all of them."""

    def allow_request(self, request: Request, view: Any) -> bool:
        if not settings.API_LIMITS:
            return True
        most = PEOPLE if request.user.is_authenticated else VISITORS
        window = int(time.time()) // MINUTE
        return _count(f"api:{who(request)}:{window}", window) <= most

    def wait(self) -> float:
        return MINUTE - time.time() % MINUTE


def who(request: Request) -> str:
    """Whose requests these are."""
    if request.auth is not None:
        return f"token:{request.auth.pk}"
    if request.user.is_authenticated:
        return f"person:{request.user.pk}"
    return f"from:{_near(BaseThrottle().get_ident(request) or '')}"


def _near(address: str) -> str:
    """The address; of version 6 the part that one household has, which hands out the rest."""
    try:
        whole = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(whole, ipaddress.IPv6Address) and not whole.ipv4_mapped:
        return str(ipaddress.ip_network(f"{whole}/64", strict=False).network_address)
    return str(whole)


def _count(counter: str, window: int) -> int:
    """How many there have been in this window, this one included."""
    with _lock:
        if counter not in _counted:
            # What was counted in earlier minutes matters to nobody.
            for old in [one for one in _counted if not one.endswith(f":{window}")]:
                del _counted[old]
        _counted[counter] = here = _counted.get(counter, 0) + 1
    if here % STEP:
        return here
    cache.add(counter, 0, 2 * MINUTE)
    try:
        everywhere = int(cache.incr(counter, STEP))
    except ValueError:
        # The counter was swept away between the two.
        return here
    with _lock:
        _counted[counter] = max(here, everywhere)
    return everywhere


def forget_counts() -> None:
    """Begin anew (tests, whose people have the same numbers)."""
    with _lock:
        _counted.clear()
