"""A question's versions, copying it, putting it away."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.assessment.queries import answered
from courses.banks.actions import (
    archive_item,
    bring_back,
    duplicate_item,
    restore_item,
)
from courses.banks.facing import prompt_of
from courses.banks.generators import is_generated
from courses.banks.models import Item, ItemVersion
from courses.banks.queries import newest_of
from courses.content.access import course_for_author, item_of
from lms.common.clock import now
from lms.common.errors import refusals_as_messages
from lms.studio.item_bench import bench_of
from lms.studio.item_compare import compare_items
from lms.studio.items import (
    words_of,
)
from lms.studio.studio_views import me


@login_required
@require_safe
def history(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """Every version with its author; two of them compared."""
    bench = bench_of(request, slug, uid)
    assert bench.item
    by_number = {version.number: version for version in bench.versions}
    old = _chosen(request, "from", by_number) or bench.versions[min(1, len(bench.versions) - 1)]
    new_one = _chosen(request, "to", by_number) or bench.versions[0]
    return render(
        request,
        "studio/item_history.html",
        {
            **bench.context,
            "item": bench.item,
            "name": words_of(prompt_of(bench.versions[0].body)),
            "versions": bench.versions,
            "old": old,
            "new": new_one,
            "changes": compare_items(old.body, new_one.body),
            "answered": answered([bench.item.pk]).get(bench.item.pk, {}),
        },
    )


def _chosen(
    request: HttpRequest, name: str, versions: dict[int, ItemVersion]
) -> ItemVersion | None:
    wanted = request.GET.get(name, "")
    return versions.get(int(wanted)) if wanted.isdecimal() and len(wanted) < 6 else None


@login_required
@require_POST
@refusals_as_messages
def restore_version(request: HttpRequest, slug: str, uid: UUID, number: int) -> HttpResponse:
    """Let the question say again what an older version said."""
    bench = bench_of(request, slug, uid)
    old = next((version for version in bench.versions if version.number == number), None)
    if old is None or bench.item is None:
        raise Http404
    bring_back(bench.item, old, author=me(request), on=now())
    messages.success(
        request,
        _("Version %s is back as a new version. Learners see it when the course is published.")
        % number,
    )
    return redirect("studio:item", slug, uid)


@login_required
@require_POST
@refusals_as_messages
def change(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """Copy a question, put it away, or take it out again; `do` says which."""
    course = course_for_author(me(request), slug)
    found = item_of(course, uid)
    match request.POST.get("do"):
        case "copy":
            made = duplicate_item(found, author=me(request), on=now())
            messages.success(request, _("This is the copy. Change it into another question."))
            return redirect(page_of(made), slug, made.uid)
        case "archive":
            archive_item(found, on=now())
            messages.success(
                request,
                _("Archived. Quizzes that ask it go on asking it; it is not offered any more."),
            )
        case "restore":
            restore_item(found)
            messages.success(request, _("The question is in the bank again."))
        case _:
            raise Http404
    return redirect(page_of(found), slug, uid)


def page_of(item: Item) -> str:
    """The name of the page where a question is written."""
    return "studio:drawn-item" if is_generated(newest_of(item).body) else "studio:item"
