"""Reading what programs send: JSON that a database can hold, and no more of it than forms may have."""

import json
from collections.abc import Mapping
from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

DEEPEST = 20


class Json(BaseParser):
    """JSON without what only JavaScript reads (NaN), zero bytes, and halves of signs."""

    media_type = "application/json"

    def parse(
        self,
        stream: Any,
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        # `body`, and not the stream: it refuses more than DATA_UPLOAD_MAX_MEMORY_SIZE.
        sent = stream.body
        try:
            read = json.loads(sent.decode("utf-8"), parse_constant=_refuse)
        except (ValueError, RecursionError) as error:
            raise ParseError from error
        if not _fits(read):
            raise ParseError
        return read


def _refuse(name: str) -> None:
    raise ValueError(name)


def _fits(value: Any, depth: int = 0) -> bool:
    """Whether databases keep it as it is."""
    if depth > DEEPEST:
        return False
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)
    if isinstance(value, dict):
        return all(_fits(name, depth) and _fits(one, depth + 1) for name, one in value.items())
    if isinstance(value, list):
        return all(_fits(one, depth + 1) for one in value)
    return True
