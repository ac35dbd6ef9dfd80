"""What a badge is given for, for everybody: signed badges name these addresses."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from badges.awards.access import public_version
from badges.awards.cards import card_of
from badges.awards.models import AchievementVersion
from badges.awards.pictures import drawn
from badges.awards.rules import competencies_in, courses_named, exercises_in
from badges.awards.sentences import said
from badges.awards.signing_actions import achieved_of, achievement_address
from badges.credentials.documents import CONTEXTS, achievement_of
from badges.credentials.public_views import ANYWHERE, TYPES
from courses.calibration.shown import exercises_in_force
from courses.competencies.models import Competency
from courses.competencies.queries import competencies_by_code
from courses.content.queries import titles_of
from lms.common.languages import current_language

A_DAY = 24 * 3600


@require_safe
def achievement_as_named(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """`/achievements/<key>/<number>`: for programs the Achievement, for people the page; both in their
    language."""
    version = public_version(key, number)
    if request.get_preferred_type(["text/html", *TYPES]) == "text/html":
        response: HttpResponse = redirect("badges:achievement", key=key, number=number)
    else:
        names = {one.code: one.name for one, _level in _competencies(version)}
        achieved = achieved_of(version, current_language(), names)
        response = JsonResponse(
            {"@context": CONTEXTS, **achievement_of(achieved)},
            content_type="application/ld+json",
            json_dumps_params={"ensure_ascii": False},
            headers=ANYWHERE,
        )
    response["Vary"] = "Accept, Accept-Language, Cookie"
    return response


@require_safe
def picture(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """`/achievements/<key>/<number>.svg`: the badge without anybody's credential."""
    version = public_version(key, number)
    response = HttpResponse(
        drawn(version, current_language()), content_type="image/svg+xml", headers=ANYWHERE
    )
    response["Cache-Control"] = f"public, max-age={A_DAY}"
    response["Vary"] = "Accept-Language, Cookie"
    return response


@require_safe
def achievement(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """What the badge says and how it is earned; of nobody who holds it."""
    version = public_version(key, number)
    rule, shown = version.rule, _competencies(version)
    measured = {name.partition("/")[0] for name in exercises_in(rule)}
    in_force = version.achievement.in_force
    context = {
        "version": version,
        "rule": said(
            rule,
            {one.code: one.name for one, _level in shown},
            titles_of(courses_named(rule)),
            exercises_in_force(measured) if measured else {},
        ),
        "competencies": shown,
        "newer": in_force if in_force and in_force.number > version.number else None,
        "is_archived": version.achievement.archived_at is not None,
        "address": achievement_address(key, number),
    }
    return render(request, "badges/achievement.html", context)


@require_safe
def achievement_card(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The picture of a badge, for sites that show links to its page."""
    return card_of(public_version(key, number))


def _competencies(version: AchievementVersion) -> list[tuple[Competency, int | None]]:
    """What it speaks of, in the order of the map, with the level that the rule asks for, where it names
    one; the others stand in its drawing."""
    asked = dict(competencies_in(version.rule))
    known = competencies_by_code()
    codes = {*asked, *version.drawing["codes"]}
    return [(one, asked.get(code)) for code, one in known.items() if code in codes]
