"""The log says what went wrong, and not whose it is or what opens it."""

import logging
from smtplib import SMTPRecipientsRefused
from types import SimpleNamespace

import pytest
from django.conf import settings

from lms.common.logs import Line, WithoutKeys


def record_of(message, *args, **more):
    made = logging.LogRecord("django.request", logging.ERROR, "", 1, message, args, None)
    vars(made).update(more)
    return made


def asked(**kwargs):
    return SimpleNamespace(resolver_match=SimpleNamespace(kwargs=kwargs))


def test_a_key_in_an_address_is_not_written():
    made = record_of(
        "%s: %s", "Not Found", "/lt/a/opens-all-of-it/", request=asked(key="opens-all-of-it")
    )
    assert WithoutKeys().filter(made)
    assert made.getMessage() == "Not Found: /lt/a/…/"


@pytest.mark.parametrize(
    "by", [None, SimpleNamespace(), asked(slug="opens-all-of-it"), asked(code="C1")]
)
def test_any_other_address_is(by):
    made = record_of("%s: %s", "Not Found", "/lt/a/opens-all-of-it/C1/", request=by)
    assert WithoutKeys().filter(made)
    assert made.getMessage() == "Not Found: /lt/a/opens-all-of-it/C1/"


def test_whom_a_letter_was_for_is_not_written():
    made = record_of("The mail %s could not be sent", "welcome")
    try:
        raise SMTPRecipientsRefused({"ona@example.org": (550, b"<ona@example.org>: no such user")})
    except SMTPRecipientsRefused as fault:
        made.exc_info = (type(fault), fault, fault.__traceback__)
    said = Line("{levelname}: {message}", style="{").format(made)
    assert "no such user" in said and "SMTPRecipientsRefused" in said
    assert "ona" not in said


def test_every_line_of_the_site_is_written_so():
    said = settings.LOGGING
    assert said["formatters"]["line"]["()"] == "lms.common.logs.Line"
    assert said["handlers"]["console"]["formatter"] == "line"
    for name in ("django.request", "django.security.csrf"):
        assert said["loggers"][name]["filters"] == ["without-keys"]
