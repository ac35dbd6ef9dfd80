"""Lists of badges given by processes that are killed, and confirmed by several at once, on
PostgreSQL."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from multiprocessing import get_context
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.db.models.query import QuerySet

from badges.awards import giving_actions, list_actions
from badges.awards.giving_actions import Said, give_by_hand
from badges.awards.list_actions import LEASE, advance_list, confirm_list, lists_due
from badges.awards.lists import Line
from badges.awards.models import Award, GivenList, GivenRow
from badges.credentials.models import SignedCredential
from lms.accounts.models import Notice
from lms.audit.models import AuditNote
from lms.common.clock import now
from lms.common.errors import Refusal
from tests.given import by_hand
from tests.learning import begin

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

LEARNERS = 7


@pytest.fixture(autouse=True)
def postgres_only():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


@pytest.fixture
def people(sampling_course, person):
    found = [person(f"p{n}", f"Person P{n}") for n in range(LEARNERS)]
    for one in found:
        begin(one, sampling_course)
    return found


@pytest.fixture
def badge(sampling_course, ieva, people, monkeypatch):
    monkeypatch.setattr(list_actions, "STEP", 3)
    return by_hand(sampling_course, ieva)


def lines():
    known = [Line(n, f"p{n}@example.org", reason="Took part.") for n in range(LEARNERS)]
    return [*known, Line(LEARNERS, "nobody@example.org", reason="Took part.")]


def side_by_side(*works):
    gate = Barrier(len(works))

    def run(work):
        try:
            gate.wait(20)
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result() for future in [pool.submit(run, work) for work in works]]


def everything_once(badge):
    assert Award.objects.filter(achievement=badge).count() == LEARNERS
    outcomes = GivenRow.objects.values_list("outcome", flat=True)
    assert sorted(outcomes) == ["given"] * LEARNERS + ["nobody"]
    assert GivenRow.objects.filter(award__isnull=False).count() == LEARNERS
    assert Notice.objects.filter(link__startswith="me/badges/").count() == LEARNERS
    assert SignedCredential.objects.filter(award__achievement=badge).count() == 2 * LEARNERS


STEPS = ("before", "given", "said", "step", "end")


def _die(list_id, step, name):
    """In a process of its own: give, and end at this step as if the power went."""
    connections.close_all()
    connection.settings_dict["NAME"] = name
    calls = iter(range(100))

    def dead(*_args, **_kwargs):
        os.kill(os.getpid(), signal.SIGKILL)

    give, save, update = list_actions.give, GivenRow.save, QuerySet.update
    if step == "before":
        list_actions.give = lambda *a, **more: give(*a, **more) if next(calls) < 2 else dead()
    elif step == "given":
        # The award is written, and what came of the line is not.
        giving_actions.tell = lambda *_a, **_m: None if next(calls) < 1 else dead()
    elif step == "said":
        GivenRow.save = lambda row, **more: (
            (save(row, **more), dead()) if next(calls) == 2 else save(row, **more)
        )
    elif step == "step":
        QuerySet.update = lambda rows, **said: (
            dead() if "trouble" in said and "done_at" not in said else update(rows, **said)
        )
    else:
        QuerySet.update = lambda rows, **said: (
            dead() if said.get("done_at") else update(rows, **said)
        )
    while advance_list(list_id, on=now()):
        pass
    os._exit(0)


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_it_goes_on_with_one_award_a_line(badge, ieva, step):
    made = confirm_list(badge, uuid4(), lines(), by=ieva, on=now())
    name = connection.settings_dict["NAME"]
    # The child is to inherit no connection, nor a pool of them.
    connections.close_all()
    connection.close_pool()
    process = get_context("fork").Process(target=_die, args=(made.pk, step, name))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    made.refresh_from_db()
    assert made.done_at is None
    # Nobody takes it over while it may still be at work.
    assert not advance_list(made.pk, on=now())
    on = now() + LEASE + timedelta(seconds=1)
    assert lists_due(on=on) == 1
    if step == "given":
        # Of the line in which it died nothing is there: neither the award nor its outcome was kept.
        told = Notice.objects.filter(link__startswith="me/badges/").count()
        assert told == LEARNERS - 1
        assert Award.objects.filter(achievement=badge).count() == LEARNERS
    else:
        everything_once(badge)


def test_two_confirmations_of_one_page_make_one_list(badge, ieva):
    uid = uuid4()
    made = side_by_side(
        *[lambda: confirm_list(badge, uid, lines(), by=ieva, on=now())] * 6,
    )
    assert len({one.pk for one in made}) == 1
    assert GivenList.objects.count() == 1
    assert GivenRow.objects.count() == LEARNERS + 1
    assert AuditNote.objects.filter(verb__startswith="badges given by a list").count() == 1


def test_two_lists_with_the_same_people_and_many_workers_give_everybody_one(badge, ieva, people):
    one, two = [confirm_list(badge, uuid4(), lines(), by=ieva, on=now()) for _ in range(2)]

    def by_one():
        with suppress(Refusal):
            give_by_hand(badge, people[0], Said("By hand."), by=ieva, on=now())

    side_by_side(*[lambda: lists_due(on=now())] * 4, by_one)
    lists_due(on=now() + LEASE + timedelta(seconds=1))
    awards = Award.objects.filter(achievement=badge)
    assert awards.count() == LEARNERS == awards.values("person").distinct().count()
    for made in (one, two):
        made.refresh_from_db()
        assert made.done_at
        assert not made.rows.filter(outcome__in=["", "failed"]).exists()


def test_a_line_that_always_fails_is_told_and_the_others_are_given(badge, ieva, monkeypatch):
    made = confirm_list(badge, uuid4(), lines(), by=ieva, on=now())
    give = list_actions.give

    def broken(achievement, person, said, **more):
        if person.full_name == "Person P1":
            raise RuntimeError("p1@example.org")
        return give(achievement, person, said, **more)

    monkeypatch.setattr(list_actions, "give", broken)
    on = now()
    for _ in range(12):
        lists_due(on=on)
        made.refresh_from_db()
        assert "example.org" not in made.trouble
        on += timedelta(hours=2)
    assert made.done_at
    assert made.rows.get(number=1).outcome == "failed"
    assert Award.objects.filter(achievement=badge).count() == LEARNERS - 1
