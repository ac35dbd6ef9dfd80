"""The account that a program signs in to."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from lms.accounts.models import ApiToken
from lms.common.api.views import Address, told
from lms.common.api.words import ACCOUNT


class TokenShape(serializers.ModelSerializer[ApiToken]):
    """The token that asks."""

    class Meta:
        model = ApiToken
        fields = ("name", "scope", "valid_until")
        read_only_fields = fields


class MeShape(serializers.Serializer[Any]):
    """Who asks."""

    uid = serializers.UUIDField()
    name = serializers.CharField()
    full_name = serializers.CharField()
    email = serializers.EmailField()
    language = serializers.ChoiceField(["lt", "en"])
    unseen = serializers.IntegerField()
    token = TokenShape(allow_null=True)


class Me(Address):
    @extend_schema(
        operation_id="me",
        summary=_("Who I am"),
        description=_("Name and language of the account, and what the token may."),
        tags=[ACCOUNT],
        responses=MeShape,
    )
    def get(self, request: Request) -> Response:
        person = request.user
        about = {name: getattr(person, name) for name in MeShape().fields if name != "token"}
        return told(MeShape, about | {"token": request.auth})
