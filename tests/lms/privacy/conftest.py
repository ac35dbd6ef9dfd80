"""Somebody of whom everything is held that can be, reached as anybody reaches it."""

import pytest

from badges.certificates.actions import render_due
from badges.intake.actions import take_in_waiting
from courses.assessment.actions import save_answers, submit
from courses.assessment.queries import responses_of
from courses.content.actions.roles import give_role
from courses.enrolment.actions import invite_to_run
from courses.progress.actions import allow, come_in, no_longer_allow
from courses.progress.models import Allowance
from lms.accounts.actions import share_passport
from lms.common.clock import now
from lms.privacy.copy_actions import ask_copy, make_copy
from tests.learning import begin, finish, open_attempt
from tests.packages import pair, sampling, scored
from tests.runs import run_of

# What stands in no table and no file once Birutė has been erased.
NAME, MAIL, TYPED, WHY = "Birutė Žemaitytė", "birute@example.org", "Šlapjurgis", "Serga Birutė"
PASSWORD = "laukas-demo"


def signed_in(client, email=MAIL):
    client.post("/en/accounts/login/", {"login": email, "password": PASSWORD})
    return client


@pytest.fixture
def talkative(teach):
    """A course with a question that is answered in words."""
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
    return teach(package)


@pytest.fixture
def known(birute, ieva, vytas, rasa, talkative, client_for):
    """Birutė has completed a course, typed answers, one too late, been allowed something and not,
    asked to be let in, been invited, shared her passport, become an instructor and asked for a copy."""
    course = talkative
    signed_in(client_for(headers={"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/128.0"}))
    finish(birute, course, on=now())
    enrolment = birute.enrolments.get()
    attempt = open_attempt(enrolment, course, "words")
    asked = str(responses_of(attempt)[0].item_version.item.uid)
    submit(attempt, on=now(), answers={asked: {"typed": TYPED}}, sequence=1)
    attempt.refresh_from_db()
    save_answers(attempt, {asked: {"typed": f"{TYPED} vėliau"}}, sequence=2, on=now())
    allowed = allow(enrolment, Allowance.Kind.OPEN, unit_id=None, reason=WHY, by=ieva, on=now())
    no_longer_allow(allowed, reason=WHY, by=ieva, on=now())
    run = run_of(course, ieva, policy="approval")
    come_in(birute, run, on=now(), said=TYPED, moves=True)
    invite_to_run(run_of(course, ieva), [birute.email], by=ieva, on=now())
    take_in_waiting(on=now())
    render_due(on=now())
    birute.refresh_from_db()
    share_passport(birute, shared=True)
    admin = client_for(vytas)
    admin.post(
        f"/en/admin/lms/user/{birute.pk}/change/", {"site_role": "instructor", "reason": WHY}
    )
    give_role(course, birute, "viewer", by=vytas, reason=WHY, on=now())
    assert make_copy(ask_copy(birute, on=now()).pk, on=now())
    birute.refresh_from_db()
    return birute


@pytest.fixture
def beginner(jonas, sampling_course):
    """Jonas has begun, and nothing more."""
    begin(jonas, sampling_course)
    return jonas
