"""Dated runs over HTTP: an instructor makes one, and people come in by each of its ways."""

import re
from datetime import timedelta

import pytest
from django.core import mail

from courses.enrolment.actions import change_run, offer_due
from courses.enrolment.actions.arranging import Arrangement
from courses.enrolment.letters import send_letters
from courses.enrolment.models import Application, Enrolment, Invitation, Run, RunLetter
from courses.progress.actions import come_in
from lms.accounts.models import User
from lms.audit.models import AuditNote
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.pages.invariants import differences
from tests.courses.test_joining import NEW_PASSWORD, NEWCOMER
from tests.learning import begin, item_of, read
from tests.runs import day_from_now, run_of

pytestmark = pytest.mark.django_db

FORM = {
    "name_lt": "Pavasario laida",
    "name_en": "Spring run",
    "language": "lt",
    "policy": "open",
    "offer_hours": "48",
}


@pytest.fixture(autouse=True)
def agrees_with_the_facts(db):
    yield
    assert list(differences()) == []


@pytest.fixture
def course(sampling_course):
    return sampling_course


def studio(course, path=""):
    return f"/en/studio/courses/{course.slug}/runs/{path}"


def door(course, run, path="", language="en"):
    code = run.link_code or run.pk
    return f"/{language}/courses/{course.slug}/runs/{code}/{path}"


def state_of(person, run):
    """How the person stands with the run, on whichever side of the door."""
    if found := Enrolment.objects.filter(person=person, run=run).first():
        return found.state
    asked = Application.objects.filter(person=person, run=run).first()
    return asked.state if asked else ""


# --- making --------------------------------------------------------------------------------------


