"""One learner's page: what they did, what they answered, and counting by hand."""

from datetime import timedelta

import pytest

from badges.intake.actions import take_in_waiting
from courses.content.actions.roles import give_role
from courses.content.models import CourseRole
from courses.evidence.models import Evidence
from courses.progress.models import How, UnitCompletion
from courses.records.models import LearningRecord, Verb
from lms.audit.models import AuditNote
from lms.common.clock import now
from lms.common.wording import day
from lms.pages.invariants import differences
from tests.learning import answer, begin, finish, item_of, open_attempt, read
from tests.packages import sampling

PEOPLE = "/en/studio/courses/sampling/people/"


@pytest.fixture
def one(ona, sampling_course):
    """Ona, who has read the first unit."""
    enrolment = begin(ona, sampling_course)
    read(enrolment, sampling_course, "first")
    return enrolment


@pytest.fixture
def teacher(ieva, sampling_course, client_for):
    return client_for(ieva)


@pytest.fixture
def counts(one, sampling_course):
    """Counts a unit by the page's form."""

    def by(client, key="second", how="override", reason="Did it on paper", **more):
        typed = {"unit": str(item_of(sampling_course, key).uid), "how": how, "reason": reason}
        return client.post(f"{PEOPLE}{one.pk}/count/", typed, follow=True, **more)

    return by


@pytest.fixture
def takes_back(one, sampling_course):
    def by(client, key="second", reason="A mistake"):
        uid = str(item_of(sampling_course, key).uid)
        address = f"{PEOPLE}{one.pk}/units/{uid}/withdraw/"
        return client.post(address, {"reason": reason, "withdraw": uid}, follow=True)

    return by


# --- what it says --------------------------------------------------------------------------------


def test_the_board_leads_to_the_learner(teacher, one):
    address = f"{PEOPLE}{one.pk}/"
    assert f'href="{address}"' in teacher.get(PEOPLE).text
    page = teacher.get(address).text
    assert "Ona Petraitė</h1>" in page
    assert "1 of 3 units done" in page
    assert f"Here since {day(now())}." in page
    assert (
        "Next: <b>1.2 Unit second</b>. It is done when at least 70% of the quiz is right." in page
    )
    assert "Nothing has been handed in yet." in page
    assert "2 required units are left." in page
    assert "waits for" in page


def test_it_tells_what_happened_in_the_readers_language(teacher, one, sampling_course):
    answer(one, sampling_course, "second", right=1)
    page = teacher.get(f"{PEOPLE}{one.pk}/").text
    assert "Joined the course." in page
    assert "Finished 1.1 Unit first." in page
    assert "Handed in answers in 1.2 Unit second: 1 of 3 right." in page
    assert page.index("Handed in answers") < page.index("Joined the course.")
    assert "The best of 1 attempt: 33%." in page
    lithuanian = teacher.get(f"{PEOPLE}{one.pk}/".replace("/en/", "/lt/")).text
    assert "Prisijungė prie kurso." in lithuanian
    assert "Atliko temą 1.1 Tema first." in lithuanian
    assert "Geriausias iš 1 bandymo: 33\u00a0%." in lithuanian
    assert str(now().year) + "\u00a0m." in lithuanian


def test_what_was_asked_and_answered_can_be_read(teacher, one, sampling_course):
    attempt = answer(one, sampling_course, "second", right=1)
    address = f"{PEOPLE}{one.pk}/attempts/{attempt.uid}/"
    assert f'href="{address}"' in teacher.get(f"{PEOPLE}{one.pk}/").text
    page = teacher.get(address).text
    assert "Attempt 1, handed in on" in page
    assert "1 of 3 right" in page
    assert "Question q1?" in page
    assert "Their answer, and right" in page
    assert "Your answer" not in page


def test_what_is_still_being_answered_is_the_learners_own(teacher, one, sampling_course):
    attempt = open_attempt(one, sampling_course, "second")
    page = teacher.get(f"{PEOPLE}{one.pk}/").text
    assert "not yet; begun" in page
    address = f"{PEOPLE}{one.pk}/attempts/{attempt.uid}/"
    assert address not in page
    assert teacher.get(address).status_code == 404


def test_evidence_and_the_certificate_are_shown(teacher, birute, sampling_course):
    enrolment = finish(birute, sampling_course, on=now())
    take_in_waiting(on=now())
    page = teacher.get(f"{PEOPLE}{enrolment.pk}/").text
    assert "Evidence from this course" in page
    assert ">C1</a>" in page
    assert "level 1" in page.replace("\u00a0", " ")
    assert "Issued on" in page
    assert "/en/verify/" in page
    assert "What is missing" not in page
    assert "Finished the course." in page


