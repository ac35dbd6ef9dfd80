"""Absolute addresses for mails, built from SITE_URL and never from what a request says."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse


def absolute(name: str, *args: str) -> str:
    """The full address of a page, in the language that is active."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


def host() -> str:
    """The name of this site on the network, for the ids of mails."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"
