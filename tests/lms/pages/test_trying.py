"""Ten items without an account, over HTTP: told one by one, kept by whoever signs in, or forgotten."""

import re
from datetime import timedelta

import pytest

from courses.calibration.actions.trying import forget_trials, keep_trial
from courses.calibration.models import Trial
from courses.calibration.trying import body_at
from lms.common.clock import now
from lms.pages.demo_cast import PASSWORD, right_in

pytestmark = pytest.mark.story


def begin(client, **more):
    return client.post("/en/try/start/", more, follow=True)


def say(client, number, answer=None, **more):
    page = client.get(f"/en/try/{number}/")
    name = re.search(r'name="(a-[0-9a-f-]+)"', page.text)[1]
    said = {} if answer is None else {name: answer}
    return client.post(f"/en/try/{number}/", {**said, **more}, follow=True)


def right(number):
    """What is right, in the form of a form."""
    answer = right_in(body_at(Trial.objects.get().items[number - 1]))
    return answer["typed"] if isinstance(answer, dict) else answer


def tries(client):
    begin(client)
    for number in range(1, 11):
        say(client, number, right(number))


def test_each_is_told_once_it_is_answered_and_the_first_answer_stands(visitor):
    page = begin(visitor)
    assert "1 of 10" in page.text
    assert "Right answer" not in page.text
    assert say(visitor, 1).status_code == 422
    assert not Trial.objects.get().answers
    told = say(visitor, 1, cannot="1")
    assert "You said that you cannot tell" in told.text
    assert "Right answer" in told.text
    # The truth is known by now, so what comes after it changes nothing.
    visitor.post("/en/try/1/", {"cannot": ""})
    assert Trial.objects.get().answers[0]["cannot_tell"]
    # Nobody looks ahead.
    assert visitor.get("/en/try/5/").headers["Location"] == "/en/try/2/"
    assert visitor.get("/en/try/result/").status_code == 302
    for number in range(2, 11):
        say(visitor, number, right(number))
    result = visitor.get("/en/try/result/").text
    assert "9 of 10 right" in result
    assert "You said once that you cannot tell" in result


def test_a_unit_that_is_typed_with_the_number_is_shown_once(visitor):
    begin(visitor)
    told = say(visitor, 1, "12 %").text.replace("\u00a0", " ")
    assert "12 %" in told
    assert not re.search(r"% ?%", told)


def test_what_cannot_be_read_keeps_the_focus(visitor):
    begin(visitor)
    refused = say(visitor, 1, "about twelve")
    assert refused.status_code == 422
    assert re.search(r'value="about twelve"[^>]* aria-invalid="true" autofocus', refused.text)


def test_in_words_there_is_nothing_to_look_at(visitor):
    page = begin(visitor, form="words")
    assert (
        "<svg"
        not in page.text.partition("<main")[2].partition("asked")[2].partition("answering")[0]
    )
    assert {one["form"] for one in Trial.objects.get().items} == {"words"}


def test_whoever_signs_in_keeps_it_and_nobody_else_sees_it(visitor, client_for, ona, jonas):
    tries(visitor)
    visitor.post("/en/accounts/login/", {"login": ona.email, "password": PASSWORD})
    assert Trial.objects.get().person == ona
    assert "This result is kept with your account." in visitor.get("/en/try/result/").text
    # At home it is found again.
    home = visitor.get("/en/me/").text
    assert 'href="/en/try/result/"' in home
    assert "10 of 10 right" in home
    assert "/try/result/" not in client_for(jonas).get("/en/me/").text
    # On another device too; but not for somebody else with this browser.
    assert "10 of 10 right" in client_for(ona).get("/en/try/result/").text
    other = client_for(jonas)
    other.cookies["trial"] = Trial.objects.get().key
    assert other.get("/en/try/result/").status_code == 302


def test_what_nobody_keeps_is_forgotten_after_a_day(visitor, ona):
    tries(visitor)
    begin(visitor)
    say(visitor, 1, cannot="1")
    kept = Trial.objects.latest("pk")
    keep_trial(kept.key, ona)
    assert forget_trials(on=now() + timedelta(hours=23)) == 0
    assert forget_trials(on=now() + timedelta(hours=25)) == 1
    assert Trial.objects.get() == kept
    assert "Try ten items" in visitor.get("/en/try/", follow=True).text
