"""Units that an instructor counts, exempts from, or takes back."""

import pytest
from django.db import IntegrityError, transaction

from badges.awards.models import Award
from badges.certificates.models import Certificate
from badges.intake.actions import take_in_waiting
from courses.content.models import Met
from courses.evidence.models import Evidence
from courses.progress.actions import complete_unit, count_unit, leave, settle_due, withdraw_count
from courses.progress.models import How, UnitCompletion
from courses.progress.queries import standing_of, units_done
from courses.records.models import LearningRecord, Verb
from lms.audit.models import AuditNote
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.pages.invariants import differences
from tests.learning import answer, begin, item_of, outline_in_force, read


@pytest.fixture
def enrolment(jonas, sampling_course):
    return begin(jonas, sampling_course)


@pytest.fixture
def decide(enrolment, sampling_course, ieva):
    def one(key, how=How.OVERRIDE, reason="Did it on paper"):
        unit = item_of(sampling_course, key).unit_id
        count_unit(enrolment, unit, how=how, reason=reason, by=ieva, on=now())
        enrolment.refresh_from_db()

    return one


@pytest.fixture
def take_back(enrolment, sampling_course, ieva):
    def one(key, reason="A mistake"):
        unit = item_of(sampling_course, key).unit_id
        withdraw_count(enrolment, unit, reason=reason, by=ieva, on=now())
        enrolment.refresh_from_db()

    return one


def how(enrolment, key):
    return enrolment.completions.get(unit__key=key).how


def refused(code, act, *args, **more):
    with pytest.raises(Refusal) as caught:
        act(*args, **more)
    assert caught.value.code == code, caught.value


@pytest.mark.parametrize("kind", [How.OVERRIDE, How.EXEMPT])
def test_what_waits_for_a_counted_unit_opens(enrolment, sampling_course, decide, kind):
    decide("second", kind)
    outline = outline_in_force(sampling_course)
    stands = standing_of(enrolment, outline, now())
    assert not stands.missing[item_of(sampling_course, "third").uid]
    assert (enrolment.done, enrolment.required) == (1, 3)
    read(enrolment, sampling_course, "third")
    assert list(differences()) == []


def test_the_reason_stands_in_the_record_and_in_an_audit_note(enrolment, decide, ieva):
    decide("second", reason="  Did it\n on paper ")
    record = LearningRecord.objects.get(verb=Verb.UNIT_COUNTED)
    assert record.unit.key == "second"
    assert record.result == {"reason": "Did it on paper", "by": ieva.name}
    row = enrolment.completions.get()
    assert row.reason == "Did it on paper"
    told = AuditNote.objects.get(target="courses.unitcompletion", target_id=row.pk)
    assert (told.actor, told.reason) == (ieva, "Did it on paper")


def test_the_course_completes_if_nothing_is_left_and_nothing_is_proved(
    enrolment, sampling_course, decide
):
    read(enrolment, sampling_course, "first")
    decide("second", How.EXEMPT)
    read(enrolment, sampling_course, "third")
    take_in_waiting(on=now())
    enrolment.refresh_from_db()
    assert enrolment.completed_at
    assert Certificate.objects.count() == 1
    assert not Evidence.objects.exists()
    assert not Award.objects.exists()
    assert list(differences()) == []


def test_the_last_unit_may_be_the_one_that_is_counted(enrolment, sampling_course, decide):
    read(enrolment, sampling_course, "first")
    answer(enrolment, sampling_course, "second")
    seen = enrolment.last_activity_at
    decide("third")
    assert enrolment.completed_at
    assert enrolment.percent == 100
    assert LearningRecord.objects.filter(verb=Verb.COMPLETED_COURSE).count() == 1
    # The instructor did something, not the learner.
    assert enrolment.last_activity_at >= seen
    assert enrolment.last_activity_at < enrolment.completed_at


def test_who_does_the_unit_after_all_has_done_it(enrolment, sampling_course, decide, take_back):
    read(enrolment, sampling_course, "first")
    decide("second")
    answer(enrolment, sampling_course, "second")
    assert how(enrolment, "second") == How.DONE
    assert Evidence.objects.get().competency.code == "C1"
    assert enrolment.completions.get(unit__key="second").reason == ""
    refused("earned", take_back, "second")
    assert list(differences()) == []


def test_what_is_not_enough_leaves_the_override(enrolment, sampling_course, decide):
    read(enrolment, sampling_course, "first")
    decide("second")
    answer(enrolment, sampling_course, "second", right=0)
    assert how(enrolment, "second") == How.OVERRIDE
    assert not Evidence.objects.exists()


