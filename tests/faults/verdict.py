"""What came of it: what was acknowledged against what the tables hold, nothing doubled, nothing due."""

import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections, connection
from django.db.models import Count

from badges.awards.models import Award
from badges.certificates.models import Certificate, CertificateFile
from badges.credentials.models import SignedCredential
from courses.assessment.models import Attempt, Response
from courses.calibration.models import CalibrationResult, SittingItem
from courses.enrolment.models import Enrolment
from courses.progress.models import UnitCompletion
from courses.records.models import LearningRecord
from lms.accounts.digest_actions import gather_digests, send_due
from lms.accounts.models import Digest, Notice
from lms.common.clock import now
from lms.common.languages import LANGUAGES
from lms.pages.invariants import differences
from lms.pages.queries import set_aside
from tests.faults.sittings import KINDS as OF_SITTINGS
from tests.faults.sittings import ONCE as ONCE_OF_SITTINGS
from tests.faults.sittings import doubled_sittings, lost_sittings

WITHIN = 60.0
# What nobody did by then in a run without hurry, nobody would.
EVER = 600.0
# A machine that is busier than this tells nothing.
MOST_CROWDED = 6.0


def due() -> dict[str, int]:
    """How much work of each kind waits."""
    return {
        "records": LearningRecord.objects.filter(receipt__isnull=True).count(),
        "certificates": Certificate.objects.filter(state=Certificate.State.DUE).count(),
        "credentials": SignedCredential.objects.filter(document="").count(),
        "files": CertificateFile.objects.filter(digest="").count(),
    }


def settled(*, unhurried: bool) -> dict[str, Any]:
    """Wait for the workers and their sweep; what is left then is seen to by a sweep of ours.

    They have a minute of a machine that is theirs: where others take the cores, as much longer as a
    bit of reckoning takes longer than it would alone. unhurried: they have as long as it takes.
    """
    began, first, busy = time.monotonic(), due(), [1.0]

    def allowed() -> float:
        return EVER if unhurried else _allowed(busy)

    while any(due().values()) and time.monotonic() - began < allowed():
        busy.append(crowded())
        time.sleep(0.5)
    waited, left = time.monotonic() - began, due()
    again = time.monotonic()
    call_command("sweep", verbosity=0)
    while any(due().values()) and time.monotonic() - again < WITHIN:
        # A worker is just drawing it, or died while it did; then nobody follows for half a minute.
        time.sleep(2)
        call_command("sweep", verbosity=0)
    return {
        "at_first": first,
        "waited": waited,
        "allowed": allowed(),
        "busy": sum(busy) / len(busy),
        "left": left,
        "after_sweep": due(),
    }


def _allowed(busy: list[float]) -> float:
    return WITHIN * min(MOST_CROWDED, sum(busy) / len(busy))


def crowded() -> float:
    """How much longer 20 ms of processor time take than on a machine with nothing else to do; 1 there."""
    began, worked = time.monotonic(), time.thread_time()
    while time.thread_time() - worked < 0.02:
        pass
    return max(1.0, (time.monotonic() - began) / (time.thread_time() - worked))


def judge(told: dict[str, Any], ledger: Path, *, spoil: bool) -> dict[str, Any]:
    """Everything there is to say, while nobody works any more. told: what `settled` said.  spoil: first take
    away what was due, and what was acknowledged."""
    letters(told)
    if spoil:
        _spoil()
    acknowledged = json.loads(ledger.read_text())
    found = [
        *(f"still due: {count} {name}" for name, count in told["after_sweep"].items() if count),
        *(f"set aside: {count} {name}" for name, count in set_aside().items() if count),
        *lost(acknowledged),
        *lost_sittings(acknowledged),
        *doubled(),
        *doubled_sittings(acknowledged),
        *letters_twice(),
        *differences(),
    ]
    if any(told["left"].values()):
        found.append(f"not done within {told['allowed']:.0f} s without help: {told['left']}")
    counts = {
        "acknowledged": len(acknowledged),
        "records": LearningRecord.objects.count(),
        "results of sittings": CalibrationResult.objects.count(),
        "awards": Award.objects.count(),
        "certificates": Certificate.objects.count(),
        "files": CertificateFile.objects.count(),
        "credentials": SignedCredential.objects.count(),
        "notices": Notice.objects.count(),
        "letters": Digest.objects.count(),
    }
    return {**told, "counts": counts, "found": found}


