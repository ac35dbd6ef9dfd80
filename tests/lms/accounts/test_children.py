"""Children under 14: a parent is asked, agrees, refuses, takes it back; nothing is public."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command

from badges.certificates.models import Certificate
from badges.intake.actions import take_in_waiting
from courses.enrolment.models import Enrolment
from courses.progress.actions import join
from lms.accounts.actions import share_passport
from lms.accounts.consent_actions import ANSWER_WITHIN, agree, grown_up, refuse
from lms.accounts.models import Consent, Leaving, ParentConsent, User
from lms.accounts.parent_letters import send_parent_letters
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.privacy.leaving_actions import empty_due
from tests.learning import finish

pytestmark = pytest.mark.django_db
CHILD, PARENT = "vaikas@example.org", "mama@example.org"
WAITING = "/en/accounts/parent/"


@pytest.fixture
def child(visitor, sign_up, last_mail, link_in):
    """Has signed up as a child, confirmed the address, and is signed in."""
    sign_up(visitor, CHILD, age="younger", parent_email=PARENT, full_name="Ugnė Mažoji")
    visitor.post(link_in(last_mail()))
    return User.objects.get(email=CHILD)


@pytest.fixture
def link(child):
    """What stands in the parent's letter."""
    call_command("sweep", verbosity=0)
    letter = next(one for one in mail.outbox if one.to == [PARENT])
    return re.search(r"https?://[^/\s]+(/en/accounts/parent/\S+)", letter.body)[1]


def test_sign_up_asks_for_the_age_and_for_a_parent(visitor, sign_up):
    unsaid = sign_up(visitor, CHILD, age="").text
    # The summary names the question as it is asked, without a colon after its mark.
    assert "? Say whether you are 14 or older.</a>" in unsaid
    page = sign_up(visitor, CHILD, age="younger", parent_email="").text
    assert "Write the e-mail address of your mother, father or guardian." in page
    assert 'value="younger"' in page and "checked" in page and CHILD in page
    assert (
        "This is your own address"
        in sign_up(visitor, CHILD, age="younger", parent_email=CHILD.upper()).text
    )
    assert not User.objects.exists()


def test_of_older_people_nothing_is_kept(visitor, sign_up):
    sign_up(visitor, "naujas@example.org", age="14", parent_email="not an address")
    person = User.objects.get()
    assert person.consent == "" and not ParentConsent.objects.exists()


def test_nobody_is_written_to_before_the_child_confirms_its_address(
    visitor, sign_up, last_mail, link_in
):
    sign_up(visitor, CHILD, age="younger", parent_email=PARENT)
    assert send_parent_letters(on=now()) == 0
    visitor.post(link_in(last_mail()))
    assert send_parent_letters(on=now()) == 1
    assert send_parent_letters(on=now()) == 0
    letter = last_mail()
    assert letter.to == [PARENT] and letter.subject == "A child asks for your consent"
    # Nothing that anybody typed: strangers must not be sent other people's words.
    assert CHILD not in letter.body and "Kazlauskas" not in letter.body


def test_until_the_parent_agrees_the_child_looks_around_and_takes_part_in_nothing(
    child, visitor, sampling_course
):
    assert visitor.get("/en/me/")["Location"] == WAITING
    page = visitor.get(WAITING).text
    assert "Waiting for your parent" in page and PARENT in page
    course = f"/en/courses/{sampling_course.slug}/"
    assert visitor.get(course).status_code == 200
    assert visitor.post(f"{course}join/")["Location"] == WAITING
    assert visitor.post("/en/me/passport/share/", {"shared": "yes"})["Location"] == WAITING
    with pytest.raises(Refusal, match="Your parent"):
        join(child, sampling_course, on=now())
    assert not Enrolment.objects.exists()
    assert visitor.post("/en/accounts/logout/")["Location"] == "/en/"


def test_signing_up_on_the_way_into_a_course_ends_at_the_parent(
    visitor, last_mail, link_in, sampling_course
):
    typed = {
        "email": CHILD,
        "full_name": "",
        "language": "en",
        "password1": "trys vėjai lauke",
        "age": "younger",
        "parent_email": PARENT,
    }
    join_at = f"/en/courses/{sampling_course.slug}/join/sign-up/"
    assert visitor.post(join_at, typed).status_code == 302
    answer = visitor.post(link_in(last_mail()), follow=True)
    assert "Your parent has not agreed yet" in answer.text
    assert not Enrolment.objects.exists()


def test_the_parent_agrees_and_the_child_learns(child, visitor, client_for, link, sampling_course):
    parent = client_for()
    page = parent.get(link).text
    assert "Ugnė Mažoji" in page and "I agree" in page
    child.refresh_from_db()
    assert child.consent == Consent.WAITING
    parent.post(link, {"answer": "agree"})
    assert "You agreed on" in parent.get(link).text
    assert visitor.get("/en/me/").status_code == 200
    visitor.post(f"/en/courses/{sampling_course.slug}/join/")
    assert Enrolment.objects.get().person == child


