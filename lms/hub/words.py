"""Which pages there are, and which words of each thing an editor may change."""

import hashlib
import json
from typing import Any

from django.utils.translation import gettext_lazy as _

from lms.common.languages import LANGUAGES
from lms.hub.models import HubPage, HubProfile, NewsItem, Principle

# By address; the label is what editors and an empty page call it.
PAGES = {
    "about": _("About the Hub"),
    "citizen-science": _("What citizen science is"),
    "principles": _("Ten principles of citizen science"),
    "contacts": _("Contacts"),
    "accessibility": _("Accessibility statement"),
    "privacy": _("Privacy statement"),
}
HOW_MANY_PRINCIPLES = 10

Worded = HubProfile | HubPage | Principle | NewsItem
FIELDS: dict[type[Worded], tuple[str, ...]] = {
    HubProfile: (
        "name",
        "short_name",
        "institution",
        "country",
        "logo_text",
        "colour",
        "colour_dark",
        "email",
        "address",
        "funding",
        "source_url",
    ),
    HubPage: ("title", "lead", "body"),
    Principle: ("title", "gloss", "example"),
    NewsItem: ("title", "lead", "body"),
}


def words_of(row: Worded) -> dict[str, Any]:
    """The words of a row, by field."""
    return {name: getattr(row, name) for name in FIELDS[type(row)]}


def fingerprint(row: Worded) -> str:
    """Changes when the words do: tells whether somebody else saved in the meantime."""
    said = json.dumps(words_of(row), sort_keys=True, ensure_ascii=False)
    return hashlib.blake2s(said.encode(), digest_size=16).hexdigest()


def written_in(row: Worded) -> list[str]:
    """The languages in which there is anything to read."""
    pairs = [said for said in words_of(row).values() if isinstance(said, dict)]
    return [code for code in LANGUAGES if any(pair.get(code) for pair in pairs)]


def lacking(row: Worded) -> list[str]:
    """The languages in which something is missing that the other language has."""
    pairs = [said for said in words_of(row).values() if isinstance(said, dict)]
    begun = [pair for pair in pairs if any(pair.values())]
    return [code for code in LANGUAGES if not all(pair.get(code) for pair in begun)]
