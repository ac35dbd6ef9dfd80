"""What an edit does under learners' feet, row by row of the table in docs/author.md, where the edit
is a second package imported over the first: what the author reads before publishing, what becomes
of those who learn, and that those who have finished keep all they have.

The same tests run on PostgreSQL.
"""

import re

import pytest
from django.core.management import call_command

from badges.certificates.models import Certificate
from badges.intake.actions import take_in_waiting
from courses.assessment.actions import submit
from courses.assessment.models import Attempt, Regrade, Score
from courses.enrolment.models import Enrolment
from courses.evidence.models import Evidence
from courses.progress.models import How, UnitCompletion
from courses.records.models import LearningRecord, Verb
from lms.common.clock import now
from lms.pages.invariants import differences
from tests.learning import answer, begin, finish, open_attempt, read, right_answers
from tests.packages import pair, reading, sampling, single
from tests.publishing import at, page, press, said, untouched

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(sampling_course, ona, birute, jonas):
    """Birutė has finished; Ona has read the first unit and has 2 of 3 (70 % are asked for); Jonas
    is in the middle of the quiz."""
    finish(birute, sampling_course, on=now())
    one = begin(ona, sampling_course)
    read(one, sampling_course, "first")
    answer(one, sampling_course, "second", right=2)
    other = begin(jonas, sampling_course)
    read(other, sampling_course, "first")
    open_attempt(other, sampling_course, "second")
    take_in_waiting(on=now())
    return sampling_course


@pytest.fixture
def finished(course, birute):
    return dict(Certificate.objects.get(person=birute).facts)


@pytest.fixture
def lead(client_for, ieva):
    return client_for(ieva)


@pytest.fixture
def second(course, package, tmp_path, lead):
    """The changed package comes in over the first; what the author reads of it."""

    def come():
        call_command("import_course", package.write(tmp_path / "second"), verbosity=0)
        return said(page(lead, course))

    return come


@pytest.fixture(autouse=True)
def nothing_lost(request, course, birute, finished):
    """After every row: what was earned stands, and what is stored agrees with itself."""
    evidence = set(Evidence.objects.values_list("pk", flat=True))
    done = set(UnitCompletion.objects.values_list("pk", flat=True))
    records = set(LearningRecord.objects.values_list("pk", flat=True))
    yield
    untouched(birute, finished)
    assert evidence <= set(Evidence.objects.values_list("pk", flat=True))
    assert done <= set(UnitCompletion.objects.values_list("pk", flat=True))
    assert records <= set(LearningRecord.objects.values_list("pk", flat=True))
    assert list(differences()) == []


def numbers(person):
    enrolment = at(person)
    return enrolment.done, enrolment.required


def unit_page(course, key, language):
    return f"/{language}/courses/{course.slug}/units/{course.units.get(key=key).uid}/"


def without(package, *keys):
    module = package.modules[0]
    module["units"] = [unit for unit in module["units"] if unit["key"] not in keys]


def test_wording(course, second, package, lead, ona, client_for):
    package.unit("first")["blocks"]["::: text opening"] = pair("Kitaip pasakyta.", "Said anew.")
    report = second()
    assert "Wording in 1.1" in report
    assert "2 learners see it at once; nothing moves." in report
    press(lead, course)
    assert numbers(ona) == (1, 3)
    assert "Said anew." in client_for(ona).get(unit_page(course, "first", "en")).text


def test_a_translation(course, teach, package, tmp_path, lead, ona, jonas, client_for):
    other = sampling("english")
    other.course["languages"] = ["en"]
    course = teach(other)
    begin(ona, course)
    begin(jonas, course)
    other.course["languages"] = ["lt", "en"]
    call_command("import_course", other.write(tmp_path / "other"), verbosity=0)
    report = said(page(lead, course))
    assert "Translation of 1.1" in report
    # Ona reads Lithuanian, Jonas English.
    assert "1 learner reads in this language and gets it at once; nothing moves." in report
    press(lead, course)
    assert Enrolment.objects.get(person=ona, run__course=course).required == 3
    lithuanian = client_for(ona).get(unit_page(course, "first", "lt")).text
    assert "Lietuviškas tekstas apie first." in lithuanian


def test_an_optional_unit(course, second, package, lead, ona, birute):
    package.modules[0]["units"].append(reading("more", required="false"))
    report = second()
    assert "An optional unit" in report or "optional" in report
    press(lead, course)
    assert numbers(ona) == (1, 3)
    assert numbers(birute) == (3, 3)


def test_a_required_unit(course, second, package, lead, ona, jonas, birute, person):
    package.modules[0]["units"].insert(1, reading("new"))
    report = second()
    assert "Ona Petraitė" in report
    assert "Jonas Kazlauskas" in report
    press(lead, course)
    assert numbers(ona) == (1, 4)
    assert at(ona).next_unit.key == "new"
    assert at(birute).percent == 100
    late = begin(person("late", "Late Comer"), course)
    assert (late.done, late.required) == (0, 4)


def test_a_required_unit_for_those_who_start_from_now(course, second, package, lead, ona, person):
    package.modules[0]["units"].insert(1, reading("new"))
    second()
    new = course.units.get(key="new")
    press(lead, course, **{f"who:{new.uid}": "new"})
    assert numbers(ona) == (1, 3)
    late = begin(person("late", "Late Comer"), course)
    assert (late.done, late.required) == (0, 4)


