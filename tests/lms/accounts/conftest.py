"""Getting in by the front door: forms filled in, mails read, links followed."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from tests.lms.accounts.doors import NEW_PASSWORD, PASSWORD

Post = Callable[..., Any]


@pytest.fixture
def sign_in(db: None) -> Post:
    """Fill in the sign-in page as somebody would; words in capitals go into the request."""

    def fill(
        client: Client, email: str, password: str = PASSWORD, *, page: str = "en", **more: Any
    ) -> Any:
        data = {"login": email, "password": password, **_fields(more)}
        return client.post(f"/{page}/accounts/login/", data, **_request(more))

    return fill


@pytest.fixture
def sign_up(db: None) -> Post:
    """Fill in the sign-up page as somebody would; words in capitals go into the request."""

    def fill(client: Client, email: str, *, page: str = "en", **more: Any) -> Any:
        data = {
            "email": email,
            "full_name": "Jonas Kazlauskas",
            "language": page,
            "password1": NEW_PASSWORD,
            "age": "14",
            **_fields(more),
        }
        return client.post(f"/{page}/accounts/signup/", data, **_request(more))

    return fill


def _fields(more: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in more.items() if not name.isupper()}


def _request(more: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in more.items() if name.isupper()}


@pytest.fixture
def last_mail() -> Callable[[], EmailMultiAlternatives]:
    def read() -> EmailMultiAlternatives:
        message = mail.outbox[-1]
        assert isinstance(message, EmailMultiAlternatives)
        return message

    return read


@pytest.fixture
def link_in() -> Callable[[Any], str]:
    """The path of the first link of a mail."""

    def find(message: Any) -> str:
        found = re.search(r"https?://[^/\s]+(/\S+)", message.body)
        assert found, message.body
        return found[1]

    return find
