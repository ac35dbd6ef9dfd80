"""Whom a badge may be given by hand, and what comes of a list, in words. Reads."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Case, Count, When
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from badges.awards.list_actions import Planned, people_behind
from badges.awards.models import GivenList, GivenRow
from badges.awards.queries import given_to
from courses.enrolment.models import Enrolment
from lms.accounts.models import User
from lms.accounts.queries import named
from lms.common.spreadsheet import BOM, as_text, line_of
from lms.studio.badge_places import Place

MOST_FOUND = 12
ROWS = 50
Outcome = GivenRow.Outcome


@dataclass(frozen=True)
class Found:
    """Somebody who was found. why_not: why they are not given it; empty where they can be."""

    person: User
    joined: datetime | None
    why_not: str = ""


@dataclass(frozen=True)
class Search:
    """Who was found. more: whether there are others, so that more of the name is to be typed."""

    people: list[Found] = field(default_factory=list)
    more: bool = False


def found_by(place: Place, typed: str, on: datetime) -> Search:
    """Learners of the badge's course by a part of their name or by their whole address; for the site's
    badge whoever has this address. In three statements at most."""
    typed = typed.strip()
    if not typed:
        return Search()
    people = list(people_behind(place.course, [typed.lower()]).values()) if _is_mail(typed) else []
    if place.course and not people and "@" not in typed:
        rows = Enrolment.objects.filter(
            run__course=place.course, person__closed_at__isnull=True
        ).order_by("person__name_in_order", "pk")
        several = named(rows, typed).select_related("person")[: MOST_FOUND * 2]
        people = list({row.person_id: row.person for row in several}.values())
    return _told(place, people[:MOST_FOUND], len(people) > MOST_FOUND, on)


def chosen_by(place: Place, who: int, on: datetime) -> Search:
    """Whoever was found before and chosen; nobody who may not be."""
    people = User.objects.filter(pk=who, closed_at__isnull=True)
    if place.course:
        people = people.filter(
            pk__in=Enrolment.objects.filter(run__course=place.course).values("person")
        )
    return _told(place, list(people), False, on)


def _told(place: Place, people: list[User], more: bool, on: datetime) -> Search:
    ids = [person.pk for person in people]
    held = given_to(place.achievement, ids, on)
    joined = {}
    if place.course and people:
        rows = Enrolment.objects.filter(run__course=place.course, person__in=ids)
        joined = dict(rows.order_by("-enrolled_at").values_list("person", "enrolled_at"))
    found = []
    for person in people:
        award = held.get(person.pk)
        why = ""
        if award and award.status == "active":
            why = _("holds it already")
        elif person.waits_for_parent:
            why = _("waits for a parent")
        found.append(Found(person, joined.get(person.pk), why))
    return Search(found, more)


def _is_mail(typed: str) -> bool:
    try:
        validate_email(typed)
    except ValidationError:
        return False
    return True


# --- lists ---------------------------------------------------------------------------------------


def outcome_said(outcome: str, in_course: bool) -> str:
    """What came of a line, in a sentence."""
    said = {
        Outcome.DUE: _("Waits for its turn"),
        Outcome.GIVEN: _("Given"),
        Outcome.HELD: _("Holds it already"),
        Outcome.NOBODY: _("Not among this course’s learners")
        if in_course
        else _("No account with this address"),
        Outcome.TWICE: _("Twice in the list"),
        Outcome.UNREADABLE: _("This is no e-mail address"),
        Outcome.NO_REASON: _("No reason: write one here or for all lines"),
        Outcome.BAD_DAY: _("No day that has been: write it as 2026-11-28"),
        Outcome.TOO_LONG: _("The name or the reason is too long"),
        Outcome.PARENT: _("A parent has not agreed yet"),
        Outcome.CLOSED: _("The badge is no longer given by hand"),
        Outcome.FAILED: _("Could not be given; whoever runs this site can see why"),
    }
    return said[Outcome(outcome)]


@dataclass(frozen=True)
class Preview:
    """What will come of a list."""

    planned: list[Planned]
    in_course: bool

    @cached_property
    def rows(self) -> list[tuple[Planned, str]]:
        return [(one, self._said(one)) for one in self.planned]

    @cached_property
    def count(self) -> int:
        """How many will be given the badge."""
        return sum(one.will_be_given for one in self.planned)

    @property
    def others(self) -> int:
        return len(self.planned) - self.count

    def _said(self, one: Planned) -> str:
        if one.will_be_given:
            return (
                _("Will be given, again after it was revoked") if one.before else _("Will be given")
            )
        return outcome_said(one.outcome, self.in_course)


@dataclass(frozen=True)
class Report:
    """How far a list is, and what came of its lines. counts: outcome → how many."""

    given_list: GivenList
    counts: dict[str, int]
    in_course: bool

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        return self.total - self.counts.get("", 0)

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 100

    @property
    def given(self) -> int:
        return self.counts.get("given", 0)

    @property
    def is_open(self) -> bool:
        return self.given_list.done_at is None

    @property
    def others(self) -> list[tuple[str, int]]:
        """What else came of lines: (in words, how many)."""
        return [
            (outcome_said(outcome, self.in_course), count)
            for outcome, count in sorted(self.counts.items())
            if outcome not in ("", "given")
        ]


def report_of(place: Place, given_list: GivenList) -> Report:
    """In one statement."""
    rows = given_list.rows.order_by().values("outcome").annotate(n=Count("pk"))
    counts = {row["outcome"]: row["n"] for row in rows}
    return Report(given_list, counts, place.course is not None)


def lines_of(
    place: Place, given_list: GivenList, page: int
) -> tuple[list[tuple[GivenRow, str]], bool]:
    """(a page of lines with what came of each, whether there are more); those first that were not
    given: they are what the report is read for."""
    start = (page - 1) * ROWS
    last = Case(When(outcome=Outcome.GIVEN, then=1), default=0)
    rows = given_list.rows.order_by(last, "number").select_related("award")
    found = list(rows[start : start + ROWS + 1])
    in_course = place.course is not None
    return [(row, outcome_said(row.outcome, in_course)) for row in found[:ROWS]], len(found) > ROWS


def table_of(place: Place, given_list: GivenList, language: str) -> Iterator[str]:
    """The report for a spreadsheet."""
    with override(language):
        heads = [
            _("Line"),
            _("E-mail"),
            pgettext("person", "Name"),
            pgettext("line of a list", "What came of it"),
            _("Why it is given"),
            _("Done on"),
        ]
        lines = [BOM + line_of(map(as_text, heads))]
        lines += [
            line_of(map(as_text, _cells(place, row)))
            for row in given_list.rows.select_related("award")
        ]
    yield "".join(lines)


def _cells(place: Place, row: GivenRow) -> list[Any]:
    day = row.done_on.isoformat() if row.done_on else ""
    said = outcome_said(row.outcome, place.course is not None)
    return [row.number, row.email, row.called, said, row.reason, day]
