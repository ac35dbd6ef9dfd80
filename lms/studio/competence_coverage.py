"""Which competencies a course claims, assesses and has shown, and what is missing for that."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from badges.awards.queries import Concerning, concerning
from badges.awards.rules import competencies_in
from courses.competencies.models import Competency
from courses.competencies.queries import domains
from courses.content.models import Course, Met, Release
from courses.content.queries import Written, outline_of, written_units
from courses.evidence.calc import level_shown
from courses.evidence.queries import assesses, can_show, reached_in, shown_by
from lms.common.languages import Pair, text


@dataclass(frozen=True)
class Where:
    """A unit that claims a competency.

    shows: the level that its evidence stands for; 0 where it is only read.
    questions: how many its quizzes ask.  measures: whether it has a calibration.
    """

    uid: UUID
    label: str
    title: Pair
    level: int
    shows: int
    score: int | None
    questions: int
    has_quiz: bool
    measures: bool = False

    @property
    def lacks_quiz(self) -> bool:
        return self.score is not None and not self.has_quiz

    @property
    def name(self) -> str:
        return text(self.title) or self.label


@dataclass(frozen=True)
class Gap:
    """Something to mend: what it is, and the place where it is mended with the words of its link."""

    words: str
    address: str
    link: str


@dataclass(frozen=True)
class Asked:
    """A badge that asks for a competency. enough: whether this course shows that level."""

    badge: Concerning
    level: int
    enough: bool


@dataclass(frozen=True)
class Covered:
    """A competency as this course stands to it.

    shows: the level that the draft assesses.  reached: (level, how many have shown at least that).
    """

    competency: Competency
    shows: int
    where: list[Where]
    reached: list[tuple[int, int]]
    badges: list[Asked]
    gaps: list[Gap]


@dataclass(frozen=True)
class Coverage:
    """The whole page. domains: with what the course has to do with.  open: with what it does not
    claim.  lost: claims of what the map does not have."""

    domains: list[tuple[Competency, list[Covered]]]
    open: list[tuple[Competency, list[Competency]]]
    lost: list[Gap]

    @property
    def every(self) -> list[Covered]:
        return [one for _domain, several in self.domains for one in several]

    @property
    def claimed(self) -> int:
        return sum(bool(one.where) for one in self.every)

    @property
    def assessed(self) -> int:
        return sum(bool(one.shows) for one in self.every)

    @property
    def gaps(self) -> int:
        return len(self.lost) + sum(len(one.gaps) for one in self.every)


def coverage_of(course: Course, draft: Release, on: datetime) -> Coverage:
    """The draft as it stands now, beside what learners of the course have shown. As many statements
    for a large course as for a small one."""
    units = written_units(draft)
    where = claims_in(draft, units)
    shown = can_show(course, units)
    reached = reached_in(course.pk, on)
    badges = _badges(course, set(where) | set(shown), shown)
    found, others = [], []
    known = set()
    for domain in domains():
        mine = list(domain.children.all())
        known |= {one.code for one in mine}
        near = [one for one in mine if one.code in where or one.code in badges or one.pk in reached]
        if near:
            found.append(
                (
                    domain,
                    [
                        _covered(
                            course,
                            one,
                            where.get(one.code, []),
                            sorted(reached.get(one.pk, {}).items()),
                            badges.get(one.code, []),
                        )
                        for one in near
                    ],
                )
            )
        if rest := [one for one in mine if one not in near]:
            others.append((domain, rest))
    lost = [
        _gap_at_unit(course, _("The competency map has no “%s”.") % code, one)
        for code in sorted(set(where) - known)
        for one in where[code]
    ]
    return Coverage(found, others, lost)


def claims_in(draft: Release, units: Iterable[Written]) -> dict[str, list[Where]]:
    """Code → the units of the draft that claim it, in the course's order."""
    found: dict[str, list[Where]] = defaultdict(list)
    for unit, where in placed(draft, units):
        for one in unit.content["alignments"]:
            shows = level_shown(one["level"], shown_by(unit)) if assesses(unit) else 0
            found[one["competency"]].append(where(one["level"], shows))
    return found


