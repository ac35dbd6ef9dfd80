"""A person's own badges, for programs."""

from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from badges.awards.models import Award
from badges.awards.queries import awards_of, status_of
from badges.credentials.models import SignedCredential
from badges.credentials.queries import address_of, handed_out
from lms.common.api.paging import Pages
from lms.common.api.shapes import PageOf, Words
from lms.common.api.views import Address
from lms.common.api.words import SHOWN
from lms.common.clock import now
from lms.common.languages import LANGUAGES


class ProofOfAward(serializers.Serializer[Any]):
    """A row of what a badge rests on, as it was on the day."""

    competency = serializers.CharField()
    name = Words()
    level = serializers.IntegerField()
    kind = serializers.CharField()
    at = serializers.CharField()
    record = serializers.CharField()
    valid_until = serializers.CharField(allow_null=True, default=None)
    result = serializers.DictField()


class GivenShape(serializers.Serializer[Award]):
    """How a badge was given by hand: nothing was measured for it. proof, link: where what was done can
    be seen."""

    given_as = serializers.ChoiceField(Award.GivenAs.choices)
    at = serializers.DateTimeField(source="given_at")
    reason = serializers.CharField(source="given_reason")
    proof = serializers.CharField(source="given_proof")
    link = serializers.CharField(source="given_link")
    done_on = serializers.DateField(source="given_for", allow_null=True)


class CredentialAddresses(serializers.Serializer[Any]):
    """Where the signed credential in each language is; null while it is not signed, and after it was
    taken back."""

    lt = serializers.URLField(allow_null=True)
    en = serializers.URLField(allow_null=True)


class AwardShape(serializers.Serializer[Award]):
    """A badge that I hold or held."""

    uid = serializers.UUIDField()
    code = serializers.CharField()
    name = Words(source="version.name")
    description = Words(source="version.description")
    criteria = Words(source="version.criteria")
    recipient = serializers.CharField(source="recipient_name")
    status = serializers.SerializerMethodField()
    status_at = serializers.DateTimeField(allow_null=True)
    status_reason = serializers.CharField()
    issued_at = serializers.DateTimeField()
    valid_until = serializers.DateTimeField(allow_null=True)
    shared = serializers.SerializerMethodField()
    verify = serializers.SerializerMethodField()
    credentials = serializers.SerializerMethodField()
    page = PageOf("badges:badge", "uid")
    evidence = ProofOfAward(many=True)
    given = serializers.SerializerMethodField()

    @extend_schema_field({"type": "string", "enum": list(Award.Status.values)})
    def get_status(self, award: Award) -> str:
        return status_of(award, now())

    @extend_schema_field(GivenShape(allow_null=True))
    def get_given(self, award: Award) -> Any:
        return GivenShape(award).data if award.is_given else None

    def get_shared(self, award: Award) -> bool:
        return award.shared_at is not None

    @extend_schema_field(OpenApiTypes.URI)
    def get_verify(self, award: Award) -> str:
        return f"{settings.SITE_URL}/v/{award.code}"

    @extend_schema_field(CredentialAddresses)
    def get_credentials(self, award: Award) -> dict[str, str | None]:
        signed = {one.language: one for one in award.credentials.all()}
        return {
            language: address_of(signed[language].code) if language in signed else None
            for language in LANGUAGES
        }


class Awards(Address):
    pagination_class = Pages

    @extend_schema(
        operation_id="awards",
        summary=_("My badges"),
        description=_(
            "What I hold or held, the newest first. Others verify a badge only while I share it."
        ),
        tags=[SHOWN],
        responses=AwardShape(many=True),
    )
    def get(self, request: Request) -> Response:
        pages = self.pagination_class()
        signed = Prefetch("credentials", handed_out(SignedCredential.objects.all()))
        rows = pages.rows(request, awards_of(request.user).prefetch_related(signed))
        return pages.get_paginated_response(AwardShape(rows, many=True).data)