def test_an_instructor_makes_a_run_by_link_and_a_class_comes_in_by_it(
    course, ieva, jonas, ona, client_for, visitor
):
    teacher = client_for(ieva)
    assert "There is no dated run yet." in teacher.get(studio(course)).text
    said = {**FORM, "policy": "link", "starts_on": str(day_from_now(-1)), "capacity": "20"}
    page = teacher.post(studio(course, "new/"), said, follow=True)
    assert "The run is made." in page.text
    run = Run.objects.get(kind="dated")
    assert f"/r/{run.link_code[:4]}-" in page.text

    # Nobody is told of it who has no link.
    assert "Spring run" not in visitor.get(f"/en/courses/{course.slug}/").text
    number = f"/en/courses/{course.slug}/runs/{run.pk}/"
    assert "Join this run" not in client_for(jonas).get(number).text
    client_for(jonas).post(f"{number}join/")
    assert state_of(jonas, run) == ""

    short = visitor.get(f"/r/{run.link_code[:4]}-{run.link_code[4:].lower()}")
    assert short["Location"].endswith(f"/courses/{course.slug}/runs/{run.link_code}/")
    learner = client_for(jonas)
    shown = learner.get(door(course, run))
    assert "20 places left." in shown.text
    assert shown["Referrer-Policy"] == "same-origin"
    arrived = learner.post(door(course, run, "join/"), follow=True)
    assert "You are in the run “Spring run”." in arrived.text
    assert state_of(jonas, run) == "active"
    assert jonas.records.get().run == run

    # Renewed, the old link leads nowhere, and so does a link that is turned off.
    old = door(course, run)
    teacher.post(studio(course, f"{run.pk}/change/"), {"do": "renew"})
    assert visitor.get(old).status_code == 404
    run.refresh_from_db()
    assert "Join this run" in visitor.get(door(course, run)).text
    teacher.post(studio(course, f"{run.pk}/change/"), {"do": "off"})
    assert visitor.get(door(course, run)).status_code == 404
    assert "The link is turned off" in teacher.get(studio(course, f"{run.pk}/")).text
    # A change of something else does not turn it on again.
    teacher.post(studio(course, f"{run.pk}/edit/"), {**said, "capacity": "30"})
    run.refresh_from_db()
    assert (run.capacity, run.link_code) == (30, None)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name_lt": "", "name_en": ""}, "Write this in at least one language."),
        ({"starts_on": ""}, "First day"),
        ({"starts_on": "tomorrow"}, "First day"),
        ({"ends_on": "2020-01-01"}, "The last day cannot be before the first."),
        ({"capacity": "0"}, "Places"),
        ({"policy": "key", "key": " a b "}, "at least four"),
        ({"policy": "domain", "domains": ""}, "at least one domain"),
        ({"policy": "domain", "domains": "no domain!"}, "This is no domain"),
        ({"policy": "magic"}, "How people come in"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(course, ieva, client_for, wrong, field):
    said = {**FORM, "starts_on": str(day_from_now(1)), "domains": "", "key": "", **wrong}
    page = client_for(ieva).post(studio(course, "new/"), said)
    assert page.status_code == 422
    assert field in page.text
    if said["name_en"]:
        assert 'value="Spring run"' in page.text
    assert not Run.objects.filter(kind="dated").exists()


def test_only_those_who_write_in_the_course_make_runs(course, rasa, jonas, client_for, visitor):
    for person in (rasa, jonas):
        assert client_for(person).get(studio(course)).status_code == 404
        assert client_for(person).post(studio(course, "new/"), FORM).status_code == 404
    assert visitor.get(studio(course)).status_code == 302


def test_a_run_is_copied_closed_opened_and_deleted(course, ieva, jonas, client_for):
    run = run_of(course, ieva, policy="link", capacity=3)
    teacher = client_for(ieva)
    teacher.post(studio(course, f"{run.pk}/change/"), {"do": "copy"})
    copied = Run.objects.filter(kind="dated").exclude(pk=run.pk).get()
    assert copied.title == {"lt": "Pavasario laida (kopija)", "en": "Spring run (copy)"}
    assert copied.starts_on == run.ends_on + timedelta(days=1)
    assert copied.ends_on - copied.starts_on == run.ends_on - run.starts_on
    assert copied.link_code not in ("", None, run.link_code)
    with pytest.raises(Refusal, match="takes in nobody new"):
        come_in(jonas, copied, on=now(), by_link=True)
    teacher.post(studio(course, f"{copied.pk}/change/"), {"do": "reopen"})
    come_in(jonas, copied, on=now(), by_link=True)
    page = teacher.post(studio(course, f"{copied.pk}/change/"), {"do": "delete"}, follow=True)
    assert "so it stays" in page.text
    teacher.post(studio(course, f"{run.pk}/change/"), {"do": "delete"})
    assert list(Run.objects.filter(kind="dated")) == [copied]


def test_the_address_to_give_away_is_in_the_language_of_the_page(course, ieva, client_for):
    run = run_of(course, ieva)
    page = client_for(ieva).get(studio(course, f"{run.pk}/")).text
    assert f'value="http://testserver/en/courses/{course.slug}/runs/{run.pk}/"' in page


def test_the_invitation_on_paper_has_both_languages_and_a_code(course, ieva, client_for):
    run = run_of(course, ieva, policy="link")
    page = client_for(ieva).get(studio(course, f"{run.pk}/print/")).text
    assert page.count('src="data:image/svg+xml') == 2
    assert page.index('lang="lt"') < page.rindex('lang="en"')
    code = run.link_code
    assert f"/r/{code[:4]}-{code[4:8]}-{code[8:]}" in page


# --- ways in -------------------------------------------------------------------------------------


def test_a_newcomer_with_the_link_signs_up_and_stands_in_the_run(course, ieva, visitor):
    run = run_of(course, ieva, policy="link")
    page = visitor.get(door(course, run)).text
    offered = re.search(r'<a class="btn go" href="([^"]+)"', page)[1]
    assert offered == door(course, run, "sign-up/")
    visitor.post(offered, NEWCOMER)
    letter = re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[-1].body)[1]
    assert letter.startswith(door(course, run, "confirm/"))
    arrived = visitor.post(letter, follow=True)
    assert "You are in the run “Spring run”." in arrived.text
    assert Enrolment.objects.get().run == run


