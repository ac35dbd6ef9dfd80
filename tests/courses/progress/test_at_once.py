"""Allowing something while the learner completes, on PostgreSQL with real threads."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from courses.content.models import Met
from courses.progress.actions import allow, complete_unit, no_longer_allow, skip_unit
from courses.progress.models import Allowance, How
from courses.records.models import LearningRecord, Verb
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.pages.invariants import differences
from tests.courses.test_locks import all_at_once, postgres_only
from tests.learning import answer, begin, item_of, read

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
__all__ = ["postgres_only"]


@pytest.fixture
def two_left(teach, package, jonas):
    """A course of which two units are left: one is open, the other opens in a week."""
    package.modules[0]["in_order"] = "false"
    week = timezone.localdate() + timedelta(days=7)
    package.unit("third")["opens_on"] = week.isoformat()
    course = teach(package)
    enrolment = begin(jonas, course)
    answer(enrolment, course, "second")
    return course, enrolment


def completes(enrolment, course, key):
    unit_id = item_of(course, key).unit_id
    return lambda: complete_unit(enrolment, unit_id, by=Met.CONTINUE, on=now())


def opens(enrolment, course, key, ieva, **more):
    unit_id = item_of(course, key).unit_id
    said = {"unit_id": unit_id, "reason": "Was ill", "by": ieva, **more}
    return lambda: allow(enrolment, Allowance.Kind.OPEN, on=now(), **said)


def test_a_unit_is_opened_while_the_learner_completes_another(two_left, ieva):
    course, enrolment = two_left
    all_at_once(completes(enrolment, course, "first"), opens(enrolment, course, "third", ieva))
    enrolment.refresh_from_db()
    assert enrolment.has_allowances
    assert enrolment.next_unit.key == "third"
    assert list(differences()) == []
    read(enrolment, course, "third")
    enrolment.refresh_from_db()
    assert enrolment.completed_at is not None


def test_the_same_form_from_two_tabs_is_one_allowance(two_left, ieva):
    course, enrolment = two_left
    pressed = uuid4()
    one = opens(enrolment, course, "third", ieva, pressed=pressed)
    rows = all_at_once(one, one, one)
    assert len({row.pk for row in rows}) == 1
    assert LearningRecord.objects.filter(verb=Verb.ALLOWED).count() == 1


def test_taking_back_races_with_completing_and_one_of_both_comes_first(two_left, ieva):
    course, enrolment = two_left
    row = opens(enrolment, course, "third", ieva)()

    def completing():
        try:
            completes(enrolment, course, "third")()
        except Refusal as refusal:
            return refusal.code
        return "done"

    answered, _none = all_at_once(
        completing, lambda: no_longer_allow(row, reason="Back", by=ieva, on=now())
    )
    done = enrolment.completions.filter(unit__key="third", how=How.DONE).exists()
    assert answered == ("done" if done else "locked")
    assert list(differences()) == []


def test_skipping_from_two_tabs_skips_once(two_left, ieva):
    course, enrolment = two_left
    item = item_of(course, "first")
    said = {"unit_id": item.unit_id, "reason": "Knows it", "by": ieva}
    allow(enrolment, Allowance.Kind.SKIP, on=now(), **said)

    def skips():
        return skip_unit(enrolment, item.unit_id, on=now())

    all_at_once(skips, skips, skips)
    assert LearningRecord.objects.filter(verb=Verb.UNIT_EXEMPTED).count() == 1
    assert list(differences()) == []
