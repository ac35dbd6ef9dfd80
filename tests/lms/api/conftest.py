"""Programs: tokens, and what they ask with them."""

from collections.abc import Callable
from typing import Any

import pytest

from lms.accounts.models import User

Ask = Callable[..., Any]


class Program:
    """Somebody's program, which has a token and no session."""

    def __init__(self, client: Any, token: str, language: str) -> None:
        self.client, self.token, self.language = client, token, language

    def __call__(
        self, method: str, path: str, body: Any = None, *, key: str = "", **headers: str
    ) -> Any:
        sent = {"Accept-Language": self.language, **headers}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        if key:
            sent["Idempotency-Key"] = key
        return self.client.generic(
            method,
            path if path.startswith("/") else f"/api/v1/{path}",
            b"" if body is None else self.client._encode_json(body, "application/json"),
            content_type="application/json",
            headers=sent,
        )

    def get(self, path: str, **more: Any) -> Any:
        return self("GET", path, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> Any:
        return self("POST", path, body, **more)

    def put(self, path: str, body: Any = None, **more: Any) -> Any:
        return self("PUT", path, body, **more)


@pytest.fixture
def program(client_for: Any, token_of: Any) -> Callable[..., Program]:
    """A program of somebody's; without anybody, a stranger's."""

    def make(person: User | None = None, scope: str = "write", language: str = "en") -> Program:
        token = token_of(person, scope) if person else ""
        return Program(client_for(), token, language)

    return make