def test_in_another_browser_the_mail_asks_to_sign_in_and_then_lets_in(
    course, ieva, visitor, client_for
):
    run = run_of(course, ieva, policy="link")
    visitor.post(door(course, run, "sign-up/"), NEWCOMER)
    phone = client_for()
    letter = re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[-1].body)[1]
    asked = phone.post(letter, follow=True)
    assert asked.request["PATH_INFO"] == door(course, run, "sign-in/")
    said = {"login": NEWCOMER["email"], "password": NEW_PASSWORD}
    phone.post(door(course, run, "sign-in/"), said, follow=True)
    assert Enrolment.objects.get().run == run


def test_a_key_is_typed_in_any_case_and_ten_wrong_ones_are_enough(
    course, ieva, jonas, ona, client_for
):
    run = run_of(course, ieva, policy="key", key="Žalias  Miškas 7")
    learner = client_for(jonas)
    assert "With an enrolment key" in learner.get(f"/en/courses/{course.slug}/").text
    page = learner.post(door(course, run, "join/"), {"key": "raudonas"})
    assert page.status_code == 422
    assert "This is not the enrolment key" in page.text
    assert 'value="raudonas"' in page.text
    learner.post(door(course, run, "join/"), {"key": "  žalias MIŠKAS7 "})
    assert state_of(jonas, run) == "active"
    # Eleven tries, the last with the right one.
    other = client_for(ona)
    for n in range(10):
        other.post(door(course, run, "join/"), {"key": f"wrong {n}"})
    page = other.post(door(course, run, "join/"), {"key": "žaliasmiškas7"})
    assert "Too many keys" in page.text
    assert state_of(ona, run) == ""


