"""Attempts under real concurrency on PostgreSQL: the end of the time, the end of a pause, a hint."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from courses.assessment.actions import ask_hint, close_due, save_answers, start_attempt, submit
from courses.assessment.models import Attempt, LateAnswer, Response, Score
from courses.progress.models import UnitCompletion
from courses.records.models import LearningRecord, Verb
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.pages.invariants import differences
from tests.courses.classroom.test_attempt_rules import names, quiz
from tests.courses.test_locks import all_at_once
from tests.learning import begin, item_of, outline_in_force, read, right_answers

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def postgres_only():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


@pytest.fixture
def learn(teach, jonas):
    def begun(words: str):
        course = teach(quiz(words, hint=True))
        enrolment = begin(jonas, course)
        read(enrolment, course, "first")
        item, outline = item_of(course, "second"), outline_in_force(course)
        return lambda on: start_attempt(enrolment, outline, item, item.score_block, on=on)

    return begun


@pytest.mark.parametrize("turn", range(3))
def test_the_sweep_closes_while_the_learner_hands_in_and_saves(learn, turn):
    """Some come just in time and some too late; whoever is first, it is handed in once."""
    start = learn("preset=test minutes=20")
    began = now()
    attempt = start(began)
    answers = right_answers(attempt)
    first = names(attempt)[0]
    save_answers(attempt, {first: "a"}, sequence=1, on=began)
    end = began + timedelta(minutes=20)
    in_time, late = end - timedelta(milliseconds=1), end + timedelta(milliseconds=1)
    all_at_once(
        *[lambda: close_due(on=late) for _worker in range(3)],
        *[lambda: submit(attempt, on=in_time, answers=answers, sequence=2) for _tab in range(3)],
        *[lambda: submit(attempt, on=late, answers=answers, sequence=2) for _tab in range(2)],
        *[lambda: save_answers(attempt, answers, sequence=2, on=late) for _tab in range(2)],
    )
    attempt.refresh_from_db()
    assert not attempt.is_open
    assert Score.objects.count() == 3
    assert LearningRecord.objects.filter(verb=Verb.SUBMITTED).count() == 1
    done = UnitCompletion.objects.filter(unit__key="second").count()
    # In time all three count; too late only what had been saved, and the rest is kept beside it,
    # each answer as often as it was sent at most.
    assert (attempt.points, done, attempt.ran_out) in [(3000, 1, False), (1000, 0, True)]
    if attempt.ran_out:
        assert set(LateAnswer.objects.values_list("response__position", flat=True)) == {1, 2}
        assert LateAnswer.objects.count() == 2
    assert list(differences()) == []


def test_two_tabs_after_the_pause_open_one_attempt(learn):
    start = learn("preset=test attempts=3 pause=60")
    ended = now()
    submit(start(ended), on=ended, answers={}, sequence=1)
    opens = ended + timedelta(minutes=60)

    def early():
        try:
            return start(opens - timedelta(seconds=1)).number
        except Refusal as refusal:
            return refusal.code

    told = all_at_once(
        *[lambda: start(opens).number for _tab in range(5)], *[early for _tab in range(3)]
    )
    assert set(told[:5]) == {2}
    # Whoever pressed too early is told to wait, or finds the attempt that the other tab opened.
    assert set(told[5:]) <= {"too-soon", 2}
    assert Attempt.objects.count() == 2
    assert Response.objects.count() == 6


def test_a_hint_asked_for_in_six_tabs_is_asked_for_once(learn):
    start = learn("preset=check hint_cost=25")
    on = now()
    attempt = start(on)
    item = UUID(names(attempt)[0])
    all_at_once(
        *[
            lambda after=after: ask_hint(attempt, item, on=on + timedelta(seconds=after))
            for after in range(6)
        ]
    )
    hinted = Response.objects.get(hint_at__isnull=False)
    assert hinted.hint_cost == 250
    asked_at = hinted.hint_at
    ask_hint(attempt, item, on=on + timedelta(minutes=5))
    hinted.refresh_from_db()
    assert hinted.hint_at == asked_at
    done = submit(attempt, on=on + timedelta(minutes=6), answers=right_answers(attempt), sequence=1)
    assert done.points == 2750
    assert list(differences()) == []


def test_a_hint_asked_for_while_the_sweep_closes_does_not_deadlock(learn):
    start = learn("preset=test minutes=20 hint_cost=25")
    began = now()
    attempt = start(began)
    item = UUID(names(attempt)[0])
    end = began + timedelta(minutes=20)
    all_at_once(
        *[lambda: ask_hint(attempt, item, on=end - timedelta(seconds=1)) for _tab in range(4)],
        *[lambda: ask_hint(attempt, item, on=end) for _tab in range(2)],
        *[lambda: close_due(on=end) for _worker in range(4)],
    )
    attempt.refresh_from_db()
    assert not attempt.is_open
    assert list(differences()) == []
