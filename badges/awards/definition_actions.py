"""Writing a course's achievements: who leads the course says what a badge is given for."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext as _

from badges.awards.actions import define_achievement
from badges.awards.models import Achievement, AchievementVersion
from badges.awards.rules import (
    Rule,
    calibrations_in,
    competencies_in,
    courses_in,
    courses_named,
    exercises_in,
    faults_in,
)
from courses.banks.reading import digest_of
from courses.calibration.shown import exercises_in_force, exercises_of
from courses.competencies.queries import competencies_by_code
from courses.content.access import locked_course
from courses.content.models import Course
from courses.content.queries import draft_of, written_units
from courses.evidence.queries import can_show
from lms.accounts.models import User
from lms.audit.actions import note
from lms.common.errors import Refusal
from lms.common.languages import Pair, text
from lms.common.transactions import atomic

MOST_NAME, MOST_SAID = 120, 600
MOST_PARTS = 12
MOST_MONTHS = 600
MOST_SEED = 999_999
# More would be too small to read in the drawing.
MOST_CODES = 6
MOST_KEY_PART = 40
RANDOM = 6


@dataclass(frozen=True)
class Definition:
    """What an author says of an achievement; the same names as AchievementVersion has."""

    name: Pair
    description: Pair
    criteria: Pair
    rule: dict[str, Any]
    drawing: dict[str, Any]
    valid_months: int | None


def stamp_of(version: AchievementVersion | None) -> str:
    """Which definition this is: whoever saves says which one they have changed."""
    if version is None:
        return ""
    return digest_of({one.name: getattr(version, one.name) for one in fields(Definition)})


@atomic
def write_achievement(
    course: Course,
    achievement: Achievement | None,
    said: Definition,
    *,
    over: str = "",
    by: User,
    on: datetime,
) -> AchievementVersion:
    """Make an achievement of this course, or change it; `over` is the stamp of what was changed.

    A version that somebody holds is frozen, and a change makes the next one.
    """
    course = locked_course(course.pk)
    _check_texts(said)
    _check_rule(course, said.rule, by)
    if achievement is None:
        version = define_achievement(_new_key(course, said), course=course, on=on, **_parts(said))
        note(by, "achievement made", version.achievement, on=on, reason=course.slug)
        return version
    before = Achievement.objects.select_related("in_force").get(pk=achievement.pk, course=course)
    stamp = stamp_of(before.in_force)
    if over != stamp:
        raise Refusal(
            "changed-meanwhile",
            _(
                "Somebody else has changed this badge since you opened it. Nothing is saved"
                " yet: compare with what stands now, then save again."
            ),
        )
    version = define_achievement(before.key, course=course, on=on, **_parts(said))
    if stamp_of(version) != stamp:
        note(by, "achievement changed", before, on=on, reason=f"{course.slug} v{version.number}")
    return version


def _parts(said: Definition) -> dict[str, Any]:
    return asdict(said)


def _new_key(course: Course, said: Definition) -> str:
    """Of the course and the name; the end makes it one that nothing else has."""
    words = slugify(text(said.name))[:MOST_KEY_PART].strip("-")
    end = get_random_string(RANDOM, "abcdefghjkmnpqrstuvwxyz23456789")
    return "-".join(part for part in (words, str(course.pk), end) if part)


def _check_texts(said: Definition) -> None:
    for pair, most in (
        (said.name, MOST_NAME),
        (said.description, MOST_SAID),
        (said.criteria, MOST_SAID),
    ):
        if not text(pair).strip():
            raise Refusal(
                "no-words",
                _("A badge needs a name, what it says of its holder, and how it is earned."),
            )
        if any(len(words) > most for words in pair.values()):  # type: ignore[arg-type]
            raise Refusal("too-long", _("A text here has at most %s characters.") % most)
    if said.valid_months is not None and not 1 <= said.valid_months <= MOST_MONTHS:
        raise Refusal(
            "months", _("A badge is valid for 1 to %s months, or without limit.") % MOST_MONTHS
        )


def _check_rule(course: Course, rule: Rule, by: User) -> None:
    """What an author may ask: only what learners can show in this very course, or its completion.

    Otherwise anybody who teaches could give badges for what others assess. Administrators may ask
    anything that there is.
    """
    if faults := faults_in(rule):
        raise Refusal("bad-rule", " ".join(faults))
    asked, slugs = competencies_in(rule), courses_in(rule)
    units = written_units(draft_of(course.pk))
    exercises = exercises_of(course, units)
    if by.is_administrator:
        known = competencies_by_code()
        lost = [code for code, _level in asked if code not in known]
        there = set(Course.objects.filter(slug__in=slugs).values_list("slug", flat=True))
        lost += sorted(set(slugs) - there)
        exercises |= exercises_in_force(courses_named(rule))
        lost += [name for name in exercises_in(rule) if name not in exercises]
        if lost:
            names = ", ".join(lost)
            raise Refusal("asks-for-nothing", _("There is no such thing to ask for: %s.") % names)
        return
    if any(slug != course.slug for slug in slugs):
        raise Refusal("another-course", _("A badge of a course can ask for that course only."))
    for name in exercises_in(rule):
        if name not in exercises:
            words = _(
                "Nobody is measured in “%s” here: a badge of a course asks for its own exercises."
            )
            raise Refusal("not-measured-here", words % name)
    shown = can_show(course, units)
    for code, level in asked:
        if level > shown.get(code, 0):
            raise Refusal("not-shown-here", _why_not(code, level, shown))


def _why_not(code: str, level: int, shown: Mapping[str, int]) -> str:
    if code not in shown:
        words = _("No unit of this course assesses %(code)s, so nobody can show it here.")
        return words % {"code": code}
    words = _("This course shows %(code)s at most at level %(most)s, not at level %(level)s.")
    return words % {"code": code, "most": shown[code], "level": level}


def drawn(rule: Rule, letter: str, seed: int) -> dict[str, Any]:
    """The drawing of a badge with this rule. It says of itself no more than the rule asks: its codes
    and level come from there, and its letter is a domain of theirs."""
    known = competencies_by_code()
    asked = [(code, level) for code, level in competencies_in(rule) if code in known]
    letters = letters_for(rule)
    levels = [level for _code, level in asked] + [one["level"] for one in calibrations_in(rule)]
    return {
        "letter": letter if letter in letters else letters[0],
        "level": min(levels, default=0),
        "codes": [code for code, _level in asked][:MOST_CODES],
        "seed": max(0, min(seed, MOST_SEED)),
    }


def letters_for(rule: Rule | None) -> list[str]:
    """The letters that a badge with this rule can carry: of the domains it asks for; any domain's
    where it asks for no competency."""
    known = competencies_by_code()
    every = list(dict.fromkeys(row.parent.code for row in known.values() if row.parent))
    asked = {code for code, _level in competencies_in(rule)} if rule else set()
    mine = {row.parent.code for code, row in known.items() if code in asked and row.parent}
    return [letter for letter in every if letter in mine] or every


@atomic
def archive_achievement(achievement: Achievement, *, by: User, on: datetime) -> Achievement:
    """Give the badge to nobody any more; who holds it keeps it."""
    achievement = Achievement.objects.select_for_update(no_key=True).get(pk=achievement.pk)
    if achievement.archived_at is None:
        achievement.archived_at = on
        achievement.save(update_fields=["archived_at"])
        note(by, "achievement archived", achievement, on=on)
    return achievement


@atomic
def restore_achievement(achievement: Achievement, *, by: User, on: datetime) -> Achievement:
    """Give the badge again, to whoever satisfies its rule."""
    achievement = Achievement.objects.select_for_update(no_key=True).get(pk=achievement.pk)
    if achievement.archived_at is not None:
        achievement.archived_at = None
        achievement.save(update_fields=["archived_at"])
        note(by, "achievement restored", achievement, on=on)
    return achievement