def test_taking_back_changes_how_and_writes_a_record(enrolment, sampling_course, decide, take_back):
    decide("first")
    take_back("first")
    assert how(enrolment, "first") == How.WITHDRAWN
    assert units_done(enrolment) == set()
    assert enrolment.done == 0
    record = LearningRecord.objects.get(verb=Verb.COUNT_WITHDRAWN)
    assert record.result["reason"] == "A mistake"
    assert AuditNote.objects.filter(verb="count-withdrawn", reason="A mistake").exists()
    locked = item_of(sampling_course, "second")
    refused("locked", complete_unit, enrolment, locked.unit_id, by=Met.SCORE, on=now())
    assert list(differences()) == []


def test_after_it_is_taken_back_the_unit_can_be_done_and_counted_again(
    enrolment, sampling_course, decide, take_back
):
    decide("first")
    take_back("first")
    read(enrolment, sampling_course, "first")
    assert how(enrolment, "first") == How.DONE
    decide("second")
    take_back("second")
    decide("second", How.EXEMPT)
    assert how(enrolment, "second") == How.EXEMPT
    assert UnitCompletion.objects.count() == 2
    assert list(differences()) == []


def test_taking_back_from_a_completed_course_leaves_it_completed(
    enrolment, sampling_course, decide, take_back
):
    read(enrolment, sampling_course, "first")
    answer(enrolment, sampling_course, "second")
    decide("third")
    take_in_waiting(on=now())
    take_back("third")
    assert enrolment.percent == 100
    assert enrolment.completed_at
    assert Certificate.objects.count() == 1
    read(enrolment, sampling_course, "third")
    assert LearningRecord.objects.filter(verb=Verb.COMPLETED_COURSE).count() == 1
    assert list(differences()) == []


def test_the_same_twice_is_once(enrolment, decide, take_back):
    decide("second")
    decide("second", reason="Pressed twice")
    assert LearningRecord.objects.filter(verb=Verb.UNIT_COUNTED).count() == 1
    refused("counts-already", decide, "second", How.EXEMPT)
    take_back("second")
    take_back("second")
    assert LearningRecord.objects.filter(verb=Verb.COUNT_WITHDRAWN).count() == 1


def test_what_cannot_be_decided_is_refused(enrolment, sampling_course, decide, take_back, ieva):
    refused("no-reason", decide, "second", reason=" \u0000 ")
    refused("too-long", decide, "second", reason="x" * 501)
    refused("no-choice", decide, "second", How.DONE)
    refused("no-choice", decide, "second", How.WITHDRAWN)
    refused("not-counted", take_back, "second")
    read(enrolment, sampling_course, "first")
    refused("counts-already", decide, "first")
    refused("earned", take_back, "first")
    more = {"how": How.OVERRIDE, "reason": "x", "by": ieva, "on": now()}
    refused("gone", count_unit, enrolment, 10**9, **more)
    leave(enrolment, on=now())
    refused("closed", decide, "second")
    assert UnitCompletion.objects.count() == 1


def test_an_override_stays_through_releases(enrolment, package, teach, decide, take_back):
    decide("second", How.EXEMPT)
    package.unit("second")["title"] = {"lt": "Kitaip", "en": "Otherwise"}
    teach(package)
    settle_due(on=now())
    enrolment.refresh_from_db()
    assert (how(enrolment, "second"), enrolment.done) == (How.EXEMPT, 1)
    take_back("second")
    package.unit("second")["title"] = {"lt": "Dar kitaip", "en": "Otherwise again"}
    teach(package)
    enrolment.refresh_from_db()
    assert enrolment.done == 0
    assert list(differences()) == []


def test_an_easier_rule_completes_what_was_counted_or_taken_back(
    enrolment, sampling_course, package, teach, decide, take_back
):
    read(enrolment, sampling_course, "first")
    answer(enrolment, sampling_course, "second", right=1)
    decide("second")
    take_back("second")
    package.unit("second")["requirement"] = "score 30"
    teach(package)
    assert how(enrolment, "second") == How.RULE_CHANGED
    assert Evidence.objects.count() == 1
    assert list(differences()) == []


def test_the_database_wants_a_reason(enrolment, decide):
    decide("second")
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitCompletion.objects.update(reason="")


def test_the_learner_sees_the_unit_done_and_the_next_one_open(
    jonas, enrolment, decide, sampling_course, client_for
):
    read(enrolment, sampling_course, "first")
    decide("second")
    client = client_for(jonas)
    third = item_of(sampling_course, "third").uid
    assert client.get(f"/en/courses/sampling/units/{third}/").status_code == 200
    assert "2 of 3" in client.get("/en/courses/sampling/").text
