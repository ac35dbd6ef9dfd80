"""A suspended person is signed out at the next request."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from lms.accounts.answers import suspended


class SuspensionMiddleware:
    """Ends the session of a suspended account and says what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.user.is_suspended:
            logout(request)
            return suspended(request)
        return self.get_response(request)
