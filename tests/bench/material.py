"""Courses and learners in numbers. Written into the tables at once: reaching these states as people
do would take hours, and here only the size matters."""

import random
import uuid
from copy import deepcopy
from datetime import datetime, timedelta
from pathlib import Path

from courses.assessment.models import Attempt
from courses.content.actions.importing import import_course, read_course
from courses.content.models import (
    Course,
    Release,
    ReleaseItem,
    ReleaseModule,
    Unit,
    UnitVersion,
)
from courses.content.outline import Outline, OutlineItem
from courses.enrolment.actions import self_paced_run
from courses.enrolment.models import Enrolment
from courses.progress.models import How, UnitCompletion
from lms.accounts.models import User
from tests.packages import Package, pair, reading, scored, single

IN_A_MODULE = 10
BATCH = 2_000
FIRST = ("Ona", "Jonas", "Birutė", "Ąžuolas", "Šarūnė", "Žygimantas", "Čiurlionė", "Ieva", "Ūla")
LAST = ("Petraitė", "Kazlauskas", "Žemaitytė", "Ėglė", "Šimkus", "Įvartis", "Zabiela", "Čepas")
LT = "Ką skaičiuosite, kur ir kiek kartų, nuspręskite prieš išeidami į lauką. "
EN = "Decide what to count, where and how often before you go out into the field. "


def make_course(units: int, folder: Path, *, by: User, on: datetime, slug: str = "") -> Course:
    """A draft of so many units in modules of ten, nine to read and one with three questions."""
    slug = slug or f"bench-{units}"
    questions = ["q1", "q2", "q3"]
    module = {
        "key": "module-1",
        "title": pair("1 modulis", "Module 1"),
        "units": [
            *[_reading(f"unit-1-{n}") for n in range(1, IN_A_MODULE)],
            scored(f"unit-1-{IN_A_MODULE}", questions),
        ],
    }
    package = Package(slug, [module], [single(key) for key in questions])
    text, faults = read_course(package.write(folder / slug))
    assert not faults, "\n".join(map(str, faults))
    course = import_course(text, owner=by, on=on)
    self_paced_run(course)
    _multiply(course, units // IN_A_MODULE)
    return course


def _reading(key: str) -> dict[str, object]:
    unit = reading(key)
    unit["blocks"] = {
        f"::: text part-{n}": pair(f"## {n} dalis\n\n{LT * 12}", f"## Part {n}\n\n{EN * 12}")
        for n in range(1, 5)
    }
    return unit


def _multiply(course: Course, modules: int) -> None:
    """The first module of the draft so many times, each with units of its own."""
    draft = Release.objects.get(course=course, number=None)
    first = draft.modules.get()
    rows = list(draft.items.select_related("unit", "version").order_by("position"))
    made = [
        ReleaseModule(
            release=draft,
            key=f"module-{number}",
            position=first.position + number - 1,
            title=pair(f"{number} modulis", f"Module {number}"),
        )
        for number in range(2, modules + 1)
    ]
    ReleaseModule.objects.bulk_create(made)
    places = [(module, row) for module in made for row in rows]
    units = Unit.objects.bulk_create(
        Unit(course=course, key=row.unit.key.replace("unit-1-", f"unit-{module.position}x-"))
        for module, row in places
    )
    versions = UnitVersion.objects.bulk_create(
        UnitVersion(
            unit=unit,
            number=1,
            title=pair(f"Tema {unit.key}", f"Unit {unit.key}"),
            summary=row.version.summary,
            minutes=row.version.minutes,
            blocks=_own(row.version.blocks),
            alignments=row.version.alignments,
            digest=row.version.digest,
            made_at=row.version.made_at,
        )
        for unit, (_module, row) in zip(units, places, strict=True)
    )
    ReleaseItem.objects.bulk_create(
        ReleaseItem(
            release=draft,
            module=module,
            unit=unit,
            version=version,
            position=row.position,
            requirement=row.requirement,
            score_at_least=row.score_at_least,
        )
        for unit, version, (module, row) in zip(units, versions, places, strict=True)
    )


def _own(blocks: list[dict[str, object]]) -> list[dict[str, object]]:
    return [{**deepcopy(block), "uid": str(uuid.uuid4())} for block in blocks]


def make_learners(
    course: Course, outline: Outline, count: int, *, on: datetime, done: float = 0.6
) -> None:
    """So many learners who have done this share of the course on average, and were last active
    within 90 days; some have tried a quiz three times."""
    chance = random.Random(count)
    run = self_paced_run(course)
    for start in range(0, count, BATCH):
        size = min(BATCH, count - start)
        people = User.objects.bulk_create(
            User(
                email=f"{course.slug}-{start + n}@example.org",
                full_name=f"{chance.choice(FIRST)} {chance.choice(LAST)} {start + n}",
                password="!",
            )
            for n in range(size)
        )
        far = [_how_far(chance, len(outline.items), done) for _person in people]
        enrolments = Enrolment.objects.bulk_create(
            _enrolment(
                run.pk, person, outline, reached, on - timedelta(hours=chance.randrange(2160))
            )
            for person, reached in zip(people, far, strict=True)
        )
        UnitCompletion.objects.bulk_create(
            (
                _completion(enrolment, outline, item)
                for enrolment, reached in zip(enrolments, far, strict=True)
                for item in outline.items[:reached]
            ),
            batch_size=BATCH,
        )
        Attempt.objects.bulk_create(
            attempt
            for enrolment, reached in zip(enrolments, far, strict=True)
            if reached < len(outline.items)
            for attempt in _attempts(enrolment, outline, outline.items[reached])
        )


def _how_far(chance: random.Random, units: int, done: float) -> int:
    """How many units: around the share, some at the very end."""
    return min(units, max(0, round(units * chance.gauss(done, 0.25))))


def _enrolment(
    run: int, person: User, outline: Outline, reached: int, active: datetime
) -> Enrolment:
    whole = reached == len(outline.items)
    return Enrolment(
        run_id=run,
        person=person,
        state=Enrolment.State.COMPLETED if whole else Enrolment.State.ACTIVE,
        enrolled_at=active - timedelta(days=30),
        completed_at=active if whole else None,
        completed_release_id=outline.release_id if whole else None,
        summary_release_id=outline.release_id,
        done=reached,
        required=len(outline.items),
        next_unit_id=None if whole else outline.items[reached].unit_id,
        next_unit_since=active,
        last_activity_at=active,
    )


def _completion(enrolment: Enrolment, outline: Outline, item: OutlineItem) -> UnitCompletion:
    return UnitCompletion(
        enrolment=enrolment,
        unit_id=item.unit_id,
        version_id=item.version_id,
        release_id=outline.release_id,
        how=How.DONE,
        required_then=item.requirement,
        completed_at=enrolment.last_activity_at,
    )


def _attempts(enrolment: Enrolment, outline: Outline, item: OutlineItem) -> list[Attempt]:
    if item.score_block is None:
        return []
    return [
        Attempt(
            enrolment=enrolment,
            unit_id=item.unit_id,
            block=item.score_block,
            release_id=outline.release_id,
            number=number,
            seed=number,
            preset="check",
            state=Attempt.State.SUBMITTED,
            opened_at=enrolment.last_activity_at,
            submitted_at=enrolment.last_activity_at,
            points=1000,
            possible=3000,
        )
        for number in (1, 2, 3)
    ]
