"""What an author says of a course as a whole, and whether somebody else has said it otherwise
meanwhile. Pure."""

from typing import Any

from courses.banks.reading import digest_of
from courses.content.models import Release

PAIRS = ("title", "summary", "description", "can_be_asked")
SETTINGS = (*PAIRS, "outcomes", "audience", "languages", "licence", "drawing")


def settings_of(draft: Release) -> dict[str, Any]:
    """What the draft says of the course, by field."""
    return {name: getattr(draft, name) for name in SETTINGS}


def stamp_of(draft: Release) -> str:
    """Changes when anything of it does."""
    return digest_of(settings_of(draft))[:32]
