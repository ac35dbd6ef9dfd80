"""Gathers the tables of this app's slices, where Django looks for them."""

from lms.accounts.models import (
    ApiToken,
    Digest,
    Leaving,
    Notice,
    OpenSession,
    ParentConsent,
    User,
)
from lms.audit.models import AuditNote
from lms.common.api.models import KeptAnswer
from lms.hub.models import HubPage, HubProfile, NewsItem, Principle
from lms.privacy.models import DataCopy

__all__ = [
    "ApiToken",
    "AuditNote",
    "DataCopy",
    "Digest",
    "HubPage",
    "HubProfile",
    "KeptAnswer",
    "Leaving",
    "NewsItem",
    "Notice",
    "OpenSession",
    "ParentConsent",
    "Principle",
    "User",
]
