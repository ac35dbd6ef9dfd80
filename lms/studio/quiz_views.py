"""The questions of a quiz or self-check: choosing, ordering, and what learners will meet."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.content.access import course_for_author, item_of, unit_of
from courses.content.actions.asking import ask_items, move_item, set_draw, set_rules, take_out_item
from courses.content.actions.drafting import undo_blocks
from courses.content.models import Course, Met
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.common.wording import read_whole
from lms.studio.desk import desk
from lms.studio.items import DIFFICULTIES, KINDS, Wanted
from lms.studio.quizzes import QuizDesk, quiz_desk
from lms.studio.studio_views import me

MOST_TRIES = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request: HttpRequest, slug: str, uid: UUID, block: UUID) -> HttpResponse:
    """The questions of one block; a change leads back here, to where it was made."""
    course = course_for_author(me(request), slug)
    unit = unit_of(course, uid)
    context = desk(me(request), course, "outline")
    page = quiz_desk(course, context["desk"], unit, str(block), Wanted.of(request.GET))
    if request.method == "POST":
        return _act(request, course, page, context)
    return _shown(request, page, context)


def _act(
    request: HttpRequest, course: Course, page: QuizDesk, context: dict[str, Any]
) -> HttpResponse:
    verb, _colon, target = request.POST.get("do", "").partition(":")
    if verb not in ACTS:
        raise Http404
    try:
        at, undo = ACTS[verb](request, course, page, target)
    except Refusal as refusal:
        return _shown(request, page, context, refused=str(refusal))
    return _back(request, page, at, undo=undo)


def _shown(
    request: HttpRequest, page: QuizDesk, context: dict[str, Any], refused: str = ""
) -> HttpResponse:
    undo = request.GET.get("undo", "")
    asked = request.GET.copy()
    asked.pop("undo", None)
    asked.pop("at", None)
    return render(
        request,
        "studio/quiz.html",
        {
            **context,
            "quiz": page,
            "kinds": KINDS,
            "difficulties": DIFFICULTIES,
            "refused": refused,
            "tries": range(1, MOST_TRIES + 1),
            "typed": request.POST if refused else None,
            "query": asked.urlencode(),
            "at": request.GET.get("at", ""),
            "undo": page.sequence if read_whole(undo) == page.sequence else None,
        },
        status=422 if refused else 200,
    )


def _back(request: HttpRequest, page: QuizDesk, at: str, *, undo: bool) -> HttpResponse:
    asked = request.GET.copy()
    asked.pop("undo", None)
    asked.pop("at", None)
    if at:
        asked["at"] = at
    if undo:
        asked["undo"] = str(page.unit.drafts.get(part="shape").sequence)
    address = reverse("studio:quiz", args=[page.slug, page.unit.uid, page.block])
    return HttpResponseRedirect(f"{address}?{asked.urlencode()}#{at}".rstrip("?#"))


# --- what the buttons do: (where to look afterwards, "" for the top; whether it can be undone) ---

Outcome = tuple[str, bool]


def _add(request: HttpRequest, course: Course, page: QuizDesk, target: str) -> Outcome:
    wanted = [target] if target else request.POST.getlist("item")[:100]
    items = [item_of(course, _uuid(uid)) for uid in dict.fromkeys(wanted)]
    if not items:
        raise Refusal("none", _("Tick the questions to add first."))
    ask_items(page.unit, page.block, items, by=me(request), on=now())
    return f"q-{items[-1].uid}", False


def _take_out(request: HttpRequest, course: Course, page: QuizDesk, target: str) -> Outcome:
    taken = take_out_item(page.unit, page.block, target, by=me(request), on=now())
    # Pressed twice, there is nothing of this press to undo; what came before it stays as it is.
    return ("undo", True) if taken else ("questions", False)


def _move(places: int) -> Any:
    def move(request: HttpRequest, course: Course, page: QuizDesk, target: str) -> Outcome:
        move_item(page.unit, page.block, target, by_places=places, by=me(request), on=now())
        return f"q-{_uuid(target)}", False

    return move


def _rules(request: HttpRequest, course: Course, page: QuizDesk, target: str) -> Outcome:
    if not page.is_quiz:
        raise Http404
    posted = request.POST
    given = {"preset": posted.get("preset", ""), "attempts": posted.get("attempts", "").strip()}
    for name in ("pause", "minutes", "counts", "hint_cost"):
        # An empty field is the usual rule.
        if said := posted.get(name, "").strip().rstrip("%").strip():
            given[name] = said
    stood = next((manner.name for manner in page.manners if manner.chosen), "")
    if not given["attempts"] or (
        given["preset"] != stood and given["attempts"] == str(page.rules.attempts)
    ):
        # Another way of asking brings its own number of attempts, unless the author has said one.
        del given["attempts"]
    requirement = posted.get("requirement", "") if page.counts else ""
    if requirement in (Met.ANSWER, Met.MEASURED):
        # What another part of the unit asks stays as it is; nothing here can change it.
        requirement = ""
    score = posted.get("score", "").strip().rstrip("%").strip()
    set_rules(
        page.unit,
        page.block,
        given,
        requirement=requirement,
        score_at_least=int(score) if score.isdecimal() and len(score) < 4 else None,
        by=me(request),
        on=now(),
    )
    messages.success(request, _("Saved. Learners see it when the course is published."))
    # At the top: there it is said, and there the rules stand in words.
    return "", False


def _draw(request: HttpRequest, course: Course, page: QuizDesk, target: str) -> Outcome:
    k = request.POST.get("k", "").strip()
    set_draw(
        page.unit,
        page.block,
        request.POST.get("class", ""),
        int(k) if k.isdecimal() and len(k) < 4 else -1,
        by=me(request),
        on=now(),
    )
    return "draws", False


def _draw_out(request: HttpRequest, course: Course, page: QuizDesk, target: str) -> Outcome:
    set_draw(page.unit, page.block, target, 0, by=me(request), on=now())
    return "draws", False


def _undo(request: HttpRequest, course: Course, page: QuizDesk, target: str) -> Outcome:
    sequence = int(target) if target.isdecimal() and len(target) < 10 else -1
    undo_blocks(page.unit, sequence=sequence, by=me(request), on=now())
    return "questions", False


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404(_("There is no such question.")) from None


ACTS: dict[str, Any] = {
    "add": _add,
    "out": _take_out,
    "up": _move(-1),
    "down": _move(1),
    "rules": _rules,
    "draw": _draw,
    "draw-out": _draw_out,
    "undo": _undo,
}
