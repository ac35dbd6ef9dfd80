"""What somebody is on the way to while they sign up or in, so that mails and answers lead on to it.

The storeys above have such pages of their own, which check what they stand for; here it is only
known which page stands in for which.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from lms.accounts.addresses import absolute


@dataclass(frozen=True)
class Errand:
    """names: one of our pages → the page that stands in for it; args: what its address holds."""

    names: Mapping[str, str]
    args: tuple[str, ...]

    def _at(self, name: str, args: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        return (self.names[name], (*self.args, *args)) if name in self.names else (name, args)

    def path(self, name: str, *args: str) -> str:
        """The path of that page, in the language that is active."""
        name, args = self._at(name, args)
        return reverse(name, args=args)

    def absolute(self, name: str, *args: str) -> str:
        """The full address of that page, for mails."""
        name, args = self._at(name, args)
        return absolute(name, *args)


NO_ERRAND = Errand({}, ())


def set_out(request: HttpRequest, errand: Errand) -> None:
    """This request belongs to the errand."""
    request.errand = errand  # type: ignore[attr-defined]


def errand_of(request: HttpRequest | None) -> Errand:
    """What this request belongs to."""
    errand = getattr(request, "errand", NO_ERRAND)
    assert isinstance(errand, Errand)
    return errand
