"""Everything that changes the hub's words: loading those that come along, and editing."""

from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.audit.actions import note
from lms.common.errors import Refusal
from lms.common.languages import Pair, text
from lms.common.transactions import atomic
from lms.hub.colours import DARK_GROUNDS, LEAST, LIGHT_GROUNDS, is_colour, weakest
from lms.hub.models import HubPage, HubProfile, NewsItem, Principle
from lms.hub.queries import forget_profile
from lms.hub.texts import NEWS, news_text, page_text, principle_texts, profile_text
from lms.hub.words import HOW_MANY_PRINCIPLES, PAGES, fingerprint

Row = TypeVar("Row", HubProfile, HubPage, Principle, NewsItem)

LONGEST_SLUG = 60
# Addresses that mean something else.
RESERVED = {"add", "feed"}


@atomic
def load_texts(on: datetime) -> int:
    """Fill in what is not there yet; how much was missing. Words of an editor are never touched."""
    made = [HubProfile.objects.get_or_create(pk=1, defaults=profile_text())[1]]
    for slug in PAGES:
        words = {**page_text(slug), "updated_at": on}
        made.append(HubPage.objects.get_or_create(slug=slug, defaults=words)[1])
    for number, said in enumerate(principle_texts(), start=1):
        made.append(Principle.objects.get_or_create(number=number, defaults=said)[1])
    # The newest last: of news of one moment the one made last stands first.
    for slug in reversed(NEWS):
        words = {**news_text(slug), "published_at": on}
        made.append(NewsItem.objects.get_or_create(slug=slug, defaults=words)[1])
    transaction.on_commit(forget_profile)
    return sum(made)


@atomic
def save_profile(
    *,
    name: Pair,
    short_name: Pair,
    institution: Pair,
    country: Pair,
    logo_text: str,
    colour: str,
    colour_dark: str,
    email: str,
    address: Pair,
    funding: Pair,
    source_url: str,
    by: User,
    on: datetime,
    over: str | None = None,
) -> HubProfile:
    """Say who the hub is. over: the fingerprint of the words that the editor saw."""
    for shade, grounds in ((colour, LIGHT_GROUNDS), (colour_dark, DARK_GROUNDS)):
        if not is_colour(shade) or weakest(shade, grounds) < LEAST:
            raise Refusal("weak-colour", _("Text in the colour %s could not be read.") % shade)
    profile, _made = HubProfile.objects.select_for_update(no_key=True).get_or_create(pk=1)
    words = {
        "name": name,
        "short_name": short_name,
        "institution": institution,
        "country": country,
        "logo_text": logo_text,
        "colour": colour,
        "colour_dark": colour_dark,
        "email": email,
        "address": address,
        "funding": funding,
        "source_url": source_url,
    }
    _change(profile, words, by=by, on=on, over=over)
    transaction.on_commit(forget_profile)
    return profile


@atomic
def save_page(
    slug: str,
    *,
    title: Pair,
    lead: Pair,
    body: Pair,
    by: User,
    on: datetime,
    over: str | None = None,
) -> HubPage:
    """Write a page of the hub."""
    if slug not in PAGES:
        raise Refusal("no-page", _("There is no such page."))
    pages = HubPage.objects.select_for_update(no_key=True)
    page, _made = pages.get_or_create(slug=slug, defaults={"updated_at": on})
    if _change(page, {"title": title, "lead": lead, "body": body}, by=by, on=on, over=over):
        page.updated_at = on
        page.save(update_fields=["updated_at"])
    return page


@atomic
def save_principle(
    number: int,
    *,
    title: Pair,
    gloss: Pair,
    example: Pair,
    by: User,
    on: datetime,
    over: str | None = None,
) -> Principle:
    """Write one of the ten principles."""
    if not 1 <= number <= HOW_MANY_PRINCIPLES:
        raise Refusal("no-principle", _("There is no such principle."))
    principles = Principle.objects.select_for_update(no_key=True)
    principle, _made = principles.get_or_create(number=number)
    words = {"title": title, "gloss": gloss, "example": example}
    _change(principle, words, by=by, on=on, over=over)
    return principle


@atomic
def add_news(*, title: Pair, lead: Pair, body: Pair, by: User, on: datetime) -> NewsItem:
    """Begin a piece of news, as a draft. Sending the same form twice makes one."""
    said = {"title": title, "lead": lead, "body": body}
    if same := NewsItem.objects.filter(**said, published_at__isnull=True).first():
        return same
    item = NewsItem.objects.create(slug=_free_slug(title), **said)
    note(by, "wrote", item, on=on)
    return item


@atomic
def save_news(
    item: NewsItem,
    *,
    title: Pair,
    lead: Pair,
    body: Pair,
    by: User,
    on: datetime,
    over: str | None = None,
) -> NewsItem:
    """Write a piece of news; whether it has appeared stays as it is."""
    item = _locked_news(item)
    _change(item, {"title": title, "lead": lead, "body": body}, by=by, on=on, over=over)
    return item


@atomic
def publish_news(item: NewsItem, *, by: User, on: datetime) -> NewsItem:
    """Let the news appear. What has appeared keeps its date."""
    item = _locked_news(item)
    if not text(item.title) or not text(item.lead):
        raise Refusal("no-words", _("News needs a title and an opening before it can appear."))
    if item.published_at is None:
        item.published_at = on
        item.save(update_fields=["published_at"])
        note(by, "published", item, on=on)
    return item


@atomic
def withdraw_news(item: NewsItem, *, by: User, on: datetime) -> NewsItem:
    """Make a draft of it again; nothing of it is lost."""
    item = _locked_news(item)
    if item.published_at is not None:
        item.published_at = None
        item.save(update_fields=["published_at"])
        note(by, "withdrew", item, on=on)
    return item


def _locked_news(item: NewsItem) -> NewsItem:
    return NewsItem.objects.select_for_update(no_key=True).get(pk=item.pk)


def _change(
    row: Row, words: dict[str, Any], *, by: User, on: datetime, over: str | None
) -> list[str]:
    """Save the words that differ, with an audit note; which fields did."""
    changed = [field for field, said in words.items() if getattr(row, field) != said]
    if not changed:
        return []
    if over is not None and over != fingerprint(row):
        raise Refusal(
            "changed-meanwhile",
            _(
                "Somebody else saved this while you were writing. Your words are still here, and"
                " theirs stand beside them. Saving again replaces theirs."
            ),
        )
    for field in changed:
        setattr(row, field, words[field])
    row.save(update_fields=changed)
    note(by, "edited", row, on=on)
    return changed


def _free_slug(title: Pair) -> str:
    """An address out of the title; a number tells those of one title apart."""
    base = slugify(text(title, "en"))[:LONGEST_SLUG].strip("-") or "news"
    taken = set(NewsItem.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    taken |= RESERVED
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
