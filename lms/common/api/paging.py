"""Long lists in pages: a cursor that names the last row, so that nothing is shown twice or left out
where rows come in meanwhile."""

import base64
import binascii
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from lms.common.api.errors import Problem

USUAL, MOST = 20, 100
MOST_DIGITS = 18
Row = TypeVar("Row", bound=Model)
One = TypeVar("One")


class Pages(BasePagination):
    """{"next": address or null, "results": […]}; `limit` and `cursor` in the query.

    The newest row first, by its number: rows only ever come in at that end.
    """

    def rows(self, request: Request, rows: QuerySet[Row]) -> list[Row]:
        """The rows of this page; one more than are shown, to know whether others follow."""
        self._read(request)
        if self._after is not None:
            rows = rows.filter(pk__lt=self._after)
        found = list(rows.order_by("-pk")[: self._limit + 1])
        return self._cut(found, lambda row: int(row.pk))

    def these(
        self, request: Request, all_of_them: Sequence[One], number: Callable[[One], int]
    ) -> list[One]:
        """The same of a list that is at hand, the first first. number: of the row behind each."""
        self._read(request)
        after = -1 if self._after is None else self._after
        ordered = sorted(all_of_them, key=number)
        return self._cut([one for one in ordered if number(one) > after], number)

    def _read(self, request: Request) -> None:
        self._request = request
        self._limit = _limit(request.query_params.get("limit"))
        self._after = _number(request.query_params.get("cursor"))

    def _cut(self, found: list[One], number: Callable[[One], int]) -> list[One]:
        shown = found[: self._limit]
        self._next = cursor_at(number(shown[-1])) if len(found) > self._limit else None
        return shown

    def get_paginated_response(self, data: Any) -> Response:
        following = None
        if self._next:
            asked = {**self._request.query_params.dict(), "cursor": self._next}
            following = f"{settings.SITE_URL}{self._request.path}?{urlencode(asked)}"
        return Response({"next": following, "results": data})

    # --- as the description says it --------------------------------------------------------------

    def get_paginated_response_schema(self, schema: Any) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["next", "results"],
            "properties": {
                "next": {"type": "string", "format": "uri", "nullable": True},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        from lms.common.api.words import CURSOR, LIMIT

        return [
            _parameter("cursor", str(CURSOR), {"type": "string"}),
            _parameter(
                "limit",
                str(LIMIT),
                {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
            ),
        ]


def _parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
    }


def cursor_at(number: int) -> str:
    """What stands for a row in an address; programs take it as it is."""
    return base64.urlsafe_b64encode(f"after:{number}".encode()).decode().rstrip("=")


def _number(cursor: str | None) -> int | None:
    if cursor is None:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        word, _colon, digits = base64.b64decode(padded, "-_", validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        word, digits = "", ""
    if word != "after" or not (digits.isascii() and digits.isdigit()) or len(digits) > MOST_DIGITS:
        said = _("Take the cursor from “next” as it is, or begin without one.")
        raise Problem("bad-cursor", said, HTTPStatus.BAD_REQUEST)
    return int(digits)


def _limit(asked: str | None) -> int:
    if asked is None:
        return USUAL
    if not (asked.isascii() and asked.isdigit() and len(asked) < 4 and 1 <= int(asked) <= MOST):
        said = _("“limit” is a number from 1 to %(most)s.") % {"most": MOST}
        raise Problem("bad-limit", said, HTTPStatus.BAD_REQUEST)
    return int(asked)