def test_a_certificate_that_waits_for_a_name_says_so(teacher, person, sampling_course):
    enrolment = finish(person("nameless"), sampling_course, on=now())
    take_in_waiting(on=now())
    page = teacher.get(f"{PEOPLE}{enrolment.pk}/").text
    assert "It waits until the learner writes their full name." in page


def test_nothing_of_other_courses_is_shown(teacher, rasa, one, ona, teach):
    other = teach(sampling("other"), rasa)
    elsewhere = finish(ona, other, on=now())
    assert Evidence.objects.exists()
    page = teacher.get(f"{PEOPLE}{one.pk}/").text
    assert "Evidence from this course" not in page
    assert "Finished the course." not in page
    assert teacher.get(f"{PEOPLE}{elsewhere.pk}/").status_code == 404
    assert ona.email not in page


def test_a_unit_that_is_gone_keeps_its_name_in_what_happened(
    teacher, one, package, teach, sampling_course
):
    package.modules[0]["units"] = package.modules[0]["units"][1:]
    package.items[0].pop("see")
    teach(package)
    page = teacher.get(f"{PEOPLE}{one.pk}/").text
    assert "Finished 1.1 Unit first." in page


def test_who_left_is_said_and_nothing_is_counted(teacher, one, counts):
    from courses.progress.actions import leave

    leave(one, on=now())
    page = teacher.get(f"{PEOPLE}{one.pk}/").text
    assert f"Left on {day(now())}." in page
    assert "Count a unit by hand" not in page
    refused = counts(teacher)
    assert refused.status_code == 422
    assert "This person has left the course." in refused.text


def test_a_long_story_is_folded(teacher, person, sampling_course):
    enrolment = begin(person("old", "Old Hand"), sampling_course)
    for n in range(9):
        LearningRecord.objects.create(
            person=enrolment.person,
            verb=Verb.RETURNED,
            course=sampling_course,
            run=enrolment.run,
            release=sampling_course.in_force,
            at=now() - timedelta(days=n + 1),
        )
    page = teacher.get(f"{PEOPLE}{enrolment.pk}/").text
    assert page.count("Came back to the course.") == 9
    assert "<summary>Earlier</summary>" in page


# --- counting by hand ----------------------------------------------------------------------------


def test_a_unit_is_counted_with_a_reason_and_what_waited_opens(
    teacher, ona, one, counts, client_for, sampling_course
):
    page = counts(teacher).text
    assert "The unit counts, and what waited for it is open." in page
    assert "Reason: Did it on paper" in page
    assert "Ieva Jankauskienė counted 1.2 Unit second as done." in page
    assert "<q>Did it on paper</q>" in page
    third = item_of(sampling_course, "third").uid
    assert client_for(ona).get(f"/en/courses/sampling/units/{third}/").status_code == 200
    assert AuditNote.objects.filter(verb="unit-counted", actor__email="ieva@example.org").exists()


def test_counting_the_last_unit_completes_the_course_and_proves_nothing(
    teacher, one, counts, sampling_course
):
    counts(teacher, "second", "exempt")
    assert "One required unit is left: counting it completes" in (
        teacher.get(f"{PEOPLE}{one.pk}/").text
    )
    page = counts(teacher, "third").text
    assert "With it the course is completed." in page
    assert "Completed on" in page
    assert "Issued on" in page
    assert not Evidence.objects.exists()
    assert list(differences()) == []


def test_it_is_taken_back_with_a_reason(teacher, one, counts, takes_back):
    counts(teacher)
    page = takes_back(teacher).text
    assert "The unit no longer counts; it is to be done again." in page
    assert "Ieva Jankauskienė no longer counts 1.2 Unit second." in page
    assert "1 of 3 units done" in page
    assert UnitCompletion.objects.get(unit__key="second").how == How.WITHDRAWN


def test_taking_back_after_completion_says_what_stays(teacher, one, counts, takes_back):
    counts(teacher)
    counts(teacher, "third")
    page = takes_back(teacher, "third").text
    assert "The course stays completed, with its certificate." in page
    assert "Completed on" in page


def test_without_a_reason_nothing_counts_and_what_was_chosen_stays(teacher, one, counts):
    page = counts(teacher, "third", "exempt", reason="  ")
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert 'value="exempt" selected' in page.text
    assert UnitCompletion.objects.count() == 1


def test_taking_back_without_a_reason_asks_for_it(teacher, one, counts, takes_back):
    counts(teacher)
    page = takes_back(teacher, reason=" ")
    assert page.status_code == 422
    assert "Write the reason" in page.text
    assert UnitCompletion.objects.get(unit__key="second").how == How.OVERRIDE


def test_pressing_twice_counts_once(teacher, one, counts):
    counts(teacher)
    assert counts(teacher).status_code == 200
    assert LearningRecord.objects.filter(verb=Verb.UNIT_COUNTED).count() == 1