def placed(draft: Release, units: Iterable[Written]) -> Iterator[tuple[Written, "Maker"]]:
    """Every unit of the draft with its place."""
    labels = outline_of(draft).by_uid
    for unit in units:
        yield unit, Maker(unit, labels[unit.item.unit.uid].label)


@dataclass(frozen=True)
class Maker:
    """Says how a unit stands to one competency."""

    unit: Written
    label: str

    def __call__(self, level: int, shows: int) -> Where:
        item = self.unit.item
        quizzes = [one for one in self.unit.content["blocks"] if one["kind"] == "quiz"]
        return Where(
            item.unit.uid,
            self.label,
            self.unit.content["title"],
            level,
            shows,
            item.score_at_least if item.requirement == Met.SCORE else None,
            sum(len(one["settings"].get("items", ())) for one in quizzes),
            bool(quizzes),
            measures=any(one["kind"] == "calibration" for one in self.unit.content["blocks"]),
        )


def _badges(course: Course, codes: set[str], shown: Mapping[str, int]) -> dict[str, list[Asked]]:
    found: dict[str, list[Asked]] = defaultdict(list)
    for badge in concerning(course, codes):
        if badge.achievement.archived_at is not None:
            continue
        for code, level in competencies_in(badge.version.rule):
            if badge.is_own or code in codes:
                found[code].append(Asked(badge, level, shown.get(code, 0) >= level))
    return found


def _covered(
    course: Course,
    competency: Competency,
    where: list[Where],
    reached: list[tuple[int, int]],
    badges: list[Asked],
) -> Covered:
    shows = max((one.shows for one in where), default=0)
    gaps = [*_gaps(course, competency.code, where, shows), *_of_badges(course, badges, shows)]
    return Covered(competency, shows, where, reached, badges, gaps)


def _gaps(course: Course, code: str, where: list[Where], shows: int) -> Iterator[Gap]:
    for one in where:
        if one.lacks_quiz:
            words = _("The unit “%s” asks for a score but has no quiz.") % one.name
            yield _gap_at_unit(course, words, one)
    if where and not shows and not any(one.lacks_quiz for one in where):
        words = _("It is claimed, but no unit assesses it, so nobody can show it here.")
        if with_quiz := next((one for one in where if one.has_quiz), None):
            outline = reverse("studio:outline", args=[course.slug])
            place = f"{outline}?open=u-{with_quiz.uid}#u-{with_quiz.uid}"
            yield Gap(words, place, _("Ask for a score in “%s”") % with_quiz.name)
        else:
            yield _gap_at_unit(course, words, where[0])
    highest = max((one.level for one in where), default=0)
    if shows and highest > shows:
        words = _("Level %(level)s is claimed, but a quiz can show level %(most)s at most.")
        if any(one.measures for one in where):
            words = _(
                "Level %(level)s is claimed, but a calibration can show level %(most)s at most."
            )
        told = words % {"level": highest, "most": shows}
        yield Gap(told, _align(course, code), _("Change the level"))


def _of_badges(course: Course, badges: list[Asked], shows: int) -> Iterator[Gap]:
    for one in badges:
        if one.badge.is_own and not one.enough:
            words = _(
                "This course’s badge “%(name)s” asks for level %(level)s, but this course shows"
                " level %(most)s at most."
            )
            if not shows:
                words = _(
                    "This course’s badge “%(name)s” asks for level %(level)s, but no unit assesses"
                    " this competency."
                )
            name = text(one.badge.version.name)
            told = words % {"name": name, "level": one.level, "most": shows}
            place = reverse("studio:achievement", args=[course.slug, one.badge.achievement.key])
            yield Gap(told, place, _("Change what the badge asks for"))


def _gap_at_unit(course: Course, words: str, where: Where) -> Gap:
    place = reverse("studio:unit", args=[course.slug, where.uid])
    return Gap(words, place, _("Open the unit “%s”") % where.name)


def _align(course: Course, code: str) -> str:
    return reverse("studio:align", args=[course.slug, code])
