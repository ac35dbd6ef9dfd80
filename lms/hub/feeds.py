"""News as an Atom feed, one for each language."""

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


class EachInItsLanguage(Atom1Feed):
    """Says of every entry in which language it is: one that is not translated comes in the other."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]}


class NewsFeed(Feed):  # type: ignore[type-arg]
    """What has appeared, the newest first, whole."""

    feed_type = EachInItsLanguage

    def title(self) -> str:
        return _("News: %(hub)s") % {"hub": text(profile().name) or profile().logo_text}

    def subtitle(self) -> str:
        return _("What is new at the Hub and on this platform")

    def link(self) -> str:
        return _absolute(reverse("hub:news"))

    def feed_url(self) -> str:
        return _absolute(reverse("hub:news-feed"))

    def feed_guid(self) -> str:
        return self.feed_url()

    def author_name(self) -> str:
        return text(profile().name) or profile().logo_text

    def items(self) -> QuerySet[NewsItem]:
        return published_news(now())[:HOW_MANY]

    def item_title(self, item: NewsItem) -> str:
        return text(item.title)

    def item_description(self, item: NewsItem) -> str:
        lead = format_html("<p>{}</p>\n", text(item.lead))
        body, language = in_language(item.body, current_language())
        # A feed is read elsewhere: addresses of ours have to say where they lead.
        html = render_markdown(body, language).replace('href="/', f'href="{settings.SITE_URL}/')
        return lead + mark_safe(html)  # noqa: S308 - cleaned by render_markdown

    def item_link(self, item: NewsItem) -> str:
        return _absolute(reverse("hub:news-item", args=[item.slug]))

    def item_pubdate(self, item: NewsItem) -> datetime | None:
        return item.published_at

    def item_updateddate(self, item: NewsItem) -> datetime | None:
        return item.published_at

    def item_extra_kwargs(self, item: NewsItem) -> dict[str, str]:
        return {"language": in_language(item.title, current_language())[1]}


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
