"""How people of the tests learn: through the same actions as anybody."""

from typing import Any

from courses.assessment.actions import start_attempt, submit
from courses.assessment.models import Attempt
from courses.assessment.queries import responses_of
from courses.content.models import Course, Met
from courses.content.outline import Outline, OutlineItem
from courses.content.queries import outline_by_id
from courses.enrolment.models import Enrolment
from courses.progress.actions import complete_unit, join
from lms.accounts.models import User
from lms.common.clock import now
from lms.pages.demo_cast import finish, right_answer

__all__ = ["answer", "begin", "finish", "item_of", "outline_in_force", "read", "right_answers"]


def outline_in_force(course: Course) -> Outline:
    course.refresh_from_db()
    return outline_by_id(course.in_force_id)


def item_of(course: Course, key: str) -> OutlineItem:
    return next(item for item in outline_in_force(course).items if item.key == key)


def begin(person: User, course: Course) -> Enrolment:
    course.refresh_from_db()
    return join(person, course, on=now())


def read(enrolment: Enrolment, course: Course, key: str) -> None:
    complete_unit(enrolment, item_of(course, key).unit_id, by=Met.CONTINUE, on=now())


def open_attempt(enrolment: Enrolment, course: Course, key: str) -> Attempt:
    item = item_of(course, key)
    return start_attempt(enrolment, outline_in_force(course), item, item.score_block, on=now())


def right_answers(attempt: Attempt) -> dict[str, Any]:
    versions = [response.item_version for response in responses_of(attempt)]
    return {str(version.item.uid): right_answer(version) for version in versions}


def answer(enrolment: Enrolment, course: Course, key: str, *, right: int | None = None) -> Attempt:
    """Submit the unit's quiz with so many right answers (all of them by default)."""
    attempt = open_attempt(enrolment, course, key)
    answers = right_answers(attempt)
    for uid in list(answers)[right if right is not None else len(answers) :]:
        answers[uid] = None
    return submit(attempt, on=now(), answers=answers, sequence=1)
