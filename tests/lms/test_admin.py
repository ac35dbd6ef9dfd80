"""The administration as a whole: who gets in, that every table is there, and what it never does."""

import re
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.db.models import Model
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext
from django.utils.text import capfirst

from badges.awards.list_actions import confirm_list, lists_due
from badges.awards.lists import Line
from badges.awards.signing_actions import sign_badges
from badges.certificates.batch_actions import ask_batch
from badges.certificates.design_actions import (
    Stated,
    state_certification,
    stated_stamp,
    write_design,
)
from badges.certificates.design_rules import Said
from badges.certificates.models import CertificateBatch
from badges.certificates.queries import certification_of
from badges.intake.actions import take_in_waiting
from courses.assessment.actions import order_regrade, save_answers
from courses.assessment.models import Attempt
from courses.assessment.queries import responses_of
from courses.competencies.queries import forget_version
from courses.content.actions.announcing import announce_course
from courses.content.actions.courses import create_course
from courses.content.actions.drafting import Typed, save_texts
from courses.content.actions.outlining import add_module
from courses.content.actions.roles import give_role, invite
from courses.content.models import CourseRole
from courses.content.queries import blocks_of
from courses.enrolment.actions import invite_to_run, wait_for
from courses.progress.actions import allow, come_in
from courses.progress.models import Allowance
from courses.surveys.actions import answer_survey, rate_self
from courses.surveys.queries import competencies_in
from lms.accounts.models import User
from lms.common.clock import now
from lms.hub.actions import load_texts
from lms.hub.models import HubPage, HubProfile, NewsItem, Principle
from lms.hub.queries import forget_profile
from lms.pages.demo_cast import right_answer
from tests.calibrations import all_of_it, measuring
from tests.given import by_hand
from tests.learning import begin, finish, item_of, outline_in_force
from tests.packages import QUESTIONS, SURVEY_TEXTS, pair
from tests.runs import run_of

pytestmark = pytest.mark.sweep

HUB = [HubPage, HubProfile, NewsItem, Principle]
TABLES = [
    *(model for app in ("courses", "badges") for model in apps.get_app_config(app).get_models()),
    *HUB,
]
GOVERNED = [model for model in TABLES if model is not CourseRole]


def named(model: type[Model]) -> str:
    return model._meta.label_lower


def place(model: type[Model], *parts: object) -> str:
    meta = model._meta
    return "/".join(["/en/admin", meta.app_label, meta.model_name, *map(str, parts), ""])


