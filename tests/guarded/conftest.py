"""The site of the guards: one of everything, and everybody there is."""

from typing import Any

import pytest

from tests.guarded.cast import Site, make_site


@pytest.fixture
def site(
    teach: Any,
    person: Any,
    client_for: Any,
    ona: Any,
    jonas: Any,
    birute: Any,
    ieva: Any,
    rasa: Any,
    vytas: Any,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> Site:
    # What is throttled for people is not throttled here.
    settings.ACCOUNT_RATE_LIMITS = settings.MFA_RATE_LIMITS = False
    settings.API_LIMITS = False
    monkeypatch.setattr("courses.content.actions.roles.MOST_INVITATIONS", 10_000)
    monkeypatch.setattr("lms.studio.prose_views.MOST_A_MINUTE", 10_000)
    cast = {"ona": ona, "jonas": jonas, "birute": birute, "ieva": ieva, "rasa": rasa}
    return make_site(teach, person, client_for, cast | {"vytas": vytas})
