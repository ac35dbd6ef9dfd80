"""Taking in records: what they earn, once, however often and wherever it is done."""

import logging
from datetime import datetime, timedelta

from django.db import IntegrityError
from django.utils.translation import gettext as _

from badges.awards.actions import award_what_is_due
from badges.awards.queries import candidates_for
from badges.awards.renewal_actions import renew_awards_of
from badges.awards.standing import evidence_behind, facts_from
from badges.certificates.actions import certify
from badges.intake.models import Receipt, Setback
from badges.intake.queries import due_records
from courses.records.models import LearningRecord, Verb
from lms.accounts.models import User
from lms.audit.actions import note
from lms.common.errors import Refusal, trouble_of
from lms.common.prepared import Prepared
from lms.common.transactions import atomic

log = logging.getLogger(__name__)

SLICE = 200
# Tried again by the next sweep, then after 2, 6, 14, … 126 minutes. What still fails four hours
# after the first failure needs a person.
TRIES = 8
WAIT = timedelta(minutes=1)


_RECORD = Prepared[LearningRecord](
    lambda pk: LearningRecord.objects.select_related(
        "receipt", "setback", "person", "course"
    ).filter(pk=pk),
    pk=int,
)


def take_in(record_id: int, *, on: datetime) -> bool:
    """Give what this record earns, and write its receipt; whether it was new.

    Taken in twice at once, one of the two finds the other's receipt and undoes itself.
    """
    try:
        return _take_in(record_id, on=on)
    except IntegrityError:
        if Receipt.objects.filter(pk=record_id).exists():
            return False
        raise


@atomic
def _take_in(record_id: int, *, on: datetime) -> bool:
    record = _RECORD.first(pk=record_id)
    if record is None:
        raise LearningRecord.DoesNotExist
    if hasattr(record, "receipt"):
        return False
    # Rules are evaluated over facts that are committed, so of two records taken in side by side the
    # later one sees both.
    evidence = evidence_behind(record.person_id)
    if candidates := candidates_for(record.person_id):
        rules = [version.rule for version in candidates]
        facts = facts_from(record.person_id, rules, evidence, on)
        award_what_is_due(record.person, facts, candidates, evidence, on=on)
    if record.verb == Verb.MEASURED:
        renew_awards_of(record.person, evidence, on=on)
    if record.verb == Verb.COMPLETED_COURSE:
        certify(record, on=on)
    Receipt.objects.create(record=record, taken_at=on)
    if hasattr(record, "setback"):
        record.setback.delete()
    return True


def take_in_waiting(*, on: datetime) -> int:
    """Take in every record that is due, the oldest first; how many were new.

    One that cannot be taken in does not hold up the others: it waits, longer each time, and is
    set aside in the end.
    """
    taken, last = 0, 0
    while slice_ := list(
        due_records(on).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:SLICE]
    ):
        taken += sum(try_to_take_in(pk, on=on) for pk in slice_)
        last = slice_[-1]
    return taken


def try_to_take_in(record_id: int, *, on: datetime) -> bool:
    """Take the record in, or write down that it could not be; whether it was new."""
    try:
        return take_in(record_id, on=on)
    except LearningRecord.DoesNotExist:
        return False
    except Exception as error:
        log.exception("Record %s could not be taken in.", record_id)
        _set_back(record_id, trouble_of(error), on=on)
        return False


@atomic
def _set_back(record_id: int, trouble: str, *, on: datetime) -> None:
    """Count one failure; of two processes that stumble over a record at once, one counts it."""
    setback, made = Setback.objects.get_or_create(
        record_id=record_id, defaults={"try_after": on, "trouble": trouble}
    )
    setback = Setback.objects.select_for_update(no_key=True).get(pk=record_id)
    if Receipt.objects.filter(pk=record_id).exists():
        # Meanwhile another process could.
        setback.delete()
        return
    if setback.set_aside_at is not None or (not made and setback.try_after > on):
        return
    setback.failures += 1
    setback.trouble = trouble
    setback.try_after = on + WAIT * (2**setback.failures - 2)
    if setback.failures >= TRIES:
        setback.set_aside_at = on
        log.error("Record %s is set aside after %s failures.", record_id, setback.failures)
    setback.save(update_fields=["failures", "trouble", "try_after", "set_aside_at"])


@atomic
def take_up_record(setback: Setback, *, by: User, reason: str, on: datetime) -> Setback:
    """Let the record be tried anew, from the first try. One that is not set aside stays as it is."""
    if not reason.strip():
        raise Refusal("no-reason", _("Say what has been mended."))
    setback = Setback.objects.select_for_update(no_key=True).get(pk=setback.pk)
    if setback.set_aside_at is not None:
        setback.failures, setback.try_after, setback.set_aside_at = 0, on, None
        setback.save(update_fields=["failures", "try_after", "set_aside_at"])
        note(by, "took up again", setback, on=on, reason=reason)
    return setback
