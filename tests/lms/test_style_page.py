"""The page of parts: there in debug only, whole in both languages, and never behind the style sheet."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override

from lms.common.drawings import KINDS
from lms.common.staticfiles import COMMENT, CSS
from lms.pages import debug_views

pytestmark = pytest.mark.django_db

# Parts of the frame round every page, a second name of a part that is shown, and what only a narrow
# window or the unit's own margin has.
ELSEWHERE = {
    # The ending of a file in an attribute, no class.
    "svg",
    *("messages", "notices", "outline", "narrow", "big", "groups"),
    *("attention", "caution", "danger", "important"),
}


@pytest.fixture
def page(rf):
    """The page as a visitor with debug on gets it."""

    def show(language: str) -> str:
        request = rf.get(f"/{language}/style/")
        request.user = AnonymousUser()
        with override(language):
            return debug_views.style(request).text

    return show


def classes(html: str) -> set[str]:
    return {name for found in re.findall(r'class="([^"]*)"', html) for name in found.split()}


def parts_of(sheet: str) -> set[str]:
    """The classes that a sheet gives a look to."""
    css = COMMENT.sub("", (CSS / f"{sheet}.css").read_text("utf-8"))
    selectors = re.findall(r"([^{};]+)\{", css)
    return {name for one in selectors for name in re.findall(r"\.([a-z][\w-]*)", one)}


def test_without_debug_it_is_not_there(visitor):
    assert visitor.get("/en/style/").status_code == 404


@pytest.mark.parametrize("language", ["lt", "en"])
def test_every_part_of_the_sheet_is_on_the_page(page, language):
    missing = parts_of("components") - classes(page(language)) - ELSEWHERE
    assert not missing, f"show these on the page of parts: {sorted(missing)}"


@pytest.mark.parametrize(
    ("language", "verdicts", "states"),
    [
        ("en", ["Right", "Partly right", "Not yet", "Not answered"], ["Locked.", "You are here"]),
        ("lt", ["Teisingai", "Iš dalies teisingai", "Dar ne", "Neatsakyta"], ["Užrakinta."]),
    ],
)
def test_questions_and_outline_stand_in_every_state(page, language, verdicts, states):
    html = page(language)
    told = re.findall(r'<p class="outcome[^>]*>(?:<svg.*?</svg>)?([^<]+)</p>', html)
    assert set(told) == set(verdicts)
    assert all(state in html for state in states)
    # Asked and answered: one of each kind of control.
    for control in ('type="radio"', 'type="checkbox"', 'class="measure-in"', 'class="sort"'):
        assert control in html
    assert "disabled" in html


def test_every_kind_of_course_has_its_drawing(page):
    html = page("en")
    assert [kind for kind in KINDS if f"<code>{kind}</code>" not in html] == []


def test_the_form_on_it_really_fails(page):
    html = page("en")
    summary = re.search(r'<div class="errors".*?</div>', html, re.S)[0]
    places = re.findall(r'href="#([^"]+)"', summary)
    assert len(places) == 2
    for place in places:
        assert re.search(rf'id="{place}"[^>]*', html)
        assert f'id="{place}-error"' in html
    assert html.count('aria-invalid="true"') == 2


@pytest.mark.parametrize("language", ["lt", "en"])
def test_no_address_on_the_page_stands_twice_and_every_link_in_it_leads_somewhere(page, language):
    html = page(language)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)
    named = " ".join(re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', html)).split()
    assert set(named) <= set(ids)


def test_a_passage_without_translation_says_in_which_language_it_is(page):
    assert re.search(r'<div class="prose foreign"><div lang="lt">', page("en"))
    assert re.search(r'<div class="prose foreign"><div lang="en">', page("lt"))


def test_nothing_on_it_needs_more_than_the_policy_allows(page):
    html = page("en")
    assert " style=" not in html
    assert "onclick" not in html