@pytest.mark.parametrize("wrong", [{"unit": "x"}, {"how": "done"}, {"how": "withdrawn"}, {}])
def test_what_the_form_does_not_offer_is_refused(teacher, one, wrong, sampling_course):
    typed = {"unit": str(item_of(sampling_course, "second").uid), "how": "override", "reason": "x"}
    typed = typed | wrong if wrong else {}
    page = teacher.post(f"{PEOPLE}{one.pk}/count/", typed)
    assert page.status_code == 422
    assert UnitCompletion.objects.count() == 1


def test_a_reason_that_is_markup_is_shown_as_typed(teacher, one, counts):
    page = counts(teacher, reason="<img src=x onerror=alert(1)>").text
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


# --- who may what --------------------------------------------------------------------------------


def test_a_marker_sees_and_counts_nothing(
    ieva, jonas, one, teacher, counts, takes_back, sampling_course, client_for
):
    give_role(sampling_course, jonas, CourseRole.Role.MARKER, by=ieva, reason="x", on=now())
    marker = client_for(jonas)
    page = marker.get(f"{PEOPLE}{one.pk}/").text
    assert "Ona Petraitė" in page
    assert "Count a unit by hand" not in page
    assert counts(marker).status_code == 404
    counts(teacher)
    assert "Take it back" not in marker.get(f"{PEOPLE}{one.pk}/").text
    assert takes_back(marker).status_code == 404
    assert UnitCompletion.objects.get(unit__key="second").how == How.OVERRIDE


def test_an_author_counts_as_well(ieva, jonas, one, counts, sampling_course, client_for):
    give_role(sampling_course, jonas, CourseRole.Role.AUTHOR, by=ieva, reason="x", on=now())
    assert counts(client_for(jonas)).status_code == 200
    assert UnitCompletion.objects.get(unit__key="second").how == How.OVERRIDE


@pytest.mark.parametrize("who", ["rasa", "birute", "ona", "visitor"])
def test_for_everybody_else_nothing_is_there(
    who, request, ieva, birute, one, counts, takes_back, sampling_course, client_for
):
    give_role(sampling_course, birute, CourseRole.Role.VIEWER, by=ieva, reason="x", on=now())
    attempt = answer(one, sampling_course, "second", right=1)
    client = client_for(None if who == "visitor" else request.getfixturevalue(who))
    pages = [f"{PEOPLE}{one.pk}/", f"{PEOPLE}{one.pk}/attempts/{attempt.uid}/"]
    answers = [client.get(page) for page in pages]
    typed = {"unit": str(item_of(sampling_course, "second").uid), "how": "override", "reason": "x"}
    answers.append(client.post(f"{PEOPLE}{one.pk}/count/", typed))
    uid = item_of(sampling_course, "first").uid
    address = f"{PEOPLE}{one.pk}/units/{uid}/withdraw/"
    answers.append(client.post(address, {"reason": "x"}))
    if who == "visitor":
        assert all(one.status_code == 302 and "login" in one["Location"] for one in answers)
    else:
        assert [one.status_code for one in answers] == [404] * 4
    assert UnitCompletion.objects.count() == 1


def test_ids_of_another_course_are_not_there(teacher, rasa, ona, jonas, one, teach, client_for):
    other = teach(sampling("other"), rasa)
    theirs = begin(jonas, other)
    read(theirs, other, "first")
    attempt = answer(theirs, other, "second", right=1)
    mine = f"{PEOPLE}{one.pk}/"
    assert teacher.get(f"{PEOPLE}{theirs.pk}/").status_code == 404
    assert teacher.get(f"{mine}attempts/{attempt.uid}/").status_code == 404
    unit = item_of(other, "third").uid
    typed = {"unit": str(unit), "how": "override", "reason": "x"}
    assert teacher.post(f"{mine}count/", typed).status_code == 422
    assert teacher.post(f"{PEOPLE}{theirs.pk}/count/", typed).status_code == 404
    assert teacher.post(f"{mine}units/{unit}/withdraw/", {"reason": "x"}).status_code == 404
    assert UnitCompletion.objects.count() == 2


def test_an_attempt_of_another_learner_is_not_under_this_one(teacher, one, jonas, sampling_course):
    other = begin(jonas, sampling_course)
    read(other, sampling_course, "first")
    attempt = answer(other, sampling_course, "second", right=1)
    assert teacher.get(f"{PEOPLE}{one.pk}/attempts/{attempt.uid}/").status_code == 404
    assert teacher.get(f"{PEOPLE}{other.pk}/attempts/{attempt.uid}/").status_code == 200


def test_acts_are_posted(teacher, one, sampling_course):
    uid = item_of(sampling_course, "first").uid
    assert teacher.get(f"{PEOPLE}{one.pk}/count/").status_code == 405
    assert teacher.get(f"{PEOPLE}{one.pk}/units/{uid}/withdraw/").status_code == 405
