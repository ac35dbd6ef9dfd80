"""Places in a run under real concurrency on PostgreSQL: never one too many, never one lost."""

from datetime import timedelta

import pytest
from django.db import connection

from courses.content.models import Course
from courses.enrolment.actions import offer_due
from courses.enrolment.models import Application, Enrolment
from courses.progress.actions import approve, come_in, join, leave
from lms.accounts.models import User
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.pages.invariants import differences
from tests.courses.test_locks import all_at_once
from tests.runs import run_of

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ACTIVE = Enrolment.State.ACTIVE
State = Application.State


@pytest.fixture(autouse=True)
def postgres_only():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


@pytest.fixture
def course(sampling_course) -> Course:
    return sampling_course


@pytest.fixture
def crowd(person) -> list[User]:
    return [person(f"learner{n}") for n in range(20)]


def tries(job):
    """The job; a refusal is an answer."""

    def work():
        try:
            return job()
        except Refusal as refusal:
            return refusal.code

    return work


def test_twenty_for_the_last_place_are_one_learner_and_a_list_in_order(course, ieva, crowd):
    run = run_of(course, ieva, capacity=1)
    came = all_at_once(*[lambda one=one: come_in(one, run, on=now(), waits=True) for one in crowd])
    assert sum(isinstance(one, Enrolment) for one in came) == 1
    assert Enrolment.objects.filter(run=run, state=ACTIVE).count() == 1
    assert Application.objects.filter(run=run, state=State.WAITLISTED).count() == 19
    assert list(differences()) == []


def test_those_who_would_not_wait_are_told_that_it_is_full(course, ieva, crowd):
    run = run_of(course, ieva, capacity=3)
    came = all_at_once(*[tries(lambda one=one: come_in(one, run, on=now())) for one in crowd])
    assert came.count("full") == 17
    assert Enrolment.objects.filter(run=run).count() == 3


def test_an_offer_that_runs_out_while_it_is_taken_is_one_or_the_other(course, ieva, crowd):
    for first, second, third in zip(crowd[::3], crowd[1::3], crowd[2::3], strict=False):
        run = run_of(course, ieva, capacity=1)
        enrolment = come_in(first, run, on=now())
        for one in (second, third):
            come_in(one, run, on=now(), waits=True)
        leave(enrolment, on=now())
        offered = Application.objects.get(run=run, person=second)
        assert offered.state == State.OFFERED
        just_before = offered.offer_until - timedelta(seconds=1)
        all_at_once(
            tries(lambda who=second, run=run, on=just_before: come_in(who, run, on=on)),
            lambda on=offered.offer_until: offer_due(on=on),
        )
        came_in = Enrolment.objects.filter(run=run, person=second, state=ACTIVE).exists()
        stands = {one.person: one.state for one in Application.objects.filter(run=run)}
        if came_in:
            assert stands == {third: State.WAITLISTED}
        else:
            assert stands == {second: State.LAPSED, third: State.OFFERED}
    assert list(differences()) == []


def test_all_leave_while_others_come_and_no_place_is_given_twice(course, ieva, crowd):
    run = run_of(course, ieva, capacity=5)
    inside = [come_in(one, run, on=now()) for one in crowd[:5]]
    for one in crowd[5:10]:
        come_in(one, run, on=now(), waits=True)
    all_at_once(
        *[lambda one=one: leave(one, on=now()) for one in inside],
        *[lambda one=one: come_in(one, run, on=now(), waits=True) for one in crowd[10:15]],
        *[lambda: offer_due(on=now()) for _worker in range(2)],
    )
    stands = {one.person: one.state for one in Application.objects.filter(run=run)}
    # Those who waited first have the places, whatever came between.
    assert [stands[one] for one in crowd[5:10]] == [State.OFFERED] * 5
    assert [stands[one] for one in crowd[10:15]] == [State.WAITLISTED] * 5
    assert list(differences()) == []


def test_coming_into_three_runs_at_once_is_learning_in_one(course, ieva, jonas):
    runs = [run_of(course, ieva, capacity=5) for _run in range(3)]
    all_at_once(
        *[
            tries(lambda run=run: come_in(jonas, run, on=now(), moves=True))
            for run in (*runs, *runs)
        ],
        lambda: join(jonas, course, on=now()),
    )
    assert Enrolment.objects.filter(person=jonas, state=ACTIVE).count() == 1
    assert list(differences()) == []


def test_two_who_change_places_do_not_wait_for_each_other(course, ieva, jonas, ona):
    one, other = (run_of(course, ieva, capacity=2) for _run in range(2))
    for _turn in range(5):
        come_in(jonas, one, on=now(), moves=True)
        come_in(ona, other, on=now(), moves=True)
        all_at_once(
            lambda: come_in(jonas, other, on=now(), moves=True),
            lambda: come_in(ona, one, on=now(), moves=True),
        )
        learn = dict(Enrolment.objects.filter(state=ACTIVE).values_list("person", "run"))
        assert learn == {jonas.pk: other.pk, ona.pk: one.pk}


def test_two_instructors_who_approve_the_same_take_in_once(course, ieva, vytas, crowd):
    run = run_of(course, ieva, policy="approval", capacity=4)
    for one in crowd[:8]:
        come_in(one, run, on=now(), said="Me.")
    pks = list(Application.objects.values_list("pk", flat=True))
    told = all_at_once(*[lambda by=by: approve(run, pks, by=by, on=now()) for by in (ieva, vytas)])
    assert sum(one["in"] for one in told) == 4
    assert sum(one["waiting"] for one in told) == 4
    assert list(differences()) == []


def test_coming_into_several_runs_at_once_nobody_has_to_begin_again(
    course, ieva, jonas, ona, monkeypatch
):
    """All hold the runs of a course in one order and people after them: a deadlock would be an
    error here, for nothing is tried twice."""
    monkeypatch.setattr("lms.common.transactions.TRIES", 1)
    runs = [run_of(course, ieva, capacity=9) for _run in range(4)]
    asking = run_of(course, ieva, policy="approval")
    for _turn in range(6):
        all_at_once(
            *[
                tries(lambda who=who, run=run: come_in(who, run, on=now(), moves=True))
                for who in (jonas, ona)
                for run in (*runs, *reversed(runs))
            ],
            *[lambda: approve(asking, [], by=ieva, on=now()) for _press in range(2)],
        )
    for person in (jonas, ona):
        assert Enrolment.objects.filter(person=person, state=ACTIVE).count() == 1
    assert list(differences()) == []
