"""Copies of somebody's data: asking for one, making it, telling that it is ready, removing it."""

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from badges.certificates.actions import path_of as certificate_at
from badges.certificates.actions import render_file
from badges.certificates.models import Certificate, CertificateFile
from lms.accounts.actions import tell
from lms.accounts.models import NoticeKind, User
from lms.common.doorbell import ring
from lms.common.errors import trouble_of
from lms.common.ids import new_code
from lms.common.languages import LANGUAGES
from lms.common.transactions import atomic
from lms.common.whole_files import digest_of, whole_file
from lms.privacy.models import DataCopy
from lms.privacy.writing import steps_of, write_copy

log = logging.getLogger(__name__)

KEPT = timedelta(days=7)
TRIES = 5
# Longer than any copy takes: whoever died while making it is followed by another.
LEASE = timedelta(minutes=10)
FOLDER = "copies"
READY = gettext_noop("The copy of your data can be downloaded")


@atomic
def ask_copy(person: User, *, on: datetime) -> DataCopy:
    """Have a copy made; one at a time. Where one is being made, that is the one; where one is there,
    it makes way for a new one."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    before = DataCopy.objects.filter(person=person).first()
    if before is not None:
        if not before.is_ready and not before.is_given_up:
            return before
        _remove(before)
    copy = DataCopy.objects.create(person=person, asked_at=on, try_after=on)
    ring("lms.make_data_copy", copy.pk)
    return copy


def path_of(copy: DataCopy) -> Path:
    """Where the file lies."""
    return Path(settings.MEDIA_ROOT) / copy.path


def make_copy(copy_id: int, *, on: datetime) -> bool:
    """Make the file, unless somebody else is at it or it is there; whether it was made.

    A failure is noted and tried again later; after five it is set aside.
    """
    claimed = DataCopy.objects.filter(
        pk=copy_id, digest="", set_aside_at__isnull=True, try_after__lte=on
    ).update(tries=F("tries") + 1, try_after=on + LEASE, steps=0, of_steps=0)
    if not claimed:
        return False
    copy = DataCopy.objects.select_related("person").get(pk=copy_id)
    if copy.tries > TRIES:
        _failed(copy, copy.trouble or "the process ended while making it", on=on)
        return False
    try:
        _made(copy, on=on)
    except Exception as error:
        log.exception("The copy of data %s could not be made.", copy.pk)
        _failed(copy, trouble_of(error), on=on)
        return False
    tell_ready(on=on)
    return True


def _made(copy: DataCopy, *, on: datetime) -> None:
    files = _certificates(copy.person, on=on)
    mine = DataCopy.objects.filter(pk=copy.pk, tries=copy.tries, digest="")
    mine.update(of_steps=steps_of(file for file, _place in files))
    place = f"{FOLDER}/{new_code()}.zip"
    path = Path(settings.MEDIA_ROOT) / place
    try:
        with whole_file(path) as file:
            write_copy(
                file, copy.person, files, on=on, done=lambda: mine.update(steps=F("steps") + 1)
            )
        kept = mine.update(
            path=place,
            digest=digest_of(path),
            size=path.stat().st_size,
            made_at=on,
            until=on + KEPT,
            trouble="",
        )
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    if not kept:
        # Its person was erased meanwhile, or another has made it.
        path.unlink(missing_ok=True)


def _certificates(person: User, *, on: datetime) -> list[tuple[CertificateFile, Path]]:
    """The certificates of this person that are there as files, made where they were due."""
    issued = CertificateFile.objects.filter(
        certificate__person=person, certificate__state=Certificate.State.ISSUED
    )
    made = [render_file(pk, on=on) for pk in issued.order_by("pk").values_list("pk", flat=True)]
    there = [(file, certificate_at(file)) for file in made if file.digest]
    return [(file, place) for file, place in there if place.is_file()]


def _failed(copy: DataCopy, trouble: str, *, on: datetime) -> None:
    said = {"trouble": trouble, "try_after": on + timedelta(minutes=2**copy.tries)}
    if copy.tries >= TRIES:
        said["set_aside_at"] = on
        log.error("The copy of data %s is set aside after %s tries.", copy.pk, copy.tries)
    DataCopy.objects.filter(pk=copy.pk, digest="").update(**said)


def copies_due(*, on: datetime) -> int:
    """Make every copy that is due; how many were made."""
    due = DataCopy.objects.filter(digest="", set_aside_at__isnull=True, try_after__lte=on)
    return sum(make_copy(pk, on=on) for pk in list(due.values_list("pk", flat=True)))


def tell_ready(*, on: datetime) -> int:
    """Write to those whose copy is ready, and put a notice on their next page; how many."""
    ready = DataCopy.objects.filter(told_at__isnull=True, until__gt=on).exclude(digest="")
    return sum(_tell(pk, on=on) for pk in list(ready.values_list("pk", flat=True)))


@atomic
def _tell(pk: int, *, on: datetime) -> bool:
    rows = DataCopy.objects.select_for_update(no_key=True, skip_locked=True, of=("self",))
    copy = rows.select_related("person").filter(pk=pk, told_at__isnull=True).first()
    if copy is None:
        return False
    copy.told_at = on
    copy.save(update_fields=["told_at"])
    text = {}
    for language in LANGUAGES:
        with translation.override(language):
            text[language] = _(READY)
    if not copy.person.notices.filter(kind=NoticeKind.DATA, seen_at__isnull=True).exists():
        link = "me/profile/#data"
        tell(copy.person, NoticeKind.DATA, {"lt": text["lt"], "en": text["en"]}, link=link, on=on)
    # A mail server that is down is logged: the notice says the same.
    get_adapter().send_mail(
        "account/email/data_copy_ready", copy.person.email, {"until": copy.until}
    )
    return True


def forget_copies(*, on: datetime) -> int:
    """Remove what has been offered long enough, and files that no row knows; how many rows."""
    over = list(DataCopy.objects.filter(until__lte=on))
    for copy in over:
        _remove(copy)
    folder = Path(settings.MEDIA_ROOT) / FOLDER
    if folder.is_dir():
        known = set(DataCopy.objects.exclude(path="").values_list("path", flat=True))
        for path in folder.iterdir():
            # One that is just being written is not known yet.
            with suppress(FileNotFoundError):
                age = on.timestamp() - path.stat().st_mtime
                if f"{FOLDER}/{path.name}" not in known and age > LEASE.total_seconds():
                    path.unlink()
    return len(over)


@atomic
def _remove(copy: DataCopy) -> None:
    """The file first: a row without a file offers nothing, a file without a row is somebody's."""
    if copy.path:
        path_of(copy).unlink(missing_ok=True)
    copy.delete()


def remove_copy_of(person: User) -> None:
    """Nobody can download it any longer."""
    for copy in DataCopy.objects.filter(Q(person=person)):
        _remove(copy)
