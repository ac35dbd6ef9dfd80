"""What a person can still earn in the published courses, and how far they are; what would be earned
if something changed. Reads only."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Max, Q, QuerySet

from badges.awards.models import AchievementVersion, Award
from badges.awards.queries import candidates_for, versions_in_force
from badges.awards.rules import (
    Facts,
    Measured,
    Rule,
    calibrations_in,
    competencies_in,
    courses_in,
    is_met,
    progress,
    shows,
)
from badges.awards.sentences import calibration_said
from badges.awards.standing import best_of, measured_of
from courses.calibration.shown import exercise_name
from courses.competencies.models import Competency
from courses.content.models import ReleaseAlignment
from courses.content.outline import Outline, OutlineItem
from courses.content.queries import outline_by_id, published_courses
from courses.enrolment.models import Enrolment
from courses.evidence.calc import level_shown
from courses.evidence.models import Evidence
from courses.evidence.queries import levels_of
from courses.records.models import LearningRecord, Verb
from lms.accounts.models import User
from lms.common.languages import Pair


@dataclass(frozen=True)
class Place:
    """A unit that shows a competency, and how far it goes."""

    outline: Outline
    item: OutlineItem
    competency: Competency
    level: int


@dataclass(frozen=True)
class Need:
    """One thing that a badge asks for. place: where it can be shown, while it is not met.

    course: the whole course, where that is what is asked for.  said: what asks for being measured, with
    its bounds; exercise: where; best: the result there that comes nearest, if there is one.
    """

    met: bool
    level: int = 0
    code: str = ""
    name: Pair | None = None
    place: Place | None = None
    course: Outline | None = None
    said: str = ""
    exercise: "Exercise | None" = None
    best: Measured | None = None


@dataclass(frozen=True)
class Exercise:
    """A unit in which people are measured."""

    outline: Outline
    item: OutlineItem


@dataclass(frozen=True)
class ToEarn:
    """A badge that the published courses lead to. done of asked: how far this person is."""

    version: AchievementVersion
    done: int
    asked: int
    needs: list[Need]


# What an exercise can show at most.
BEST = Measured(level=3, lower=1.0, bias=0.0)


def to_earn(person: User, on: datetime) -> list[ToEarn]:
    """The badges not yet held that can be earned now, the nearest first."""
    candidates = candidates_for(person.pk)
    if not candidates:
        return []
    outlines = {
        outline.slug: outline
        for outline in (outline_by_id(course.in_force_id or 0) for course in published_courses())
    }
    places = _places(list(outlines.values()))
    exercises = _exercises(list(outlines.values()))
    facts = _facts(person, places, [version.rule for version in candidates], on)
    reachable = Facts(
        levels={
            code: max([facts.levels.get(code, 0), *(place.level for place in found)])
            for code, found in places.items()
        }
        | {code: level for code, level in facts.levels.items() if code not in places},
        courses=facts.courses | set(outlines),
        exercises={**facts.exercises, **dict.fromkeys(exercises, (BEST,))},
    )
    found = []
    for version in candidates:
        if is_met(version.rule, reachable):
            done, asked = progress(version.rule, facts)
            needs = _needs(version, facts, places, outlines)
            needs += _to_be_measured(version, facts, exercises)
            found.append(ToEarn(version, done, asked, needs))
    return sorted(found, key=lambda one: (-one.done / one.asked, one.version.pk))


def _places(outlines: list[Outline]) -> dict[str, list[Place]]:
    """Code → the units whose evidence shows it, in the order of the courses."""
    by_release = {outline.release_id: outline for outline in outlines}
    found: dict[str, list[Place]] = {}
    rows = ReleaseAlignment.objects.filter(
        release__in=by_release, gives_evidence=True
    ).select_related("item", "competency")
    for row in rows.order_by("release_id", "item__module__position", "item__position"):
        outline = by_release[row.release_id]
        item = outline.by_unit[row.item.unit_id]
        place = Place(outline, item, row.competency, level_shown(row.level, item.shown_by))
        found.setdefault(row.competency.code, []).append(place)
    return found


def _exercises(outlines: list[Outline]) -> dict[str, Exercise]:
    """Every exercise of these courses by its name."""
    return {
        exercise_name(outline.slug, item.key): Exercise(outline, item)
        for outline in outlines
        for item in outline.items
        if item.measure_block is not None
    }


def _facts(
    person: User, places: Mapping[str, list[Place]], rules: Collection[Rule], on: datetime
) -> Facts:
    codes = {found[0].competency.pk: code for code, found in places.items()}
    completed = LearningRecord.objects.filter(person=person, verb=Verb.COMPLETED_COURSE)
    return Facts(
        levels={
            codes[competency]: level
            for competency, (level, _since) in levels_of(person.pk, on).items()
            if competency in codes
        },
        courses=frozenset(completed.values_list("course__slug", flat=True)),
        exercises=measured_of([person.pk], rules, on).get(person.pk, {}),
    )


def _needs(
    version: AchievementVersion,
    facts: Facts,
    places: Mapping[str, list[Place]],
    outlines: Mapping[str, Outline],
) -> list[Need]:
    needs = []
    for code, level in competencies_in(version.rule):
        enough = [place for place in places.get(code, ()) if place.level >= level]
        met = facts.levels.get(code, 0) >= level
        if not enough:
            # Another branch of the rule leads there.
            continue
        needs.append(Need(met, level, code, enough[0].competency.name, None if met else enough[0]))
    needs += [
        Need(slug in facts.courses, course=outlines[slug])
        for slug in courses_in(version.rule)
        if slug in outlines
    ]
    return needs


def _to_be_measured(
    version: AchievementVersion, facts: Facts, exercises: Mapping[str, Exercise]
) -> list[Need]:
    titles = {name: one.item.title for name, one in exercises.items()}
    needs = []
    for part in calibrations_in(version.rule):
        name = part["calibration"]
        if name in exercises:
            met = any(shows(one, part) for one in facts.exercises.get(name, ()))
            needs.append(
                Need(
                    met,
                    part["level"],
                    said=calibration_said(part, titles),
                    exercise=exercises[name],
                    best=None if met else best_of(facts.exercises, name),
                )
            )
    return needs


# --- what would be earned ------------------------------------------------------------------------

NOTHING = Facts()
People = Collection[int] | QuerySet[Enrolment, int]


def who_would_earn(
    changes: Mapping[int, Mapping[str, int]],
    courses: Mapping[int, AbstractSet[str]],
    on: datetime,
) -> dict[int, list[AchievementVersion]]:
    """Person id → the achievements that person would newly be given, if this were added to what
    they have; people who would get nothing are absent.

    changes: person id → competency code → level shown.  courses: person id → slugs of courses
    completed. What is or was held is not earned again, and what the present facts satisfy already
    is not due to the change. As many statements for one person as for many.
    """
    people = set(changes) | set(courses)
    versions = list(versions_in_force().select_related("achievement").order_by("pk"))
    if not people or not versions:
        return {}
    have = facts_of(people, versions, on)
    held = set(
        Award.objects.filter(person__in=people)
        .values_list("person_id", "achievement_id")
        .distinct()
    )
    learn = _learners_of([one.achievement.course_id for one in versions], people)
    found = {}
    for person in sorted(people):
        before = have.get(person, NOTHING)
        after = added(before, changes.get(person, {}), courses.get(person, frozenset()))
        earned = [
            one
            for one in versions
            if is_met(one.rule, after)
            and not is_met(one.rule, before)
            and (person, one.achievement_id) not in held
            and (one.achievement.course_id is None or (person, one.achievement.course_id) in learn)
        ]
        if earned:
            found[person] = earned
    return found


def added(facts: Facts, levels: Mapping[str, int], courses: AbstractSet[str]) -> Facts:
    """The facts with these added; a lower level takes nothing away."""
    higher = {code: max(level, facts.levels.get(code, 0)) for code, level in levels.items()}
    return replace(
        facts, levels={**facts.levels, **higher}, courses=frozenset(facts.courses) | courses
    )


def due_by(rule: Rule, course_id: int, achievement_id: int | None, on: datetime) -> int:
    """How many who learn in the course satisfy the rule now and have never held the achievement:
    their next record gives it to them. In three statements, or four where it asks to be measured."""
    people = Enrolment.objects.filter(run__course=course_id).values_list("person_id", flat=True)
    held: set[int] = set()
    if achievement_id is not None:
        awards = Award.objects.filter(achievement=achievement_id, person__in=people)
        held = set(awards.values_list("person_id", flat=True))
    facts = _facts_of(people, [rule], on)
    return sum(person not in held and is_met(rule, one) for person, one in facts.items())


def facts_of(
    people: People, versions: Collection[AchievementVersion], on: datetime
) -> dict[int, Facts]:
    """Person id → what these versions ask of what the person has shown. In two statements, and one more
    where somebody is to be measured."""
    return _facts_of(people, [version.rule for version in versions], on)


def _facts_of(people: People, rules: Collection[Rule], on: datetime) -> dict[int, Facts]:
    codes = {code for rule in rules for code, _level in competencies_in(rule)}
    slugs = {slug for rule in rules for slug in courses_in(rule)}
    levels: dict[int, dict[str, int]] = defaultdict(dict)
    shown = (
        Evidence.objects.filter(person__in=people, competency__code__in=codes)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on))
        .order_by()
        .values_list("person_id", "competency__code")
        .annotate(level=Max("level"))
    )
    for person, code, level in shown:
        levels[person][code] = level
    completed: dict[int, set[str]] = defaultdict(set)
    records = LearningRecord.objects.filter(
        person__in=people, verb=Verb.COMPLETED_COURSE, course__slug__in=slugs
    )
    for person, slug in records.order_by().values_list("person_id", "course__slug").distinct():
        completed[person].add(slug)
    measured = measured_of(people, rules, on)
    return {
        person: Facts(
            levels.get(person, {}),
            frozenset(completed.get(person, ())),
            measured.get(person, {}),
        )
        for person in {*levels, *completed, *measured}
    }


def _learners_of(courses: Collection[int | None], people: AbstractSet[int]) -> set[tuple[int, int]]:
    """(person id, course id) of those who learn in these courses."""
    own = {course for course in courses if course is not None}
    if not own:
        return set()
    rows = Enrolment.objects.filter(person__in=people, run__course__in=own)
    return set(rows.values_list("person_id", "run__course_id"))
