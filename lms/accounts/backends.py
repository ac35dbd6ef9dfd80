"""Signing in by e-mail; every door passes here, so here the tries are counted."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from lms.accounts.models import User
from lms.accounts.throttles import admit_sign_in
from lms.common.prepared import Prepared

# Every page of whoever is signed in asks it.
_ACTIVE = Prepared[User](
    lambda person: User.objects.filter(pk=person, is_active=True).order_by("pk")[:1], person=int
)


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
        return _ACTIVE.first(person=int(user_id))
