"""How a rule says no: one exception with a stable code and a sentence for the reader."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme


class Refusal(Exception):
    """A rule does not allow this.

    code: stable, for machines (`attempts-used`).  detail: what happened and what to do next,
    in the reader's language.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail

    def __str__(self) -> str:
        return str(self.detail)


def refusals_as_messages(
    view: Callable[..., HttpResponse],
) -> Callable[..., HttpResponse]:
    """Show a refusal as a message on the page the person came from (or the site's start)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
            return HttpResponseRedirect(back_to(request))

    return guarded


def back_to(request: HttpRequest, otherwise: str = "/") -> str:
    """The address the person came from, if it is ours."""
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(
        came_from, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return came_from
    return otherwise
