"""Letters that come back: which reports are believed, and what follows."""

import io
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.management import call_command

from lms.accounts.actions import tell
from lms.accounts.bounces import returned_id
from lms.accounts.digest_actions import send_digests
from lms.accounts.mailing import digest_moment
from lms.accounts.models import NoticeKind
from lms.common.clock import now

REPORT = """\
From: MAILER-DAEMON@mx.example.org
To: laukas@localhost
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; jonas@example.org
Action: {action}
Status: {status}

--b
Content-Type: {kind}

From: Laukas <laukas@localhost>
To: jonas@example.org
Message-ID: {id}
Subject: News

--b--
"""


def report(
    message_id="<x@y>", action="failed", status="5.1.1", kind="text/rfc822-headers"
) -> bytes:
    return REPORT.format(id=message_id, action=action, status=status, kind=kind).encode()


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_names_the_letter_that_came_back(kind):
    assert returned_id(report("<digest-1@here>", kind=kind)) == "<digest-1@here>"


@pytest.mark.parametrize(
    "raw",
    [
        report(action="delayed", status="4.4.1"),
        report(action="failed", status="4.4.1"),
        report(action="relayed"),
        b"",
        b"\xff\xfe\x00nonsense",
        b"Subject: Out of office\n\nI am away.",
        b"Content-Type: multipart/report; boundary=b\n\nno parts",
        b"Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n--b--",
    ],
)
def test_anything_else_names_none(raw):
    assert returned_id(raw) == ""


@pytest.mark.django_db
def test_after_a_report_nothing_more_is_mailed_there(jonas, monkeypatch):
    def take(raw):
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
        said = io.StringIO()
        call_command("take_bounce", stdout=said)
        jonas.refresh_from_db()
        return said.getvalue()

    tomorrow = digest_moment(now()) + timedelta(days=1)
    for _time in range(2):
        tell(jonas, NoticeKind.BADGE, {"en": "A badge"}, link="me/", on=now())
    send_digests(on=tomorrow)
    sent = mail.outbox[0].message()["Message-ID"]
    # Nobody stops another person's mails with a letter that we never wrote.
    assert "Not about" in take(report(f"<digest-{'0' * 32}@testserver>"))
    assert "Not about" in take(b"Subject: hello\n\nhello")
    assert jonas.bounced_at is None
    assert "Taken in" in take(report(sent))
    assert jonas.bounced_at is not None
    tell(jonas, NoticeKind.BADGE, {"en": "A badge"}, link="me/", on=tomorrow)
    assert send_digests(on=tomorrow + timedelta(days=1)) == 0
