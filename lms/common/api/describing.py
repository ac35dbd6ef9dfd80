"""The description of the API (OpenAPI), and what every operation of it has in common."""

from typing import Any

from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from lms.common.api.repeating import HEADER, LONGEST
from lms.common.api.shapes import ProblemShape
from lms.common.api.words import KEY, LANGUAGE, TAGS
from lms.common.store import immutable

WRITES = ("POST", "PUT", "DELETE")


class Described(AutoSchema):
    """An operation with its headers, and with the one shape of everything that goes wrong."""

    def get_override_parameters(self) -> list[Any]:
        found = [
            OpenApiParameter(
                "Accept-Language",
                OpenApiTypes.STR,
                OpenApiParameter.HEADER,
                description=LANGUAGE,
            )
        ]
        if self.method in WRITES:
            key = {"type": "string", "maxLength": LONGEST, "pattern": "^[!-~]+$"}
            found.append(OpenApiParameter(HEADER, key, OpenApiParameter.HEADER, description=KEY))
        return found

    def get_serializer_name(self, serializer: Any, direction: Any) -> str:
        name: str = super().get_serializer_name(serializer, direction)
        return name.removesuffix("Shape")

    def get_auth(self) -> list[dict[str, list[str]]]:
        asked: list[dict[str, list[str]]] = super().get_auth()
        may_be_visitor = self.method not in WRITES and getattr(self.view, "is_public", False)
        return [*asked, {}] if may_be_visitor else asked

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        bodies = super()._get_response_bodies(direction)
        bodies["default"] = self._get_response_for_code(ProblemShape, "default")
        return bodies


def description(language: str) -> dict[str, Any]:
    """The whole API in this language, made once in a process."""
    return immutable(("api", language), lambda: _made(language))


def _made(language: str) -> dict[str, Any]:
    with translation.override(language):
        made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
        made["tags"] = [{"name": name, "description": str(said)} for name, said in TAGS.items()]
    return made
