"""The certificates of a course or run as one zip: asking for it, making it step by step, removing it."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from badges.certificates.actions import path_of as file_at
from badges.certificates.actions import render_file
from badges.certificates.batch_zip import Entry, write_zip
from badges.certificates.models import Certificate, CertificateBatch, CertificateFile
from badges.certificates.queries import certificates_in, in_force_in
from badges.certificates.rendering import rendering_obstacle
from courses.content.models import Course
from courses.enrolment.models import Run
from lms.accounts.models import User
from lms.audit.actions import note
from lms.common.doorbell import ring
from lms.common.errors import Refusal, trouble_of
from lms.common.ids import new_code
from lms.common.languages import LANGUAGES
from lms.common.transactions import atomic
from lms.common.whole_files import digest_of
from lms.common.wording import day

log = logging.getLogger(__name__)

# How many certificates a step sees to: about two seconds where none has a file yet.
STEP = 20
# How many are read at once for the zip.
AT_ONCE = 200
TRIES = 5
# Longer than any step takes: whoever died in one is followed by another.
LEASE = timedelta(minutes=5)
FOLDER = "batches"


@atomic
def ask_batch(
    course: Course, run: Run | None, *, by: User, language: str, on: datetime
) -> CertificateBatch:
    """Have the certificates gathered; one at a time for each who asks. Where one is being made, that is
    the one; where one is there, it makes way for a new one.

    language: of the certificates, or empty for each learner's own.
    """
    if language and language not in LANGUAGES:
        raise Refusal("no-language", _("Choose in which language the certificates should be."))
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    before = CertificateBatch.objects.filter(course=course, run=run, by=by).first()
    if before and before.is_open:
        return before
    count = in_force_in(course, run).count()
    if not count:
        raise Refusal("no-certificates", _("Nobody has a certificate here that is in force."))
    if obstacle := rendering_obstacle():
        raise Refusal("no-files", obstacle)
    if before:
        _remove(before)
    batch = CertificateBatch.objects.create(
        course=course, run=run, by=by, language=language, asked_at=on, count=count, try_after=on
    )
    ring("badges.make_batch", batch.pk)
    return batch


def path_of(batch: CertificateBatch) -> Path:
    """Where the zip lies."""
    return Path(settings.MEDIA_ROOT) / batch.path


# --- making it -----------------------------------------------------------------------------------


def advance_batch(batch_id: int, *, on: datetime) -> bool:
    """Do the next step, unless somebody else is at it or there is none; whether another one is due at
    once.

    A step makes the files of some certificates, and the last one the zip, so whoever follows a process
    that died goes on where it was. A failure is noted and tried again later; after five of the same
    step it is set aside.
    """
    # Also the sign by which this step knows that nobody has taken it over.
    until = on + LEASE
    due = CertificateBatch.objects.filter(
        pk=batch_id, digest="", set_aside_at__isnull=True, try_after__lte=on
    )
    if not due.update(tries=F("tries") + 1, try_after=until):
        return False
    batch = CertificateBatch.objects.select_related("course", "run", "by").get(pk=batch_id)
    mine = CertificateBatch.objects.filter(pk=batch_id, digest="", try_after=until)
    if batch.tries > TRIES:
        _failed(batch, mine, batch.trouble or "the process ended while making it", on=on)
        return False
    try:
        return _files_made(batch, mine, on=on) or _zip_made(batch, mine, on=on)
    except Exception as error:
        log.exception("The batch of certificates %s could not be made.", batch.pk)
        _failed(batch, mine, trouble_of(error), on=on)
        return False


def _files_made(batch: CertificateBatch, mine: QuerySet[CertificateBatch], *, on: datetime) -> bool:
    """Make the files of the next certificates; whether there were any."""
    left = in_force_in(batch.course, batch.run).filter(pk__gt=batch.reached)
    some = list(_with_files(left).order_by("pk")[:STEP])
    for certificate in some:
        _file_of(certificate, batch, on=on)
    if not some:
        return False
    reached = some[-1].pk
    done = batch.done + len(some)
    # Meanwhile some may have been issued, and some revoked.
    count = done + left.filter(pk__gt=reached).count()
    mine.update(done=done, count=count, reached=reached, tries=0, trouble="", try_after=on)
    return True


def _with_files(certificates: QuerySet[Certificate]) -> QuerySet[Certificate]:
    return certificates.select_related("person").prefetch_related("files")


def _file_of(
    certificate: Certificate, batch: CertificateBatch, *, on: datetime
) -> CertificateFile | None:
    """The certificate's file in the language of this batch, made where it was due; none of somebody who
    was erased."""
    language = batch.language or certificate.person.language
    file = next((one for one in certificate.files.all() if one.language == language), None)
    if file is None or (file.digest and file_at(file).is_file()):
        return file
    return render_file(file.pk, on=on)


def _zip_made(batch: CertificateBatch, mine: QuerySet[CertificateBatch], *, on: datetime) -> bool:
    """Write the zip and keep it; whether what is in it has changed meanwhile, and it is to be written
    again."""
    place = f"{FOLDER}/{new_code()}.zip"
    path = Path(settings.MEDIA_ROOT) / place
    try:
        with translation.override(batch.language or batch.by.language):
            held = write_zip(path, _entries(batch, on=on))
        said = {"path": place, "digest": digest_of(path), "size": path.stat().st_size}
        if _kept(batch, mine, held, said, on=on):
            return False
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    path.unlink(missing_ok=True)
    # Where it was removed, or another has taken it over, there is nothing to be done again.
    return bool(mine.update(tries=0, try_after=on))


@atomic
def _kept(
    batch: CertificateBatch,
    mine: QuerySet[CertificateBatch],
    held: Mapping[int, str],
    said: Mapping[str, Any],
    *,
    on: datetime,
) -> bool:
    """Say that the zip is there, unless a certificate in it has been revoked, erased or made anew while
    it was written. held: id of the certificate → digest of its file."""
    locked = Certificate.objects.select_for_update(no_key=True).order_by("pk")
    in_force = set(
        locked.filter(pk__in=held, state=Certificate.State.ISSUED).values_list("pk", flat=True)
    )
    files = CertificateFile.objects.filter(certificate__in=in_force)
    there = set(files.values_list("certificate_id", "digest"))
    if not set(held.items()) <= there:
        return False
    left_out = certificates_in(batch.course, batch.run).count() - len(held)
    more = {"ready_at": on, "left_out": left_out, "tries": 0, "trouble": ""}
    if not mine.update(**said, **more):
        return False
    batch.certificates.set(in_force)
    return True


def _entries(batch: CertificateBatch, *, on: datetime) -> Iterator[Entry]:
    """Everybody's certificate by name, with its file or with why it is left out."""
    everybody = certificates_in(batch.course, batch.run).order_by("person__name_in_order", "pk")
    ids = list(everybody.values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        found = _with_files(Certificate.objects.all()).in_bulk(ids[start : start + AT_ONCE])
        for pk in ids[start : start + AT_ONCE]:
            yield _entry(found[pk], batch, on=on)


def _entry(certificate: Certificate, batch: CertificateBatch, *, on: datetime) -> Entry:
    language = batch.language or certificate.person.language
    facts = certificate.facts.get(language, {})
    entry = Entry(
        certificate.pk,
        facts.get("learner_name") or certificate.person.name,
        certificate.code,
        language,
        certificate.issued_at,
    )
    if certificate.state == Certificate.State.DUE:
        return replace(entry, why=_("waits for the learner’s full name"))
    if certificate.state == Certificate.State.REVOKED:
        assert certificate.status_at is not None
        why = _("revoked on %(day)s") % {"day": day(certificate.status_at)}
        return replace(entry, why=why)
    return _with_file(entry, _file_of(certificate, batch, on=on))


def _with_file(entry: Entry, file: CertificateFile | None) -> Entry:
    if file is None:
        return replace(entry, why=_("the learner has had their data erased"))
    if file.digest:
        return replace(entry, file=file_at(file), digest=file.digest)
    if file.set_aside_at:
        return replace(entry, why=_("the file could not be made; whoever runs this site sees why"))
    return replace(entry, why=_("the file is not made yet"))


def _failed(
    batch: CertificateBatch, mine: QuerySet[CertificateBatch], trouble: str, *, on: datetime
) -> None:
    said: dict[str, Any] = {"trouble": trouble, "try_after": on + timedelta(minutes=2**batch.tries)}
    if batch.tries >= TRIES:
        said["set_aside_at"] = on
        log.error("The batch of certificates %s is set aside.", batch.pk)
    mine.update(**said)


def batches_due(*, on: datetime) -> int:
    """Do every step that is due; how many batches were made."""
    due = CertificateBatch.objects.filter(
        digest="", set_aside_at__isnull=True, try_after__lte=on
    ).values_list("pk", flat=True)
    return sum(_made(pk, on=on) for pk in list(due))


def _made(batch_id: int, *, on: datetime) -> bool:
    while advance_batch(batch_id, on=on):
        pass
    return CertificateBatch.objects.filter(pk=batch_id).exclude(digest="").exists()


@atomic
def take_up_batch(
    batch: CertificateBatch, *, by: User, reason: str, on: datetime
) -> CertificateBatch:
    """Let the batch be tried anew, from the step that failed. One that is not set aside stays as it
    is."""
    if not reason.strip():
        raise Refusal("no-reason", _("Say what has been mended."))
    batch = CertificateBatch.objects.select_for_update(no_key=True).get(pk=batch.pk)
    if batch.set_aside_at is not None:
        batch.tries, batch.try_after, batch.set_aside_at = 0, on, None
        batch.save(update_fields=["tries", "try_after", "set_aside_at"])
        note(by, "took up again", batch, on=on, reason=reason)
        ring("badges.make_batch", batch.pk)
    return batch


# --- removing it ---------------------------------------------------------------------------------


def forget_batches(*, on: datetime) -> int:
    """Remove what has been offered long enough or given up as long ago, and files that no row knows; how
    many rows."""
    over = on - CertificateBatch.KEPT
    forgotten = remove_batches(Q(ready_at__lte=over) | Q(set_aside_at__lte=over))
    folder = Path(settings.MEDIA_ROOT) / FOLDER
    if folder.is_dir():
        known = set(CertificateBatch.objects.exclude(path="").values_list("path", flat=True))
        for path in folder.iterdir():
            # One that is just being written is not known yet.
            with suppress(FileNotFoundError):
                age = on.timestamp() - path.stat().st_mtime
                if f"{FOLDER}/{path.name}" not in known and age > LEASE.total_seconds():
                    path.unlink()
    return forgotten


def remove_batches(which: Q) -> int:
    """Nobody can download these any longer; how many."""
    found = list(CertificateBatch.objects.filter(which).distinct())
    for batch in found:
        _remove(batch)
    return len(found)


@atomic
def _remove(batch: CertificateBatch) -> None:
    """The file first: a row without a file offers nothing, a file without a row is somebody's."""
    if batch.path:
        path_of(batch).unlink(missing_ok=True)
    batch.delete()
