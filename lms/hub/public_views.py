"""The hub's pages for everybody: its words, the ten principles, the news."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lms.common.clock import now
from lms.hub.access import news_for
from lms.hub.queries import page, principles, published_news
from lms.hub.sections import sections
from lms.hub.words import PAGES

NEWS_ON_A_PAGE = 20


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Aim, vision, mission, and who paid for the beginning."""
    return _words(request, "about", "hub/about.html")


@require_safe
def citizen_science(request: HttpRequest) -> HttpResponse:
    """For whoever has never heard the word."""
    return _words(request, "citizen-science", "hub/citizen_science.html")


@require_safe
def ten_principles(request: HttpRequest) -> HttpResponse:
    """The ten principles, each with an example, and where they come from."""
    return _words(request, "principles", "hub/principles.html", {"principles": principles()})


@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """How to write to the Hub."""
    return _words(request, "contacts", "hub/contacts.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return _words(request, "accessibility", "hub/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """The privacy statement."""
    return _words(request, "privacy", "hub/privacy.html")


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """What has appeared, the newest first."""
    found = Paginator(published_news(now()), NEWS_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "hub/news.html", {"found": found, "section": "news"})


@require_safe
def news_item(request: HttpRequest, slug: str) -> HttpResponse:
    """One piece of news; a draft for editors only."""
    at = now()
    item = news_for(request.user, slug, at)
    context = {
        "item": item,
        "parts": sections(item.body),
        "is_out": item.published_at is not None and item.published_at <= at,
        "section": "news",
    }
    return render(request, "hub/news_item.html", context)


def _words(
    request: HttpRequest, slug: str, template: str, more: dict[str, object] | None = None
) -> HttpResponse:
    found = page(slug)
    context = {
        "page": found,
        "label": PAGES[slug],
        "slug": slug,
        "parts": sections(found.body) if found else [],
        "section": slug,
        **(more or {}),
    }
    return render(request, template, context)
