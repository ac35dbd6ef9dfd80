"""Telling people ahead that what they were measured at ends, and how it is kept."""

import logging
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from courses.content.queries import outline_by_id
from courses.evidence.actions import unit_link
from courses.evidence.calc import REMINDED_AT, SOON, reminder_due
from courses.evidence.models import Evidence, EvidenceKind, ExpiryReminder
from courses.evidence.queries import exercise_now
from courses.records.models import LearningRecord
from lms.accounts.actions import tell
from lms.accounts.mailing import digest_moment
from lms.accounts.models import NoticeKind
from lms.common.languages import LANGUAGES, Pair, text
from lms.common.transactions import atomic
from lms.common.wording import day, listed

log = logging.getLogger(__name__)

PASSPORT = "me/passport/"


def remind_of_endings(*, on: datetime) -> int:
    """Tell everybody what of theirs ends, once 60 and once 14 days ahead; how many were told.

    It is judged at the hour of the letter of the day, so that the notice is in it.
    """
    moment = digest_moment(on)
    last = ExpiryReminder.objects.filter(record=OuterRef("record"), days=min(REMINDED_AT))
    records = _ending(moment).exclude(Exists(last)).order_by("record").values_list("record")
    count = 0
    for (pk,) in list(records.distinct()):
        try:
            count += _remind(pk, moment)
        except Exception:
            log.exception("Whoever made record %s could not be reminded.", pk)
    return count


def _ending(moment: datetime) -> QuerySet[Evidence]:
    """What was measured, ends soon, and nothing else keeps."""
    longer = Q(valid_until__isnull=True) | Q(valid_until__gt=OuterRef("valid_until"))
    keeps = Evidence.objects.filter(
        longer,
        person=OuterRef("person"),
        competency=OuterRef("competency"),
        level__gte=OuterRef("level"),
    )
    return Evidence.objects.filter(
        ~Exists(keeps),
        kind=EvidenceKind.MEASURED,
        valid_until__gt=moment,
        valid_until__lte=moment + SOON,
        person__is_active=True,
        person__suspended_at__isnull=True,
        person__closed_at__isnull=True,
    )


@atomic
def _remind(record_id: int, moment: datetime) -> bool:
    record = (
        LearningRecord.objects.select_for_update(no_key=True, of=("self",))
        .select_related("person", "course", "unit")
        .get(pk=record_id)
    )
    ending = list(_ending(moment).filter(record=record).select_related("competency"))
    told = list(record.expiry_reminders.values_list("days", flat=True))
    until = min((row.valid_until for row in ending if row.valid_until), default=None)
    days = reminder_due(record.at, until, moment, told) if until else None
    if until is None or days is None:
        return False
    ExpiryReminder.objects.create(record=record, days=days, told_at=moment)
    way = exercise_now(record)
    link = unit_link(way[0].slug, way[1].uid) if way else PASSPORT
    title = way[1].title if way else _title(record)
    codes = sorted(row.competency.code for row in ending)
    said = _said(title, codes, until, can_keep=way is not None)
    tell(record.person, NoticeKind.EXPIRY, said, link=link, on=moment)
    return True


def _title(record: LearningRecord) -> Pair:
    item = outline_by_id(record.release_id).by_unit.get(record.unit_id or 0)
    return item.title if item else {}


def _said(title: Pair, codes: list[str], until: datetime, *, can_keep: bool) -> Pair:
    """What the notice says, in both languages."""
    said = {}
    for language in LANGUAGES:
        with translation.override(language):
            words = (
                _(
                    "“%(title)s” (%(codes)s) is valid until %(day)s; a short check of 15 items keeps it."
                )
                if can_keep
                else _("“%(title)s” (%(codes)s) is valid until %(day)s.")
            )
            told = {"title": text(title), "codes": listed(codes), "day": day(until)}
            said[language] = words % told
    return {"lt": said["lt"], "en": said["en"]}
