"""A prepared query finds what its query set finds, for whatever is put into it."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from courses.enrolment.models import Enrolment, Run
from lms.accounts.models import User
from lms.common.clock import now
from lms.common.prepared import Prepared
from tests.learning import begin

pytestmark = pytest.mark.django_db


def enrolments(person, since):
    return (
        Enrolment.objects.filter(person=person, enrolled_at__gt=since)
        .select_related("run__course")
        .annotate(learns=Exists(User.objects.filter(pk=OuterRef("person"), is_active=True)))
        .order_by("pk")
    )


PREPARED = Prepared[Enrolment](enrolments, person=int, since=type(now()))
NAMES = Prepared[str](
    lambda email: User.objects.filter(email=email).values_list("full_name", flat=True), email=str
)
RUNS = Prepared[Run](lambda day: Run.objects.filter(starts_on__lte=day), day=date)


def test_it_finds_the_same_with_every_value(ona, jonas, sampling_course):
    for one in (ona, jonas):
        begin(one, sampling_course)
    before = now() - timedelta(days=1)
    for one in (ona, jonas):
        (found,) = PREPARED.rows(person=one.pk, since=before)
        (wanted,) = enrolments(one.pk, before)
        assert found == wanted
        assert vars(found).keys() == vars(wanted).keys()
        assert found.enrolled_at == wanted.enrolled_at
        assert found.learns is True
        with CaptureQueriesContext(connection) as captured:
            assert found.run.course.slug == sampling_course.slug
        assert not captured.captured_queries
        # It can be changed and saved like any other.
        found.done = 3
        found.save()
    assert PREPARED.rows(person=ona.pk, since=now()) == []
    assert PREPARED.first(person=ona.pk + 1000, since=before) is None
    assert NAMES.rows(email=jonas.email) == [jonas.full_name]
    assert NAMES.first(email="50% %s") is None
    assert RUNS.rows(day=date(2020, 1, 1)) == []


def test_the_statement_is_the_one_of_the_query_set(ona):
    on = now()
    with CaptureQueriesContext(connection) as captured:
        PREPARED.rows(person=ona.pk, since=on)
        list(enrolments(ona.pk, on))
    prepared, plain = (query["sql"] for query in captured.captured_queries)
    assert prepared == plain


@pytest.mark.django_db(transaction=True)
def test_rows_are_held_only_in_a_transaction(ona):
    held = Prepared[User](
        lambda person: User.objects.select_for_update().filter(pk=person), person=int
    )
    with transaction.atomic():
        assert held.rows(person=ona.pk) == [ona]
    with pytest.raises(TransactionManagementError):
        held.rows(person=ona.pk)


def test_a_value_that_the_query_does_not_ask_for_is_a_fault(ona):
    wrong = Prepared[User](
        lambda person, other: User.objects.filter(pk=person), person=int, other=int
    )
    with pytest.raises(AssertionError, match="other"):
        wrong.rows(person=ona.pk, other=1)
