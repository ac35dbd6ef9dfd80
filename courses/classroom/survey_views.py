"""Answering surveys and self-ratings."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from courses.classroom.guards import acts, learner_or_course, me, unit_page_of
from courses.classroom.reading import unit_page
from courses.classroom.surveying import Sent
from courses.classroom.ways import IntoCourse
from courses.content.blocks.survey import questions_of
from courses.content.queries import blocks_of
from courses.progress.access import own_unit, unit_for
from courses.surveys.actions import answer_survey, rate_self
from courses.surveys.queries import competencies_in
from courses.surveys.reading import read_answers, read_ratings
from lms.common.clock import now
from lms.common.errors import Refusal


@acts(unit_page_of)
@learner_or_course
def answer(request: HttpRequest, slug: str, uid: UUID, block: UUID) -> HttpResponse:
    """Keep what was answered; what cannot be kept is shown again as it was sent, and why."""
    person, on = me(request), now()
    enrolment, outline, item = own_unit(person, slug, uid)
    stored = asking(blocks_of(item.version_id), block)
    answers: dict[str, Any]
    wrong: dict[str, str] = {}
    try:
        if stored["kind"] == "survey":
            answers, wrong = read_answers(questions_of(stored["settings"]), request.POST)
            if wrong:
                raise Refusal("too-long", _("An answer is too long. Shorten it and send it again."))
            answer_survey(enrolment, item.unit_id, block, answers, on=on)
        else:
            codes = [one.code for one in competencies_in(outline)]
            answers = {**read_ratings(codes, request.POST)}
            rate_self(enrolment, item.unit_id, block, answers, on=on)
    except Refusal as refusal:
        sent = Sent(block, answers, wrong, str(refusal))
        place = unit_for(person, slug, uid)
        context = {
            "place": place,
            "page": unit_page(place, sent=sent, on=on),
            "ways": IntoCourse(slug),
        }
        return render(request, "classroom/unit.html", context, status=422)
    messages.success(request, _("Kept. You can answer again at any time; the last answer counts."))
    return redirect(f"{unit_page_of(slug, uid)}#b-{stored['key']}")


def asking(blocks: list[dict[str, Any]], block: UUID) -> dict[str, Any]:
    """The survey or self-rating among these blocks."""
    for one in blocks:
        if one["uid"] == str(block) and one["kind"] in ("survey", "self-rating"):
            return one
    raise Http404(_("This unit asks no such thing."))
