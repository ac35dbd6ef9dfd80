"""The dated runs on the page of a course, and on the home of whoever is on the way into some."""

from dataclasses import dataclass

from courses.classroom.run_words import RunTold, told
from courses.content.outline import Outline
from courses.content.queries import outline_by_id
from courses.enrolment.queries import runs_on_the_way, runs_shown
from courses.progress.access import Place
from lms.accounts.models import User
from lms.common.clock import now


def runs_on_page(person: User | None, place: Place) -> list[RunTold]:
    """Those that can be joined, and those this person has to do with: what waits for them first,
    then by their first day. In one statement."""
    on = now()
    found = [told(seen, on) for seen in runs_shown(person, place.course, on) if seen.is_shown(on)]
    return sorted(found, key=_urgency)


def _urgency(one: RunTold) -> int:
    """Offers and invitations before all, then where one is or waits, then the rest."""
    if one.is_urgent:
        return 0
    return 1 if one.seen.is_in or one.is_waiting else 2


@dataclass(frozen=True)
class OnTheWay:
    """A run into which somebody is on the way, with its course."""

    told: RunTold
    outline: Outline


def on_the_way(person: User) -> list[OnTheWay]:
    """What home shows of it; in one statement."""
    on = now()
    found = [told(seen, on) for seen in runs_on_the_way(person, on) if not seen.is_in]
    found.sort(key=_urgency)
    return [OnTheWay(one, outline_by_id(one.run.course.in_force_id or 0)) for one in found]
