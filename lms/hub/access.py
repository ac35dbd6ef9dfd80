"""Fetching the hub's things for somebody: one answer for "not there" and "not yours"."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.hub.models import HubPage, HubProfile, NewsItem, Principle
from lms.hub.words import HOW_MANY_PRINCIPLES, PAGES

Visitor = User | AnonymousUser


def editor(person: Visitor) -> User:
    """The person, if they edit the hub's pages."""
    if not isinstance(person, User) or not person.edits_hub:
        raise Http404(_("There is no such page."))
    return person


def profile_for_editor(person: Visitor) -> HubProfile:
    """The hub's profile; an empty one before it has been described."""
    editor(person)
    return HubProfile.objects.filter(pk=1).first() or HubProfile(pk=1)


def page_for_editor(person: Visitor, slug: str) -> HubPage:
    """A page of the hub; an empty one before it has been written."""
    editor(person)
    if slug not in PAGES:
        raise Http404(_("There is no such page."))
    return HubPage.objects.filter(slug=slug).first() or HubPage(slug=slug)


def principle_for_editor(person: Visitor, number: int) -> Principle:
    """One of the ten principles; an empty one before it has been written."""
    editor(person)
    if not 1 <= number <= HOW_MANY_PRINCIPLES:
        raise Http404(_("There is no such principle."))
    return Principle.objects.filter(number=number).first() or Principle(number=number)


def news_for_editor(person: Visitor, slug: str) -> NewsItem:
    """A piece of news, draft or published."""
    editor(person)
    return _news(NewsItem.objects.filter(slug=slug).first())


def news_for(person: Visitor, slug: str, on: datetime) -> NewsItem:
    """Published news; editors may look at a draft before it appears."""
    visible = Q(published_at__lte=on)
    if isinstance(person, User) and person.edits_hub:
        visible |= Q(pk__isnull=False)
    return _news(NewsItem.objects.filter(visible, slug=slug).first())


def _news(item: NewsItem | None) -> NewsItem:
    if item is None:
        raise Http404(_("There is no such news."))
    return item
