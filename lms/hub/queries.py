"""Reads of the hub's own words."""

import time
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from lms.hub.models import HubPage, HubProfile, NewsItem, Principle

# Every page shows the profile. An edit shows at once in the process that made it, and in the
# others after so many seconds.
KEPT_SECONDS = 10.0
_kept: dict[str, Any] = {}


def profile() -> HubProfile:
    """The hub of this installation; an empty one before it has been described."""
    if _kept.get("until", 0.0) < time.monotonic():
        _kept["profile"] = HubProfile.objects.filter(pk=1).first() or HubProfile(pk=1)
        _kept["until"] = time.monotonic() + KEPT_SECONDS
    return _kept["profile"]  # type: ignore[no-any-return]


def forget_profile() -> None:
    """Read the profile anew at the next page."""
    _kept.clear()


def page(slug: str) -> HubPage | None:
    """A page of the hub's own words."""
    return HubPage.objects.filter(slug=slug).first()


def principles() -> list[Principle]:
    """The ten principles in their order."""
    return list(Principle.objects.all())


def published_news(on: datetime) -> QuerySet[NewsItem]:
    """News that has appeared, the newest first."""
    return NewsItem.objects.filter(published_at__lte=on)


def all_news() -> QuerySet[NewsItem]:
    """Drafts first, then what has appeared, the newest first."""
    return NewsItem.objects.order_by(F("published_at").desc(nulls_first=True), "-id")


def pages() -> dict[str, HubPage]:
    """The pages that have been written, by address."""
    return {page.slug: page for page in HubPage.objects.all()}