@pytest.fixture
def full(sampling_course, teach, jonas, birute, person, monkeypatch):
    """At least one row in every table there is."""
    load_texts(now())
    leaves = teach(measuring())
    expert = person("algis", "Algis Žinovas")
    give_role(leaves, expert, "viewer", by=leaves.owner, reason="Knows leaves", on=now())
    all_of_it(leaves, jonas, expert)
    for learner in (jonas, birute):
        finish(learner, sampling_course, on=now())
    take_in_waiting(on=now())
    sign_badges(on=now())
    design = write_design(None, Said(name="Museum"), by=leaves.owner, on=now())
    states = {"over": stated_stamp(certification_of(leaves.pk)), "by": leaves.owner, "on": now()}
    state_certification(leaves, Stated(design=design.pk), **states)
    ask_batch(sampling_course, None, by=sampling_course.owner, language="", on=now())
    badge = by_hand(sampling_course, sampling_course.owner)
    line = Line(1, birute.email, reason="Took part.")
    confirm_list(badge, uuid4(), [line], by=sampling_course.owner, on=now())
    assert lists_due(on=now()) == 1
    begin(person("laima", "Laima Setback"), sampling_course)
    with monkeypatch.context() as broken:
        broken.setattr("badges.intake.actions.candidates_for", lambda _person: 1 / 0)
        take_in_waiting(on=now())
    attempt = Attempt.objects.filter(enrolment__person=birute).first()
    asked = responses_of(attempt)[0].item_version
    late = next(key for key in ("a", "b", "c") if key != right_answer(asked))
    save_answers(attempt, {str(asked.item.uid): late}, sequence=99, on=now())
    ieva = sampling_course.owner
    first = sampling_course.units.get(key="first")
    save_texts(first, "en", {"title": Typed("Renamed", 0)}, by=ieva, on=now())
    add_module(sampling_course, {"en": "Second"}, by=ieva, on=now())
    some = Attempt.objects.filter(enrolment__person=jonas).first().enrolment
    said = {"amount": 1, "reason": "Was ill", "by": ieva, "on": now()}
    allow(some, Allowance.Kind.ATTEMPT, unit_id=None, **said)
    invite(sampling_course, "milda@example.org", "author", by=ieva, on=now())
    order_regrade(
        sampling_course.in_force, asked, asked, way="upward", reason="A slip", by=ieva, on=now()
    )
    item = item_of(sampling_course, "third")
    for block in blocks_of(item.version_id):
        asked = (some, item.unit_id, UUID(block["uid"]))
        if block["kind"] == "survey":
            answer_survey(*asked, {"why": "help"}, on=now())
        if block["kind"] == "self-rating":
            codes = [one.code for one in competencies_in(outline_in_force(sampling_course))]
            rate_self(*asked, dict.fromkeys(codes, 1), on=now())
    run = run_of(sampling_course, ieva, policy="approval")
    come_in(jonas, run, on=now(), said="Once more, with others.")
    invite_to_run(run, ["milda@example.org"], by=ieva, on=now())
    coming = create_course({"en": "Later"}, languages=["en"], by=ieva, on=now())
    coming.releases.update(summary={"en": "Soon."})
    wait_for(jonas, announce_course(coming, by=ieva, on=now()), on=now())


@pytest.fixture
def pictured(package):
    package.pictures["bush.svg"] = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><path d="M1 1h9"/></svg>'
    )
    package.unit("third")["blocks"]["::: image bush src=bush.svg"] = {
        "lt": "alt: Krūmas.",
        "en": "alt: A bush.",
    }
    package.unit("third")["blocks"] |= {
        f"::: survey ask {QUESTIONS}": SURVEY_TEXTS,
        "::: self-rating see moment=after": pair("# Po", "# After"),
    }
    package.files["sheet.pdf"] = b"%PDF-1.7"
    package.unit("third")["blocks"]["::: file sheet src=sheet.pdf"] = {
        "lt": "# Anketa",
        "en": "# Sheet",
    }


# --- who gets in ---------------------------------------------------------------------------------


def test_every_table_of_courses_badges_and_the_hub_can_be_looked_at():
    missing = [named(model) for model in TABLES if not admin.site.is_registered(model)]
    assert missing == []


def test_only_administrators_find_the_tables(client_for, visitor, ona, ieva, vytas):
    doors = [client_for(person) for person in (ona, ieva)]
    inside = client_for(vytas)
    for model in TABLES:
        asked = visitor.get(place(model))
        assert asked.status_code == 302
        assert "/login/" in asked["Location"]
        assert [door.get(place(model)).status_code for door in doors] == [404, 404]
        assert inside.get(place(model)).status_code == 200


# --- what it shows -------------------------------------------------------------------------------


def test_it_bears_our_name_and_leads_back_to_the_site_in_both_languages(client_for, vytas):
    load_texts(now())
    client = client_for(vytas)
    assert "Laukas: administration" in client.get("/en/admin/").text
    page = client.get("/lt/admin/").text
    assert 'href="/lt/"' in page
    assert 'href="/en/admin/"' in page
    assert "Django" not in page


def test_nothing_in_its_pages_needs_more_than_the_policy_allows(client_for, vytas, full):
    client = client_for(vytas)
    award = place(apps.get_model("badges", "award"))
    for address in ("/en/admin/", award, place(CourseRole, "add"), place(User)):
        page = client.get(address).text
        assert " style=" not in page
        assert "<style" not in page
        assert page.count("<script") == page.count("<script src=") + page.count("<script id=")
        assert "onclick=" not in page


