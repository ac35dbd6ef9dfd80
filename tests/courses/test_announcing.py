"""Courses that are announced: what strangers see of them, and being told when they open."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from courses.content.actions.announcing import announce_course
from courses.content.actions.courses import create_course, save_settings
from courses.content.actions.importing import import_course, read_course
from courses.content.actions.publishing import publish, unpublish
from courses.content.describing import settings_of, stamp_of
from courses.content.queries import draft_of
from courses.enrolment.actions import (
    ask_by_address,
    forget_interests,
    self_paced_run,
    wait_for,
)
from courses.enrolment.models import Interest
from courses.enrolment.opening_letters import send_opening_letters
from lms.accounts.actions import suspend
from lms.accounts.closing_actions import close_account
from lms.accounts.models import Notice
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.privacy.leaving_actions import empty_due
from tests.packages import sampling

pytestmark = pytest.mark.django_db

PAGE = "/en/courses/sampling/"
TELL = f"{PAGE}tell-me/"


@pytest.fixture
def coming(competency_map, tmp_path, ieva):
    """A course that is written and announced, and not published."""
    text, faults = read_course(sampling().write(tmp_path / "sampling"))
    assert not faults
    course = import_course(text, owner=ieva, on=now())
    self_paced_run(course)
    return announce_course(course, by=ieva, on=now())


def opens(course, ieva):
    publish(course, by=ieva, on=now())
    return send_opening_letters(on=now())


def link_in(message):
    return re.search(r"http://testserver(/\S+/tell-me/\S+)", message.body)[1]


# --- what is seen --------------------------------------------------------------------------------


def test_an_author_announces_and_the_catalogue_tells(coming, ieva, client_for, visitor):
    page = visitor.get(PAGE)
    assert page.status_code == 200
    assert "Planning a sample" in page.text and "Not open yet" in page.text
    # Of the units nothing is said.
    assert "Unit first" not in page.text
    assert "Opening later" in visitor.get("/en/courses/").text
    assert "Planning a sample" not in visitor.get("/en/courses/?q=sample").text
    assert "Planning a sample" not in visitor.get("/en/courses/?audience=practitioner").text
    assert "/en/courses/sampling/</loc>" in visitor.get("/sitemap.xml").text
    lead = client_for(ieva)
    lead.post("/en/studio/courses/sampling/announce/", {"do": "off"})
    assert visitor.get(PAGE).status_code == 404
    lead.post("/en/studio/courses/sampling/announce/", {"do": "on"})
    assert visitor.get(PAGE).status_code == 200


def test_only_who_leads_it_announces(coming, rasa, ona, client_for):
    for person in (rasa, ona):
        answer = client_for(person).post("/en/studio/courses/sampling/announce/", {"do": "off"})
        assert answer.status_code == 404
    coming.refresh_from_db()
    assert coming.announced_at


def test_a_course_that_says_nothing_of_itself_is_not_announced(ieva, competency_map):
    course = create_course({"en": "Empty"}, languages=["en"], by=ieva, on=now())
    with pytest.raises(Refusal, match="one or two sentences"):
        announce_course(course, by=ieva, on=now())
    draft = draft_of(course.pk)
    said = settings_of(draft) | {"summary": {"en": "Soon."}}
    save_settings(course, **said, over=stamp_of(draft))
    assert announce_course(course, by=ieva, on=now()).announced_at


def test_published_and_taken_back_it_is_not_announced_again(coming, ieva, visitor):
    opens(coming, ieva)
    with pytest.raises(Refusal):
        announce_course(coming, by=ieva, on=now())
    unpublish(coming, by=ieva, on=now(), reason="A mistake.")
    assert visitor.get(PAGE).status_code == 404


# --- with an account -----------------------------------------------------------------------------


def test_whoever_is_signed_in_waits_by_one_button_and_is_told_once(coming, ona, ieva, client_for):
    client = client_for(ona)
    assert "Tell me when it opens" in client.get(PAGE).text
    for _twice in range(2):
        client.post(TELL, {"do": "on"})
    assert "Do not tell me" in client.get(PAGE).text
    assert send_opening_letters(on=now()) == 0
    assert opens(coming, ieva) == 1
    message = mail.outbox[0]
    assert message.to == [ona.email]
    assert "Imties planavimas" in message.subject
    assert "http://testserver/lt/courses/sampling/" in message.body
    assert message.message()["Message-ID"].startswith("<opening-")
    assert Notice.objects.get(person=ona).link == "courses/sampling/"
    assert send_opening_letters(on=now()) == 0
    assert not Interest.objects.exists()


def test_the_button_takes_it_back(coming, ona, ieva, client_for):
    client = client_for(ona)
    client.post(TELL, {"do": "on"})
    client.post(TELL, {"do": "off"})
    assert opens(coming, ieva) == 0
    assert not mail.outbox


def test_a_suspended_person_is_not_told(coming, ona, ieva, vytas):
    wait_for(ona, coming, on=now())
    suspend(ona, by=vytas, reason="Spam.", on=now())
    assert opens(coming, ieva) == 0
    assert not mail.outbox and not Interest.objects.exists()


# --- by address ----------------------------------------------------------------------------------


def test_an_address_is_confirmed_first_and_forgotten_after_the_letter(coming, ieva, visitor):
    answer = visitor.post(TELL, {"email": "Svetys@Example.org"}, follow=True)
    # Where what was done is said, and not where the form of before stands.
    assert answer.redirect_chain[0][0] == f"{PAGE}#main"
    assert "We have written to Svetys@Example.org" in answer.text
    assert "laukas" not in visitor.cookies
    link = link_in(mail.outbox[0])
    strict = Client(enforce_csrf_checks=True)
    page = strict.get(link)
    assert "Yes, tell me" in page.text and page["X-Robots-Tag"] == "noindex"
    assert Interest.objects.get().confirmed_at is None
    assert "You will be told" in strict.post(link, {"do": "on"}).text
    mail.outbox.clear()
    assert opens(coming, ieva) == 1
    assert mail.outbox[0].to == ["svetys@example.org"]
    assert "Planning a sample" in mail.outbox[0].subject
    assert not Interest.objects.exists()
    assert strict.get(link).status_code == 404


def test_an_address_nobody_confirms_is_never_told(coming, ieva, visitor):
    visitor.post(TELL, {"email": "svetys@example.org"})
    mail.outbox.clear()
    assert opens(coming, ieva) == 0
    assert forget_interests(on=now() + timedelta(days=6)) == 0
    assert forget_interests(on=now() + timedelta(days=8)) == 1


def test_the_link_takes_it_back_too(coming, ieva, visitor):
    visitor.post(TELL, {"email": "svetys@example.org"})
    link = link_in(mail.outbox.pop())
    visitor.post(link, {"do": "on"})
    assert "Do not tell me" in visitor.get(link).text
    assert "forgotten" in visitor.post(link, {"do": "off"}).text
    assert opens(coming, ieva) == 0


def test_the_answer_does_not_tell_who_waits_already(coming, visitor):
    def asks():
        return visitor.post(TELL, {"email": "svetys@example.org"}, follow=True).text

    first = asks()
    visitor.post(link_in(mail.outbox.pop()), {"do": "on"})

    def plain(page):
        return re.sub(r'value="[^"]*"', "", page)

    assert plain(first) == plain(asks())
    assert not mail.outbox


def test_bad_addresses_stay_to_be_mended_and_many_tries_are_too_many(coming, visitor):
    page = visitor.post(TELL, {"email": "svetys@"})
    assert page.status_code == 422
    assert 'value="svetys@"' in page.text and "name@example.org" in page.text
    for _time in range(3):
        assert visitor.post(TELL, {"email": "svetys@example.org"}).status_code == 302
    assert visitor.post(TELL, {"email": "svetys@example.org"}).status_code == 429
    assert len(mail.outbox) == 3


def test_a_forged_link_is_nobodys(coming, visitor):
    visitor.post(TELL, {"email": "svetys@example.org"})
    link = link_in(mail.outbox[0])
    for bad in (f"{link[:-3]}xx/", f"{PAGE}tell-me/x/", link.replace("sampling", "other")):
        assert visitor.post(bad, {"do": "on"}).status_code == 404
    assert Interest.objects.get().confirmed_at is None


def test_nobody_waits_for_what_is_not_announced_or_is_open(coming, ona, ieva, client_for, visitor):
    opens(coming, ieva)
    for course in (coming,):
        course.refresh_from_db()
        with pytest.raises(Refusal):
            wait_for(ona, course, on=now())
    answer = client_for(ona).post(TELL, {"do": "on"}, follow=True)
    assert "You can join it now" in answer.text
    assert visitor.post("/en/courses/nowhere/tell-me/", {"email": "a@b.lt"}).status_code == 404


def test_a_mail_server_that_is_down_is_told_at_once_or_tried_again(
    coming, ona, ieva, visitor, monkeypatch
):
    from django.core.mail import EmailMultiAlternatives

    wait_for(ona, coming, on=now())

    def down(self, *args, **kwargs):
        raise OSError("away")

    with monkeypatch.context() as away:
        away.setattr(EmailMultiAlternatives, "send", down)
        assert visitor.post(TELL, {"email": "svetys@example.org"}).status_code == 503
        assert opens(coming, ieva) == 0
    assert Interest.objects.get(person=ona).tries == 1
    assert send_opening_letters(on=now()) == 1


def test_what_somebody_waited_for_goes_with_their_account(coming, ona):
    wait_for(ona, coming, on=now())
    ask_by_address(coming, ona.email, language="lt", on=now())
    close_account(ona, on=now() - timedelta(days=31))
    assert empty_due(on=now()) == 1
    assert not Interest.objects.exists()
