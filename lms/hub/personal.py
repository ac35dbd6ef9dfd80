"""The hub's tables are about no person: its address and its words are the institution's."""

from lms.common.personal import Entry, NotPersonal
from lms.hub.models import HubPage, HubProfile, NewsItem, Principle

REGISTER: list[Entry] = [
    NotPersonal(
        HubProfile,
        "name short_name institution country logo_text colour colour_dark email address funding "
        "source_url",
    ),
    NotPersonal(HubPage, "slug title lead body updated_at"),
    NotPersonal(Principle, "number title gloss example"),
    NotPersonal(NewsItem, "slug title lead body published_at"),
]
