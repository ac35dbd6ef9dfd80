"""An instructor takes somebody out of a dated run, and lets them in again."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection

from courses.content.actions.roles import give_role
from courses.content.models import CourseRole
from courses.enrolment.actions import invite_to_run
from courses.enrolment.letters import send_letters
from courses.enrolment.models import Application, Enrolment
from courses.progress.actions import approve, come_in, leave, take_out
from courses.progress.models import UnitCompletion
from courses.records.models import LearningRecord, Verb
from lms.accounts.models import Notice
from lms.audit.models import AuditNote
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.pages.invariants import differences
from tests.courses.test_locks import all_at_once
from tests.courses.test_run_places import tries
from tests.courses.test_runs import door, state_of, studio
from tests.learning import answer, begin, read
from tests.runs import run_of

pytestmark = pytest.mark.django_db
OUT = Application.State.TAKEN_OUT
REASON = "This run is for another school."


@pytest.fixture(autouse=True)
def agrees_with_the_facts(db):
    yield
    assert list(differences()) == []


@pytest.fixture
def course(sampling_course):
    return sampling_course


def out_of(course, enrolment):
    return f"/en/studio/courses/{course.slug}/people/{enrolment.pk}/out/"


def test_somebody_is_taken_out_reads_why_and_is_let_in_again(course, ieva, jonas, ona, client_for):
    run = run_of(course, ieva, capacity=1)
    mine = come_in(jonas, run, on=now())
    read(mine, course, "first")
    come_in(ona, run, on=now(), waits=True)
    teacher, learner = client_for(ieva), client_for(jonas)

    page = teacher.get(f"/en/studio/courses/{course.slug}/people/{mine.pk}/").text
    assert "Take out of the run" in page
    empty = teacher.post(out_of(course, mine), {"withdraw": "out", "reason": " "})
    assert empty.status_code == 422
    assert "Write the reason" in empty.text
    assert state_of(jonas, run) == "active"
    page = teacher.post(out_of(course, mine), {"withdraw": "out", "reason": REASON}, follow=True)
    assert "They are no longer in the run" in page.text
    assert REASON in page.text
    assert "Let in again" in page.text

    # Nothing is lost, the place goes to who waits, and it is written down who did it.
    assert state_of(jonas, run) == "withdrawn"
    assert UnitCompletion.objects.filter(enrolment=mine).count() == 1
    assert state_of(ona, run) == "offered"
    left = LearningRecord.objects.get(person=jonas, verb=Verb.LEFT)
    assert left.result == {"reason": REASON, "by": ieva.name}
    note = AuditNote.objects.get(verb="taken out of a run")
    assert (note.actor, REASON in note.reason) == (ieva, True)
    page = teacher.get(f"/en/studio/courses/{course.slug}/people/{mine.pk}/").text
    assert f"{ieva.name} took them out of the run." in page

    # They read why, and cannot undo it; at their own pace everybody learns.
    shown = learner.get(door(course, run)).text
    assert REASON.rstrip(".") in shown
    assert "Join this run" not in shown
    assert "taken out of this run" in learner.post(door(course, run, "join/")).text
    learner.post(door(course, run, "stop/"))
    assert state_of(jonas, run) == "withdrawn"
    assert Application.objects.get(person=jonas).state == OUT
    assert begin(jonas, course).run.kind == "self-paced"
    leave(Enrolment.objects.get(person=jonas, run__kind="self-paced"), on=now())

    # Let in again while no place is free, they wait; then they have all they had.
    gone = Application.objects.get(person=jonas)
    said = {"do": "approve", "who": str(gone.pk)}
    page = teacher.post(studio(course, f"{run.pk}/answer/"), said, follow=True).text
    assert "1 person is on the waiting list" in page
    client_for(ona).post(door(course, run, "stop/"))
    assert Application.objects.get(person=jonas).state == "offered"
    learner.post(door(course, run, "join/"))
    assert state_of(jonas, run) == "active"
    mine.refresh_from_db()
    assert (mine.done, Application.objects.count()) == (1, 0)


def test_where_a_place_is_free_they_are_in_at_once_and_get_a_letter(course, ieva, jonas):
    run = run_of(course, ieva)
    mine = come_in(jonas, run, on=now())
    take_out(mine, reason=REASON, by=ieva, on=now())
    assert send_letters() == 1
    letter = mail.outbox.pop()
    assert letter.to == [jonas.email]
    assert REASON not in letter.body
    assert f"/courses/{course.slug}/runs/{run.pk}/" in letter.body
    assert Notice.objects.filter(person=jonas).latest("pk").text["en"].startswith("You have been")
    gone = Application.objects.get()
    assert approve(run, [gone.pk], by=ieva, on=now())["in"] == 1
    assert state_of(jonas, run) == "active"
    assert AuditNote.objects.latest("pk").verb == "let into a run again"
    assert LearningRecord.objects.filter(verb=Verb.RETURNED).count() == 1
    assert send_letters() == 1
    back = mail.outbox.pop().body
    assert "given you a place" in back
    assert ("First day" in letter.body, "First day" in back) == (False, True)


def test_a_new_invitation_lets_in_again_and_an_old_one_does_not(course, ieva, jonas):
    run = run_of(course, ieva, policy="invitation")
    invite_to_run(run, [jonas.email], by=ieva, on=now())
    mine = come_in(jonas, run, on=now())
    take_out(mine, reason=REASON, by=ieva, on=now())
    with pytest.raises(Refusal, match="taken out of this run"):
        come_in(jonas, run, on=now())
    invite_to_run(run, [jonas.email], by=ieva, on=now())
    assert come_in(jonas, run, on=now()) == mine
    assert state_of(jonas, run) == "active"


def test_who_left_has_completed_or_learns_at_their_own_pace_is_not_taken_out(
    course, ieva, jonas, ona
):
    run = run_of(course, ieva)
    mine = come_in(jonas, run, on=now())
    leave(mine, on=now())
    with pytest.raises(Refusal, match="left the run already"):
        take_out(mine, reason=REASON, by=ieva, on=now())
    other = come_in(ona, run, on=now())
    read(other, course, "first")
    answer(other, course, "second")
    read(other, course, "third")
    other.refresh_from_db()
    assert other.completed_at
    with pytest.raises(Refusal, match="has completed the course"):
        take_out(other, reason=REASON, by=ieva, on=now())
    own = begin(jonas, course)
    assert own.run != run
    with pytest.raises(Refusal, match="own pace"):
        take_out(own, reason=REASON, by=ieva, on=now())


def test_pressed_twice_it_happens_once(course, ieva, jonas):
    run = run_of(course, ieva)
    mine = come_in(jonas, run, on=now())
    assert take_out(mine, reason=REASON, by=ieva, on=now())
    later = now() + timedelta(minutes=1)
    assert not take_out(mine, reason="Once more.", by=ieva, on=later)
    assert Application.objects.get().reason == REASON
    assert LearningRecord.objects.filter(verb=Verb.LEFT).count() == 1


def test_only_those_who_write_in_the_course_take_out(
    course, ieva, rasa, jonas, ona, client_for, visitor
):
    run = run_of(course, ieva)
    mine = come_in(jonas, run, on=now())
    give_role(course, ona, CourseRole.Role.MARKER, by=ieva, reason="x", on=now())
    page = client_for(ona).get(f"/en/studio/courses/{course.slug}/people/{mine.pk}/").text
    assert "Take out of the run" not in page
    for person in (ona, rasa, jonas):
        answered = client_for(person).post(out_of(course, mine), {"reason": REASON})
        assert answered.status_code == 404
    assert visitor.post(out_of(course, mine), {"reason": REASON}).status_code == 302
    assert client_for(ieva).get(out_of(course, mine)).status_code == 405
    assert state_of(jonas, run) == "active"


# --- at once -------------------------------------------------------------------------------------


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_instructors_and_the_learner_at_once_end_it_once(course, ieva, vytas, person):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    run = run_of(course, ieva, capacity=4)
    people = [person(f"learner{n}") for n in range(8)]
    inside = [come_in(one, run, on=now()) for one in people[:4]]
    for one in people[4:]:
        come_in(one, run, on=now(), waits=True)

    def takes(one, by):
        return tries(lambda: take_out(one, reason=REASON, by=by, on=now()))

    told = all_at_once(
        *[takes(one, by) for one in inside for by in (ieva, vytas)],
        lambda: leave(inside[0], on=now()),
        tries(lambda: come_in(people[1], run, on=now())),
    )
    assert told.count(True) in (3, 4)
    assert not Enrolment.objects.filter(run=run, state="active").exists()
    assert LearningRecord.objects.filter(verb=Verb.LEFT).count() == 4
    assert Application.objects.filter(run=run, state="offered").count() == 4
