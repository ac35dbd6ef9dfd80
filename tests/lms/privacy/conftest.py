"""Somebody of whom everything is held that can be, reached as anybody reaches it."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from badges.awards.giving_actions import Said, give_by_hand
from badges.awards.list_actions import confirm_list, lists_due
from badges.awards.lists import Line
from badges.certificates.actions import render_due
from badges.certificates.batch_actions import ask_batch, batches_due
from badges.intake.actions import take_in_waiting
from courses.assessment.actions import save_answers, submit
from courses.assessment.queries import responses_of
from courses.calibration.actions.closing import write_plan
from courses.content.actions.announcing import announce_course
from courses.content.actions.courses import create_course
from courses.content.actions.roles import give_role
from courses.content.queries import blocks_of
from courses.enrolment.actions import invite_to_run, wait_for
from courses.progress.actions import allow, come_in, no_longer_allow
from courses.progress.models import Allowance
from courses.surveys.actions import answer_survey, rate_self
from courses.surveys.queries import competencies_in
from lms.accounts.actions import share_passport
from lms.accounts.digest_actions import gather_digests
from lms.common.clock import now
from lms.privacy.copy_actions import ask_copy, make_copy
from tests.calibrations import all_of_it, measuring
from tests.given import by_hand
from tests.learning import begin, finish, item_of, open_attempt, outline_in_force
from tests.packages import QUESTIONS, SURVEY_TEXTS, pair, sampling, scored
from tests.runs import run_of

# What stands in no table and no file once Birutė has been erased.
NAME, MAIL, TYPED, WHY = "Birutė Žemaitytė", "birute@example.org", "Šlapjurgis", "Serga Birutė"
PASSWORD = "laukas-demo"


def signed_in(client, email=MAIL):
    client.post("/en/accounts/login/", {"login": email, "password": PASSWORD})
    return client


@pytest.fixture
def talkative(teach):
    """A course with a question that is answered in words, a survey and self-ratings."""
    package = sampling()
    package.items.append(
        {
            "key": "word",
            "kind": "text",
            "prompt": pair("Kas tai?", "What is it?"),
            "accept": {"lt": ["uoga"], "en": ["berry"]},
            "explanation": pair("Tai uoga.", "It is a berry."),
        }
    )
    package.modules[0]["units"].append(scored("words", ["word"], required="false"))
    package.unit("third")["blocks"] |= {
        f"::: survey ask {QUESTIONS}": SURVEY_TEXTS,
        "::: self-rating see moment=after": pair("# Po", "# After"),
    }
    return teach(package)


@pytest.fixture
def known(birute, ieva, vytas, rasa, talkative, teach, client_for, token_of):
    """Birutė has completed a course, typed answers, one too late, answered a survey, rated herself,
    been allowed something and not, asked to be let in, been invited, waited for a course, let a
    program read and write, been measured and answered as an expert, got a letter of the day, shared her passport, become an instructor and
    asked for a copy; her certificate lies in the file of whoever leads the course, and she has asked for such
    a file herself."""
    course = talkative
    signed_in(client_for(headers={"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/128.0"}))
    finish(birute, course, on=now())
    enrolment = birute.enrolments.get()
    attempt = open_attempt(enrolment, course, "words")
    asked = str(responses_of(attempt)[0].item_version.item.uid)
    submit(attempt, on=now(), answers={asked: {"typed": TYPED}}, sequence=1)
    attempt.refresh_from_db()
    save_answers(attempt, {asked: {"typed": f"{TYPED} vėliau"}}, sequence=2, on=now())
    surveyed(enrolment, course)
    allowed = allow(enrolment, Allowance.Kind.OPEN, unit_id=None, reason=WHY, by=ieva, on=now())
    no_longer_allow(allowed, reason=WHY, by=ieva, on=now())
    run = run_of(course, ieva, policy="approval")
    come_in(birute, run, on=now(), said=TYPED, moves=True)
    invite_to_run(run_of(course, ieva), [birute.email], by=ieva, on=now())
    coming = create_course({"en": "Later"}, languages=["en"], by=ieva, on=now())
    coming.releases.update(summary={"en": "Soon."})
    wait_for(birute, announce_course(coming, by=ieva, on=now()), on=now())
    program(birute, token_of(birute, name=TYPED), course)
    take_in_waiting(on=now())
    gather_digests(on=now() + timedelta(days=1))
    render_due(on=now())
    ask_batch(course, None, by=ieva, language="", on=now())
    assert batches_due(on=now()) == 1
    badge = by_hand(course, ieva)
    said = Said(WHY, proof=WHY, link="https://example.org/talka")
    give_by_hand(badge, birute, said, by=ieva, on=now())
    lines = [Line(1, MAIL, NAME, WHY), Line(2, "other@example.org", reason="Took part.")]
    for by in (ieva, birute):
        confirm_list(badge, uuid4(), lines, by=by, on=now())
    lists_due(on=now())
    ask_batch(course, None, by=birute, language="", on=now())
    birute.refresh_from_db()
    share_passport(birute, shared=True)
    leaves = teach(measuring())
    give_role(leaves, birute, "viewer", by=vytas, reason=WHY, on=now())
    write_plan(all_of_it(leaves, birute, birute), TYPED, on=now())
    admin = client_for(vytas)
    admin.post(
        f"/en/admin/lms/user/{birute.pk}/change/", {"site_role": "instructor", "reason": WHY}
    )
    give_role(course, birute, "viewer", by=vytas, reason=WHY, on=now())
    assert make_copy(ask_copy(birute, on=now()).pk, on=now())
    birute.refresh_from_db()
    return birute


def surveyed(enrolment, course):
    """She says what she thinks, in a survey and of herself."""
    item = item_of(course, "third")
    for block in blocks_of(item.version_id):
        asked = (enrolment, item.unit_id, UUID(block["uid"]))
        if block["kind"] == "survey":
            answer_survey(*asked, {"why": "help", "more": TYPED}, on=now())
        if block["kind"] == "self-rating":
            codes = [one.code for one in competencies_in(outline_in_force(course))]
            rate_self(*asked, dict.fromkeys(codes, 1), on=now())


def program(person, token, course):
    """Her program joins the course once more, so that it may be sent again."""
    answer = Client().post(
        f"/api/v1/courses/{course.slug}/enrolment",
        {},
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": "joined"},
    )
    assert answer.status_code < 300, answer.text


@pytest.fixture
def beginner(jonas, sampling_course):
    """Jonas has begun, and nothing more."""
    begin(jonas, sampling_course)
    return jonas
