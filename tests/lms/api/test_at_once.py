"""Programs at once, on PostgreSQL: one key, one answer; one name, one token."""

from contextlib import suppress

import pytest
from django.db import connection
from django.test import Client

from courses.assessment.models import Attempt
from lms.accounts.models import ApiToken
from lms.common.api.models import KeptAnswer
from lms.common.errors import Refusal
from tests.courses.test_locks import all_at_once
from tests.learning import begin, item_of, read

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def postgres_only():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


def test_one_key_sent_from_six_places_is_done_once(ona, sampling_course, token_of):
    read(begin(ona, sampling_course), sampling_course, "first")
    item = item_of(sampling_course, "second")
    path = f"/api/v1/courses/sampling/units/{item.uid}/quizzes/{item.score_block}/attempts"
    headers = {"Authorization": f"Bearer {token_of(ona)}", "Idempotency-Key": "once"}
    answers = all_at_once(
        *[lambda: Client().post(path, content_type="application/json", headers=headers)] * 6
    )
    statuses = sorted(one.status_code for one in answers)
    assert set(statuses) <= {201, 409} and 201 in statuses
    assert Attempt.objects.count() == KeptAnswer.objects.count() == 1
    uids = {one.json()["uid"] for one in answers if one.status_code == 201}
    assert uids == {str(Attempt.objects.get().uid)}
    again = Client().post(path, content_type="application/json", headers=headers)
    assert again.status_code == 201 and again["Idempotency-Replayed"] == "true"


def test_two_tokens_of_one_name_meet_in_the_database(ona, token_of):
    def make():
        with suppress(Refusal):
            return token_of(ona, name="Same")
        return None

    made = all_at_once(make, make, make)
    assert len([one for one in made if one]) == ApiToken.objects.count() == 1
