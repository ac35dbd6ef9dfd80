"""The letter of the day: what is in it, to whom it goes, when, how often, and how it is turned off."""

import re
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.management import call_command
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from badges.intake.actions import take_in_waiting
from courses.enrolment.actions import remind_quiet
from courses.enrolment.models import Enrolment
from courses.progress.actions import allow, count_unit
from courses.progress.models import Allowance, How
from lms.accounts.actions import mark_seen, suspend, tell
from lms.accounts.closing_actions import close_account
from lms.accounts.digest_actions import (
    TRIES,
    choose_mails,
    forget_digests,
    gather_digests,
    send_digests,
    send_due,
    take_up_digest,
)
from lms.accounts.mail_off import off_link
from lms.accounts.mailing import CHOICES, digest_moment
from lms.accounts.models import Digest, Notice, NoticeKind, User
from lms.common.clock import now
from tests.learning import begin, finish, item_of

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def tomorrow():
    """A moment after the hour at which tomorrow's letters go."""
    return digest_moment(now()) + timedelta(days=1, minutes=1)


@pytest.fixture
def earn(sampling_course):
    def completes(person):
        finish(person, sampling_course, on=now())
        take_in_waiting(on=now())

    return completes


def told(person, kind=NoticeKind.BADGE, *, on=None, name="Imtis"):
    text = {"lt": name, "en": f"{name} (en)"}
    return tell(person, kind, text, link="me/badges/", on=on or now())


def read(message):
    """The letter with spaces that may break."""
    return message.body.replace("\xa0", " ")


# --- stories -------------------------------------------------------------------------------------


def test_what_a_learner_has_earned_comes_next_morning_in_one_letter_in_their_language(
    ona, earn, tomorrow
):
    earn(ona)
    assert send_digests(on=now()) == 0
    assert send_digests(on=tomorrow) == 1
    message = mail.outbox[0]
    assert isinstance(message, EmailMultiAlternatives)
    assert message.to == [ona.email]
    assert "naujien" in message.subject
    assert "Imties planavimas" in read(message)
    assert "http://testserver/lt/me/certificates/" in read(message)
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    assert 'lang="lt"' in html and "Imties planavimas" in html
    assert not re.search(r"<img|<link|<script|src=|url\(", html)
    assert send_digests(on=tomorrow + timedelta(hours=9)) == 0
    assert len(mail.outbox) == 1


def test_the_link_in_the_letter_turns_one_kind_off_without_signing_in(ona, earn, tomorrow, visitor):
    earn(ona)
    told(ona, NoticeKind.REMINDER)
    send_digests(on=tomorrow)
    links = re.findall(r"http://testserver(/lt/accounts/mails/off/\S+)", mail.outbox[0].body)
    reminders = next(one for one in links if "priminim" in visitor.get(one).text.lower())
    page = visitor.get(reminders)
    assert page.text.count('<button class="btn go" type="submit">') == 1
    ona.refresh_from_db()
    assert ona.mail_reminders
    strict = Client(enforce_csrf_checks=True)
    after = strict.post(reminders, {"do": "off"})
    assert after.status_code == 200
    assert "sessionid" not in strict.cookies and "laukas" not in strict.cookies
    ona.refresh_from_db()
    assert not ona.mail_reminders and ona.mail_badges
    strict.post(reminders, {"do": "on"})
    ona.refresh_from_db()
    assert ona.mail_reminders


