"""When attempts end, how many are left and when the next one opens; what a hint takes."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from courses.assessment.limits import attempts_left, due_at, opens_at
from courses.assessment.models import Attempt
from courses.assessment.queries import counting
from courses.assessment.scoring import WHOLE, is_right, mark, total
from courses.banks.kinds import Verdict
from courses.content.blocks.base import Settings
from courses.content.blocks.quiz import Quiz, rules_of
from courses.progress.calc import satisfying
from lms.common.yamlnodes import Faults
from tests.courses.progress.test_calc import item

AT = datetime(2026, 3, 7, 12, tzinfo=UTC)
minutes = some.integers(0, 43_200)


def submitted(after: int, *, points: int = 0, number: int = 1, due: int | None = None) -> Attempt:
    return Attempt(
        number=number,
        state=Attempt.State.SUBMITTED,
        points=points,
        possible=3000,
        submitted_at=AT + timedelta(minutes=after),
        due_at=None if due is None else AT + timedelta(minutes=due),
    )


@given(some.integers(1, 600), some.integers(0, 600))
def test_more_time_moves_the_end_by_just_that(limit, extra):
    assert due_at(AT, limit, extra) - due_at(AT, limit) == timedelta(minutes=extra)
    assert due_at(AT, limit) == AT + timedelta(minutes=limit)


def test_without_a_limit_nothing_ends_and_nothing_is_counted():
    assert due_at(AT, 0) is None
    assert due_at(AT, 0, 30) is None
    assert attempts_left(0, 99) is None
    assert attempts_left(0, 99, 3) is None


@given(some.integers(1, 20), some.integers(0, 30), some.integers(0, 5))
def test_what_is_left_is_never_less_than_nothing(allowed, used, extra):
    left = attempts_left(allowed, used, extra)
    assert left == max(0, allowed + extra - used)


@given(some.lists(minutes, min_size=1, max_size=5), minutes, minutes)
def test_the_next_attempt_opens_a_pause_after_the_last_one(ended, pause, later):
    on = AT + timedelta(minutes=later)
    opens = opens_at([submitted(one) for one in ended], pause, on)
    expected = AT + timedelta(minutes=max(ended) + pause)
    assert opens == (expected if pause and expected > on else None)


def test_closing_late_makes_nobody_wait_longer():
    attempt = submitted(90, due=20)
    assert opens_at([attempt], 30, AT) == AT + timedelta(minutes=50)


def test_the_best_or_the_last_result_is_the_learners():
    better, last = submitted(1, points=2500), submitted(2, points=1000, number=2)
    redo = submitted(3, points=3000, number=3)
    redo.redoes_id = 1
    going = Attempt(number=4, possible=3000)
    everything = [going, redo, last, better]
    assert counting(everything) is better
    assert counting(everything, last=True) is last
    assert counting([redo, going]) is None


@given(some.lists(some.integers(0, 100), min_size=1), some.integers(1, 100))
def test_where_the_last_result_counts_only_that_is_enough(scores, least):
    block = UUID(int=7)
    asks = {"requirement": "score", "score_at_least": least, "score_block": block}
    one = item(1, **asks)
    results = [{"block": str(block), "points": s, "possible": 100} for s in scores]
    best = satisfying(one, results)
    assert (best is not None) == (max(scores) >= least)

    last = satisfying(item(1, **asks, last_counts=True), results)
    assert (last is not None) == (scores[-1] >= least)
    assert last in (None, results[-1])


CHOICE = {
    "kind": "multiple",
    "options": [
        {"key": key, "right": key in "ab", "text": {"en": key}, "feedback": {}} for key in "abcd"
    ],
}


@given(some.sets(some.sampled_from("abcd")), some.integers(0, 900))
def test_a_hint_takes_its_cost_and_leaves_the_answer_as_right_as_it_is(chosen, cost):
    answer = sorted(chosen) or None
    plain, hinted = mark(CHOICE, answer), mark(CHOICE, answer, hint_cost=cost)
    assert hinted.points == max(0, plain.points - cost)
    assert hinted.verdict == plain.verdict
    assert is_right(hinted.points, cost) == (plain.verdict is Verdict.RIGHT)
    told = total([hinted])
    assert told.right == (plain.points == WHOLE)
    assert told.right + told.partly <= 1


def read(words: str):
    faults = Faults()
    given_words = dict(word.partition("=")[::2] for word in words.split())
    return Quiz().manner(Settings(given_words, ("units/x.md", 1), faults)), faults


def test_rules_that_are_not_said_leave_no_trace():
    assert read("preset=test")[0] == {"preset": "test", "attempts": 3}
    settings, faults = read("preset=test pause=0 minutes=0 counts=best hint_cost=0")
    assert settings == {"preset": "test", "attempts": 3}
    assert not faults
    assert rules_of({"items": []}) == rules_of({})


def test_rules_are_read_and_kept():
    settings, faults = read("preset=test attempts=2 pause=90 minutes=20 counts=last hint_cost=25")
    assert not faults
    rules = rules_of(settings)
    assert (rules.attempts, rules.pause, rules.minutes, rules.hint_points) == (2, 90, 20, 250)
    assert rules.last_counts


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("pause=43201", "“pause=” is a number from 0 to 43200."),
        ("minutes=-5", "“minutes=” is a number from 0 to 600."),
        ("minutes=²", "“minutes=” is a number from 0 to 600."),
        ("hint_cost=100", "“hint_cost=” is a number from 0 to 90."),
        ("counts=first", "“counts=” is best or last."),
    ],
)
def test_what_cannot_be_a_rule_is_a_fault(words, said):
    _settings, faults = read(words)
    assert said in [fault.message for fault in faults]
