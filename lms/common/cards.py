"""Answering with the picture that other sites show beside a link."""

from collections.abc import Hashable

from django.http import HttpResponse

from lms.common.drawings.card import card
from lms.common.store import immutable

A_DAY = 24 * 3600


def as_card(key: Hashable, **drawn: str) -> HttpResponse:
    """The picture as PNG. key: everything it is made from; drawn: as `card` takes it."""
    content = immutable(("card", key, *drawn.values()), lambda: card(**drawn))
    response = HttpResponse(content, content_type="image/png")
    response["Cache-Control"] = f"public, max-age={A_DAY}"
    return response