def test_rows_can_be_found_and_opened(client_for, vytas, pictured, full):
    client = client_for(vytas)
    for model in TABLES:
        row = model.objects.first()
        assert row is not None, named(model)
        assert client.get(place(model), {"q": "a"}).status_code == 200, named(model)
        shown = client.get(place(model, row.pk, "change"))
        assert shown.status_code == 200, named(model)
        # Lithuanian letters are letters.
        assert "\\u0" not in shown.text, named(model)


def test_what_a_table_keeps_back_is_not_on_the_page_of_a_row(client_for, vytas, pictured, full):
    client, kept_back = client_for(vytas), {}
    for model in TABLES:
        # What a batch holds is told by a link.
        if model is not CertificateBatch and (names := admin.site._registry[model].exclude):
            page = client.get(place(model, model.objects.first().pk, "change")).text
            kept_back[named(model)] = names
            told = re.findall(r"<label[^>]*>([^<]+):</label>", page)
            assert len(told) > 1
            hidden = {capfirst(model._meta.get_field(name).verbose_name) for name in names}
            assert not hidden & {*told}, (named(model), told)
    assert kept_back["courses.surveyanswer"] == ("answers",)
    assert kept_back["courses.correctionplan"] == ("text",)


def test_links_from_a_row_lead_to_the_rows_that_belong_to_it(
    client_for, vytas, full, jonas, sampling_course
):
    client = client_for(vytas)
    enrolment = jonas.enrolments.get(run__course=sampling_course)
    page = client.get(place(type(enrolment), enrolment.pk, "change")).text
    link = f"/en/admin/courses/unitcompletion/?enrolment__id__exact={enrolment.pk}"
    assert link in page
    found = client.get(link).text
    assert "jonas@example.org" in found
    assert "birute@example.org" not in found
    course = enrolment.run.course
    link = f"/en/admin/courses/enrolment/?run__course__id__exact={course.pk}"
    assert link in client.get(place(type(course), course.pk, "change")).text
    assert "jonas@example.org" in client.get(link).text


def test_the_words_of_the_hub_lead_to_their_form(client_for, vytas):
    load_texts(now())
    client = client_for(vytas)
    page = HubPage.objects.get(slug="about")
    assert 'href="/en/hub/edit/pages/about/"' in client.get(place(HubPage, page.pk, "change")).text
    assert client.get("/en/hub/edit/pages/about/").status_code == 200


def test_longer_lists_take_no_more_statements(
    client_for, vytas, full, ona, person, sampling_course, monkeypatch
):
    # What is kept for some seconds outlives the test, however busy the machine is.
    for kept in ("lms.hub.queries", "courses.competencies.queries"):
        monkeypatch.setattr(f"{kept}.KEPT_SECONDS", 3600.0)
    forget_profile()
    forget_version()
    client = client_for(vytas)

    def statements() -> dict[str, int]:
        counts = {}
        for model in TABLES:
            with CaptureQueriesContext(connection) as counted:
                client.get(place(model))
            counts[named(model)] = len(counted)
        return counts

    client.get("/en/admin/")
    before = statements()
    finish(ona, sampling_course, on=now())
    begin(person("petras", "Petras Petraitis"), sampling_course)
    take_in_waiting(on=now())
    assert statements() == before


# --- what it never does --------------------------------------------------------------------------


def test_nothing_that_rules_govern_is_added_changed_or_deleted_there(
    client_for, vytas, pictured, full
):
    client = client_for(vytas)
    for model in GOVERNED:
        row = model.objects.first()
        before, count = model_to_dict(row), model.objects.count()
        changed = dict.fromkeys(before, "9")
        answers = [
            client.get(place(model, "add")),
            client.post(place(model, "add"), changed),
            client.post(place(model, row.pk, "change"), changed),
            client.post(place(model, row.pk, "delete"), {"post": "yes"}),
        ]
        assert [answer.status_code for answer in answers] == [403] * 4, named(model)
        chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        client.post(place(model), chosen)
        row.refresh_from_db()
        assert (model_to_dict(row), model.objects.count()) == (before, count), named(model)