def test_the_parent_refuses_and_the_account_is_shut_and_erased(
    child, visitor, client_for, link, sign_in
):
    parent = client_for()
    parent.post(link, {"answer": "refuse"})
    assert "The account is shut, and erased after" in parent.get(link).text
    assert visitor.get("/en/me/").status_code == 302
    shut = sign_in(client_for(), CHILD, "trys vėjai lauke")
    assert shut.status_code == 403 and "Your parent has not agreed" in shut.text
    leaving = Leaving.objects.get()
    assert (leaving.way, leaving.due_at.date()) == (
        "erase",
        (now() + timedelta(days=14)).date(),
    )
    assert empty_due(on=leaving.due_at) == 1
    assert parent.get(link).status_code == 404
    assert not User.objects.filter(email=CHILD).exists()
    assert not ParentConsent.objects.exists()


def test_the_parent_changes_their_mind_in_time(child, client_for, link, sign_in):
    parent = client_for()
    for answer in ("agree", "refuse", "agree"):
        parent.post(link, {"answer": answer})
    child.refresh_from_db()
    assert child.consent == Consent.GIVEN and child.closed_at is None
    assert not Leaving.objects.exists()
    assert sign_in(client_for(), CHILD, "trys vėjai lauke")["Location"] == "/en/me/"


def test_a_month_without_an_answer_is_a_refusal(child, link):
    ParentConsent.objects.update(asked_at=now() - ANSWER_WITHIN)
    call_command("sweep", verbosity=0)
    child.refresh_from_db()
    assert child.consent == Consent.REFUSED and child.emptied_at
    assert not ParentConsent.objects.exists()


def test_another_address_is_asked_and_the_first_link_is_dead(child, visitor, client_for, link):
    visitor.post(WAITING, {"parent_email": "tetis@example.org"})
    assert client_for().get(link).status_code == 404
    assert send_parent_letters(on=now()) == 1
    assert mail.outbox[-1].to == ["tetis@example.org"]
    assert "This is your own address" in visitor.post(WAITING, {"parent_email": CHILD}).text


def test_nothing_about_a_child_is_public(child, client_for, link, sampling_course, visitor):
    client_for().post(link, {"answer": "agree"})
    child.refresh_from_db()
    finish(child, sampling_course, on=now())
    take_in_waiting(on=now())
    with pytest.raises(Refusal, match="Until you are 14"):
        share_passport(child, shared=True)
    assert "Share by link" not in visitor.get("/en/me/passport/").text
    award = child.awards.get()
    page = f"/en/me/badges/{award.uid}/"
    assert "Share by link" not in visitor.get(page).text
    visitor.post(
        f"{page}share/", {"shared": "yes"}, headers={"Referer": f"http://testserver{page}"}
    )
    award.refresh_from_db()
    assert award.shared_at is None
    certificate = Certificate.objects.get()
    stranger = client_for()
    shown = stranger.get(f"/en/verify/{certificate.code}/").text
    assert "Name not shown" in shown and "Ugnė" not in shown
    told = stranger.get(f"/v/{certificate.code}", headers={"accept": "application/json"})
    assert "Ugnė" not in told.text
    # Whose it is, has it with the name.
    assert "Ugnė" in visitor.get(f"/en/me/certificates/{certificate.code}/").text


def test_at_14_the_account_is_like_any_other_and_the_parent_is_forgotten(child, client_for, link):
    parent = client_for()
    assert "Agree first" in parent.post(link, {"answer": "grown-up"}, follow=True).text
    parent.post(link, {"answer": "agree"})
    assert "Once your child is 14" in parent.get(link).text
    assert "this link is no longer in use" in parent.post(link, {"answer": "grown-up"}).text
    # Whoever keeps the letter and opens it later is told why nothing is there.
    later = parent.get(link)
    assert later.status_code == 404
    assert "This link no longer works" in later.text and "Look for the newest letter" in later.text
    child.refresh_from_db()
    assert child.consent == "" and not ParentConsent.objects.exists()
    share_passport(child, shared=True)


def test_answers_repeat_without_effect(child, link):
    asked = ParentConsent.objects.get()
    agree(asked, on=now())
    first = ParentConsent.objects.get().answered_at
    agree(asked, on=now() + timedelta(days=1))
    assert ParentConsent.objects.get().answered_at == first
    refuse(asked, on=now())
    due = Leaving.objects.get().due_at
    refuse(asked, on=now() + timedelta(days=1))
    assert Leaving.objects.get().due_at == due
    with pytest.raises(Refusal, match="Agree first"):
        grown_up(asked)


def test_an_address_that_has_an_account_gets_no_parent(visitor, ona, sign_up):
    sign_up(visitor, ona.email, age="younger", parent_email=PARENT)
    ona.refresh_from_db()
    assert ona.consent == "" and not ParentConsent.objects.exists()
