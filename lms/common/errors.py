"""How a rule says no: one exception with a stable code and a sentence for the reader."""

import traceback
from collections.abc import Callable
from functools import wraps
from pathlib import Path

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


ROOT = Path(__file__).parents[2]
MOST_TROUBLE = 300


def trouble_of(error: BaseException) -> str:
    """What broke and where in our code, for a row that operators read.

    Messages stay in the log: they quote values, and so what people wrote.
    """
    said = type(error).__name__
    if isinstance(error, Refusal):
        said += f" ({error.code})"
    elif isinstance(error, OSError) and error.strerror:
        said += f" ({error.strerror})"
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(ROOT) and not path.is_relative_to(ROOT / ".venv"):
            said += f", {path.relative_to(ROOT)}:{frame.lineno} {frame.name}"
            break
    return said[:MOST_TROUBLE]


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
