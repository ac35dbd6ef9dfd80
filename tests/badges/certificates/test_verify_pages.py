"""Verification as a stranger meets it: the addresses on paper, the words on paper, a slip in a code."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest

from badges.awards.actions import revoke_award, share_award
from badges.awards.models import Award
from badges.certificates.facts import CertificateFacts
from badges.certificates.markup import render_html
from badges.certificates.models import Certificate
from badges.intake.actions import take_in_waiting
from lms.common.clock import now
from lms.common.ids import grouped
from tests.learning import finish
from tests.packages import sampling

pytestmark = pytest.mark.django_db


def plain(html):
    """What is read of a page: no tags, single spaces."""
    html = re.sub(r"<(style|head)\b.*?</\1>", " ", html, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.fixture
def certificate(jonas, sampling_course):
    finish(jonas, sampling_course, on=now())
    take_in_waiting(on=now())
    return Certificate.objects.get(person=jonas)


@pytest.mark.parametrize("language", ["lt", "en"])
def test_every_address_on_paper_leads_somewhere(certificate, visitor, settings, language):
    facts = CertificateFacts.from_json(certificate.facts[language])
    printed = plain(render_html(facts))
    host = urlsplit(settings.SITE_URL).netloc
    found = {word.rstrip(".,") for word in printed.split() if host in word}
    assert f"{host}/v/" in found
    for address in {*found, facts.verify_url, facts.verify_place.rstrip("/")}:
        path = urlsplit(address if "//" in address else f"//{address}").path
        page = visitor.get(path, headers={"accept-language": language}, follow=True)
        assert page.status_code == 200, address
        assert page.request["PATH_INFO"].startswith(f"/{language}/verify/"), address


@pytest.mark.parametrize("language", ["lt", "en"])
def test_the_page_says_everything_under_the_words_on_paper(certificate, visitor, language):
    facts = CertificateFacts.from_json(certificate.facts[language])
    page = plain(visitor.get(f"/{language}/verify/{certificate.code}/").text)
    printed = plain(render_html(facts))
    told = [*facts.elements, *((one.name, level) for one, level in facts.levels)]
    assert len(told) > 10
    for label, value in told:
        for shown in (page, printed):
            assert label in shown, label
            assert value.replace("\u00a0", " ") in shown.replace("\u00a0", " "), label
    for word in (facts.words.can, facts.words.outcomes, facts.words.shown_by):
        assert word in page and word in printed


def test_facts_from_before_partly_right_answers_were_counted_still_show(certificate, visitor):
    for language in ("lt", "en"):
        for one in certificate.facts[language]["competencies"]:
            one["shown_by"] = "“Unit”: quiz of 8 questions: 5 right, 72% of the points"
    certificate.save(update_fields=["facts"])
    assert "5 right, 72% of the points" in visitor.get(f"/en/verify/{certificate.code}/").text
    award = Award.objects.get(person=certificate.person)
    award.evidence[0]["result"] = {"right": 5, "items": 8, "points": 5750, "possible": 8000}
    award.shared_at = now()
    award.save(update_fields=["evidence", "shared_at"])
    page = plain(visitor.get(f"/en/verify/{award.code}/").text)
    assert "5 of 8 right, some of the others partly – 72% of the points in all" in page


HEADINGS = {
    "lt": ("Galioja", "Šis ženklelis panaikintas", "Revoked on ", "The same in English"),
    "en": ("Valid", "This badge has been revoked", "Panaikin", "Ta pati informacija"),
}


@pytest.mark.parametrize("language", ["lt", "en"])
def test_the_page_of_a_badge_begins_with_how_it_stands_and_says_it_in_both_languages(
    certificate, visitor, ieva, language
):
    valid, revoked, other, twin = HEADINGS[language]
    award = Award.objects.get(person=certificate.person)
    share_award(award, shared=True, on=now())
    at = f"/{language}/verify/{award.code}/"
    heading = re.search(r"<h1.*?</h1>", visitor.get(at).text, re.S)
    assert plain(heading[0]).startswith(valid)
    revoke_award(award, by=ieva, reason="The key was wrong.", on=now())
    page = visitor.get(at).text
    heading = re.search(r"<h1.*?</h1>", page, re.S)
    assert plain(heading[0]) == revoked
    in_other = plain(page[page.index(twin) :])
    assert other in in_other and "The key was wrong." in in_other
    assert certificate.person.full_name in in_other


@pytest.mark.parametrize(
    ("language", "said"), [("lt", "Pirma įveskite kodą."), ("en", "Type the code first.")]
)
def test_nothing_typed_is_told_at_the_field(visitor, language, said):
    assert said not in visitor.get(f"/{language}/verify/").text
    page = visitor.get(f"/{language}/verify/?code=+")
    assert said in page.text and 'aria-invalid="true"' in page.text


@pytest.mark.parametrize(
    ("language", "advice"),
    [("lt", "palyginkite jį su dokumentu po keturis ženklus"), ("en", "in groups of four")],
)
def test_a_slip_of_one_letter_is_told_in_the_groups_of_the_paper(
    certificate, visitor, language, advice
):
    code = certificate.code
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    answer = visitor.get(f"/{language}/verify/?code={wrong.lower()}", follow=True)
    page = plain(answer.text)
    assert answer.status_code == 404
    assert grouped(wrong) in page
    assert page.index(grouped(wrong)) < page.index(advice)
    main = page[page.index(grouped(wrong)) - 200 :]
    assert "404" not in main
    assert f'value="{grouped(wrong)}"' in answer.text
    # The form itself takes what it shows.
    assert visitor.get(f"/{language}/verify/?code={grouped(code)}", follow=True).status_code == 200


@pytest.fixture
def two_at_once(jonas, teach):
    """A course whose one quiz shows two competencies."""
    package = sampling()
    package.unit("second")["aligns"] = ["A1@1", "A4@1"]
    finish(jonas, teach(package), on=now())
    take_in_waiting(on=now())


def test_one_quiz_under_two_competencies_says_so(jonas, two_at_once, client_for, visitor):
    shown = Certificate.objects.get(person=jonas).facts
    said = {one["code"]: one["shown_by"] for one in shown["en"]["competencies"]}
    assert said["A1"].endswith("; the same quiz also covers A4")
    assert said["A4"].endswith("; the same quiz also covers A1")
    said = {one["code"]: one["shown_by"] for one in shown["lt"]["competencies"]}
    assert said["A1"].endswith("; tas pats testas apima ir A4")
    client = client_for(jonas)
    badge = plain(client.get(f"/en/me/badges/{jonas.awards.get().uid}/").text)
    passport = plain(client.get("/en/me/passport/").text)
    for page in (badge, passport):
        assert "The same quiz also covers A4." in page
        assert "The same quiz also covers A1." in page
