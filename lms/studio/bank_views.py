"""The course's questions: the list with search and filters, and taking them along as a file."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.assessment.queries import Answered, answered
from courses.banks.exchange.writing import Written, write_gift
from courses.banks.queries import newest_in
from courses.content.access import course_for_author
from lms.common.languages import LANGUAGES
from lms.studio.desk import Desk, desk
from lms.studio.items import (
    DIFFICULTIES,
    KINDS,
    WHAT_FOR,
    Row,
    Wanted,
    classes_in,
    narrowed,
    numbered,
    rows_of,
)
from lms.studio.studio_views import me

ON_A_PAGE = 25
MOST_CHOSEN = 1000


@login_required
@require_safe
def bank(request: HttpRequest, slug: str) -> HttpResponse:
    """Every question of the course's bank, or those that are looked for."""
    course = course_for_author(me(request), slug)
    context = desk(me(request), course, "bank")
    place: Desk = context["desk"]
    wanted = Wanted.of(request.GET)
    versions = newest_in(course.bank)
    rows = rows_of(versions, numbered(place.draft), place.draft.languages)
    found = narrowed(rows, wanted)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    return render(
        request,
        "studio/bank.html",
        {
            **context,
            "page": page,
            "rows": with_answers(list(page.object_list)),
            "wanted": wanted,
            "query": asked.urlencode(),
            "kinds": KINDS,
            "new_kinds": [(name, label, WHAT_FOR[name]) for name, label in KINDS.items()],
            "difficulties": DIFFICULTIES,
            "classes": classes_in(versions),
            "is_empty": not versions,
            "archived": sum(bool(row.item.archived_at) for row in rows),
            "languages": place.draft.languages,
            "exports": exports(rows, place.draft.languages),
        },
    )


def with_answers(rows: Sequence[Row]) -> list[tuple[Row, Answered]]:
    """These rows with how often each was answered, over all its versions; one statement."""
    counts = answered([row.item.pk for row in rows]) if rows else {}
    found = []
    for row in rows:
        every = counts.get(row.item.pk, {}).values()
        told = Answered(sum(one.answers for one in every), sum(one.right for one in every))
        found.append((row, told))
    return found


def exports(rows: Sequence[Row], languages: Sequence[str]) -> list[tuple[str, int, int]]:
    """(language, how many questions a file in it would hold, of how many that are not archived)."""
    kept = [row for row in rows if row.item.archived_at is None]
    return [(code, sum(code not in row.missing for row in kept), len(kept)) for code in languages]


@login_required
@require_safe
def export(request: HttpRequest, slug: str) -> HttpResponse:
    """The chosen questions as GIFT in one language, or all that are not archived."""
    course = course_for_author(me(request), slug)
    place: Desk = desk(me(request), course, "bank")["desk"]
    language = request.GET.get("language", "")
    if language not in LANGUAGES:
        language = place.first
    chosen = set(request.GET.getlist("item")[:MOST_CHOSEN])
    written: list[dict[str, Any]] = [
        {
            "key": one.item.key,
            "body": one.body,
            "category": one.item.category,
            "difficulty": one.item.difficulty,
        }
        for one in newest_in(course.bank)
        if (str(one.item.uid) in chosen if chosen else one.item.archived_at is None)
    ]
    # One class after another, so that a category is named once.
    written.sort(key=lambda one: one["category"])
    text = write_gift([Written(**one) for one in written], language)
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{course.slug}-{language}.gift"'
    return response
