"""What was measured ends: who is told ahead, when, how often, and by which way."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from courses.calibration.models import Phase
from courses.evidence.calc import SOON, reminder_due, standing_of
from courses.evidence.expiry_actions import remind_of_endings
from courses.evidence.models import ExpiryReminder
from lms.accounts.digest_actions import choose_mails, send_digests
from lms.accounts.mailing import digest_moment
from lms.accounts.models import Notice
from lms.common.clock import months_later, now
from tests.calibrations import measuring, sit
from tests.learning import begin, item_of

HOUR = datetime(2026, 6, 1, 12, tzinfo=UTC)
START = HOUR - timedelta(days=1000)
END = months_later(START, 24)


def before(days):
    return END - timedelta(days=days)


# --- the pure rule -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "told", "due"),
    [
        (61, (), None),
        (60, (), 60),
        (30, (), 60),
        (30, (60,), None),
        (14, (60,), 14),
        (14, (), 14),
        (14, (14,), None),
        (1, (60, 14), None),
        (0, (), None),
        (-1, (), None),
    ],
)
def test_each_reminder_is_due_once_and_never_afterwards(left, told, due):
    until = HOUR + timedelta(days=left)
    assert reminder_due(START, until, HOUR, told) == due


@given(st.integers(1, 900), st.lists(st.integers(-5, 900), max_size=40))
def test_two_reminders_at_most_the_longer_first_and_no_sooner_than_half_way(length, days):
    until, told, at = START + timedelta(days=length), [], []
    for one in sorted(days):
        moment = START + timedelta(days=one)
        if due := reminder_due(START, until, moment, told):
            told.append(due)
            at.append(one)
    assert told == sorted(set(told), reverse=True)
    assert all(length / 2 <= one < length for one in at)


class Row:
    competency_id = 1
    kind = "measured"

    def __init__(self, level, since, until):
        self.level, self.occurred_at, self.valid_until = level, since, until


rows = st.builds(
    Row,
    st.integers(1, 4),
    st.integers(0, 300).map(lambda n: START + timedelta(days=n)),
    st.none() | st.integers(0, 900).map(lambda n: START + timedelta(days=n)),
)


@given(st.lists(rows, max_size=6), st.integers(0, 900))
def test_where_somebody_stands_holds_to_its_very_end(evidence, days):
    on = START + timedelta(days=days)
    at = standing_of(evidence, on)
    if at.by is not None:
        assert (at.by.level, at.by.valid_until) == (at.level, at.until)
    if at.lapsed is not None:
        assert at.lapsed.level > at.level
        assert at.lapsed.valid_until <= on
    if at.until is not None:
        last = standing_of(evidence, at.until - timedelta(seconds=1))
        assert last.level == at.level
        after = standing_of(evidence, at.until)
        assert after.level < at.level
        assert after.lapsed.level >= at.level


def test_who_has_shown_nothing_has_nothing_that_ends():
    at = standing_of([], HOUR)
    assert (at.level, at.until, at.by, at.lapsed) == (0, None, None, None)


# --- the story -----------------------------------------------------------------------------------


@pytest.fixture
def course(teach):
    return teach(measuring())


@pytest.fixture
def enrolment(course, ona):
    made = begin(ona, course)
    sit(made, course, Phase.PRACTICE, size=4, on=START)
    sit(made, course, on=START)
    return made


@pytest.mark.django_db
def test_a_learner_is_told_twice_and_no_more_once_it_is_renewed(
    enrolment, course, ona, client_for, django_capture_on_commit_callbacks
):
    assert remind_of_endings(on=before(62)) == 0
    assert remind_of_endings(on=before(59)) == 1
    assert remind_of_endings(on=before(59)) == 0
    assert remind_of_endings(on=before(30)) == 0
    notice = Notice.objects.get(kind="expiry")
    unit = item_of(course, "second")
    assert notice.link == f"courses/leaves/units/{unit.uid}/"
    assert notice.text["en"].startswith("“Unit second” (C2) is valid until ")
    assert notice.text["en"].endswith("; a short check of 15 items keeps it.")
    assert "Unit second" in client_for(ona).get("/en/me/").text
    send_digests(on=before(58.9))
    (letter,) = mail.outbox
    assert f"/lt/{notice.link}" in letter.body
    assert remind_of_endings(on=before(13)) == 1
    ona.refresh_from_db()
    assert ona.unseen == 2
    sit(enrolment, course, Phase.PRACTICE, size=5, on=before(12))
    sit(enrolment, course, on=before(12))
    # What waits has nothing to say any more.
    ona.refresh_from_db()
    assert ona.unseen == 0
    assert not Notice.objects.filter(kind="expiry", seen_at=None).exists()
    send_digests(on=before(11))
    assert len(mail.outbox) == 1
    for days in (11, 3, -5):
        assert remind_of_endings(on=before(days)) == 0
    assert remind_of_endings(on=months_later(before(12), 24) - timedelta(days=50)) == 1
    assert sorted(ExpiryReminder.objects.values_list("days", flat=True)) == [14, 60, 60]


@pytest.mark.django_db
def test_who_wants_no_reminders_by_mail_reads_them_on_the_site(enrolment, ona, client_for):
    choose_mails(ona, {"mail_reminders": False})
    assert remind_of_endings(on=before(50)) == 1
    send_digests(on=before(49))
    assert mail.outbox == []
    assert Notice.objects.get(kind="expiry").text["en"] in client_for(ona).get("/en/me/").text


@pytest.mark.django_db
def test_reminders_can_be_turned_off_by_one_press(enrolment, ona, visitor):
    remind_of_endings(on=before(50))
    send_digests(on=before(49))
    off = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    visitor.post(off.removeprefix("http://testserver"), {"List-Unsubscribe": "One-Click"})
    ona.refresh_from_db()
    assert ona.mail_reminders is False


@pytest.mark.django_db
def test_a_level_that_something_else_keeps_is_not_said_to_end(enrolment, course, ona):
    later = START + timedelta(days=200)
    sit(enrolment, course, Phase.PRACTICE, size=5, on=later)
    sit(enrolment, course, on=later)
    assert remind_of_endings(on=before(50)) == 0


@pytest.mark.django_db
def test_without_the_exercise_the_notice_leads_to_the_passport(enrolment, course, ona):
    course.archived_at = START
    course.save()
    assert remind_of_endings(on=before(50)) == 1
    notice = Notice.objects.get(kind="expiry")
    assert notice.link == "me/passport/"
    assert "15" not in notice.text["en"].partition("valid until")[0]
    assert not notice.text["en"].endswith("keeps it.")


@pytest.mark.django_db
def test_nobody_is_told_whose_account_is_closed(enrolment, ona):
    ona.closed_at = START
    ona.save()
    assert remind_of_endings(on=before(50)) == 0


@pytest.mark.django_db
def test_it_is_judged_at_the_hour_of_the_letter(enrolment):
    on = before(50)
    remind_of_endings(on=on)
    assert Notice.objects.get(kind="expiry").made_at == digest_moment(on)
    assert timedelta(days=60) == SOON
    assert now() > START
