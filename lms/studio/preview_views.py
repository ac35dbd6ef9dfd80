"""The course as a learner will see it: learners' own pages over the draft or a release, as anybody
and at any date. Nothing is recorded: what somebody does here is in the address and nowhere else.
"""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from badges.awards.queries import achievements_for
from badges.certificates.facts import ShownCompetency
from courses.classroom.asking import (
    read_answers,
)
from courses.classroom.reading import Answered, page_of
from courses.classroom.survey_views import asking
from courses.classroom.video_views import captions_in
from courses.content.models import Met
from courses.progress.calc import State
from lms.common.languages import current_language, text
from lms.pages.claims import claims_of
from lms.pages.course_end import CourseEnd
from lms.pages.course_page import course_page, opens_next
from lms.studio.preview import (
    JOINED,
    VISITOR,
)
from lms.studio.preview_look import Look, asking_block, at_unit, onward, previews, shown, whole

# --- the course ----------------------------------------------------------------------------------


@require_safe
@previews
def course(request: HttpRequest, look: Look) -> HttpResponse:
    """The course page."""
    look = whole(look)
    outline = look.edition.outline
    codes = {aligned.code for item in outline.items for aligned in item.alignments}
    context = {
        "place": look.place,
        "page": course_page(look.place),
        "opens_next": opens_next(look.place),
        "badges": achievements_for(look.course.pk, look.course.slug, codes, None),
        "claims": claims_of(outline),
        "drop": None,
        "end": _end(look),
        "left": False,
    }
    return shown(request, look, "pages/course.html", context)


def _end(look: Look) -> CourseEnd | None:
    stands = look.place.standing
    if stands is None or not stands.is_complete:
        return None
    outline = look.edition.outline
    return CourseEnd(
        completed_at=look.lens.moment,
        certificate=None,
        obstacle="",
        assessed=[
            ShownCompetency(one.code, text(one.name), one.level, _("As its quizzes can show."))
            for one in claims_of(outline)
            if one.level
        ],
        optional=[
            item for item in outline.items if stands.states[item.uid] in (State.HERE, State.OPEN)
        ],
        following=None,
        earned=[],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@previews
def join(request: HttpRequest, look: Look) -> HttpResponse:
    """What joining leads to: the first unit, as somebody who has just joined."""
    return redirect(onward(replace(look, lens=replace(look.lens, who=JOINED))))


@require_POST
@previews
def leave(request: HttpRequest, look: Look) -> HttpResponse:
    """What leaving leads to: the course page of a visitor."""
    return redirect(replace(look.ways, lens=replace(look.lens, who=VISITOR)).to("course"))


@require_safe
@previews
def go_on(request: HttpRequest, look: Look) -> HttpResponse:
    """Continue."""
    return redirect(onward(whole(look)))


# --- a unit --------------------------------------------------------------------------------------


@require_safe
@previews
def unit(request: HttpRequest, look: Look, uid: UUID) -> HttpResponse:
    """A unit to read."""
    return _unit_page(request, at_unit(request, look, uid), None)


def _unit_page(request: HttpRequest, look: Look, answered: Answered | None) -> HttpResponse:
    place = look.at
    stored = look.edition.blocks(place.item, current_language())
    page = page_of(place, stored, look.asks, {}, answered, on=look.lens.moment)
    if answered and getattr(request, "htmx", False):
        block = next(one for one in page.blocks if one.uid == str(answered.block))
        context = {"place": place, "block": block, "swapped": True, "ways": look.ways}
        return render(request, "classroom/check.html", context)
    return shown(request, look, "classroom/unit.html", {"place": place, "page": page})


@require_POST
@previews
def finish(request: HttpRequest, look: Look, uid: UUID) -> HttpResponse:
    """What the button at the end leads to: the next unit, with this one done."""
    look = at_unit(request, look, uid)
    assert look.item is not None
    if look.lens.is_visitor:
        return redirect(look.ways.to("unit", uid))
    return redirect(
        onward(replace(look, lens=look.lens.having_done(look.edition.outline, look.item)))
    )


@require_POST
@previews
def survey(request: HttpRequest, look: Look, uid: UUID, block: UUID) -> HttpResponse:
    """What answering leads to: the same unit, done where that is by answering. Nothing is kept."""
    look = at_unit(request, look, uid)
    assert look.item is not None
    asking([dict(one) for one in look.edition.blocks(look.item, current_language())], block)
    messages.info(request, _("This is a preview: what is answered here is not kept."))
    if look.item.requirement == Met.ANSWER and not look.lens.is_visitor:
        look = replace(look, lens=look.lens.having_done(look.edition.outline, look.item))
    return redirect(look.ways.to("unit", uid))


@require_safe
@previews
def captions(
    request: HttpRequest, look: Look, uid: UUID, block: UUID, language: str
) -> HttpResponse:
    """What is said in a video, as it is being written."""
    look = at_unit(request, look, uid)
    assert look.item is not None
    return captions_in(look.edition.written(look.item), block, language)


@require_http_methods(["GET", "HEAD", "POST"])
@previews
def check(request: HttpRequest, look: Look, uid: UUID, block: UUID) -> HttpResponse:
    """A self-check that was answered, or a visitor's quiz."""
    look = at_unit(request, look, uid)
    if request.method != "POST":
        return redirect(f"{look.ways.to('unit', uid)}")
    asking_block(look, block)
    answers = read_answers(look.asks(block), request.POST)
    return _unit_page(request, look, Answered(block, answers, "confirm" in request.POST))
