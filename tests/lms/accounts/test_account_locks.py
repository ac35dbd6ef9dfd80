"""Accounts at once, on PostgreSQL: coming back while the month ends, one address for two people."""

from contextlib import suppress
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connection

from lms.accounts.address_actions import change_address
from lms.accounts.closing_actions import WAY_BACK, close_account, reopen_account
from lms.accounts.models import User
from lms.audit.models import AuditNote
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.privacy.copy_actions import ask_copy, make_copy, path_of
from lms.privacy.leaving_actions import empty_due
from lms.privacy.models import DataCopy
from tests.courses.test_locks import all_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def postgres_only():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


def test_whoever_comes_back_as_the_month_ends_is_either_back_or_gone(person):
    people = [person(f"zmogus{n}", f"Žmogus {n}") for n in range(6)]
    for one in people:
        close_account(one, on=now() - WAY_BACK - timedelta(days=1))
    fresh = list(User.objects.filter(pk__in=[one.pk for one in people]))
    sweeps = [lambda: empty_due(on=now())] * 2
    all_at_once(*sweeps, *[lambda one=one: reopen_account(one) for one in fresh])
    emptied = 0
    for one in User.objects.filter(pk__in=[one.pk for one in people]):
        gone = one.emptied_at is not None
        assert gone == (one.closed_at is not None)
        assert gone == one.email.startswith("closed-")
        assert gone != bool(one.full_name)
        emptied += gone
    assert AuditNote.objects.filter(verb="account emptied").count() == emptied


def test_two_people_who_confirm_one_address_do_not_both_get_it(person):
    people = [person("pirmas"), person("antras")]
    User.objects.update(new_email="bendras@example.org")

    def confirm(one):
        with suppress(Refusal):
            return change_address(one)
        return None

    done = all_at_once(*[lambda one=one: confirm(one) for one in people])
    assert len([old for old in done if old]) == 1
    assert User.objects.filter(email="bendras@example.org").count() == 1
    assert EmailAddress.objects.filter(email="bendras@example.org").count() == 1
    assert EmailAddress.objects.count() == 2


def test_a_copy_asked_for_and_made_at_once_is_one(person, settings):
    one = person("zmogus", "Žmogus")
    all_at_once(*[lambda: ask_copy(one, on=now())] * 4)
    copy = DataCopy.objects.get()
    made = all_at_once(*[lambda: make_copy(copy.pk, on=now())] * 4)
    assert sorted(made) == [False, False, False, True]
    assert len(list(path_of(DataCopy.objects.get()).parent.iterdir())) == 1
