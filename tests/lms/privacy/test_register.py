"""The register of personal data: complete, and told on a page in both languages."""

from dataclasses import replace

import pytest
from django.db import models

from courses.enrolment.models import Enrolment
from lms.accounts.models import Notice
from lms.common.personal import Group, Held, NotPersonal
from lms.privacy import register
from lms.privacy.register import entries, faults, held, made_by

pytestmark = pytest.mark.django_db


def test_every_field_of_every_table_is_registered():
    assert faults() == []


@pytest.fixture
def with_entry(monkeypatch):
    """The register with another entry for one table, or without it."""

    def put(model, make=None):
        rest = [one for one in entries() if one.model is not model]
        old = next(one for one in entries() if one.model is model)
        monkeypatch.setattr(register, "entries", lambda: (*rest, *([make(old)] if make else [])))

    return put


def test_a_table_that_is_not_registered_is_named_with_the_place(with_entry):
    with_entry(Notice)
    assert faults() == ["lms.Notice is not registered: add it in lms/accounts/personal.py."]


def test_a_field_that_is_not_registered_is_named(with_entry):
    with_entry(Notice, lambda one: replace(one, plain="to_mail"))
    assert faults() == [
        "lms.Notice.link is neither personal nor not: name it under `fields`, `withheld` or `plain` "
        "in lms/accounts/personal.py."
    ]


def test_a_field_that_is_gone_is_named(with_entry):
    with_entry(Notice, lambda one: replace(one, plain="link to_mail colour"))
    assert faults() == ["lms.Notice has no field colour: lms/accounts/personal.py."]


def test_a_table_with_a_person_is_never_about_nobody(with_entry):
    with_entry(Notice, lambda _one: NotPersonal(Notice, "kind text link made_at seen_at"))
    assert [one for one in faults() if "lms.Notice.person is a person" in one]


def test_who_decided_is_told_apart_from_whom_it_is_about():
    pairs = {(model._meta.label, name) for model, name in made_by()}
    assert ("courses.Allowance", "by") in pairs
    assert ("courses.Enrolment", "person") not in pairs
    assert ("lms.AuditNote", "actor") not in pairs


def test_every_way_to_a_person_leads_to_one(ona):
    for entry in held():
        assert isinstance(entry, Held)
        person = ona.pk if entry.of == "pk" else ona
        assert isinstance(entry.model.objects.filter(entry.about(person)).count(), int)


@pytest.mark.parametrize("language", ["lt", "en"])
def test_the_page_tells_of_every_table(visitor, language):
    from django.utils import translation
    from django.utils.html import escape

    page = visitor.get(f"/{language}/privacy/what-we-hold/").text
    with translation.override(language):
        for entry in held():
            assert escape(str(entry.what)) in page
        for group in Group:
            assert escape(str(group.title)) in page


def test_the_page_is_linked_from_the_profile_and_the_privacy_statement(client_for, visitor, ona):
    link = "/en/privacy/what-we-hold/"
    assert link in client_for(ona).get("/en/me/profile/").text
    assert link in visitor.get("/en/privacy/").text


def test_generated_columns_and_keys_need_no_name_but_references_to_people_are_personal():
    names = {one.name for one in register.fields_of(Enrolment)}
    assert "person" in names
    assert all(isinstance(one, models.Field) for one in register.fields_of(Enrolment))
