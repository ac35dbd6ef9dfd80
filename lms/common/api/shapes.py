"""Fields that shapes of several slices share."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from lms.common.languages import Pair, text


@extend_schema_field(OpenApiTypes.STR)
class Words(serializers.Field):
    """A pair of texts, as the one in the reader's language."""

    def __init__(self, **how: Any) -> None:
        super().__init__(read_only=True, **how)

    def to_representation(self, value: Pair) -> str:
        return text(value)


@extend_schema_field(OpenApiTypes.URI)
class PageOf(serializers.Field):
    """The address of a page for people, in the reader's language. args: where its ids are found."""

    def __init__(self, name: str, *args: str, **how: Any) -> None:
        self.of, self.args = name, args
        super().__init__(read_only=True, source="*", **how)

    def to_representation(self, value: Any) -> str:
        return page(self.of, *(_in(value, way) for way in self.args))


def _in(value: Any, way: str) -> Any:
    for name in way.split("."):
        value = value[name] if isinstance(value, dict) else getattr(value, name)
    return value


def page(name: str, *args: Any) -> str:
    """The full address of one of our pages, in the reader's language."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


class ProblemShape(serializers.Serializer[Any]):
    """What went wrong."""

    code = serializers.CharField()
    detail = serializers.CharField()
    fields_at_fault = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()), required=False
    )

    def get_fields(self) -> dict[str, Any]:
        # `fields` is a name that serializers have taken themselves.
        found: dict[str, Any] = super().get_fields()
        found["fields"] = found.pop("fields_at_fault")
        return found
