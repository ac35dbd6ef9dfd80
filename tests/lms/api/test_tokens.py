"""Tokens for programs in their owner's hands."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from lms.accounts.actions import readmit, suspend
from lms.accounts.closing_actions import close_account
from lms.accounts.models import ApiToken
from lms.accounts.token_actions import MOST, digest_of, make_token, token_in_use
from lms.common.clock import now
from lms.common.errors import Refusal
from tests.lms.accounts.ways import again

pytestmark = pytest.mark.django_db

TOKENS, NEW = "/en/accounts/tokens/", "/en/accounts/tokens/new/"
TYPED = {"name": "Reader at home", "scope": "read"}


def day(ahead):
    return (timezone.localdate() + timedelta(days=ahead)).isoformat()


@pytest.fixture
def at_home(client_for, ona):
    """Ona, who has just typed her password."""
    client = client_for(ona)
    again(client, NEW)
    return client


def test_ona_makes_a_token_uses_it_and_revokes_it(at_home, ona, program, client_for):
    made = at_home.post(NEW, {**TYPED, "valid_until": day(30)})
    token = re.search(r'value="(laukas_[\w-]{43})"', made.text)[1]
    assert "no-store" in made["Cache-Control"]
    row = ApiToken.objects.get()
    assert row.digest == digest_of(token) and token not in str(vars(row))
    assert token not in at_home.get(TOKENS).text and f"…{token[-4:]}" in at_home.get(TOKENS).text
    assert "never used" in at_home.get(TOKENS).text
    letter = mail.outbox[-1]
    assert (
        letter.to == [ona.email] and token not in letter.body and "/accounts/tokens/" in letter.body
    )
    ask = program()
    ask.token = token
    assert ask.get("me").json()["email"] == ona.email
    assert ask.post("courses/sampling/enrolment", {}).json()["code"] == "reads-only"
    assert "last used" in at_home.get(TOKENS).text
    assert "Reader at home" in at_home.get(f"/en/accounts/tokens/{row.pk}/revoke/").text
    assert ask.get("me").status_code == 200
    gone = at_home.post(f"/en/accounts/tokens/{row.pk}/revoke/", follow=True)
    assert "opens nothing any more" in gone.text
    answer = ask.get("me")
    assert (answer.status_code, answer.json()["code"]) == (401, "bad-token")
    # Also where visitors may read: whoever sends a token means to be somebody.
    assert ask.get("courses").status_code == 401


def test_a_token_needs_the_password_once_more(client_for, ona):
    answer = client_for(ona).get(NEW)
    assert answer.status_code == 302 and "/again/" in answer["Location"]


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(at_home):
    for typed, field in (
        ({**TYPED, "valid_until": day(-1)}, "valid_until"),
        ({**TYPED, "valid_until": day(400)}, "valid_until"),
        ({**TYPED, "valid_until": "some day"}, "valid_until"),
        ({"name": " ", "scope": "read", "valid_until": day(3)}, "name"),
        ({**TYPED, "scope": "rule", "valid_until": day(3)}, "scope"),
    ):
        page = at_home.post(NEW, typed).text
        assert f'id="id_{field}-error"' in page
        assert typed["name"].strip() in page
    assert not ApiToken.objects.exists()


def test_two_tokens_of_one_name_are_one_too_many(at_home):
    at_home.post(NEW, {**TYPED, "valid_until": day(30)})
    page = at_home.post(NEW, {**TYPED, "name": "reader  AT home", "valid_until": day(30)}).text
    assert 'id="id_name-error"' in page and "laukas_" not in page
    assert ApiToken.objects.count() == 1


def test_only_so_many_can_be_kept_apart(ona, token_of):
    for _one in range(MOST):
        token_of(ona)
    with pytest.raises(Refusal) as refused:
        token_of(ona)
    assert refused.value.code == "too-many"


def test_other_peoples_tokens_are_not_there(client_for, jonas, ona, token_of):
    token_of(ona, name="Mine")
    client = client_for(jonas)
    address = f"{TOKENS}{ApiToken.objects.get().pk}/revoke/"
    assert client.get(address).status_code == client.post(address).status_code == 404
    assert "Mine" not in client.get(TOKENS).text
    assert ApiToken.objects.exists()


def test_a_token_works_through_its_last_day_and_no_longer(ona):
    today = timezone.localdate()
    _row, token = make_token(ona, name="x", scope="read", valid_until=today, on=now())
    assert token_in_use(token, on=now()) is not None
    assert token_in_use(token, on=now() + timedelta(days=1)) is None


def test_tokens_of_shut_accounts_open_nothing(ona, jonas, vytas, program):
    hers, his = program(ona), program(jonas)
    suspend(ona, by=vytas, reason="Spam.", on=now())
    close_account(jonas, on=now())
    assert hers.get("me").status_code == his.get("me").status_code == 401
    assert hers.get("courses").status_code == 401
    readmit(ona, by=vytas, reason="A mistake.", on=now())
    assert hers.get("me").status_code == 200
    assert not jonas.api_tokens.exists()


def test_the_day_of_the_last_use_is_written_once(ona, program, django_assert_num_queries):
    ask = program(ona)
    ask.get("me")
    used = ApiToken.objects.get().last_used_on
    assert used == timezone.localdate()
    with django_assert_num_queries(1):
        ask.get("me")


def test_what_is_no_token_is_nobodys(program, ona):
    for sent in ("laukas_", "laukas_" + "x" * 43, "ž", "", " "):
        ask = program()
        ask.token = sent or " "
        assert ask.get("courses").status_code == 401, sent
    # Another scheme is none of ours.
    assert program().get("courses", Authorization="Basic eDp5").status_code == 200
