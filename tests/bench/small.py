"""A few people who are really done: with certificates, and in the middle of a sitting."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from badges.certificates.models import Certificate
from badges.intake.actions import take_in_waiting
from courses.calibration.actions import open_sitting
from courses.calibration.models import Phase
from courses.calibration.queries import items_of
from courses.classroom.asking import name_of
from courses.classroom.calibrating import as_met
from courses.content.actions.importing import import_course, read_course
from courses.content.actions.publishing import publish
from courses.content.models import Course
from courses.enrolment.actions import self_paced_run
from lms.accounts.models import User
from tests.bench.pressing import HIDDEN
from tests.bench.shapes import TOKEN, signed_in
from tests.calibrations import block_in, measuring, sit
from tests.learning import begin, finish, item_of, outline_in_force
from tests.packages import Package, sampling

PEOPLE = 6


@dataclass(frozen=True)
class Item:
    """An item of an open sitting, with what is to be answered."""

    path: str
    cookies: str
    form: dict[str, str]


@dataclass(frozen=True)
class Small:
    """codes: of certificates.  done: cookies of whoever has one."""

    codes: list[str]
    done: list[str]
    items: list[Item]


def small(folder: Path, *, by: User, on: datetime) -> Small:
    course = _published(sampling(), folder, by, on)
    people = [_person(f"done{n}") for n in range(PEOPLE)]
    for one in people:
        finish(one, course, on=on)
    take_in_waiting(on=on)
    codes = list(Certificate.objects.values_list("code", flat=True))
    measures = _published(measuring(), folder, by, on)
    items = [one for n in range(PEOPLE) for one in _sitting(_person(f"sits{n}"), measures, on)]
    return Small(codes, signed_in(people, on), items)


def _published(package: Package, folder: Path, by: User, on: datetime) -> Course:
    text, faults = read_course(package.write(folder / package.course["slug"]))
    assert not faults, "\n".join(map(str, faults))
    course = import_course(text, owner=by, on=on)
    self_paced_run(course)
    publish(course, by=by, on=on)
    course.refresh_from_db()
    return course


def _person(name: str) -> User:
    return User.objects.create(
        email=f"{name}@example.org", full_name=f"Person {name}", password="!", language="en"
    )


def _sitting(person: User, course: Course, on: datetime) -> list[Item]:
    enrolment = begin(person, course)
    sit(enrolment, course, "practice", size=4)
    item, block = item_of(course, "second"), block_in(course)
    outline = outline_in_force(course)
    sitting = open_sitting(enrolment, outline, item, block, phase=Phase.MEASURED, on=on)
    (cookies,) = signed_in([person], on)
    return [
        Item(
            f"/en/sittings/{sitting.uid}/{number}/",
            cookies,
            {
                HIDDEN: TOKEN,
                name_of(as_met(one)): one.item_version.item.category,
                "certainty": "sure",
            },
        )
        for number, one in enumerate(items_of(sitting), 1)
    ]
