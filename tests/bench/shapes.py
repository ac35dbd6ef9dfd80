"""Courses full of learners, for measuring: published as any course, filled by a few statements."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection

from badges.awards.models import Achievement, Award
from courses.content.models import Course
from courses.content.outline import Outline
from courses.content.queries import outline_by_id
from courses.enrolment.actions import self_paced_run
from courses.enrolment.models import Enrolment
from lms.accounts.middleware import SEEN
from lms.accounts.models import User
from lms.common.clock import local_day
from tests.bench.acts import published
from tests.bench.material import BATCH, make_course

DONE = 0.6
# How far from that a learner is at most, in units.
SPREAD = 4
# The badge that everybody has who has done one quiz of such a course.
HELD = {"competency": "C1", "level": 1}
TOKEN = "b" * 32


@dataclass(frozen=True)
class Shape:
    """How much of what."""

    units: int
    learners: int

    def __str__(self) -> str:
        return f"{self.units} units, {self.learners:,} learners"


# Completions of everybody in the course, one after another in the order of the outline.
COMPLETIONS = """
INSERT INTO courses_unitcompletion
  (enrolment_id, unit_id, version_id, release_id, how, required_then, completed_at, reason)
SELECT e.id, i.unit_id, i.version_id, i.release_id, 'done', i.requirement, e.last_activity_at, ''
FROM courses_enrolment e JOIN (
  SELECT one.*, ROW_NUMBER() OVER (ORDER BY m.position, one.position) AS place
  FROM courses_releaseitem one JOIN courses_releasemodule m ON m.id = one.module_id
  WHERE one.release_id = %(release)s
) i ON i.place <= e.done
WHERE e.run_id = %(run)s AND e.id > %(after)s
"""
RECORDS = """
INSERT INTO courses_learningrecord
  (uid, person_id, verb, course_id, unit_id, run_id, release_id, at, result)
SELECT {uuid}, e.person_id, 'completed-unit', %(course)s, c.unit_id, e.run_id, c.release_id,
  c.completed_at, '{{"points": 3000, "possible": 3000, "right": 3, "partly": 0, "items": 3}}'
FROM courses_unitcompletion c JOIN courses_enrolment e ON e.id = c.enrolment_id
WHERE e.run_id = %(run)s AND e.id > %(after)s
"""
RECEIPTS = """
INSERT INTO badges_receipt (record_id, taken_at)
SELECT r.id, r.at FROM courses_learningrecord r
WHERE r.run_id = %(run)s AND r.person_id > %(person)s
"""
EVIDENCE = """
INSERT INTO courses_evidence
  (person_id, competency_id, level, kind, record_id, result, occurred_at)
SELECT r.person_id, a.competency_id, 1, 'assessed', r.id, r.result, r.at
FROM courses_learningrecord r
JOIN courses_releaseitem i ON i.unit_id = r.unit_id AND i.release_id = r.release_id
JOIN courses_releasealignment a ON a.item_id = i.id AND a.gives_evidence
WHERE r.run_id = %(run)s AND r.person_id > %(person)s
"""


@dataclass(frozen=True)
class Learner:
    """Somebody who learns here. cookies: of their session, with the token of their forms.  reached: how
    many units they have done, the first first."""

    person: int
    enrolment: int
    reached: int
    cookies: str


@dataclass(frozen=True)
class Filled:
    """A published course with its learners."""

    shape: Shape
    course: Course
    outline: Outline
    learners: list[Learner]

    @property
    def path(self) -> str:
        return f"/en/courses/{self.course.slug}/"


def filled(shape: Shape, folder: Path, *, by: User, on: datetime, some: int = 1200) -> Filled:
    """The course, published, with its learners, 60 % done; `some` of them can be signed in as."""
    slug = f"speed-{shape.units}-{shape.learners}"
    course = published(make_course(shape.units, folder, by=by, on=on, slug=slug), by)
    outline = outline_by_id(course.in_force_id)
    learners = add_learners(course, outline, shape.learners, on=on, some=some)
    return Filled(shape, course, outline, learners)


def add_learners(
    course: Course, outline: Outline, count: int, *, on: datetime, some: int = 0
) -> list[Learner]:
    """So many more learners in the course, with what they did."""
    run = self_paced_run(course)
    first = Enrolment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    person = User.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    made: list[tuple[User, Enrolment]] = []
    for start in range(0, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        made += _batch(course, outline, run.pk, first, numbers, on)[: max(0, some - len(made))]
    _what_they_did(course, outline, run.pk, first, person)
    return [
        Learner(who.pk, enrolment.pk, enrolment.done, cookies)
        for (who, enrolment), cookies in zip(
            made, signed_in([who for who, _enrolment in made], on), strict=True
        )
    ]


def _batch(
    course: Course, outline: Outline, run: int, first: int, numbers: range, on: datetime
) -> list[tuple[User, Enrolment]]:
    people = User.objects.bulk_create(
        User(
            email=f"{course.slug}-{first}-{n}@example.org",
            full_name=f"Birutė Žemaitytė {n}",
            password="!",
            language="en",
        )
        for n in numbers
    )
    enrolments = Enrolment.objects.bulk_create(
        _enrolment(run, who, outline, n, on - timedelta(minutes=n % 100_000))
        for who, n in zip(people, numbers, strict=True)
    )
    badge = Achievement.objects.filter(in_force__rule=HELD).select_related("in_force").first()
    if badge:
        Award.objects.bulk_create(
            Award(
                achievement=badge,
                version=badge.in_force,
                person=who,
                recipient_name=who.full_name,
                evidence=[],
                issued_at=on,
            )
            for who in people
        )
    return list(zip(people, enrolments, strict=True))


def _enrolment(run: int, person: User, outline: Outline, n: int, active: datetime) -> Enrolment:
    units = outline.items
    reached = round(len(units) * DONE) + n % (2 * SPREAD + 1) - SPREAD
    return Enrolment(
        run_id=run,
        person=person,
        enrolled_at=active - timedelta(days=30),
        summary_release_id=outline.release_id,
        done=reached,
        required=len(units),
        minutes_left=sum(one.minutes for one in units[reached:]),
        next_unit_id=units[reached].unit_id,
        next_unit_since=active,
        last_activity_at=active,
    )


def _what_they_did(course: Course, outline: Outline, run: int, first: int, person: int) -> None:
    uuid = "gen_random_uuid()"
    if connection.vendor == "sqlite":
        uuid = "lower(hex(randomblob(16)))"
    values = {
        "run": run,
        "release": outline.release_id,
        "course": course.pk,
        "after": first,
        "person": person,
    }
    with connection.cursor() as cursor:
        for sql in (COMPLETIONS, RECORDS.format(uuid=uuid), RECEIPTS, EVIDENCE):
            cursor.execute(sql, values)


def signed_in(people: list[User], on: datetime) -> list[str]:
    """The cookies of a session of each, with which their forms are accepted."""
    store = SessionStore()
    day = local_day(on).isoformat()
    sessions = [
        Session(
            session_key=secrets.token_hex(16),
            session_data=store.encode(
                {
                    SESSION_KEY: str(who.pk),
                    BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
                    HASH_SESSION_KEY: who.get_session_auth_hash(),
                    SEEN: day,
                }
            ),
            expire_date=on + timedelta(days=10),
        )
        for who in people
    ]
    Session.objects.bulk_create(sessions, batch_size=BATCH)
    session, token = settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME
    return [f"{session}={one.session_key}; {token}={TOKEN}" for one in sessions]


def completions() -> int:
    """How many there are in the whole database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM courses_unitcompletion")
        return int(cursor.fetchone()[0])
