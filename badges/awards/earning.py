"""What a person can still earn in the published courses, and how far they are; reads only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from badges.awards.models import AchievementVersion
from badges.awards.queries import candidates_for
from badges.awards.rules import Facts, competencies_in, courses_in, is_met, progress
from courses.competencies.models import Competency
from courses.content.models import ReleaseAlignment
from courses.content.outline import Outline, OutlineItem
from courses.content.queries import outline_by_id, published_courses
from courses.evidence.calc import level_shown
from courses.evidence.models import EvidenceKind
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

    course: the whole course, where that is what is asked for.
    """

    met: bool
    level: int = 0
    code: str = ""
    name: Pair | None = None
    place: Place | None = None
    course: Outline | None = None


@dataclass(frozen=True)
class ToEarn:
    """A badge that the published courses lead to. done of asked: how far this person is."""

    version: AchievementVersion
    done: int
    asked: int
    needs: list[Need]


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
    facts = _facts(person, places, on)
    reachable = Facts(
        levels={
            code: max([facts.levels.get(code, 0), *(place.level for place in found)])
            for code, found in places.items()
        }
        | {code: level for code, level in facts.levels.items() if code not in places},
        courses=facts.courses | set(outlines),
    )
    found = []
    for version in candidates:
        if is_met(version.rule, reachable):
            done, asked = progress(version.rule, facts)
            needs = _needs(version, facts, places, outlines)
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
        level = level_shown(row.level, EvidenceKind.ASSESSED)
        place = Place(outline, outline.by_unit[row.item.unit_id], row.competency, level)
        found.setdefault(row.competency.code, []).append(place)
    return found


def _facts(person: User, places: Mapping[str, list[Place]], on: datetime) -> Facts:
    codes = {found[0].competency.pk: code for code, found in places.items()}
    completed = LearningRecord.objects.filter(person=person, verb=Verb.COMPLETED_COURSE)
    return Facts(
        levels={
            codes[competency]: level
            for competency, (level, _since) in levels_of(person.pk, on).items()
            if competency in codes
        },
        courses=frozenset(completed.values_list("course__slug", flat=True)),
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
