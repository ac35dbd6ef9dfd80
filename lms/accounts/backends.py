"""Signing in by e-mail; the same work is done whether or not the account exists."""

from allauth.account.auth_backends import AuthenticationBackend


class EmailBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's, which hashes a password even where there is no account."""
