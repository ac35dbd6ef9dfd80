"""Real concurrency on PostgreSQL: however many do the same at once, it happens once."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connection

from badges.awards.models import Award
from badges.certificates.models import Certificate
from badges.intake.actions import take_in, take_in_waiting
from badges.intake.models import Receipt
from courses.assessment.actions import submit
from courses.assessment.models import Attempt, Score
from courses.content.models import Met
from courses.enrolment.models import Enrolment
from courses.progress.actions import complete_unit, count_unit, join, withdraw_count
from courses.progress.models import How, UnitCompletion
from courses.records.models import LearningRecord, Verb
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.pages.invariants import differences
from tests.learning import (
    answer,
    begin,
    item_of,
    open_attempt,
    read,
    right_answers,
)
from tests.packages import reading, scored, single

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def postgres_only():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


def all_at_once(*jobs: Callable[[], object]) -> list[object]:
    """Run the jobs side by side, released together; what each returned, or the first error."""
    barrier = threading.Barrier(len(jobs))

    def run(job: Callable[[], object]) -> object:
        try:
            barrier.wait(10)
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result(60) for future in [pool.submit(run, job) for job in jobs]]


@pytest.fixture
def two_left(teach, package, jonas):
    """A course of which two units are left, open both at once."""
    package.modules[0]["in_order"] = "false"
    package.modules[0]["units"].insert(0, reading("zero"))
    course = teach(package)
    enrolment = begin(jonas, course)
    answer(enrolment, course, "second")
    read(enrolment, course, "first")
    return course, enrolment


def test_two_last_units_at_once_complete_the_course_once(two_left, jonas):
    course, enrolment = two_left

    def finish_one(key):
        item = item_of(course, key)
        return lambda: complete_unit(enrolment, item.unit_id, by=Met.CONTINUE, on=now())

    all_at_once(finish_one("third"), finish_one("zero"))
    take_in_waiting(on=now())
    assert LearningRecord.objects.filter(verb=Verb.COMPLETED_COURSE).count() == 1
    assert Award.objects.filter(achievement__key="ready-for-protocol").count() == 1
    assert Certificate.objects.count() == 1
    assert Enrolment.objects.get(person=jonas).percent == 100
    assert list(differences()) == []


def test_the_same_unit_in_eight_tabs_counts_once(two_left):
    course, enrolment = two_left
    item = item_of(course, "zero")
    all_at_once(
        *[
            lambda: complete_unit(enrolment, item.unit_id, by=Met.CONTINUE, on=now())
            for _tab in range(8)
        ]
    )
    assert UnitCompletion.objects.filter(unit__key="zero").count() == 1
    assert LearningRecord.objects.filter(verb=Verb.COMPLETED_UNIT, unit__key="zero").count() == 1


def test_twenty_submits_are_one(teach, package, jonas):
    course = teach(package)
    enrolment = begin(jonas, course)
    read(enrolment, course, "first")
    attempt = open_attempt(enrolment, course, "second")
    answers = right_answers(attempt)
    all_at_once(
        *[lambda: submit(attempt, on=now(), answers=answers, sequence=1) for _press in range(20)]
    )
    assert LearningRecord.objects.filter(verb=Verb.SUBMITTED).count() == 1
    assert Score.objects.count() == 3
    assert UnitCompletion.objects.filter(unit__key="second").count() == 1


def test_starting_a_quiz_in_two_tabs_opens_one_attempt(teach, package, jonas):
    course = teach(package)
    enrolment = begin(jonas, course)
    read(enrolment, course, "first")
    opened = all_at_once(*[lambda: open_attempt(enrolment, course, "second") for _tab in range(6)])
    assert len({attempt.pk for attempt in opened}) == 1
    assert Attempt.objects.count() == 1


def test_joining_from_six_devices_is_joining_once(teach, package, jonas):
    course = teach(package)
    all_at_once(*[lambda: join(jonas, course, on=now()) for _device in range(6)])
    assert Enrolment.objects.count() == 1
    assert LearningRecord.objects.filter(verb=Verb.ENROLLED).count() == 1


def test_a_record_taken_in_by_many_workers_earns_once(two_left):
    course, enrolment = two_left
    read(enrolment, course, "third")
    read(enrolment, course, "zero")
    Receipt.objects.all().delete()
    records = list(LearningRecord.objects.values_list("pk", flat=True))
    all_at_once(*[lambda pk=pk: take_in(pk, on=now()) for pk in records for _worker in range(3)])
    assert Receipt.objects.count() == len(records)
    assert Award.objects.filter(achievement__key="ready-for-protocol").count() == 1
    assert Certificate.objects.count() == 1


def test_completing_and_taking_in_of_one_learner_do_not_deadlock(teach, package, jonas):
    package.modules[0]["in_order"] = "false"
    package.modules[0]["units"] += [reading(f"more-{n}") for n in range(12)]
    course = teach(package)
    enrolment = begin(jonas, course)

    def complete(key):
        item = item_of(course, key)
        return lambda: complete_unit(enrolment, item.unit_id, by=Met.CONTINUE, on=now())

    jobs = [complete(f"more-{n}") for n in range(12)]
    jobs += [lambda: take_in_waiting(on=now()) for _worker in range(4)]
    all_at_once(*jobs)
    take_in_waiting(on=now())
    assert UnitCompletion.objects.count() == 12
    assert not LearningRecord.objects.filter(receipt__isnull=True).exists()
    assert list(differences()) == []


def test_publishing_twice_at_once_makes_one_release(teach, package, ieva, tmp_path):
    from courses.content.actions.importing import import_course, read_course
    from courses.content.actions.publishing import publish

    course = teach(package)
    package.unit("first")["title"] = {"lt": "Nauja", "en": "New"}
    text, _faults = read_course(package.write(tmp_path / "next"))
    import_course(text, owner=ieva, on=now())
    numbers = all_at_once(
        *[lambda: publish(course, by=ieva, on=now()).number for _press in range(4)]
    )
    assert set(numbers) == {2}


def test_quizzes_of_many_learners_at_once_all_arrive(teach, package, person):
    package.items += [single(f"m{n}") for n in range(5)]
    package.modules[0]["units"].append(scored("many", [f"m{n}" for n in range(5)]))
    package.modules[0]["in_order"] = "false"
    course = teach(package)
    people = [person(f"learner{n}", f"Learner {n}") for n in range(8)]

    def learn(one):
        enrolment = begin(one, course)
        answer(enrolment, course, "many")

    all_at_once(*[lambda one=one: learn(one) for one in people])
    assert Attempt.objects.filter(state="submitted", points=5000).count() == 8
    assert list(differences()) == []


def test_pressing_publish_in_four_windows_makes_one_release(teach, package, ieva, jonas):
    from courses.content.actions.drafting import Typed, save_texts
    from courses.content.models import Release
    from courses.content.queries import draft_of
    from lms.studio.actions import publish_as_read
    from lms.studio.effects import report_on
    from lms.studio.report import Choices

    course = teach(package)
    begin(jonas, course)
    save_texts(course.units.get(key="first"), "en", {"title": Typed("New", 0)}, by=ieva, on=now())
    read_it = report_on(course, draft_of(course.pk), Choices(), on=now()).stamp

    def press():
        return publish_as_read(course, Choices(), read=read_it, by=ieva, on=now()).number

    assert set(all_at_once(*[press for _window in range(4)])) == {2}
    assert Release.objects.filter(number__isnull=False).count() == 2


def test_scoring_again_while_the_learner_hands_in_again_loses_nothing(teach, package, ieva, jonas):
    from courses.assessment.actions import order_regrade, settle_regrade

    course = teach(package)
    enrolment = begin(jonas, course)
    read(enrolment, course, "first")
    attempt = open_attempt(enrolment, course, "second")
    q3 = str(course.bank.items.get(key="q3").uid)
    q2 = str(course.bank.items.get(key="q2").uid)
    submit(attempt, on=now(), answers={**right_answers(attempt), q3: "b", q2: "c"}, sequence=1)
    was = course.bank.items.get(key="q3").versions.get()
    package.item("q3")["options"][0]["right"] = "false"
    package.item("q3")["options"][1]["right"] = "true"
    course = teach(package)
    newest = course.bank.items.get(key="q3").versions.get(number=2)
    regrade = order_regrade(
        course.in_force, was, newest, way="upward", reason="A slip.", by=ieva, on=now()
    )
    again = open_attempt(enrolment, course, "second")
    answers = right_answers(again)
    all_at_once(
        *[lambda: settle_regrade(regrade.pk, on=now()) for _worker in range(3)],
        lambda: submit(again, on=now(), answers=answers, sequence=1),
    )
    take_in_waiting(on=now())
    attempt.refresh_from_db()
    assert attempt.points == 2000
    assert Score.objects.filter(kind="regrade").count() == 1
    assert LearningRecord.objects.filter(verb=Verb.REGRADED).count() == 1
    assert UnitCompletion.objects.filter(unit__key="second").count() == 1
    assert list(differences()) == []


def test_an_instructor_and_the_learner_at_one_unit_leave_it_done(two_left, ieva):
    """Whoever is first, the learner's deed stands, and each wrote down what they did."""
    course, enrolment = two_left
    third, zero = item_of(course, "third"), item_of(course, "zero")

    def decide(item):
        count_unit(enrolment, item.unit_id, how=How.OVERRIDE, reason="On paper", by=ieva, on=now())

    def decides(item):
        with suppress(Refusal):
            decide(item)

    def learns(item):
        complete_unit(enrolment, item.unit_id, by=Met.CONTINUE, on=now())

    all_at_once(
        *[lambda item=item: decides(item) for item in (third, zero) for _press in range(3)],
        *[lambda item=item: learns(item) for item in (third, zero) for _tab in range(3)],
    )
    take_in_waiting(on=now())
    rows = UnitCompletion.objects.filter(unit__key__in=["third", "zero"])
    assert [row.how for row in rows] == [How.DONE, How.DONE]
    assert LearningRecord.objects.filter(verb=Verb.COMPLETED_COURSE).count() == 1
    assert Certificate.objects.count() == 1
    assert list(differences()) == []


def test_taking_back_while_the_learner_does_it_leaves_it_done(two_left, ieva):
    course, enrolment = two_left
    unit = item_of(course, "third").unit_id
    count_unit(enrolment, unit, how=How.OVERRIDE, reason="On paper", by=ieva, on=now())

    def takes_back():
        with suppress(Refusal):
            withdraw_count(enrolment, unit, reason="A mistake", by=ieva, on=now())

    def learns():
        complete_unit(enrolment, unit, by=Met.CONTINUE, on=now())

    all_at_once(takes_back, learns, takes_back, learns)
    assert UnitCompletion.objects.get(unit__key="third").how == How.DONE
    assert list(differences()) == []
