"""Gathers the tables of this app's slices, where Django looks for them."""

from lms.accounts.models import ApiToken, Digest, Notice, OpenSession, User
from lms.audit.models import AuditNote
from lms.common.api.models import KeptAnswer
from lms.hub.models import HubPage, HubProfile, NewsItem, Principle

__all__ = [
    "ApiToken",
    "AuditNote",
    "Digest",
    "HubPage",
    "HubProfile",
    "KeptAnswer",
    "NewsItem",
    "Notice",
    "OpenSession",
    "Principle",
    "User",
]
