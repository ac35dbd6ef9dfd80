"""Fetching a unit for a learner: who may read it, and what they get otherwise."""

from collections.abc import Collection, Hashable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from courses.content.access import published_course
from courses.content.models import Course
from courses.content.outline import Outline, OutlineItem, OutlineModule
from courses.content.queries import outline_by_id
from courses.enrolment.access import enrolment_at, enrolment_of
from courses.enrolment.models import Enrolment
from courses.progress.allowances import Allowed, allowed_to
from courses.progress.calc import Standing, standing
from courses.progress.facts import facts_of
from courses.progress.gates import missing_before, opens_for_visitors
from courses.progress.models import Allowance
from courses.progress.queries import units_done
from lms.accounts.models import User
from lms.common.clock import now
from lms.common.errors import Refusal


@dataclass(frozen=True)
class Place:
    """A course as one person meets it; enrolment, standing and since are None for visitors.

    Pages are made of plain values, outline, standing and since (when they joined), so that they can
    be shown where there is no enrolment. coming: the enrolment in a run that has not begun; until
    then this person reads what visitors read.  over: whether nothing more is counted.
    allowed: what an instructor has allowed them.  on: the moment at which it is met.
    """

    course: Course
    outline: Outline
    enrolment: Enrolment | None
    standing: Standing | None
    since: datetime | None = field(default=None, kw_only=True)
    coming: Enrolment | None = field(default=None, kw_only=True)
    over: bool = field(default=False, kw_only=True)
    allowed: tuple[Allowed, ...] = field(default=(), kw_only=True)
    on: datetime = field(default_factory=now, kw_only=True)


@dataclass(frozen=True)
class UnitPlace(Place):
    """The same, at one unit."""

    item: OutlineItem

    @property
    def modules(self) -> Iterator[tuple[OutlineModule, Hashable]]:
        """The modules, each with all that its look beside this unit hangs on."""
        states = self.standing.states if self.standing else {}
        for module in self.outline.modules:
            here = self.item.uid if self.item.module_key == module.key else ""
            yield module, (module.key, here, *(states.get(one.uid, "") for one in module.items))


class NotEnrolled(Exception):
    """The unit is there, for those who join the course."""

    def __init__(self, course: Course, coming: Enrolment | None = None) -> None:
        super().__init__(course.slug)
        self.course = course
        self.coming = coming


class Locked(Exception):
    """The unit opens later. before: all that is still to be done until then."""

    def __init__(self, place: UnitPlace, before: list[OutlineItem]) -> None:
        super().__init__(str(place.item.uid))
        self.place = place
        self.before = before


def course_for(person: User | None, slug: str) -> Place:
    """The published course and where this person stands in it."""
    course = published_course(slug)
    assert course.in_force_id is not None
    outline = outline_by_id(course.in_force_id)
    enrolment = enrolment_of(person, course) if person else None
    if enrolment is None or not enrolment.is_open:
        return Place(course, outline, None, None)
    on = now()
    if enrolment.run.begins_later(on):
        return Place(course, outline, None, None, coming=enrolment)
    allowed = allowed_to(enrolment, on)
    facts = facts_of(enrolment, outline, units_done(enrolment), on=on, allowed=allowed)
    return Place(
        course,
        outline,
        enrolment,
        standing(outline, facts),
        since=enrolment.enrolled_at,
        over=enrolment.run.is_over(on),
        allowed=allowed,
        on=on,
    )


def unit_for(person: User | None, slug: str, uid: UUID) -> UnitPlace:
    """The unit, if this person may read it now.

    Raises Http404 where the course has no such unit, NotEnrolled where it is for those who joined,
    Locked where something must be done first.
    """
    return _at(course_for(person, slug), uid)


def one_of_units_for(person: User | None, slug: str, uids: Collection[UUID]) -> UnitPlace:
    """The first of these units that this person may read now; raises as the last of them does."""
    place = course_for(person, slug)
    *rest, last = [item.uid for item in place.outline.items if item.uid in uids]
    for uid in rest:
        with suppress(NotEnrolled, Locked):
            return _at(place, uid)
    return _at(place, last)


def _at(place: Place, uid: UUID) -> UnitPlace:
    item = place.outline.by_uid.get(uid)
    if item is None:
        raise Http404(_("This course has no such unit."))
    at = UnitPlace(
        place.course,
        place.outline,
        place.enrolment,
        place.standing,
        item,
        since=place.since,
        coming=place.coming,
        over=place.over,
        allowed=place.allowed,
        on=place.on,
    )
    if place.enrolment is None or place.standing is None:
        if not opens_for_visitors(place.outline, item):
            raise NotEnrolled(place.course, place.coming)
        return at
    if place.standing.missing[item.uid]:
        raise Locked(at, place.standing.before(item.uid))
    return at


def own_unit(person: User, slug: str, uid: UUID) -> tuple[Enrolment, Outline, OutlineItem]:
    """The same for acting on it: enrolment, outline and unit, never None."""
    at = unit_for(person, slug, uid)
    if at.enrolment is None:
        raise NotEnrolled(at.course, at.coming)
    return at.enrolment, at.outline, at.item


def unit_to_do(person: User, slug: str, uid: UUID) -> tuple[Enrolment, Outline, OutlineItem]:
    """The same for actions that ask themselves, under their lock, whether the unit is open; see
    `what_is_missing`."""
    enrolment = enrolment_at(person, slug)
    if enrolment is None or not enrolment.is_open or enrolment.run.begins_later(now()):
        return own_unit(person, slug, uid)
    assert enrolment.run.course.in_force_id is not None
    outline = outline_by_id(enrolment.run.course.in_force_id)
    item = outline.by_uid.get(uid)
    if item is None:
        raise Http404(_("This course has no such unit."))
    return enrolment, outline, item


@contextmanager
def what_is_missing(person: User, slug: str, uid: UUID) -> Iterator[None]:
    """An action that refuses because the unit is locked raises Locked, which says what is missing."""
    try:
        yield
    except Refusal as refusal:
        if refusal.code == "locked":
            unit_for(person, slug, uid)
        raise


def allowance_in(enrolment: Enrolment, pk: int) -> Allowance:
    """Something that this learner was allowed; for those who may see who learns there."""
    row = Allowance.objects.filter(enrolment=enrolment, pk=pk).first()
    if row is None:
        raise Http404(_("Nothing is allowed here under this address."))
    return row


def is_locked(enrolment: Enrolment, outline: Outline, item: OutlineItem, *, on: datetime) -> bool:
    """Whether something stands before this unit for this learner."""
    facts = facts_of(enrolment, outline, units_done(enrolment), on=on)
    return bool(missing_before(outline, item, facts))