def test_a_learner_asks_with_a_sentence_and_reads_the_answer(
    course, ieva, jonas, ona, birute, client_for
):
    run = run_of(course, ieva, policy="approval")
    learner = client_for(jonas)
    assert "Write a sentence" in learner.post(door(course, run, "join/"), {"said": " "}).text
    learner.post(door(course, run, "join/"), {"said": "I count swifts in Kaunas."})
    for other in (ona, birute):
        client_for(other).post(door(course, run, "join/"), {"said": "Norėčiau."})
    assert state_of(jonas, run) == "requested"
    assert "The instructor’s answer will stand here" in learner.get("/en/me/").text

    teacher = client_for(ieva)
    assert "Answer 3 requests" in teacher.get(studio(course)).text
    page = teacher.get(studio(course, f"{run.pk}/")).text
    assert "I count swifts in Kaunas." in page
    asked = {one.person: str(one.pk) for one in Application.objects.all()}
    answer = studio(course, f"{run.pk}/answer/")
    none = teacher.post(answer, {"do": "approve"})
    assert "Tick whom you answer." in none.text
    wordless = teacher.post(answer, {"do": "decline", "who": asked[jonas]})
    assert "Say why" in wordless.text
    assert f'value="{asked[jonas]}" checked' in wordless.text
    teacher.post(answer, {"do": "decline", "who": asked[jonas], "reason": "Only for foresters."})
    both = {"do": "approve", "who": [asked[ona], asked[birute]]}
    assert "2 people are in." in teacher.post(answer, both, follow=True).text

    assert [state_of(one, run) for one in (jonas, ona, birute)] == ["declined", "active", "active"]
    assert "Only for foresters." in learner.get(door(course, run)).text
    assert "Your request has been answered" in learner.get("/en/").text
    learner.post(door(course, run, "join/"), {"said": "Once more?"})
    assert state_of(jonas, run) == "declined"
    verbs = list(AuditNote.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs[-3:] == ["run request declined", "run request approved", "run request approved"]
    assert send_letters() == 3
    assert {letter.to[0] for letter in mail.outbox} == {one.email for one in (jonas, ona, birute)}
    assert all("foresters" not in letter.body for letter in mail.outbox)


def test_addresses_of_a_domain_come_in_and_others_read_why_not(
    course, ieva, jonas, person, client_for
):
    run = run_of(course, ieva, policy="domain", domains=("example.org",))
    client_for(jonas).post(door(course, run, "join/"))
    assert state_of(jonas, run) == "active"
    other = User.objects.create_user("ana@example.net", "x")
    page = client_for(other).post(door(course, run, "join/"))
    assert page.status_code == 422
    assert "example.org" in page.text
    assert state_of(other, run) == ""


def test_pasted_addresses_are_invited_and_what_is_wrong_stays_in_the_field(
    course, ieva, jonas, ona, client_for
):
    run = run_of(course, ieva, policy="invitation", language="lt")
    teacher = client_for(ieva)
    pasted = "Jonas <JONAS@example.org>; nauja@example.org\nnot an address, nauja@example.org"
    page = teacher.post(studio(course, f"{run.pk}/invite/"), {"addresses": pasted})
    assert page.status_code == 422
    assert "2 people are invited." in page.text
    assert "1 address was not invited" in page.text
    assert re.search(r"<textarea[^>]*>\s*not an address</textarea>", page.text)
    again = teacher.post(studio(course, f"{run.pk}/invite/"), {"addresses": "nauja@example.org"})
    assert "Has been invited already." in again.text

    assert send_letters() == 2
    assert not RunLetter.objects.exists()
    letters = {letter.to[0]: letter for letter in mail.outbox}
    # His own language; that of the run for somebody nobody knows.
    assert "You are invited to learn" in letters["jonas@example.org"].body
    stranger = letters["nauja@example.org"]
    assert "Spring run" not in stranger.body
    assert "Pavasario laida" in stranger.body
    assert stranger.alternatives[0].mimetype == "text/html"
    assert f"/lt/courses/{course.slug}/runs/{run.pk}/" in stranger.body

    # Whoever was invited comes in; nobody else sees the run.
    assert "You are invited." in client_for(jonas).get("/en/me/").text
    assert f"/runs/{run.pk}/" not in client_for(ona).get(f"/en/courses/{course.slug}/").text
    client_for(jonas).post(door(course, run, "join/"))
    assert state_of(jonas, run) == "active"
    assert list(Invitation.objects.values_list("email", flat=True)) == ["nauja@example.org"]


def test_an_invitation_waits_for_an_account_with_that_confirmed_address(
    course, ieva, visitor, client_for
):
    run = run_of(course, ieva, policy="invitation")
    client_for(ieva).post(studio(course, f"{run.pk}/invite/"), {"addresses": NEWCOMER["email"]})
    visitor.post(door(course, run, "sign-up/"), NEWCOMER)
    letter = re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[-1].body)[1]
    visitor.post(letter, follow=True)
    assert Enrolment.objects.get().run == run
    assert not Invitation.objects.exists()


def test_a_declined_invitation_forgets_the_address(course, ieva, jonas, client_for):
    run = run_of(course, ieva, policy="invitation")
    client_for(ieva).post(studio(course, f"{run.pk}/invite/"), {"addresses": jonas.email})
    learner = client_for(jonas)
    assert "Decline the invitation" in learner.get(door(course, run)).text
    learner.post(door(course, run, "stop/"))
    assert not Invitation.objects.exists()
    assert state_of(jonas, run) == "turned-down"
    assert "Declined the invitation" in client_for(ieva).get(studio(course, f"{run.pk}/")).text
    with pytest.raises(Refusal):
        come_in(jonas, run, on=now())


# --- places --------------------------------------------------------------------------------------


