"""Reading mails in the browser, on one's own machine only."""

import importlib.util
import sys
from pathlib import Path

import pytest
from django.core.mail import EmailMessage, get_connection

pytestmark = pytest.mark.django_db

TOP = Path(__file__).parents[2]


@pytest.fixture
def in_debug(settings, monkeypatch):
    """The site with the addresses that only debug has."""
    settings.DEBUG = True
    monkeypatch.delitem(sys.modules, "lms.pages.urls", raising=False)
    spec = importlib.util.spec_from_file_location("urls_for_mails", TOP / "lms" / "urls.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    settings.ROOT_URLCONF = made
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(settings.MAIL_DIR)


def test_mails_are_read_in_the_language_of_the_page(in_debug, visitor):
    assert "Laiškų dar nėra." in visitor.get("/lt/mail/").text
    EmailMessage(
        "Labas", "Sveiki.", to=["ona@example.org"], connection=get_connection(fail_silently=False)
    ).send()
    page = visitor.get("/lt/mail/").text
    assert 'lang="lt"' in page
    assert "<h1" in page and "Laiškai" in page
    assert "ona@example.org" in page
    assert "Sveiki." in page
    english = visitor.get("/en/mail/").text
    assert "Mails" in english
    assert 'href="/lt/mail/"' in english


def test_the_bare_address_leads_to_the_reader(in_debug, visitor):
    asked = visitor.get("/mail/", headers={"accept-language": "en"})
    assert asked["Location"] == "/en/mail/"


def test_without_debug_nobody_reads_mails(visitor):
    assert visitor.get("/lt/mail/").status_code == 404
