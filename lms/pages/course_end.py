"""The end of a course, as the page of whoever completed it shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from badges.awards.models import AchievementVersion
from badges.awards.queries import Gained
from badges.certificates.facts import ShownCompetency
from badges.certificates.models import Certificate
from badges.certificates.queries import certificate_of
from badges.certificates.rendering import rendering_obstacle
from badges.certificates.stating import assessed_in
from courses.content.outline import OutlineItem
from courses.enrolment.models import Enrolment
from courses.progress.access import Place
from courses.progress.calc import State
from lms.accounts.models import User
from lms.common.languages import current_language
from lms.pages.catalogue import Found, catalogue

Badges = Sequence[tuple[AchievementVersion, Gained | None]]


@dataclass(frozen=True)
class CourseEnd:
    """completed_at: when all that counts was done.  certificate: None until it has been made.  obstacle: why no PDF can be made here, if so.
    assessed: what was shown, and how.  optional: units that are open and were passed by.
    earned: the badges among those of this course.  following: a course that this person has not begun, or not completed.
    """

    completed_at: datetime
    certificate: Certificate | None
    obstacle: str
    assessed: list[ShownCompetency]
    optional: list[OutlineItem]
    following: Found | None
    earned: Badges


def course_end(person: User | None, place: Place, badges: Badges) -> CourseEnd | None:
    """What to show of a completed course; None where it is not completed."""
    enrolment = place.enrolment
    if person is None or enrolment is None or place.standing is None:
        return None
    if enrolment.completed_at is None:
        return None
    certificate = certificate_of(enrolment)
    states = place.standing.states
    return CourseEnd(
        enrolment.completed_at,
        certificate,
        (certificate and rendering_obstacle()) or "",
        _assessed(enrolment, certificate),
        [item for item in place.outline.items if states[item.uid] in (State.HERE, State.OPEN)],
        _following(person, enrolment),
        [(version, award) for version, award in badges if award],
    )


def _assessed(enrolment: Enrolment, certificate: Certificate | None) -> list[ShownCompetency]:
    """As the certificate states it; until there is one, as it will."""
    language = current_language()
    if certificate is not None and certificate.facts:
        return [ShownCompetency(**one) for one in certificate.facts[language]["competencies"]]
    return assessed_in(enrolment, language)


def _following(person: User, enrolment: Enrolment) -> Found | None:
    others = [
        found
        for found in catalogue(person)
        if found.course.pk != enrolment.run.course_id
        and (found.enrolment is None or found.enrolment.completed_at is None)
    ]
    # What was begun comes before what was not.
    others.sort(key=lambda found: found.enrolment is None)
    return others[0] if others else None
