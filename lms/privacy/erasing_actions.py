"""Erasing what the tables hold of somebody, as the register says; the account itself goes last."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import CASCADE, Q

from badges.certificates.erasing_actions import erase_credentials, erase_signatory
from courses.records.models import LearningRecord
from lms.accounts.models import Leaving, User
from lms.audit.models import AuditNote
from lms.common.personal import AT_CLOSING, Erasing, Held, fields_of
from lms.common.transactions import atomic
from lms.privacy.copy_actions import remove_copy_of
from lms.privacy.gathering import about
from lms.privacy.register import held

# Keys under which a record of learning keeps words of an instructor, and who that was.
WORDS, WHO = ("reason", "by"), "by"
AT_ONCE = 500


@atomic
def erase_rows(person: User, leaving: Leaving, *, on: datetime) -> None:
    """Everything but the account's own row. Where it was only closed, that is what is only of use
    with a name and an address; otherwise all there is.

    person: as they still are, held by whoever calls.
    """
    remove_copy_of(person)
    erases = leaving.way == Leaving.Way.ERASE
    wanted = [entry for entry in held() if erases or entry.group in AT_CLOSING]
    if erases:
        _forget_words_about(person)
        _forget_records(person)
        erase_signatory(person.full_name, on=on)
        erase_credentials(person, leaving.credentials, on=on)
    for entry in wanted:
        if entry.erase is Erasing.DELETE:
            _delete(entry, person)
        elif entry.erase is Erasing.BLANK:
            _blank(entry, person)


def _delete(entry: Held, person: User) -> None:
    rows = about(entry, person)
    for one in fields_of(entry.model):
        # Rows of one person that point at each other would hold each other, unless they go together.
        together = getattr(one.remote_field, "on_delete", None) is CASCADE
        if one.related_model is entry.model and not together:
            rows.exclude(**{one.name: None}).update(**{one.name: None})
    rows.delete()


def _blank(entry: Held, person: User) -> None:
    for name, instead in entry.blank.items():
        about(entry, person).exclude(**{name: ""}).update(**{name: instead})


def _forget_words_about(person: User) -> None:
    """The reasons of audit notes, and what the administration's log says, about this person's rows
    in any table: they are words of others, and may name whom they are about."""
    told = set(AuditNote.objects.order_by().values_list("target", flat=True).distinct())
    logged = {
        f"{kind.app_label}.{kind.model}": kind
        for kind in ContentType.objects.filter(pk__in=LogEntry.objects.values("content_type"))
    }
    for entry in held():
        label = entry.model._meta.label_lower
        if label not in told and label not in logged:
            continue
        keys = [str(pk) for pk in about(entry, person).values_list("pk", flat=True)]
        for some in _slices(keys):
            AuditNote.objects.filter(target=label, target_id__in=some).update(reason="")
            if label in logged:
                LogEntry.objects.filter(content_type=logged[label], object_id__in=some).update(
                    object_repr="", change_message=""
                )
    LogEntry.objects.filter(user=person).update(change_message="")


def _slices(keys: list[str]) -> Iterable[list[str]]:
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))


def _forget_records(person: User) -> None:
    """An instructor's words in this person's records, and this person's name in those of others."""
    own = Q(person=person)
    theirs = Q(**{f"result__{WHO}": person.name})
    for record in LearningRecord.objects.filter(own | theirs).iterator(chunk_size=AT_ONCE):
        gone = WORDS if record.person_id == person.pk else (WHO,)
        kept = {key: "" if key in gone else value for key, value in record.result.items()}
        if kept != record.result:
            LearningRecord.objects.filter(pk=record.pk).update(result=kept)
