"""Writing one question: the form, trying it, its versions, a copy, putting it away."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.assessment.queries import Answered, answered
from courses.banks.actions import (
    archive_item,
    bring_back,
    change_item,
    duplicate_item,
    restore_item,
    write_item,
)
from courses.banks.models import Item, ItemVersion
from courses.banks.queries import newest_in, stamp_of
from courses.content.access import course_for_author, item_of, unit_of
from courses.content.actions.asking import write_and_ask
from courses.content.actions.picturing import MOST_BYTES, keep_picture
from courses.content.models import Course
from courses.content.pictures import shown_picture
from lms.common.clock import now
from lms.common.errors import Refusal, refusals_as_messages
from lms.common.languages import LANGUAGES, OTHER, current_language
from lms.studio.desk import Desk, desk
from lms.studio.item_compare import compare_items
from lms.studio.item_forms import Errors, Read, item_form, order_of, places_in, read_form
from lms.studio.item_rows import (
    Values,
    fresh,
    rearranged,
    stored,
    typed,
    used_keys,
    with_least_rows,
    without_blank_rows,
)
from lms.studio.item_trying import asked_now
from lms.studio.items import (
    KINDS,
    WHAT_FOR,
    Numbered,
    Passage,
    Use,
    classes_in,
    draws_in,
    numbered,
    passages_in,
    uses_in,
    uses_of,
    words_of,
)
from lms.studio.studio_views import me

read_or_write = require_http_methods(["GET", "HEAD", "POST"])
MOST_FIELD = 40


@dataclass
class _Bench:
    """One question being written, and what its page needs. item: None for a new one."""

    request: HttpRequest
    course: Course
    item: Item | None
    context: dict[str, Any]
    kind: str
    versions: list[ItemVersion] = field(default_factory=list)

    @property
    def desk(self) -> Desk:
        found: Desk = self.context["desk"]
        return found

    @property
    def newest(self) -> ItemVersion | None:
        return self.versions[0] if self.versions else None

    @cached_property
    def units(self) -> list[Numbered]:
        return numbered(self.desk.draft)

    @cached_property
    def passages(self) -> list[tuple[str, list[Passage]]]:
        return passages_in(self.units)

    @cached_property
    def used(self) -> set[str]:
        return used_keys([version.body for version in self.versions])

    @property
    def uses(self) -> list[Use]:
        if self.item is None:
            return []
        return uses_of(self.item, uses_in(self.units), draws_in(self.units))

    def read(self, values: Values) -> Read:
        return read_form(
            values,
            key=self.item.key if self.item else "",
            first=self.desk.first,
            places=places_in(self.passages),
            files=self._files(values["picture"]["src"]),
        )

    def _files(self, src: str) -> dict[str, Any] | None:
        """The picture as stored: what the question had, or one of this course's."""
        for version in self.versions:
            picture = version.body.get("picture")
            if picture and picture["src"] == src:
                files: dict[str, Any] = picture["files"]
                return files
        file = shown_picture(self.course, src) if src else None
        return dict.fromkeys(LANGUAGES, file) if file else None


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
        kinds = [(name, label, WHAT_FOR[name]) for name, label in KINDS.items()]
        return render(
            request,
            "studio/item_kinds.html",
            {**context, "kinds": kinds, "home": _home(request, course), "query": _query(request)},
        )
    bench = _Bench(request, course, None, context, kind)
    if request.method == "POST":
        return _posted(bench)
    return _page(bench, fresh(kind))


@login_required
@read_or_write
def item(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """A question as it is written now."""
    bench = _bench(request, slug, uid)
    if request.method == "POST":
        return _posted(bench)
    assert bench.newest and bench.item
    values = stored(bench.newest.body, bench.item.category, bench.item.difficulty)
    return _page(bench, values)


def _bench(request: HttpRequest, slug: str, uid: UUID) -> _Bench:
    course = course_for_author(me(request), slug)
    found = item_of(course, uid)
    versions = list(found.versions.select_related("author").order_by("-number"))
    if not versions or found.kind not in KINDS:
        raise Http404
    return _Bench(request, course, found, desk(me(request), course, "bank"), found.kind, versions)


def _posted(bench: _Bench) -> HttpResponse:
    posted = bench.request.POST
    act = posted.get("do", "save")
    values = typed(bench.kind, posted, bench.used)
    errors: Errors = {}
    _picture(bench, values, errors)
    if act == "save":
        return _save(bench, values, errors)
    if act == "try":
        return _page(bench, values, errors=errors, tries=True)
    values, at = rearranged(values, act, bench.used)
    return _page(bench, values, errors=errors, at=at)


def _picture(bench: _Bench, values: Values, errors: Errors) -> None:
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


def _save(bench: _Bench, values: Values, errors: Errors) -> HttpResponse:
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
    messages.success(request, _said(bench, read))
    home = _home(request, bench.course)
    if home:
        return redirect("studio:quiz", bench.course.slug, home["unit"], home["block"])
    return redirect("studio:item", bench.course.slug, saved.uid)


def _met(bench: _Bench, values: Values, read: Read) -> HttpResponse:
    """Somebody else saved first: both writings are shown, and the next saving replaces theirs."""
    fresh_bench = _bench(
        bench.request, bench.course.slug, bench.item.uid if bench.item else UUID(int=0)
    )
    assert fresh_bench.newest
    theirs = fresh_bench.newest.body
    mine = {"kind": read.text.kind, **read.text.body}
    clash = {"version": fresh_bench.newest, "changes": compare_items(theirs, mine)}
    return _page(fresh_bench, values, clash=clash, status=409)


def _said(bench: _Bench, read: Read) -> str:
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


def _write(bench: _Bench, read: Read) -> Item:
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


def _query(request: HttpRequest) -> str:
    kept = QueryDict(mutable=True)
    for name in ("unit", "block"):
        if value := request.GET.get(name):
            kept[name] = value
    return kept.urlencode()


def _page(
    bench: _Bench,
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
    counts = answered([item.pk]).get(item.pk, {}) if item else {}
    context = {
        **bench.context,
        "item": item,
        "name": words_of(bench.newest.body["prompt"]) if bench.newest else "",
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
        "home": _home(bench.request, bench.course),
        "query": _query(bench.request),
    }
    return render(bench.request, "studio/item.html", context, status=status)


def _explained_in(passages: list[tuple[str, list[Passage]]], see: str) -> str:
    return next((unit for unit, found in passages for one in found if one.value == see), "")


def _shown_picture(read: Read) -> dict[str, Any] | None:
    files = (read.text.body.get("picture") or {}).get("files")
    return next(iter(files.values())) if files else None


# --- versions, copies, putting away --------------------------------------------------------------


@login_required
@require_safe
def history(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """Every version with its author; two of them compared."""
    bench = _bench(request, slug, uid)
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
            "name": words_of(bench.versions[0].body["prompt"]),
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
    bench = _bench(request, slug, uid)
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
            return redirect("studio:item", slug, made.uid)
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
    return redirect("studio:item", slug, uid)
