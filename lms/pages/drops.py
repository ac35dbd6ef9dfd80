"""The one line that says why a learner's percentage fell with a new release."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.content.outline import Outline, OutlineItem
from courses.enrolment.models import Enrolment
from courses.progress.access import Place
from courses.progress.calc import Drop, State
from courses.progress.queries import drop_of, drop_told
from lms.common.languages import text
from lms.common.wording import listed


@dataclass(frozen=True)
class ToldDrop:
    """before, now: percentages, 0 to 100.  units: what came in and is not done."""

    before: int
    now: int
    units: list[OutlineItem]

    @property
    def titles(self) -> str:
        """The units by name, in the reader's language."""
        return listed([_("“%s”") % text(item.title) for item in self.units])


def drop_at(place: Place) -> ToldDrop | None:
    """For the course page, which shows the release in force even before it is settled."""
    if place.enrolment is None or place.standing is None:
        return None
    done = {uid for uid, state in place.standing.states.items() if state is State.DONE}
    drop = drop_of(place.enrolment, place.outline, done)
    return _told(drop, place.outline, place.standing.percent)


def drop_in(enrolment: Enrolment, outline: Outline) -> ToldDrop | None:
    """For lists, which show the summary."""
    return _told(drop_told(enrolment), outline, enrolment.percent)


def _told(drop: Drop | None, outline: Outline, percent: int) -> ToldDrop | None:
    if drop is None:
        return None
    units = [outline.by_unit[pk] for pk in drop.added if pk in outline.by_unit]
    return ToldDrop(drop.before, percent, units) if units else None
