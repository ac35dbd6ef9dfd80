"""Administrators read Lithuanian where they chose it: names of tables, fields, filters, choices."""

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import override

from badges.intake.actions import take_in_waiting
from courses.content.models import CourseRole
from lms.accounts.models import User
from lms.common.clock import now
from lms.hub.actions import load_texts
from tests.learning import finish

pytestmark = pytest.mark.sweep

# Languages are called what their speakers call them; an address is the same in both.
SAME = {"Lietuvių", "English", "vytas@example.org"}
# What is said about the rows; the rows themselves are what people wrote.
LABELS = {"h1", "h2", "label", "legend", "summary", "caption"}


class Labels(HTMLParser):
    """Headings, labels of fields, titles of columns and of filters, in their order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_column = tag == "th" and dict(attrs).get("scope") == "col"
        if self._inside is None and (tag in LABELS or is_column):
            self._inside = tag
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = None

    def handle_data(self, data: str) -> None:
        if self._inside is not None:
            self.found[-1] = f"{self.found[-1]} {data.strip()}".strip()


def alike(pairs: Iterator[tuple[str, str]]) -> set[str]:
    """What reads alike in both languages though it has letters to differ in."""
    return {
        lt
        for lt, en in pairs
        if lt == en and any(letter.isalpha() for letter in lt) and lt not in SAME
    }


def pages_of(model: type[Model]) -> list[tuple[str, str]]:
    """Its list, and its first row's page, with what that row is called."""
    start = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    row = model.objects.first()
    with override("lt"):
        pages = [(reverse(f"{start}_changelist"), "")]
        return [*pages, (reverse(f"{start}_change", args=[row.pk]), str(row))] if row else pages


@pytest.fixture
def full(sampling_course, jonas):
    load_texts(now())
    finish(jonas, sampling_course, on=now())
    take_in_waiting(on=now())


@pytest.fixture
def left(client_for, vytas):
    """The labels of an address that Lithuanian readers would find in English."""
    client = client_for(vytas)

    def compare(address: str) -> set[str]:
        pages = [client.get(address), client.get(address.replace("/lt/", "/en/", 1))]
        assert [page.status_code for page in pages] == [200, 200], address
        lithuanian, english = (Labels(page.text).found for page in pages)
        assert len(lithuanian) > 1, address
        return alike(zip(lithuanian, english, strict=True))

    return compare


def test_lists_and_forms_are_labelled_in_lithuanian(full, left):
    found = {
        address: words
        for model in admin.site._registry
        for address, called in pages_of(model)
        if (words := left(address) - {called})
    }
    assert found == {}


@pytest.mark.parametrize("address", ["/lt/admin/", "/lt/admin/courses/courserole/add/"])
def test_the_start_and_the_form_for_a_new_role_are_labelled_in_lithuanian(full, left, address):
    assert left(address) == set()


def test_choices_read_differently_in_both_languages():
    for model in admin.site._registry:
        for field in model._meta.concrete_fields:
            labels = [label for _value, label in field.flatchoices or []]
            said = {}
            for language in ("lt", "en"):
                with override(language):
                    said[language] = [str(label) for label in labels]
            assert alike(zip(said["lt"], said["en"], strict=True)) == set(), field


def test_every_table_and_field_that_is_shown_has_a_name_of_its_own():
    """Also those whose table is empty here, so that no row was opened above."""
    for model in admin.site._registry:
        shown = [field for field in model._meta.concrete_fields if not field.primary_key]
        names = [model._meta, *shown] if model is not User else [model._meta]
        said = {}
        for language in ("lt", "en"):
            with override(language):
                said[language] = [str(name.verbose_name) for name in names]
        assert alike(zip(said["lt"], said["en"], strict=True)) == set(), model


def test_titles_stand_in_the_nominative(client_for, vytas, full):
    client = client_for(vytas)
    with override("lt"):
        roles = reverse("admin:courses_courserole_changelist")
    page = client.get(roles).text
    assert "<h1>Vaidmenys kursuose</h1>" in page
    assert "Eilučių: 1" in page
    role = CourseRole.objects.get()
    assert "<h1>Vaidmuo kurse</h1>" in client.get(f"{roles}{role.pk}/change/").text


def test_names_of_tables_need_no_migration():
    """They are given when the administration is read, after what migrations compare."""
    field = apps.get_model("courses", "course")._meta.get_field("made_at")
    assert "verbose_name" not in field.deconstruct()[3]
