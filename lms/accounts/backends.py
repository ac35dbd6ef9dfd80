"""Signing in by e-mail; every door passes here, so here the tries are counted."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from lms.accounts.models import User
from lms.accounts.throttles import admit_sign_in


class EmailBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's, which hashes a password even where there is no account."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        account = str(credentials.get("email") or credentials.get("username") or "")
        if not account or not credentials.get("password"):
            return None
        tries = admit_sign_in(request, account.strip().lower())
        person: User | None = super().authenticate(request, **credentials)
        if person is not None:
            tries.rollback()
        return person

    def user_can_authenticate(self, user: User) -> bool:
        return bool(super().user_can_authenticate(user)) and not user.is_suspended

    def get_user(self, user_id: Any) -> User | None:
        """Also a suspended person, so that the middleware can end the session and say why."""
        return User.objects.filter(pk=user_id, is_active=True).first()