def _spoil() -> None:
    """As a broken program would: a file that nobody draws, a completion and an answer that are not there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM badges_certificatefile WHERE id = (SELECT min(id) FROM badges_certificatefile)"
        )
    UnitCompletion.objects.filter(pk=UnitCompletion.objects.order_by("pk").first().pk).delete()
    SittingItem.objects.filter(pk=SittingItem.objects.order_by("pk").last().pk).delete()


# --- nothing acknowledged is lost ----------------------------------------------------------------


def lost(acknowledged: list[dict[str, Any]]) -> Iterator[str]:
    """A sentence for everything that was acknowledged and is not there."""
    joined = set(Enrolment.objects.values_list("person__email", flat=True))
    done = {
        (email, str(uid))
        for email, uid in UnitCompletion.objects.values_list(
            "enrolment__person__email", "unit__uid"
        )
    }
    attempts = {str(one.uid): one for one in Attempt.objects.all()}
    answers = {
        (str(attempt), str(item)): answer
        for attempt, item, answer in Response.objects.values_list(
            "attempt__uid", "item_version__item__uid", "answer"
        )
    }
    for one in acknowledged:
        if one["kind"] in OF_SITTINGS:
            continue
        attempt = attempts.get(one.get("attempt", ""))
        there = {
            "join": lambda one=one: one["email"] in joined,
            "finish": lambda one=one: (one["email"], one["unit"]) in done,
            "start": lambda attempt=attempt: attempt is not None,
            "save": lambda one=one: answers.get((one["attempt"], one["item"])) == one["answer"],
            "submit": lambda one=one, attempt=attempt: (
                attempt is not None
                and attempt.state == Attempt.State.SUBMITTED
                and attempt.points == one["points"]
            ),
        }[one["kind"]]()
        if not there:
            yield f"lost: {one['kind']} of {one['email']}"


# --- nothing is there twice ----------------------------------------------------------------------


def doubled() -> Iterator[str]:
    """A sentence for everything of which there is more than one, or none."""
    once: list[tuple[str, Any, tuple[str, ...]]] = [
        ("record", LearningRecord.objects, ("person", "run", "verb", "unit")),
        *ONCE_OF_SITTINGS,
        ("award", Award.objects, ("person", "achievement")),
        ("certificate", Certificate.objects, ("person", "record__course")),
        ("file", CertificateFile.objects, ("certificate", "language")),
        (
            "credential of an award",
            SignedCredential.objects.filter(certificate=None),
            ("award", "language"),
        ),
        (
            "credential of a certificate",
            SignedCredential.objects.filter(award=None),
            ("certificate", "language"),
        ),
        (
            "submitted attempt",
            Attempt.objects.filter(state=Attempt.State.SUBMITTED),
            ("enrolment", "unit", "block"),
        ),
        ("notice", Notice.objects, ("person", "kind", "link")),
        ("letter", Digest.objects, ("person", "day")),
    ]
    for name, rows, by in once:
        for row in rows.order_by().values(*by).annotate(n=Count("pk")).filter(n__gt=1):
            yield f"doubled: {name} {row}"
    finished = Enrolment.objects.filter(completed_at__isnull=False).count()
    expected = {
        "certificates": (Certificate.objects.count(), finished),
        "files": (CertificateFile.objects.exclude(digest="").count(), finished * len(LANGUAGES)),
    }
    folder = Path(settings.MEDIA_ROOT) / "certificates"
    on_disk = [path for path in folder.glob("*") if not path.name.startswith(".")]
    expected["files on the disk"] = (len(on_disk), finished * len(LANGUAGES))
    for name, (there, wanted) in expected.items():
        if there != wanted:
            yield f"{name}: {there} instead of {wanted}"


# --- letters -------------------------------------------------------------------------------------


def letters(told: dict[str, Any]) -> None:
    """The letter of tomorrow morning, by three senders at once."""
    on = now() + timedelta(days=1)
    gather_digests(on=on)

    def send(_number: int) -> int:
        try:
            return send_due(on=on)
        finally:
            close_old_connections()
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        told["letters_sent"] = sum(pool.map(send, range(3)))


def letters_twice() -> Iterator[str]:
    """More letters to somebody than days on which there was news, or fewer; the same one again has the
    same Message-ID."""
    ids: dict[str, Counter[str]] = defaultdict(Counter)
    for path in Path(settings.EMAIL_FILE_PATH).glob("*.log"):
        for part in path.read_bytes().split(b"-" * 79):
            message = message_from_bytes(part.strip())
            if message["Message-ID"]:
                ids[str(message["To"])][str(message["Message-ID"])] += 1
    days = Counter(Digest.objects.values_list("person__email", flat=True))
    for person in sorted({*ids, *days}):
        if len(ids[person]) != days[person]:
            yield f"{person} got {len(ids[person])} different letters instead of {days[person]}"
