"""Writing one question: the form, trying it, its versions, a copy, putting it away."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.assessment.queries import Answered, answered
from courses.banks.actions import (
    change_item,
    write_item,
)
from courses.banks.facing import prompt_of
from courses.banks.models import Item
from courses.banks.queries import newest_in, stamp_of
from courses.content.access import course_for_author, unit_of
from courses.content.actions.asking import write_and_ask
from courses.content.actions.picturing import MOST_BYTES, keep_picture
from courses.content.models import Course
from courses.content.queries import working_of
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.common.languages import LANGUAGES, OTHER, current_language
from lms.studio.desk import desk
from lms.studio.item_bench import Bench, bench_of
from lms.studio.item_compare import compare_items
from lms.studio.item_forms import Errors, Read, item_form, order_of
from lms.studio.item_rows import (
    Values,
    fresh,
    rearranged,
    stored,
    typed,
    with_least_rows,
    without_blank_rows,
)
from lms.studio.item_trying import asked_now
from lms.studio.items import (
    KINDS,
    WHAT_FOR,
    Passage,
    classes_in,
    words_of,
)
from lms.studio.studio_views import me

read_or_write = require_http_methods(["GET", "HEAD", "POST"])
MOST_FIELD = 40
ANOTHER = "another"
LAST = "last"


@login_required
@read_or_write
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """A new question of one kind; without a kind, the choice of kinds."""
    course = course_for_author(me(request), slug)
    context = desk(me(request), course, "bank")
    kind = request.GET.get("kind", "")
    if kind not in KINDS:
        if request.method == "POST":
            raise Http404
        return render(request, "studio/item_kinds.html", {**context, **_kinds(request, course)})
    bench = Bench(request, course, None, context, kind)
    if request.method == "POST":
        return _posted(bench)
    return _page(bench, fresh(kind))


def _kinds(request: HttpRequest, course: Course) -> dict[str, Any]:
    """The kinds to choose from, the one that was written last before the others."""
    last = request.GET.get(LAST, "")
    home = _home(request, course)
    return {
        "kinds": [
            (name, KINDS[name], WHAT_FOR[name])
            for name in sorted(KINDS, key=lambda name: name != last)
        ],
        "last": last,
        "home": home,
        "place": _place(course, home),
        "query": _query(request),
    }


@login_required
@read_or_write
def item(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """A question as it is written now."""
    bench = bench_of(request, slug, uid)
    if request.method == "POST":
        return _posted(bench)
    assert bench.newest and bench.item
    values = stored(bench.newest.body, bench.item.category, bench.item.difficulty)
    return _page(bench, values)


def _posted(bench: Bench) -> HttpResponse:
    posted = bench.request.POST
    act = posted.get("do", "save")
    values = typed(bench.kind, posted, bench.used)
    errors: Errors = {}
    _picture(bench, values, errors)
    if act in ("save", ANOTHER):
        return _save(bench, values, errors)
    if act == "try":
        return _page(bench, values, errors=errors, tries=True)
    values, at = rearranged(values, act, bench.used)
    return _page(bench, values, errors=errors, at=at)


def _picture(bench: Bench, values: Values, errors: Errors) -> None:
    """Keep a picture as soon as it comes, so that a form that is refused does not lose it."""
    if bench.request.POST.get("picture-out"):
        values["picture"]["src"] = ""
    file = bench.request.FILES.get("file")
    if file is None:
        return
    try:
        if (file.size or 0) > MOST_BYTES:
            raise Refusal("too-large", _("A picture has at most 15 MB."))
        kept = keep_picture(bench.course, file.read(), on=now())
    except Refusal as refusal:
        errors["picture"] = [str(refusal)]
    else:
        values["picture"]["src"] = kept["address"].rpartition("/")[2]


def _save(bench: Bench, values: Values, errors: Errors) -> HttpResponse:
    values = without_blank_rows(values)
    read = bench.read(values)
    errors = {**read.errors, **errors}
    if errors:
        return _page(bench, with_least_rows(values), errors=errors, status=422)
    request, person, on = bench.request, me(bench.request), now()
    try:
        if bench.item is None:
            saved = _write(bench, read)
        else:
            saved = bench.item
            over = request.POST.get("over", "")[:MOST_FIELD]
            change_item(saved, read.text, over=over, author=person, on=on)
    except Refusal as refusal:
        if refusal.code == "changed-meanwhile":
            return _met(bench, values, read)
        return _page(bench, values, errors={"": [str(refusal)]}, status=422)
    home = _home(request, bench.course)
    if request.POST.get("do") == ANOTHER:
        messages.success(request, _said_of_one_more(bench.course, home))
        more = "&".join(filter(None, [f"{LAST}={bench.kind}", _query(request)]))
        return redirect(f"{reverse('studio:new-item', args=[bench.course.slug])}?{more}")
    messages.success(request, _said(bench, read))
    if home:
        back = reverse("studio:quiz", args=[bench.course.slug, home["unit"], home["block"]])
        # Not by a fragment: what is said of the saving stands at the top.
        return redirect(f"{back}?at=questions")
    return redirect("studio:item", bench.course.slug, saved.uid)


def _met(bench: Bench, values: Values, read: Read) -> HttpResponse:
    """Somebody else saved first: both writings are shown, and the next saving replaces theirs."""
    fresh_bench = bench_of(
        bench.request, bench.course.slug, bench.item.uid if bench.item else UUID(int=0)
    )
    assert fresh_bench.newest
    theirs = fresh_bench.newest.body
    mine = {"kind": read.text.kind, **read.text.body}
    clash = {"version": fresh_bench.newest, "changes": compare_items(theirs, mine)}
    return _page(fresh_bench, values, clash=clash, status=409)


def _said(bench: Bench, read: Read) -> str:
    """What to say after saving; also that a translation may have to follow."""
    before = bench.newest.body if bench.newest else None
    mine = {"kind": read.text.kind, **read.text.body}
    changed = (
        {one.language for one in compare_items(before, mine)} & set(LANGUAGES) if before else set()
    )
    said = _("Saved. Learners see it when the course is published.")
    if len(changed) == 1 and read.text.body["prompt"].get(OTHER[next(iter(changed))]):
        if changed == {"lt"}:
            return (
                said
                + " "
                + _("Only the Lithuanian has changed: see whether the English still says the same.")
            )
        return (
            said
            + " "
            + _("Only the English has changed: see whether the Lithuanian still says the same.")
        )
    return said


def _said_of_one_more(course: Course, home: dict[str, str]) -> str:
    """What to say where the next question begins: which one is done."""
    if not home:
        return _("The question is saved. Learners see it when the course is published.")
    asked = _asked_in(course, home)[1]
    return _("Question %(n)s is saved. Learners see it when the course is published.") % {
        "n": asked
    }


def _write(bench: Bench, read: Read) -> Item:
    """A new question; one that was begun in a quiz is asked there."""
    person, on = me(bench.request), now()
    if home := _home(bench.request, bench.course):
        unit = unit_of(bench.course, UUID(home["unit"]))
        return write_and_ask(unit, home["block"], read.text, by=person, on=on)
    return write_item(bench.course.bank, read.text, author=person, on=on)


def _home(request: HttpRequest, course: Course) -> dict[str, str]:
    """The quiz that this page was opened from, as its address says it: unit and block."""
    try:
        unit = UUID(request.GET.get("unit", ""))
        block = UUID(request.GET.get("block", ""))
    except ValueError:
        return {}
    found = unit_of(course, unit)
    return {"unit": str(found.uid), "block": str(block)}


def _asked_in(course: Course, home: dict[str, str]) -> tuple[str, int]:
    """(kind, how many questions it lists already) of the quiz that the page was opened from."""
    for block in working_of(unit_of(course, UUID(home["unit"]))).blocks:
        if block["uid"] == home["block"]:
            return str(block["kind"]), len(block["settings"].get("items", []))
    return "", 0


def _place(course: Course, home: dict[str, str]) -> str:
    """Which question of its quiz a new one will be, in words."""
    kind, asked = _asked_in(course, home) if home else ("", 0)
    if kind == "quiz":
        return _("Question %(n)s of this quiz") % {"n": asked + 1}
    if kind == "check":
        return _("Question %(n)s of this self-check") % {"n": asked + 1}
    return ""


def _query(request: HttpRequest) -> str:
    kept = QueryDict(mutable=True)
    for name in ("unit", "block"):
        if value := request.GET.get(name):
            kept[name] = value
    return kept.urlencode()


def _page(
    bench: Bench,
    values: Values,
    *,
    errors: Errors | None = None,
    at: str = "",
    tries: bool = False,
    clash: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    order = order_of(bench.desk.draft.languages, bench.desk.first, values)
    read = bench.read(without_blank_rows(values))
    shown_in = bench.request.POST.get("shown-in", "")
    if shown_in not in order:
        shown_in = current_language() if current_language() in order else order[0]
    answer = bench.request.POST if tries and not read.errors else None
    item = bench.item
    home = _home(bench.request, bench.course)
    counts = answered([item.pk]).get(item.pk, {}) if item else {}
    context = {
        **bench.context,
        "item": item,
        "name": words_of(prompt_of(bench.newest.body)) if bench.newest else "",
        "form": item_form(values, order, errors),
        "order": order,
        "over": stamp_of(item, bench.newest) if item and bench.newest else "",
        "passages": bench.passages,
        "classes": classes_in(newest_in(bench.course.bank)),
        "uses": bench.uses,
        "versions": bench.versions,
        "answered": Answered(
            sum(one.answers for one in counts.values()), sum(one.right for one in counts.values())
        ),
        "picture": _shown_picture(read),
        "tried": asked_now(read.text, shown_in, draft=bench.desk.draft, answer=answer),
        "is_blank": not any(text.strip() for text in values["prompt"].values()),
        "is_answered": answer is not None,
        "cannot_try": tries and bool(read.errors),
        "explained_in": _explained_in(bench.passages, values["see"]),
        "shown_in": shown_in,
        "at": at,
        "clash": clash,
        "home": home,
        "place": _place(bench.course, home) if not item else "",
        "is_untouched": item is None and values == fresh(bench.kind),
        "query": _query(bench.request),
    }
    return render(bench.request, "studio/item.html", context, status=status)


def _explained_in(passages: list[tuple[str, list[Passage]]], see: str) -> str:
    return next((unit for unit, found in passages for one in found if one.value == see), "")


def _shown_picture(read: Read) -> dict[str, Any] | None:
    files = (read.text.body.get("picture") or {}).get("files")
    return next(iter(files.values())) if files else None