def test_the_next_who_waits_is_offered_the_place_of_who_leaves(
    course, ieva, jonas, ona, birute, client_for
):
    run = run_of(course, ieva, capacity=1)
    client_for(jonas).post(door(course, run, "join/"))
    # What the page said is no longer so; nothing happens unasked.
    late = client_for(ona).post(door(course, run, "join/"))
    assert "You can join the waiting list." in late.text
    assert state_of(ona, run) == ""
    for one in (ona, birute):
        page = client_for(one).get(door(course, run)).text
        assert 'name="waits"' in page
        client_for(one).post(door(course, run, "join/"), {"waits": "1"})
    assert "Place: 2." in client_for(birute).get(door(course, run)).text

    client_for(jonas).post(f"/en/courses/{course.slug}/leave/")
    assert [state_of(one, run) for one in (ona, birute)] == ["offered", "waitlisted"]
    home = client_for(ona).get("/en/me/").text
    assert "A place is free for you" in home
    assert "Take the place" in home
    # Whoever comes now waits behind both.
    with pytest.raises(Refusal, match="All places are taken"):
        come_in(jonas, run, on=now())
    client_for(ona).post(door(course, run, "join/"))
    assert state_of(ona, run) == "active"


def test_an_offer_that_is_declined_or_runs_out_goes_to_the_next(
    course, ieva, jonas, ona, birute, client_for
):
    run = run_of(course, ieva, capacity=1, offer_hours=24)
    client_for(jonas).post(door(course, run, "join/"))
    for one in (ona, birute):
        come_in(one, run, on=now(), waits=True)
    client_for(jonas).post(f"/en/courses/{course.slug}/leave/")
    assert state_of(ona, run) == "offered"
    assert offer_due(on=now()) == 0
    later = now() + timedelta(hours=25)
    with pytest.raises(Refusal, match="has run out"):
        come_in(ona, run, on=later)
    assert offer_due(on=later) == 1
    assert [state_of(one, run) for one in (ona, birute)] == ["lapsed", "offered"]
    assert "You can join the waiting list again." in client_for(ona).get(door(course, run)).text
    client_for(ona).post(door(course, run, "join/"), {"waits": "1"})
    client_for(birute).post(door(course, run, "stop/"))
    assert state_of(birute, run) == ""
    assert state_of(ona, run) == "offered"


def test_places_that_are_added_go_to_who_waits_and_taken_ones_stay(course, ieva, jonas, ona):
    run = run_of(course, ieva, capacity=1)
    come_in(jonas, run, on=now())
    come_in(ona, run, on=now(), waits=True)
    said = Arrangement(
        run.title, run.starts_on, run.ends_on, "lt", 2, "open", offer_hours=run.offer_hours
    )
    change_run(run, said, by=ieva, on=now())
    assert state_of(ona, run) == "offered"
    with pytest.raises(Refusal, match="2 places are taken"):
        change_run(
            run,
            Arrangement(run.title, run.starts_on, run.ends_on, "lt", 1, "open"),
            by=ieva,
            on=now(),
        )


# --- days, and moving ----------------------------------------------------------------------------


def test_before_the_first_day_one_is_in_and_nothing_is_counted(course, ieva, jonas, client_for):
    run = run_of(course, ieva, starts_on=day_from_now(5), ends_on=day_from_now(9))
    learner = client_for(jonas)
    page = learner.get(f"/en/courses/{course.slug}/").text
    assert "Begins on" in page
    arrived = learner.post(door(course, run, "join/"), follow=True)
    assert "You are in the run “Spring run”. Learning begins on" in arrived.text
    assert "Runs that have not begun" in learner.get("/en/me/").text
    unit = f"/en/courses/{course.slug}/units/{item_of(course, 'first').uid}/"
    assert "Learning begins on" in learner.get(unit).text
    second = f"/en/courses/{course.slug}/units/{item_of(course, 'second').uid}/"
    assert "You are in. Learning begins on" in learner.get(second, follow=True).text
    enrolment = Enrolment.objects.get()
    with pytest.raises(Refusal, match="begins on"):
        read(enrolment, course, "first")
    # Joining the course without naming a run moves nobody.
    learner.post(f"/en/courses/{course.slug}/join/")
    assert Enrolment.objects.get().run == run