def test_one_press_in_the_mail_program_turns_all_such_letters_off(jonas, tomorrow):
    told(jonas)
    send_digests(on=tomorrow)
    headers = mail.outbox[0].message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = re.fullmatch(r"<http://testserver(\S+)>", headers["List-Unsubscribe"])[1]
    answer = Client(enforce_csrf_checks=True).post(
        address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 200
    jonas.refresh_from_db()
    assert not any(getattr(jonas, choice) for choice in CHOICES)
    told(jonas)
    assert send_digests(on=tomorrow + timedelta(days=1)) == 0


def test_choices_are_made_on_one_page_of_the_account(ona, client_for, tomorrow):
    client = client_for(ona)
    page = client.get("/lt/accounts/mails/")
    assert page.text.count("checked") == 4
    client.post("/lt/accounts/mails/", {"mail_certificates": "on", "mail_for_me": "on"})
    assert client.get("/lt/accounts/mails/").text.count("checked") == 2
    told(ona, NoticeKind.BADGE)
    told(ona, NoticeKind.CERTIFICATE, name="Kursas")
    assert send_digests(on=tomorrow) == 1
    assert "Kursas" in mail.outbox[0].body and "Imtis" not in mail.outbox[0].body
    assert "Imtis" in client.get("/lt/me/").text


def test_help_of_an_instructor_is_told_on_the_site_and_in_the_letter(
    jonas, ieva, sampling_course, client_for, tomorrow
):
    enrolment = begin(jonas, sampling_course)
    kind, unit = Allowance.Kind.OPEN, item_of(sampling_course, "third").unit_id
    allow(enrolment, kind, unit_id=unit, reason="Was ill", by=ieva, on=now())
    count_unit(
        enrolment,
        item_of(sampling_course, "first").unit_id,
        how=How.EXEMPT,
        reason="On paper",
        by=ieva,
        on=now(),
    )
    assert "The unit “Unit third”" in client_for(jonas).get("/en/me/").text
    send_digests(on=tomorrow)
    assert "From your instructor" in mail.outbox[0].body
    assert "You need not do the unit “Unit first”" in mail.outbox[0].body
    # Why it was given is between the two of them, on the site.
    assert "On paper" not in mail.outbox[0].body


# --- what is not sent ----------------------------------------------------------------------------


def test_what_was_put_away_on_the_site_is_not_mailed_and_no_letter_is_empty(jonas, tomorrow):
    told(jonas)
    mark_seen(jonas, on=now())
    assert send_digests(on=tomorrow) == 0
    told(jonas)
    gather_digests(on=tomorrow)
    assert Digest.objects.count() == 1
    mark_seen(jonas, on=tomorrow)
    assert send_due(on=tomorrow) == 0
    assert not Digest.objects.exists() and not mail.outbox


@pytest.mark.parametrize("when", ["before", "between"])
@pytest.mark.parametrize("why", ["suspended", "closed", "bounced", "unconfirmed", "inactive"])
def test_nobody_who_is_gone_is_written_to(jonas, vytas, tomorrow, why, when):
    told(jonas)
    if when == "between":
        gather_digests(on=tomorrow)
    if why == "suspended":
        suspend(jonas, by=vytas, reason="Spam.", on=now())
    elif why == "closed":
        close_account(jonas, on=now())
    elif why == "bounced":
        User.objects.filter(pk=jonas.pk).update(bounced_at=now())
    elif why == "inactive":
        User.objects.filter(pk=jonas.pk).update(is_active=False)
    else:
        jonas.emailaddress_set.update(verified=False)
    assert send_digests(on=tomorrow) == 0
    assert not mail.outbox


def test_what_has_a_letter_of_its_own_is_not_in_the_letter_of_the_day(jonas, tomorrow):
    told(jonas, NoticeKind.RUN)
    told(jonas, NoticeKind.INVITATION)
    told(jonas, NoticeKind.OPENING)
    assert send_digests(on=tomorrow) == 0


def test_old_news_is_no_news(jonas, tomorrow):
    told(jonas, on=tomorrow - timedelta(days=9))
    assert send_digests(on=tomorrow) == 0
    assert not Notice.objects.filter(to_mail=True).exists()


class Killed(BaseException):
    """As if the process ended there."""


# --- once a day, at least once -------------------------------------------------------------------


def test_what_comes_after_the_hour_waits_for_the_next_day(jonas, tomorrow):
    told(jonas, name="Pirma")
    send_digests(on=tomorrow)
    told(jonas, on=tomorrow + timedelta(minutes=5), name="Antra")
    assert send_digests(on=tomorrow + timedelta(hours=3)) == 0
    assert send_digests(on=tomorrow + timedelta(days=1)) == 1
    assert [("Pirma" in m.body, "Antra" in m.body) for m in mail.outbox] == [
        (True, False),
        (False, True),
    ]


def test_the_database_knows_one_letter_a_day(jonas, tomorrow):
    told(jonas)
    gather_digests(on=tomorrow)
    with pytest.raises(IntegrityError):
        Digest.objects.create(person=jonas, day=Digest.objects.get().day, made_at=tomorrow)


def test_whoever_dies_after_sending_sends_the_same_letter_under_the_same_id(
    jonas, tomorrow, monkeypatch
):
    told(jonas)
    saved = Digest.save

    def dies(self, *args, **kwargs):
        raise Killed

    gather_digests(on=tomorrow)
    monkeypatch.setattr(Digest, "save", dies)
    with pytest.raises(Killed):
        send_due(on=tomorrow)
    monkeypatch.setattr(Digest, "save", saved)
    assert send_due(on=tomorrow) == 1
    first, second = (message.message() for message in mail.outbox)
    assert first["Message-ID"] == second["Message-ID"]
    assert mail.outbox[0].body == mail.outbox[1].body
    assert send_due(on=tomorrow) == 0


def failing(error):
    def send(self, *args, **kwargs):
        raise error

    return send


def test_a_mail_server_that_is_down_is_tried_again_and_at_last_set_aside(
    jonas, vytas, tomorrow, monkeypatch
):
    told(jonas)
    with monkeypatch.context() as down:
        down.setattr(EmailMultiAlternatives, "send", failing(SMTPServerDisconnected("away")))
        assert send_digests(on=tomorrow) == 0
        assert send_due(on=tomorrow) == 0
        assert Digest.objects.get().tries == 1
        for later in range(1, TRIES + 3):
            send_due(on=tomorrow + timedelta(days=later))
    digest = Digest.objects.get()
    assert digest.set_aside_at and digest.tries == TRIES
    assert "jonas" not in digest.trouble
    take_up_digest(digest, by=vytas, reason="The server is back.", on=tomorrow)
    assert send_due(on=tomorrow) == 1


def test_an_address_that_the_server_refuses_for_good_gets_nothing_more(
    jonas, tomorrow, monkeypatch, client_for
):
    told(jonas)
    refused = SMTPRecipientsRefused({jonas.email: (550, b"no such user")})
    with monkeypatch.context() as down:
        down.setattr(EmailMultiAlternatives, "send", failing(refused))
        assert send_digests(on=tomorrow) == 0
    jonas.refresh_from_db()
    assert jonas.bounced_at
    told(jonas, on=tomorrow)
    assert send_digests(on=tomorrow + timedelta(days=1)) == 0
    client = client_for(jonas)
    assert "have come back" in client.get("/en/accounts/mails/").text
    client.post("/en/accounts/mails/again/")
    assert send_digests(on=tomorrow + timedelta(days=1)) == 1


def test_an_address_that_is_refused_for_now_is_tried_again(jonas, tomorrow, monkeypatch):
    told(jonas)
    refused = SMTPRecipientsRefused({jonas.email: (451, b"try later")})
    with monkeypatch.context() as down:
        down.setattr(EmailMultiAlternatives, "send", failing(refused))
        send_digests(on=tomorrow)
    jonas.refresh_from_db()
    assert jonas.bounced_at is None
    assert send_due(on=tomorrow + timedelta(hours=1)) == 1


def test_one_letter_that_cannot_be_made_does_not_hold_up_the_others(
    jonas, ona, tomorrow, monkeypatch
):
    told(jonas)
    told(ona)
    User.objects.filter(pk=jonas.pk).update(language="xx")
    import lms.accounts.digest_actions as actions

    made = actions.digest_message

    def breaks(digest, notices):
        if digest.person_id == jonas.pk:
            raise ValueError("Cannot.")
        return made(digest, notices)

    monkeypatch.setattr(actions, "digest_message", breaks)
    assert send_digests(on=tomorrow) == 1
    assert mail.outbox[0].to == [ona.email]
    assert "ValueError" in Digest.objects.get(person=jonas).trouble


def test_the_sweep_sends_them_and_forgets_old_ones(jonas, settings):
    settings.DIGEST_HOUR = 0
    told(jonas, on=digest_moment(now()) - timedelta(hours=1))
    call_command("sweep", verbosity=0)
    assert len(mail.outbox) == 1
    assert forget_digests(on=now() + timedelta(days=29)) == 0
    assert forget_digests(on=now() + timedelta(days=31)) == 1
    assert Notice.objects.get().digest is None


# --- reminders -----------------------------------------------------------------------------------


def quiet_for(enrolment, days, on):
    """As if they had last been there so many days ago."""
    at = on - timedelta(days=days)
    Enrolment.objects.filter(pk=enrolment.pk).update(last_activity_at=at, next_unit_since=at)


def test_one_reminder_in_a_stretch_of_quiet(ona, sampling_course, tomorrow):
    enrolment = begin(ona, sampling_course)
    quiet_for(enrolment, 13, tomorrow)
    assert remind_quiet(on=tomorrow) == 0
    quiet_for(enrolment, 15, tomorrow)
    assert remind_quiet(on=tomorrow) == 1
    assert send_digests(on=tomorrow) == 1
    assert "http://testserver/lt/courses/sampling/continue/" in mail.outbox[0].body
    for days in (1, 7, 30):
        assert remind_quiet(on=tomorrow + timedelta(days=days)) == 0
    # They have been there again, and away again.
    quiet_for(enrolment, 0, tomorrow + timedelta(days=1))
    assert remind_quiet(on=tomorrow + timedelta(days=14)) == 0
    assert remind_quiet(on=tomorrow + timedelta(days=16)) == 1


def test_a_reminder_is_not_shown_to_whoever_is_here(ona, sampling_course, client_for, tomorrow):
    quiet_for(begin(ona, sampling_course), 20, tomorrow)
    remind_quiet(on=tomorrow)
    ona.refresh_from_db()
    assert ona.unseen == 0
    client_for(ona).post("/lt/me/notices/seen/")
    assert send_digests(on=tomorrow) == 1


def test_nobody_is_reminded_who_did_not_want_it_or_has_nothing_to_do(
    ona, jonas, birute, sampling_course, earn, tomorrow
):
    choose_mails(ona, {"mail_reminders": False})
    for person in (ona, jonas):
        quiet_for(begin(person, sampling_course), 20, tomorrow)
    earn(birute)
    quiet_for(birute.enrolments.get(), 20, tomorrow)
    Enrolment.objects.filter(person=jonas).update(next_unit=None)
    assert remind_quiet(on=tomorrow) == 0


def test_whoever_has_been_away_for_months_is_left_in_peace(ona, sampling_course, tomorrow):
    quiet_for(begin(ona, sampling_course), 61, tomorrow)
    assert remind_quiet(on=tomorrow) == 0


# --- links ---------------------------------------------------------------------------------------


def test_a_forged_or_broken_link_turns_nothing_off(visitor, jonas):
    good = off_link(jonas).removeprefix("http://testserver")
    for bad in (f"{good[:-6]}aaaaa/", "/en/accounts/mails/off/x/", good.replace("off/", "off/e")):
        page = visitor.post(bad)
        assert page.status_code == 404
        assert "This link does not work" in page.text
    jonas.refresh_from_db()
    assert jonas.mail_badges


def test_the_hour_is_the_one_of_the_site_also_before_it_and_when_clocks_change(settings):
    settings.DIGEST_HOUR = 7
    for text, day in (
        ("2026-03-28 23:00+00:00", "2026-03-28"),
        ("2026-03-29 03:59+00:00", "2026-03-28"),
        ("2026-03-29 04:00+00:00", "2026-03-29"),
        ("2026-10-25 04:59+00:00", "2026-10-24"),
        ("2026-10-25 05:00+00:00", "2026-10-25"),
    ):
        moment = timezone.localtime(digest_moment(timezone.datetime.fromisoformat(text)))
        assert (f"{moment:%Y-%m-%d}", moment.hour) == (day, 7), text
