"""Achievements of a course: what its badges are given for, and how they look."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from badges.awards.access import achievement_for, own_achievement
from badges.awards.definition_actions import (
    archive_achievement,
    restore_achievement,
    stamp_of,
    write_achievement,
)
from badges.awards.earning import BEST, due_by
from badges.awards.models import Achievement, AchievementVersion
from badges.awards.queries import Concerning, concerning, holders_of
from badges.awards.rules import (
    Facts,
    Rule,
    competencies_in,
    courses_named,
    exercises_in,
    is_by_hand,
    is_met,
)
from badges.awards.samples import samples_of
from badges.awards.sentences import Said, said
from courses.calibration.shown import exercises_in_force, exercises_of
from courses.competencies.models import MOST_LEVEL, Competency
from courses.competencies.queries import competencies_by_code
from courses.content.access import course_for_lead, course_for_viewer
from courses.content.models import Course
from courses.content.queries import draft_of, titles_of, written_units
from courses.evidence.queries import can_show
from lms.accounts.models import User
from lms.common.clock import day_began, now
from lms.common.errors import Refusal
from lms.common.languages import Pair, text
from lms.studio.achievement_forms import AchievementForm, parts_offered
from lms.studio.desk import desk
from lms.studio.studio_views import me

# The address of a badge that has none yet.
NO_KEY = "new-badge"


@dataclass(frozen=True)
class Shown:
    """An achievement in the list. earned_here: whether this course alone is enough for it."""

    one: Concerning
    rule: Said
    earned_here: bool

    @property
    def by_hand(self) -> bool:
        return is_by_hand(self.one.version.rule)


@login_required
@require_safe
def achievements(request: HttpRequest, slug: str) -> HttpResponse:
    """The badges that concern this course."""
    course = course_for_viewer(me(request), slug)
    codes, shown = _of_course(course)
    found = concerning(course, codes)
    names, titles = _names(), titles_of({course.slug, *_slugs(found)})
    here = exercises_of(course, written_units(draft_of(course.pk)))
    exercises = here | exercises_in_force(_measured_in(one.version.rule for one in found))
    facts = Facts(shown, frozenset({course.slug}), dict.fromkeys(here, (BEST,)))
    rows = [
        Shown(
            one, said(one.version.rule, names, titles, exercises), is_met(one.version.rule, facts)
        )
        for one in found
    ]
    context = {
        **desk(me(request), course, "badges"),
        "own": [row for row in rows if row.one.is_own and not row.one.achievement.archived_at],
        "others": [row for row in rows if not row.one.is_own],
        "archived": [row for row in rows if row.one.is_own and row.one.achievement.archived_at],
    }
    return render(request, "studio/achievements.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_achievement(request: HttpRequest, slug: str) -> HttpResponse:
    """A new achievement of the course."""
    course = course_for_lead(me(request), slug)
    return _editor(request, course, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def achievement(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One achievement: to be changed by who leads its course, to be read by the others."""
    course = course_for_viewer(me(request), slug)
    codes, _shown = _of_course(course)
    found = achievement_for(course, key, codes)
    leads = desk(me(request), course, "badges")["desk"].leads
    if request.method == "POST":
        course = course_for_lead(me(request), slug)
        return _editor(request, course, own_achievement(course, key))
    if leads and found.is_own and not found.achievement.archived_at:
        return _editor(request, course, found.achievement)
    version = found.version
    titles = titles_of({course.slug, *courses_named(version.rule)})
    context = {
        **desk(me(request), course, "badges"),
        "found": found,
        "held_at": _held_at(me(request), course, found) if leads else "",
        "version": version,
        "rule": said(version.rule, _names(), titles, _exercises(course, version.rule)),
        "due": due_by(version.rule, course.pk, found.achievement.pk, now()),
        "by_hand": is_by_hand(version.rule),
    }
    return render(request, "studio/achievement_read.html", context)


@login_required
@require_POST
def badge_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The badge as the form says it now, and who would get it; saves nothing."""
    course = course_for_lead(me(request), slug)
    key = request.POST.get("key", "")
    held = Achievement.objects.filter(course=course, key=key).select_related("in_force").first()
    form = _form(request, course, held)
    context = {**_look(course, held, form, now()), "swapped": True}
    return render(request, "studio/parts/badge.html", context)


@login_required
@require_POST
def archive(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Give the badge to nobody any more."""
    course = course_for_lead(me(request), slug)
    archive_achievement(own_achievement(course, key), by=me(request), on=now())
    messages.success(request, _("The badge is archived. Those who hold it keep it."))
    return redirect("studio:achievements", slug=slug)