def test_a_removed_unit(course, second, package, lead, ona, jonas):
    without(package, "second")
    package.items = []
    report = second()
    assert "Unit 1.2 “Unit second” leaves the course" in report
    assert "1 person has done it; " in report
    assert "1 attempt is open now; it keeps the questions it began with." in report
    press(lead, course)
    assert numbers(ona) == (1, 2)
    assert UnitCompletion.objects.filter(unit__key="second").count() == 1
    # What was open can still be handed in, and is kept.
    attempt = Attempt.objects.get(enrolment=at(jonas), state=Attempt.State.OPEN)
    done = submit(attempt, on=now(), answers=right_answers(attempt), sequence=1)
    assert done.points == 3000


def test_units_in_another_order(course, second, package, lead, ona):
    units = package.modules[0]["units"]
    units.insert(0, units.pop(2))
    report = second()
    assert "stands elsewhere" in report
    assert "Another opening of 1.1 “Unit third”" in report
    press(lead, course)
    assert numbers(ona) == (1, 3)
    assert at(ona).next_unit.key == "third"


def test_a_stricter_rule(course, second, package, lead, ona, birute):
    package.unit("second")["requirement"] = "score 100"
    report = second()
    assert "Stricter rule in 1.2 “Unit second”" in report
    assert "1 person has done it under the rule of now, and has done it for good." in report
    press(lead, course)
    assert at(birute).completions.get(unit__key="second").how == How.DONE
    assert numbers(ona) == (1, 3)


def test_an_easier_rule(course, second, package, lead, ona):
    package.unit("second")["requirement"] = "score 60"
    report = second()
    assert "Easier rule in 1.2 “Unit second”" in report
    assert "Ona Petraitė" in report
    press(lead, course)
    done = at(ona).completions.get(unit__key="second")
    assert done.how == How.RULE_CHANGED
    assert done.release.number == 2
    assert Evidence.objects.filter(person=ona, competency__code="C1").count() == 1


def test_a_corrected_key(course, second, package, lead, ona, birute):
    attempt = open_attempt(at(ona), course, "second")
    q3 = str(course.bank.items.get(key="q3").uid)
    submit(attempt, on=now(), answers={**right_answers(attempt), q3: "b"}, sequence=1)
    package.items = [
        single("q3", right="b") if one["key"] == "q3" else one for one in package.items
    ]
    report = second()
    assert "Another answer is right" in report
    assert "Dry run: 1 attempt would change." in report
    assert "1 person newly earns a badge Ona Petraitė" in report
    assert not Score.objects.filter(kind="regrade").exists()
    press(lead, course, note="The key of q3 was wrong.")
    attempt.refresh_from_db()
    assert attempt.points == 3000
    assert at(birute).attempts.get().points == 3000
    assert at(ona).completions.filter(unit__key="second").count() == 1
    assert LearningRecord.objects.filter(verb=Verb.REGRADED).count() == 1
    assert ona.awards.count() == 1


def test_a_corrected_key_downward_only_by_decision_and_with_a_reason(
    course, second, package, lead, birute
):
    package.items = [
        single("q3", right="b") if one["key"] == "q3" else one for one in package.items
    ]
    second()
    item = str(course.bank.items.get(key="q3").uid)
    assert press(lead, course, **{f"way:{item}": "both"}).status_code == 422
    assert course.in_force.number == 1
    press(lead, course, **{f"way:{item}": "both", f"why:{item}": "Two experts disagreed."})
    assert at(birute).attempts.get().points == 2000
    assert Score.objects.get(kind="regrade").why == "Two experts disagreed."


def test_a_replaced_question(course, second, package, lead, jonas, birute):
    other = single("q3", right="b") | {"prompt": pair("Visai kita?", "Something else?")}
    package.items = [other if one["key"] == "q3" else one for one in package.items]
    report = second()
    assert "A question is replaced by another" in report
    assert "1 attempt is open now; it keeps the questions it began with." in report
    press(lead, course)
    assert Regrade.objects.count() == 0
    attempt = at(jonas).attempts.get()
    assert {one.item_version.number for one in attempt.responses.all()} == {1}
    assert submit(attempt, on=now(), answers=right_answers(attempt), sequence=1).points == 3000


def test_a_dropped_claim(course, second, package, lead, birute):
    del package.unit("second")["aligns"]
    report = second()
    assert "no longer claims C1" in report
    assert "1 piece of evidence rests on it, and stays." in report
    press(lead, course)
    assert Evidence.objects.filter(person=birute, competency__code="C1").count() == 1


def test_the_command_publishes_as_the_studio_does(course, package, tmp_path, ona, ieva):
    package.unit("second")["requirement"] = "score 60"
    folder = package.write(tmp_path / "second")
    call_command("import_course", folder, publish=True, owner=ieva.email, verbosity=0)
    from courses.progress.actions import settle_due

    settle_due(on=now())
    take_in_waiting(on=now())
    assert at(ona).completions.get(unit__key="second").how == How.RULE_CHANGED
    assert Enrolment.objects.filter(summary_release__number=2).count() == 3
    course.refresh_from_db()
    assert re.fullmatch(r"2", str(course.in_force.number))
