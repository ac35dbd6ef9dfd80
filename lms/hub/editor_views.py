"""Where the hub's editors write."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.common.clock import now
from lms.common.errors import Refusal
from lms.hub.access import (
    editor,
    news_for_editor,
    page_for_editor,
    principle_for_editor,
    profile_for_editor,
)
from lms.hub.actions import (
    add_news,
    publish_news,
    save_news,
    save_page,
    save_principle,
    save_profile,
    withdraw_news,
)
from lms.hub.forms import NewsForm, PageForm, PrincipleForm, ProfileForm, WordsForm
from lms.hub.models import NewsItem
from lms.hub.queries import all_news, pages, principles
from lms.hub.words import HOW_MANY_PRINCIPLES, PAGES, Worded, lacking, written_in

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def edit(request: HttpRequest) -> HttpResponse:
    """Everything that can be edited, and what still lacks a language."""
    editor(request.user)
    written, told = pages(), {row.number: row for row in principles()}
    numbers = range(1, HOW_MANY_PRINCIPLES + 1)
    context = {
        "profile": _state(profile_for_editor(request.user)),
        "pages": [(slug, label, _state(written.get(slug))) for slug, label in PAGES.items()],
        "principles": [(number, _state(told.get(number))) for number in numbers],
        "news": [_state(item) for item in all_news()],
    }
    return render(request, "hub/edit.html", context)


@login_required
@read_or_write
def edit_profile(request: HttpRequest) -> HttpResponse:
    """The hub's name, colours and notices."""
    row = profile_for_editor(request.user)
    form = ProfileForm(request.POST or None, row=row)
    if _saved(request, form, save_profile, row):
        return redirect("hub:edit-profile")
    context = {"form": form, "title": _("Name and colours of the Hub"), "profile": row}
    return render(request, "hub/edit_words.html", context)


@login_required
@read_or_write
def edit_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page; saving leads to it."""
    row = page_for_editor(request.user, slug)
    form = PageForm(request.POST or None, row=row)
    if _saved(request, form, lambda **said: save_page(slug, **said), row):
        return redirect(f"hub:{slug}")
    context = {"form": form, "title": PAGES[slug], "see": reverse(f"hub:{slug}")}
    return render(request, "hub/edit_words.html", context)


@login_required
@read_or_write
def edit_principle(request: HttpRequest, number: int) -> HttpResponse:
    """One principle; saving leads to it."""
    row = principle_for_editor(request.user, number)
    form = PrincipleForm(request.POST or None, row=row)
    place = f"{reverse('hub:principles')}#principle-{number}"
    if _saved(request, form, lambda **said: save_principle(number, **said), row):
        return redirect(place)
    title = _("Principle %(number)s") % {"number": number}
    context = {"form": form, "title": title, "see": place}
    return render(request, "hub/edit_words.html", context)


@login_required
@read_or_write
def write_news(request: HttpRequest) -> HttpResponse:
    """A new piece of news: a draft, to look at before it appears."""
    by = editor(request.user)
    form = NewsForm(request.POST or None, row=NewsItem())
    if request.method == "POST" and form.is_valid():
        item = add_news(**form.words(), by=by, on=now())
        messages.success(request, _("Saved as a draft. Look it over, then publish it."))
        return redirect("hub:news-item", slug=item.slug)
    return render(request, "hub/edit_words.html", {"form": form, "title": _("Write news")})


@login_required
@read_or_write
def edit_news(request: HttpRequest, slug: str) -> HttpResponse:
    """One piece of news; saving leads to it."""
    row = news_for_editor(request.user, slug)
    form = NewsForm(request.POST or None, row=row)
    if _saved(request, form, lambda **said: save_news(row, **said), row):
        return redirect("hub:news-item", slug=slug)
    place = reverse("hub:news-item", args=[slug])
    context = {"form": form, "title": _("Edit news"), "see": place}
    return render(request, "hub/edit_words.html", context)


@login_required
@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Let the news appear."""
    item = news_for_editor(request.user, slug)
    try:
        publish_news(item, by=editor(request.user), on=now())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Published."))
    return redirect("hub:news-item", slug=slug)


@login_required
@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Make it a draft again."""
    item = news_for_editor(request.user, slug)
    withdraw_news(item, by=editor(request.user), on=now())
    messages.success(request, _("Withdrawn. It is a draft again, and only editors see it."))
    return redirect("hub:news-item", slug=slug)


def _state(row: Worded | None) -> dict[str, Any]:
    if row is None:
        return {"row": None, "lacking": [], "languages": ""}
    languages = ", ".join(code.upper() for code in written_in(row))
    return {"row": row, "lacking": lacking(row), "languages": languages}


def _saved(request: HttpRequest, form: WordsForm, save: Callable[..., Any], row: Worded) -> bool:
    """Whether the form was sent and saved; if not, it shows what to mend, with what was typed."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        save(
            **form.words(),
            by=editor(request.user),
            on=now(),
            over=form.cleaned_data["over"],
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        if refusal.code == "changed-meanwhile":
            form.meet(row)
        return False
    messages.success(request, _("Saved."))
    return True
