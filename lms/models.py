"""Gathers the tables of this app's slices, where Django looks for them."""

from lms.accounts.models import Digest, Notice, OpenSession, User
from lms.audit.models import AuditNote
from lms.hub.models import HubPage, HubProfile, NewsItem, Principle

__all__ = [
    "AuditNote",
    "Digest",
    "HubPage",
    "HubProfile",
    "NewsItem",
    "Notice",
    "OpenSession",
    "Principle",
    "User",
]