@login_required
@require_POST
def restore(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Give the badge again."""
    course = course_for_lead(me(request), slug)
    restore_achievement(own_achievement(course, key), by=me(request), on=now())
    messages.success(request, _("The badge is given again to those who satisfy its rule."))
    return redirect("studio:achievements", slug=slug)


# --- inside --------------------------------------------------------------------------------------


def _of_course(course: Course) -> tuple[set[str], dict[str, int]]:
    """The codes that a course has to do with, and the levels it can show."""
    units = written_units(draft_of(course.pk))
    claimed = {one["competency"] for unit in units for one in unit.content["alignments"]}
    shown = can_show(course, units)
    return claimed | set(shown), shown


def _held_at(person: User, course: Course, found: Concerning) -> str:
    """Where those who may read who holds the badge."""
    key = found.achievement.key
    if found.is_own:
        return reverse("studio:recipients", args=[course.slug, key])
    is_site = found.achievement.course_id is None
    may = is_site and person.is_administrator
    return reverse("studio:site-recipients", args=[key]) if may else ""


def _slugs(found: list[Concerning]) -> set[str]:
    return {slug for one in found for slug in courses_named(one.version.rule)}


def _measured_in(rules: Iterable[Rule]) -> set[str]:
    """The courses in which these rules ask to be measured."""
    return {name.partition("/")[0] for rule in rules for name in exercises_in(rule)}


def _exercises(course: Course, rule: Rule | None) -> dict[str, Pair]:
    """What the exercises of this course, and those that a rule asks for, are called."""
    own = exercises_of(course, written_units(draft_of(course.pk)))
    others = _measured_in([rule]) - {course.slug} if rule else set()
    return exercises_in_force(others) | own if others else own


def _names() -> dict[str, Pair]:
    return {code: row.name for code, row in competencies_by_code().items()}


def _form(request: HttpRequest, course: Course, held: Achievement | None) -> AchievementForm:
    person = me(request)
    known = competencies_by_code()
    names: dict[str, Pair] = {code: row.name for code, row in known.items()}
    version = held.in_force if held else None
    rule: Rule | None = version.rule if version else None
    if person.is_administrator:
        shown, titles = dict.fromkeys(known, MOST_LEVEL), titles_of(None)
        exercises = exercises_in_force() | _exercises(course, None)
    else:
        _codes, shown = _of_course(course)
        titles, exercises = titles_of({course.slug}), _exercises(course, None)
    letters = [("", _("Of the first competency asked for")), *_letters(known)]
    return AchievementForm(
        request.POST if request.method == "POST" else None,
        parts=parts_offered(shown, names, titles, rule, exercises),
        letters=letters,
        version=version,
        stamp=stamp_of(version),
        is_only_tried=request.POST.get("do", "save") != "save",
    )


def _letters(known: dict[str, Competency]) -> list[tuple[str, str]]:
    domains = {row.parent.code: row.parent for row in known.values() if row.parent}
    return [(code, f"{code} · {text(row.name)}") for code, row in domains.items()]


def _look(
    course: Course, held: Achievement | None, form: AchievementForm, on: datetime
) -> dict[str, Any]:
    rule = form.rule()
    by_hand = bool(rule and is_by_hand(rule))
    number = next_number(held)
    version = form.version(held.key if held else NO_KEY, number)
    exercises = _exercises(course, rule) if rule and exercises_in(rule) else {}
    title = draft_of(course.pk).title
    return {
        "credentials": [
            (one, as_json(one.document), is_half_said(version, one.language))
            # To the day, so that the same form shows the same.
            for one in samples_of(version, exercises, course, title, day_began(on))
        ],
        "measures": bool(rule and (competencies_in(rule) or exercises)),
        "drawing": form.drawing(),
        "rule": _said(course, rule) if rule else None,
        "due": due_by(rule, course.pk, held.pk if held else None, on)
        if rule and not by_hand
        else 0,
        "by_hand": by_hand,
    }


def is_half_said(version: AchievementVersion, language: str) -> bool:
    """Whether something was written in the other language alone, which the credential then says."""
    pairs = (version.name, version.description, version.criteria)
    return any(pair and not pair.get(language) for pair in pairs)


def next_number(held: Achievement | None) -> int:
    """Of the version that saving would make."""
    if held is None or held.in_force is None:
        return 1
    return held.in_force.number + bool(holders_of(held))


def as_json(document: dict[str, Any]) -> str:
    """For people to read, in the order in which it is made."""
    return json.dumps(document, ensure_ascii=False, indent=2)


def _said(course: Course, rule: Rule) -> Said:
    titles = titles_of({course.slug, *courses_named(rule)})
    return said(rule, _names(), titles, _exercises(course, rule))


def _editor(request: HttpRequest, course: Course, held: Achievement | None) -> HttpResponse:
    form = _form(request, course, held)
    do = request.POST.get("do", "save")
    theirs = None
    if request.method == "POST" and do == "pattern":
        form.try_pattern()
    elif request.method == "POST" and do == "rows":
        form.add_rows()
    elif request.method == "POST" and do == "save" and form.is_valid():
        over = form.cleaned_data["over"]
        try:
            version = write_achievement(
                course, held, form.definition(), over=over, by=me(request), on=now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            if refusal.code == "changed-meanwhile" and held:
                held = own_achievement(course, held.key)
                theirs = held.in_force
                form.meet(stamp_of(theirs))
        else:
            messages.success(request, _saved(version))
            return redirect("studio:achievements", slug=course.slug)
    failed = request.method == "POST" and do == "save"
    holders = holders_of(held) if held else 0
    context = {
        **desk(me(request), course, "badges"),
        "form": form,
        "held": held,
        "holders": holders,
        "next": held.in_force.number + 1 if held and held.in_force and holders else 0,
        "theirs": theirs,
        "gives": bool(held and held.in_force and is_by_hand(held.in_force.rule)),
        **_look(course, held, form, now()),
    }
    return render(request, "studio/achievement.html", context, status=422 if failed else 200)


def _saved(version: AchievementVersion) -> str:
    if version.number > 1:
        words = _("Saved as version %s. Those who hold the badge keep the version they got.")
        return words % version.number
    if is_by_hand(version.rule):
        return _("Saved. To give the badge, open it below by its name.")
    return _("Saved. Learners of the course get the badge when they satisfy its rule.")
