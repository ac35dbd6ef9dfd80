"""What a new release does under learners' feet: nothing earned is ever lost."""

import pytest

from badges.certificates.models import Certificate
from courses.enrolment.models import Enrolment
from courses.evidence.models import Evidence
from courses.progress.models import How
from lms.pages.invariants import differences
from tests.learning import answer, begin, finish, read
from tests.packages import pair, reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(sampling_course, ona, birute, client_for):
    """Birutė has finished the course; Ona has read the first unit and answered the quiz."""
    from badges.intake.actions import take_in_waiting
    from lms.common.clock import now

    finish(birute, sampling_course, on=now())
    enrolment = begin(ona, sampling_course)
    read(enrolment, sampling_course, "first")
    answer(enrolment, sampling_course, "second", right=2)
    take_in_waiting(on=now())
    return sampling_course


def enrolment_of(person):
    return Enrolment.objects.get(person=person)


def test_a_finished_course_stays_finished_whatever_is_published(
    people, teach, package, birute, ona
):
    facts = dict(Certificate.objects.get().facts)
    package.modules[0]["units"] = [
        unit for unit in package.modules[0]["units"] if unit["key"] != "third"
    ]
    package.modules[0]["units"].insert(1, reading("new"))
    package.unit("first")["blocks"]["::: text opening"] = pair("Kitaip.", "Otherwise.")
    package.item("q1")["options"][0]["right"] = "false"
    package.item("q1")["options"][1]["right"] = "true"
    teach(package)
    finished = enrolment_of(birute)
    assert finished.percent == 100
    assert finished.completed_release.number == 1
    assert finished.summary_release.number == 2
    assert Certificate.objects.get().facts == facts
    before = enrolment_of(ona)
    assert before.completions.count() == 1
    assert before.attempts.get().points == 2000
    assert list(differences()) == []


def test_a_removed_unit_leaves_the_denominator_and_its_record_stays(people, teach, package, ona):
    package.modules[0]["units"] = [
        unit for unit in package.modules[0]["units"] if unit["key"] != "first"
    ]
    package.item("q1").pop("see")
    teach(package)
    enrolment = enrolment_of(ona)
    assert (enrolment.done, enrolment.required) == (0, 2)
    assert ona.records.filter(verb="completed-unit").count() == 1


def test_a_new_required_unit_becomes_a_to_do(people, teach, package, ona):
    package.modules[0]["units"].insert(1, reading("new"))
    teach(package)
    enrolment = enrolment_of(ona)
    assert (enrolment.done, enrolment.required) == (1, 4)
    assert enrolment.next_unit.key == "new"


def test_an_easier_rule_completes_those_who_had_shown_enough(people, teach, package, ona):
    assert enrolment_of(ona).next_unit.key == "second"
    package.unit("second")["requirement"] = "score 60"
    teach(package)
    enrolment = enrolment_of(ona)
    assert enrolment.next_unit.key == "third"
    assert enrolment.completions.get(unit__key="second").how == How.RULE_CHANGED
    assert Evidence.objects.filter(person=ona, competency__code="C1").count() == 1
    assert list(differences()) == []


def test_a_stricter_rule_undoes_nothing(people, teach, package, birute):
    package.unit("second")["requirement"] = "score 100"
    teach(package)
    assert enrolment_of(birute).completions.get(unit__key="second").how == How.DONE


def test_removing_what_was_left_completes_the_course(teach, package, sampling_course, jonas):
    enrolment = begin(jonas, sampling_course)
    read(enrolment, sampling_course, "first")
    answer(enrolment, sampling_course, "second")
    package.modules[0]["units"] = [
        unit for unit in package.modules[0]["units"] if unit["key"] != "third"
    ]
    teach(package)
    finished = enrolment_of(jonas)
    assert finished.completed_at is not None
    assert finished.completed_release.number == 2


def test_an_open_attempt_keeps_the_versions_it_began_with(teach, package, sampling_course, jonas):
    from courses.assessment.actions import submit
    from lms.common.clock import now
    from tests.learning import open_attempt, right_answers

    enrolment = begin(jonas, sampling_course)
    read(enrolment, sampling_course, "first")
    attempt = open_attempt(enrolment, sampling_course, "second")
    answers = right_answers(attempt)
    package.item("q1")["options"][0]["right"] = "false"
    package.item("q1")["options"][1]["right"] = "true"
    teach(package)
    done = submit(attempt, on=now(), answers=answers, sequence=1)
    assert done.points == 3000
    assert done.release.number == 1


def test_a_quiz_of_a_removed_unit_can_still_be_submitted(
    teach, package, sampling_course, jonas, client_for
):
    from tests.learning import open_attempt

    enrolment = begin(jonas, sampling_course)
    read(enrolment, sampling_course, "first")
    attempt = open_attempt(enrolment, sampling_course, "second")
    package.modules[0]["units"] = [
        unit for unit in package.modules[0]["units"] if unit["key"] != "second"
    ]
    package.items = []
    teach(package)
    client = client_for(jonas)
    assert client.get(f"/en/attempts/{attempt.uid}/").status_code == 200
    shown = client.post(f"/en/attempts/{attempt.uid}/submit/", {"confirm": "yes"}, follow=True)
    assert "0 of 3 right" in shown.content.decode()


def test_what_learners_lose_sight_of_is_not_waited_for(teach, package, sampling_course, jonas):
    package.modules[0]["in_order"] = "false"
    package.unit("third")["opens_after"] = ["first"]
    course = teach(package)
    enrolment = begin(jonas, course)
    with pytest.raises(Exception, match="opens later"):
        read(enrolment, course, "third")
    package.unit("third")["opens_after"] = []
    course = teach(package)
    read(enrolment, course, "third")
    assert enrolment_of(jonas).done == 1