def test_after_the_last_day_reading_remains_and_says_so(course, ieva, jonas, client_for):
    run = run_of(course, ieva)
    enrolment = come_in(jonas, run, on=now())
    Run.objects.filter(pk=run.pk).update(starts_on=day_from_now(-9), ends_on=day_from_now(-2))
    learner = client_for(jonas)
    unit = f"/en/courses/{course.slug}/units/{item_of(course, 'first').uid}/"
    page = learner.get(unit).text
    assert "You can still read what was open to you; nothing more is counted." in page
    assert f'action="{unit}finish/"' not in page
    learner.post(f"{unit}finish/")
    enrolment.refresh_from_db()
    assert enrolment.done == 0
    assert "The run “Spring run” ended on" in learner.get(f"/en/courses/{course.slug}/").text
    assert "Runs that are over" in learner.get("/en/me/").text


def test_moving_to_a_run_is_said_first_and_what_was_done_stays_with_the_old_one(
    course, ieva, jonas, client_for
):
    own = begin(jonas, course)
    read(own, course, "first")
    run = run_of(course, ieva)
    learner = client_for(jonas)
    assert "Move to this run" in learner.get(f"/en/courses/{course.slug}/").text
    bare = learner.post(door(course, run, "join/"))
    assert bare.status_code == 422
    assert "You learn this course in another run." in bare.text
    assert "What moving means" in bare.text
    assert "1 of" in bare.text
    learner.post(door(course, run, "join/"), {"moves": "1"})
    own.refresh_from_db()
    moved = Enrolment.objects.get(run=run)
    assert (own.state, own.done, moved.state, moved.done) == ("withdrawn", 1, "active", 0)
    assert [record.verb for record in jonas.records.order_by("pk")][-2:] == ["left", "enrolled"]
    # Back again, to all of it.
    learner.post(f"/en/courses/{course.slug}/leave/")
    learner.post(f"/en/courses/{course.slug}/join/")
    own.refresh_from_db()
    assert (own.state, own.done) == ("active", 1)
    assert "1 of" in learner.get(f"/en/courses/{course.slug}/").text


def test_nobody_is_moved_by_an_approval(course, ieva, jonas, client_for):
    own = begin(jonas, course)
    run = run_of(course, ieva, policy="approval")
    client_for(jonas).post(door(course, run, "join/"), {"said": "Me."})
    asked = Application.objects.get()
    page = client_for(ieva).post(
        studio(course, f"{run.pk}/answer/"), {"do": "approve", "who": asked.pk}, follow=True
    )
    assert "decides whether to move" in page.text
    own.refresh_from_db()
    assert (own.state, state_of(jonas, run)) == ("active", "offered")
    client_for(jonas).post(door(course, run, "join/"), {"moves": "1"})
    own.refresh_from_db()
    assert (own.state, state_of(jonas, run)) == ("withdrawn", "active")


def test_the_people_board_and_its_table_show_one_run_or_all(course, ieva, jonas, ona, client_for):
    begin(ona, course)
    run = run_of(course, ieva)
    come_in(jonas, run, on=now())
    board = f"/en/studio/courses/{course.slug}/people/"
    teacher = client_for(ieva)
    everybody = teacher.get(board).text
    assert "Ona Petraitė" in everybody
    assert "Jonas Kazlauskas" in everybody
    one = teacher.get(f"{board}?run={run.pk}").text
    assert "Ona Petraitė" not in one
    assert "Jonas Kazlauskas" in one
    table = b"".join(teacher.get(f"{board}table.csv?run={run.pk}").streaming_content).decode()
    assert "Spring run" in table
    assert "Ona" not in table
