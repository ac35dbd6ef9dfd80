"""Letters of the day by several workers at once, on PostgreSQL."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection

from courses.enrolment.actions import remind_quiet
from courses.enrolment.models import Enrolment
from lms.accounts.actions import mark_seen, tell
from lms.accounts.digest_actions import send_digests
from lms.accounts.mailing import digest_moment
from lms.accounts.models import Digest, Notice, NoticeKind
from lms.common.clock import now
from tests.courses.test_locks import all_at_once
from tests.learning import begin

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def postgres_only():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


def test_however_many_workers_send_everybody_gets_one_letter(person):
    tomorrow = digest_moment(now()) + timedelta(days=1)
    people = [person(f"zmogus{n}", f"Žmogus {n}") for n in range(6)]
    for one in people:
        for name in ("Pirma", "Antra"):
            tell(one, NoticeKind.BADGE, {"lt": name, "en": name}, link="me/badges/", on=now())
    sent = all_at_once(*[lambda: send_digests(on=tomorrow)] * 4)
    # Whoever found a letter that another worker held leaves it to that one.
    assert sum(sent) == len(people)
    assert sorted(message.to[0] for message in mail.outbox) == sorted(one.email for one in people)
    assert all("Pirma" in message.body and "Antra" in message.body for message in mail.outbox)
    assert Digest.objects.filter(sent_at__isnull=False).count() == len(people)


def test_who_puts_news_away_while_the_letter_is_made_gets_all_of_it_or_nothing(person):
    tomorrow = digest_moment(now()) + timedelta(days=1)
    people = [person(f"zmogus{n}", f"Žmogus {n}") for n in range(6)]
    for one in people:
        tell(one, NoticeKind.BADGE, {"en": "Badge"}, link="me/badges/", on=now())
    away = [lambda one=one: mark_seen(one, on=tomorrow) for one in people]
    all_at_once(lambda: send_digests(on=tomorrow), *away)
    told = {message.to[0] for message in mail.outbox}
    for one in people:
        sent = Digest.objects.filter(person=one, sent_at__isnull=False).exists()
        assert sent == (one.email in told)
    assert not Digest.objects.filter(sent_at__isnull=True, notices__isnull=True).exists()


def test_a_reminder_is_made_once(sampling_course, person):
    tomorrow = digest_moment(now()) + timedelta(days=1)
    at = tomorrow - timedelta(days=20)
    for n in range(4):
        begin(person(f"zmogus{n}", f"Žmogus {n}"), sampling_course)
    Enrolment.objects.update(last_activity_at=at, next_unit_since=at)
    all_at_once(*[lambda: remind_quiet(on=tomorrow)] * 4)
    assert Notice.objects.filter(kind=NoticeKind.REMINDER).count() == 4
