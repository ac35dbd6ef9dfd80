"""Try ten items: real items, real feedback, a small result; without an account."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from courses.banks.generators import Form
from courses.banks.kinds import KINDS
from courses.calibration.actions.trying import FORGOTTEN_AFTER, answer_trial, start_trial
from courses.calibration.models import Trial
from courses.calibration.receivers import COOKIE
from courses.calibration.trying import body_at, small_result, version_at
from courses.classroom.asking import Asked, ask, name_of, review
from courses.classroom.guards import person_of
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.pages.catalogue import catalogue as find_courses


@never_cache
@require_safe
def trial(request: HttpRequest) -> HttpResponse:
    """Where it goes on: at the first item, at the next one, or at the result."""
    mine = _mine(request)
    if mine is None:
        return render(request, "pages/trial_start.html")
    if mine.is_done:
        return redirect("pages:trial-result")
    return redirect("pages:trial-item", number=len(mine.answers) + 1)


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Ten fresh items; the browser keeps their key for a day."""
    form = Form.WORDS if request.POST.get("form") == Form.WORDS else Form.PICTURE
    made = start_trial(form=form, person=person_of(request), on=now())
    answer = redirect("pages:trial-item", number=1)
    answer.set_cookie(
        COOKIE,
        made.key,
        max_age=FORGOTTEN_AFTER,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return answer


@never_cache
def item(request: HttpRequest, number: int) -> HttpResponse:
    """One of the ten: asked, or answered with what is right and why."""
    mine = _mine(request)
    if mine is None:
        return redirect("pages:trial")
    if not 1 <= number <= len(mine.items):
        raise Http404(_("There are ten items here."))
    if number > len(mine.answers) + 1:
        return redirect("pages:trial-item", number=len(mine.answers) + 1)
    if request.method == "POST":
        return _answered(request, mine, number)
    return _page(request, mine, number)


def _answered(request: HttpRequest, mine: Trial, number: int) -> HttpResponse:
    asked = mine.items[number - 1]
    body = body_at(asked)
    said = KINDS[body["kind"]].answer(body, request.POST, _name(asked))
    try:
        answer_trial(mine, number - 1, said, cannot_tell="cannot" in request.POST)
    except Refusal as refusal:
        return _page(request, mine, number, said=said, error=str(refusal))
    return redirect("pages:trial-item", number=number)


@never_cache
@require_safe
def result(request: HttpRequest) -> HttpResponse:
    """What ten answers say, how little that is, and where one is measured in earnest."""
    mine = _mine(request)
    if mine is None or not mine.is_done:
        return redirect("pages:trial")
    measuring = [
        one
        for one in find_courses(person_of(request))
        if any(unit.measure_block for unit in one.outline.items)
    ]
    context = {
        "small": small_result(mine.answers),
        "rows": [
            {"number": place, **answer, "asked": _asked(mine, place)}
            for place, answer in enumerate(mine.answers, 1)
        ],
        "courses": measuring[:2],
        "is_kept": mine.person_id is not None,
    }
    return render(request, "pages/trial_result.html", context)


def _page(
    request: HttpRequest, mine: Trial, number: int, *, said: Any = None, error: str = ""
) -> HttpResponse:
    told = number <= len(mine.answers)
    context = {
        "asked": _asked(mine, number, said=said, error=error),
        "number": number,
        "of": len(mine.items),
        "told": told,
        "cannot": told and mine.answers[number - 1]["cannot_tell"],
        "is_last": number == len(mine.items),
        "done": len(mine.answers),
    }
    return render(request, "pages/trial_item.html", context, status=422 if error else 200)


def _asked(mine: Trial, number: int, *, said: Any = None, error: str = "") -> Asked:
    asked = mine.items[number - 1]
    version = version_at(asked)
    version.body = body_at(asked)
    if number <= len(mine.answers):
        answer = mine.answers[number - 1]["answer"]
        return review(version, number, seed=asked["seed"], answer=answer, outline=None)
    made = ask(version, number, seed=asked["seed"], answer=said)
    return made if not error else made.with_error(error)


def _name(asked: dict[str, Any]) -> str:
    return name_of(version_at(asked))


def _mine(request: HttpRequest) -> Trial | None:
    """The trial of this browser; or, once somebody has signed in, their last one."""
    key = request.COOKIES.get(COOKIE, "")
    person = person_of(request)
    found = Trial.objects.filter(key=key).first() if key else None
    if found is not None and (
        found.person_id is None or found.person_id == getattr(person, "pk", 0)
    ):
        return found
    return Trial.objects.filter(person=person).first() if person is not None else None
