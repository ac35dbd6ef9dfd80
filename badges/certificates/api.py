"""A person's own certificates, and verifying anybody's credential, for programs."""

from typing import Any

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from badges.certificates.models import Certificate, CertificateFile
from badges.certificates.queries import certificates_of
from badges.certificates.verifying import verified
from courses.content.queries import outline_by_id
from lms.common.api.paging import Pages
from lms.common.api.shapes import page
from lms.common.api.views import Address
from lms.common.api.words import SHOWN
from lms.common.clock import now
from lms.common.languages import text


class FileShape(serializers.Serializer[CertificateFile]):
    """The PDF in one language. is_made: whether it waits ready."""

    language = serializers.ChoiceField(["lt", "en"])
    size = serializers.IntegerField(allow_null=True)
    is_made = serializers.SerializerMethodField()
    page = serializers.SerializerMethodField()

    def get_is_made(self, file: CertificateFile) -> bool:
        return bool(file.digest)

    @extend_schema_field(OpenApiTypes.URI)
    def get_page(self, file: CertificateFile) -> str:
        return page("badges:certificate", self.context["code"], file.language)


class CertificateShape(serializers.Serializer[Certificate]):
    """A certificate of mine. One that waits for my full name is not issued yet."""

    code = serializers.CharField()
    state = serializers.ChoiceField(Certificate.State.choices)
    course = serializers.CharField(source="enrolment.run.course.slug")
    course_title = serializers.SerializerMethodField()
    issued_at = serializers.DateTimeField(allow_null=True)
    status_at = serializers.DateTimeField(allow_null=True)
    status_reason = serializers.CharField()
    verify = serializers.SerializerMethodField()
    files = serializers.SerializerMethodField()

    def get_course_title(self, one: Certificate) -> str:
        enrolment = one.enrolment
        return text(outline_by_id(enrolment.completed_release_id or 0).title)

    @extend_schema_field({"type": "string", "format": "uri", "nullable": True})
    def get_verify(self, one: Certificate) -> str | None:
        is_out = one.state != Certificate.State.DUE
        return f"{settings.SITE_URL}/v/{one.code}" if is_out else None

    @extend_schema_field(FileShape(many=True))
    def get_files(self, one: Certificate) -> Any:
        files = one.files.all() if one.state == Certificate.State.ISSUED else ()
        return FileShape(files, many=True, context={"code": one.code}).data


class Certificates(Address):
    pagination_class = Pages

    @extend_schema(
        operation_id="certificates",
        summary=gettext_lazy("My certificates"),
        description=gettext_lazy(
            "What I was given for courses that I completed, the newest first."
        ),
        tags=[SHOWN],
        responses=CertificateShape(many=True),
    )
    def get(self, request: Request) -> Response:
        pages = self.pagination_class()
        rows = pages.rows(request, certificates_of(request.user))
        return pages.get_paginated_response(CertificateShape(rows, many=True).data)


class VerifiedShape(serializers.Serializer[Any]):
    """What a document says, and how it stands now. A certificate has `printed`; a badge has
    `recipient`, `achievement` and `evidence`; one that was given by hand also `given`."""

    kind = serializers.ChoiceField(["certificate", "badge"])
    code = serializers.CharField()
    status = serializers.ChoiceField(["issued", "active", "expired", "revoked", "superseded"])
    status_at = serializers.DateTimeField(allow_null=True)
    status_reason = serializers.CharField(allow_blank=True)
    issued_at = serializers.DateTimeField()
    valid_until = serializers.DateTimeField(allow_null=True, required=False)
    printed = serializers.DictField(required=False)
    recipient = serializers.CharField(required=False)
    achievement = serializers.DictField(required=False)
    given = serializers.DictField(required=False, allow_null=True)
    evidence = serializers.ListField(child=serializers.DictField(), required=False)


class Verify(Address):
    is_public = True

    @extend_schema(
        operation_id="verify",
        summary=gettext_lazy("Verify a badge or a certificate"),
        description=gettext_lazy(
            "By the code that is printed on it, read without regard to case and hyphens. A badge "
            "answers only while its holder shares it."
        ),
        tags=[SHOWN],
        responses=VerifiedShape,
    )
    def get(self, request: Request, code: str) -> Response:
        said = verified(code, on=now())
        if said is None:
            raise Http404(_("There is no such certificate or badge."))
        return Response(said)
