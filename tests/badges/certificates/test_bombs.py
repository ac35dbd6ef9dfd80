"""Texts that cost more to set than a document may take: what was asked for says so, and the rest goes on."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from badges.awards.models import Award
from badges.certificates import actions, badge_print, rendering, sample_pages
from badges.certificates.markup import render_html
from badges.certificates.models import CertificateFile
from badges.certificates.rendering import PressTrouble, rendering_obstacle
from badges.intake.actions import take_in_waiting
from courses.enrolment.models import Enrolment
from lms.common.clock import now
from lms.common.printing import documents
from lms.pages import passport_print
from tests.badges.certificates.designs import TYPED
from tests.learning import finish

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.sweep,
    pytest.mark.skipif(
        rendering_obstacle() is not None, reason="Pango is not installed, so there is no PDF"
    ),
]
# How narrow a column may be, WeasyPrint finds out by trying each place where a word may be parted. No
# text that a form or a package takes is as long as this; what will be one, nobody knows.
BOMB = ("<table><td>" + "a\u00ad" * 20_000 + "</td></table>") * 20


@pytest.fixture
def short(monkeypatch):
    """A press that gives each document a second of the processor."""
    documents.close()
    monkeypatch.setitem(documents.LIMITS, "seconds", 1)
    yield
    documents.close()


@pytest.fixture
def of_jonas(monkeypatch):
    """Whatever bears the name of Jonas is a bomb."""

    def with_bomb(facts, **how):
        html = render_html(facts, **how)
        return html.replace("<h1", f"{BOMB}<h1") if "Jonas" in facts.learner_name else html

    monkeypatch.setattr(rendering, "render_html", with_bomb)


def failing(*_args, **_more):
    raise PressTrouble("time of the processor")


@pytest.fixture
def rewarded(jonas, sampling_course):
    finish(jonas, sampling_course, on=now())
    take_in_waiting(on=now())
    return jonas


def test_the_job_says_that_it_failed_and_the_next_certificate_is_made(
    short, of_jonas, jonas, birute, sampling_course
):
    at = now()
    finish(jonas, sampling_course, on=at)
    finish(birute, sampling_course, on=at)
    take_in_waiting(on=at)
    files = CertificateFile.objects.order_by("pk")
    bombs = files.filter(certificate__person=jonas)
    assert bombs.first() == files.first()
    assert actions.render_due(on=at) == 2
    for file in bombs:
        assert (file.digest, file.tries) == ("", 1)
        assert file.trouble.startswith("TookTooMuch, lms/common/printing/documents.py:")
        assert file.try_after == at + actions.WAIT
    for file in files.filter(certificate__person=birute):
        content = actions.path_of(file).read_bytes()
        assert "Birutė" in PdfReader(BytesIO(content)).pages[0].extract_text()
    assert Enrolment.objects.get(person=jonas).completed_at


def test_whoever_wants_a_badge_is_led_to_its_other_files(rewarded, client_for, monkeypatch):
    monkeypatch.setattr(badge_print, "render_document", failing)
    award = Award.objects.get(person=rewarded)
    answer = client_for(rewarded).get(f"/en/me/badges/{award.uid}/credential/en.pdf", follow=True)
    assert answer.redirect_chain == [(f"/en/me/badges/{award.uid}/", 302)]
    assert "The PDF could not be made. The badge’s other files say the same." in answer.text


def test_whoever_wants_the_passport_is_led_to_the_page_that_prints(
    rewarded, client_for, monkeypatch
):
    monkeypatch.setattr(passport_print, "render_document", failing)
    answer = client_for(rewarded).get("/en/me/passport/en.pdf", follow=True)
    assert answer.redirect_chain == [("/en/me/passport/print/", 302)]
    assert "print it with your browser" in answer.text


def test_whoever_designs_it_is_told_beside_the_sample(vytas, client_for, monkeypatch):
    monkeypatch.setattr(sample_pages, "fit_of", failing)
    monkeypatch.setattr("lms.studio.design_views.render_pdf", failing)
    client = client_for(vytas)
    address = "/en/studio/designs/new/"
    assert "it is more than a certificate holds" in client.get(address).text
    answer = client.post(address, {**TYPED, "do": "pdf"})
    assert answer["Content-Type"].startswith("text/html")
    assert "it is more than a certificate holds" in answer.text
    assert "Open the sample as PDF" not in answer.text
