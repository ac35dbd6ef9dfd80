"""Reads of copies of data, and of what keeps somebody from leaving."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from badges.awards.models import Award
from badges.certificates.models import Certificate
from courses.content.models import CourseRole
from courses.content.queries import titles_of
from lms.accounts.models import User
from lms.common.languages import text
from lms.common.personal import Group, Held
from lms.privacy.models import DataCopy
from lms.privacy.register import held


def copy_of(person: User, *, on: datetime) -> DataCopy | None:
    """This person's copy: being made, there, or given up; none that is past its day."""
    copy = DataCopy.objects.filter(person=person).first()
    return None if copy and copy.until and copy.until <= on else copy


def credentials_of(person: User) -> tuple[int, int]:
    """(badges, certificates) that this person holds."""
    badges = Award.objects.filter(person=person).count()
    issued = Certificate.objects.filter(person=person, state=Certificate.State.ISSUED)
    return badges, issued.count()


def set_aside_copies() -> int:
    """How many copies were given up after repeated failures."""
    return DataCopy.objects.filter(set_aside_at__isnull=False).count()


@dataclass(frozen=True)
class Part:
    """A group of the register with its tables."""

    group: Group
    tables: list[Held]


def parts() -> list[Part]:
    """The register as the page tells it."""
    rows = held()
    return [Part(group, [one for one in rows if one.group is group]) for group in Group]


def led_alone(person: User) -> list[str]:
    """The titles of the courses that nobody leads but this person."""
    lead = CourseRole.Role.OWNER
    others = CourseRole.objects.filter(
        course=OuterRef("course"), role=lead, person__closed_at__isnull=True
    ).exclude(person=person)
    mine = CourseRole.objects.filter(
        ~Exists(others), person=person, role=lead, course__archived_at__isnull=True
    )
    slugs = list(mine.order_by("course__slug").values_list("course__slug", flat=True))
    titles = titles_of(slugs)
    return [text(titles[slug]) if slug in titles else slug for slug in slugs]
