"""News as an Atom feed, one for each language; and what feeds have in common."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from lms.common.clock import now
from lms.common.html import render_markdown
from lms.common.languages import current_language, in_language, text
from lms.hub.models import NewsItem
from lms.hub.queries import profile, published_news

HOW_MANY = 20


def absolute(path: str) -> str:
    """The full address: a feed is read elsewhere."""
    return f"{settings.SITE_URL}{path}"


def with_hosts(html: str) -> str:
    """The same, with addresses of ours that say where they lead."""
    return html.replace('href="/', f'href="{settings.SITE_URL}/')


class EachInItsLanguage(Atom1Feed):
    """Says of every entry in which language it is: one that is not translated comes in the other."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]}


class HubFeed(Feed):  # type: ignore[type-arg]
    """By the Hub. page: the page it goes with.  address: its own."""

    feed_type = EachInItsLanguage
    page = ""
    address = ""

    def link(self) -> str:
        return absolute(reverse(self.page))

    def feed_url(self) -> str:
        return absolute(reverse(self.address))

    def feed_guid(self) -> str:
        return self.feed_url()

    def author_name(self) -> str:
        return text(profile().name) or profile().logo_text


class NewsFeed(HubFeed):
    """What has appeared, the newest first, whole."""

    page = "hub:news"
    address = "hub:news-feed"

    def title(self) -> str:
        return _("News: %(hub)s") % {"hub": self.author_name()}

    def subtitle(self) -> str:
        return _("What is new at the Hub and on this platform")

    def items(self) -> QuerySet[NewsItem]:
        return published_news(now())[:HOW_MANY]

    def item_title(self, item: NewsItem) -> str:
        return text(item.title)

    def item_description(self, item: NewsItem) -> str:
        lead = format_html("<p>{}</p>\n", text(item.lead))
        body, language = in_language(item.body, current_language())
        html = with_hosts(render_markdown(body, language))
        return lead + mark_safe(html)  # noqa: S308 - cleaned by render_markdown

    def item_link(self, item: NewsItem) -> str:
        return absolute(reverse("hub:news-item", args=[item.slug]))

    def item_pubdate(self, item: NewsItem) -> datetime | None:
        return item.published_at

    def item_updateddate(self, item: NewsItem) -> datetime | None:
        return item.published_at

    def item_extra_kwargs(self, item: NewsItem) -> dict[str, str]:
        return {"language": in_language(item.title, current_language())[1]}
