"""A hub with its texts, and the one who edits them."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from lms.accounts.models import SiteRole, User
from lms.hub.actions import load_texts

NOON = datetime(2026, 3, 7, 12, 0, tzinfo=ZoneInfo("Europe/Vilnius"))


@pytest.fixture
def texts(db: None) -> None:
    """The words that come with the platform."""
    load_texts(NOON)


@pytest.fixture
def hub_editor(person: Callable[..., User]) -> User:
    return person("rasa", "Rasa Kazlauskienė", SiteRole.HUB_EDITOR)
