"""How one signs in to the API: by a token, or as in the pages by a session."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, gettext_lazy
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from lms.accounts.models import ApiToken, User
from lms.accounts.token_actions import token_in_use
from lms.common.api.errors import Problem
from lms.common.clock import now


class ByToken(BaseAuthentication):
    """`Authorization: Bearer laukas_…`. One that opens nothing is refused also where visitors may
    read: whoever sends it means to be somebody."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        kind, _space, token = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer":
            return None
        row = token_in_use(token.strip(), on=now())
        if row is None:
            raise AuthenticationFailed
        return row.person, row

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class BySession(SessionAuthentication):
    """A browser in which somebody is signed in; writing needs the token of our forms."""

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied:
            said = gettext("Send the token of our forms in the header X-CSRFToken.")
            raise Problem("csrf", said, HTTPStatus.FORBIDDEN) from None


class ByTokenDescribed(OpenApiAuthenticationExtension):
    """What the description says of it."""

    target_class = ByToken
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": str(gettext_lazy("A token of your own. You make it in your profile.")),
        }


class BySessionDescribed(OpenApiAuthenticationExtension):
    """The same of a session."""

    target_class = BySession
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
