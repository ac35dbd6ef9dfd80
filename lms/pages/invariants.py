"""Recomputing every derived number and every promise of the data; reads only."""

import json
from collections import Counter
from collections.abc import Iterator
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from badges.awards.models import Award
from badges.awards.rules import courses_in, is_by_hand
from badges.certificates.actions import path_of
from badges.certificates.batch_actions import path_of as zip_at
from badges.certificates.models import Certificate, CertificateBatch, CertificateFile
from badges.credentials.models import SignedCredential
from badges.credentials.proofs import digest
from badges.intake.models import Setback
from courses.assessment.models import Attempt, Response, Score
from courses.assessment.scoring import mark
from courses.content.blocks import drawn_by
from courses.content.models import Course, ItemPin, Release, RenderedUnit
from courses.content.queries import outline_by_id
from courses.enrolment.models import Application, Enrolment, Run
from courses.enrolment.queries import taken
from courses.evidence.calc import level_shown
from courses.evidence.models import Evidence
from courses.progress.looking import to_look_at
from courses.progress.models import NOT_DONE_HERE, Allowance, How
from courses.progress.queries import standing_of
from courses.records.models import LearningRecord, Verb
from lms.accounts.models import ONLY_BY_MAIL, Notice, User
from lms.common.clock import now
from lms.common.html import RENDERER
from lms.common.languages import LANGUAGES


def differences() -> Iterator[str]:
    """A sentence for everything that is not as it should be."""
    yield from _summaries()
    yield from _completions()
    yield from _runs()
    yield from _attempts()
    yield from _evidence()
    yield from _credentials()
    yield from _signed()
    yield from _releases()
    yield from _notices()


def _summaries() -> Iterator[str]:
    on = now()
    due = set(to_look_at(on).values_list("pk", flat=True))
    for enrolment in Enrolment.objects.select_related("run__course").iterator(chunk_size=500):
        in_force = enrolment.run.course.in_force_id
        if in_force and in_force != enrolment.summary_release_id:
            settled = Release.objects.filter(pk=in_force, settled_at__isnull=True).exists()
            if not settled:
                yield f"enrolment {enrolment.pk}: its summary is of an older release"
            continue
        now_at = standing_of(enrolment, outline_by_id(enrolment.summary_release_id), on)
        told = (enrolment.done, enrolment.required, enrolment.minutes_left)
        if told != (now_at.done, now_at.required, now_at.minutes_left):
            yield f"enrolment {enrolment.pk}: summary {told} differs from the facts"
        following = now_at.next.unit_id if now_at.next else None
        # What opens by the calendar, or by what was shown elsewhere, is due until it is looked at.
        if enrolment.next_unit_id != following and enrolment.pk not in due:
            yield f"enrolment {enrolment.pk}: next unit differs from the facts"


def _completions() -> Iterator[str]:
    deeds = Count("completions", filter=~Q(completions__how__in=(*NOT_DONE_HERE, How.WITHDRAWN)))
    for enrolment in Enrolment.objects.annotate(units=deeds).select_related("run"):
        records = LearningRecord.objects.filter(
            person_id=enrolment.person_id, run_id=enrolment.run_id, verb=Verb.COMPLETED_UNIT
        ).count()
        if records != enrolment.units:
            yield f"enrolment {enrolment.pk}: {enrolment.units} completions, {records} records"
    allowed = Allowance.objects.filter(enrolment__has_allowances=False)
    for pk in allowed.values_list("enrolment", flat=True).distinct():
        yield f"enrolment {pk}: has allowances that nobody would ask for"
    finished = Enrolment.objects.filter(completed_at__isnull=False).values_list("person", "run")
    recorded = LearningRecord.objects.filter(verb=Verb.COMPLETED_COURSE)
    if set(finished) != set(recorded.values_list("person", "run")):
        yield "completed enrolments and records of completed courses differ"


def _runs() -> Iterator[str]:
    for run in Run.objects.exclude(capacity=None):
        if run.capacity is not None and (held := taken(run)) > run.capacity:
            yield f"run {run.pk}: {held} places are taken, it has {run.capacity}"
    learning = Enrolment.objects.filter(state=Enrolment.State.ACTIVE).order_by()
    twice = learning.values("person", "run__course").annotate(n=Count("pk")).filter(n__gt=1)
    for row in twice:
        yield f"person {row['person']}: learns course {row['run__course']} in {row['n']} runs"
    inside = Enrolment.objects.filter(run=OuterRef("run"), person=OuterRef("person")).exclude(
        state=Enrolment.State.WITHDRAWN
    )
    for application in Application.objects.filter(Exists(inside)):
        yield f"application {application.pk}: of somebody who is in the run"


def _points(response: Response) -> int:
    body = response.item_version.body
    return mark(body, response.answer, hint_cost=response.hint_cost).points


def _attempts() -> Iterator[str]:
    submitted = Attempt.objects.filter(state=Attempt.State.SUBMITTED)
    for attempt in submitted.prefetch_related("responses__item_version", "responses__scores"):
        points = 0
        for response in attempt.responses.all():
            scores = list(response.scores.all())
            if not scores:
                yield f"attempt {attempt.pk}: a response has no score"
                continue
            points += scores[-1].points
            expected = _points(response)
            if scores[-1].kind == Score.Kind.AUTOMATIC and scores[-1].points != expected:
                yield f"attempt {attempt.pk}: a score differs from its answer"
        if points != attempt.points:
            yield f"attempt {attempt.pk}: total {attempt.points}, its scores sum to {points}"
    open_ones = Attempt.objects.filter(state=Attempt.State.OPEN).annotate(
        scored=Sum("responses__scores__points")
    )
    for attempt in open_ones.filter(scored__isnull=False):
        yield f"attempt {attempt.pk}: open, and scored"


def _evidence() -> Iterator[str]:
    for row in Evidence.objects.select_related("record").iterator(chunk_size=500):
        if row.person_id != row.record.person_id:
            yield f"evidence {row.pk}: of another person than its record"
        if level_shown(row.level, row.kind) != row.level:
            yield f"evidence {row.pk}: a level that its kind cannot show"


def _credentials() -> Iterator[str]:
    for award in Award.objects.filter(evidence=[]).select_related("version"):
        if not courses_in(award.version.rule) and not award.is_given:
            yield f"award {award.pk}: rests on no evidence"
    for award in Award.objects.exclude(given_as="").select_related("version"):
        if not is_by_hand(award.version.rule):
            yield f"award {award.pk}: given by hand, though its rule asks for something"
    wrong = Certificate.objects.exclude(record__verb=Verb.COMPLETED_COURSE) | (
        Certificate.objects.exclude(record__person=F("person"))
    )
    for certificate in wrong:
        yield f"certificate {certificate.pk}: states no completion of its person"
    taken = LearningRecord.objects.filter(
        verb=Verb.COMPLETED_COURSE, receipt__isnull=False, certificates__isnull=True
    )
    for record in taken:
        yield f"record {record.pk}: taken in without a certificate"
    for setback in Setback.objects.filter(record__receipt__isnull=False):
        yield f"record {setback.pk}: taken in, and still noted as one that cannot be"
    for certificate in (
        Certificate.objects.filter(state=Certificate.State.ISSUED)
        .annotate(kept=Count("files"))
        .select_related("person__leaving")
    ):
        # Of whoever was erased the facts remain, without name and without files.
        leaving = getattr(certificate.person, "leaving", None)
        erased = leaving is not None and leaving.is_erased
        files = 0 if erased else len(LANGUAGES)
        if certificate.kept != files or set(certificate.facts) != set(LANGUAGES):
            yield f"certificate {certificate.pk}: not in both languages"
    for file in CertificateFile.objects.exclude(digest=""):
        if not path_of(file).is_file() or path_of(file).stat().st_size != file.size:
            yield f"certificate file {file.pk}: not on the disk as its row says"
    for batch in CertificateBatch.objects.exclude(digest=""):
        if not zip_at(batch).is_file() or zip_at(batch).stat().st_size != batch.size:
            yield f"certificate batch {batch.pk}: not on the disk as its row says"


def _signed() -> Iterator[str]:
    """What was signed is as it was signed, and what was taken back is marked so."""
    taken_back = Q(
        award__status=Award.Status.REVOKED,
    ) | Q(certificate__state__in=[Certificate.State.REVOKED, Certificate.State.SUPERSEDED])
    for one in SignedCredential.objects.filter(taken_back, revoked_at__isnull=True):
        yield f"credential {one.pk}: taken back, and not marked so in its list"
    for one in SignedCredential.objects.exclude(document="").iterator(chunk_size=200):
        if digest(json.loads(one.document)) != one.digest:
            yield f"credential {one.pk}: is not what was signed"
    alone = SignedCredential.objects.values("award_id", "certificate_id").annotate(kept=Count("pk"))
    for row in alone.exclude(kept=len(LANGUAGES)):
        of = row["award_id"] or row["certificate_id"]
        yield f"credentials of {of}: not in both languages"


def _releases() -> Iterator[str]:
    for course in Course.objects.annotate(
        drafts=Count("releases", filter=Q(releases__number__isnull=True))
    ):
        if course.drafts != 1:
            yield f"course {course.slug}: {course.drafts} drafts"
    for release in Release.objects.filter(number__isnull=False):
        for version_id in release.items.values_list("version_id", flat=True):
            made = RenderedUnit.objects.filter(version_id=version_id, renderer=RENDERER).count()
            if made != len(LANGUAGES):
                yield f"release {release.pk}: a unit is not rendered in both languages"
        asked = sum(
            len(block["settings"].get("items", []))
            for blocks in release.items.values_list("version__blocks", flat=True)
            for block in blocks
        )
        if asked != ItemPin.objects.filter(release=release, draw=None).count():
            yield f"release {release.pk}: its pins differ from what its blocks ask"
        drawable = Counter(
            ItemPin.objects.filter(release=release).exclude(draw=None).values_list("block", "draw")
        )
        for blocks in release.items.values_list("version__blocks", flat=True):
            for block in blocks:
                for place, (_class, k) in enumerate(drawn_by(block)):
                    if drawable[UUID(block["uid"]), place] < k:
                        yield f"release {release.pk}: a draw has fewer questions than it draws"


def _notices() -> Iterator[str]:
    for person in User.objects.all():
        rows = Notice.objects.filter(person=person, seen_at__isnull=True)
        unseen = rows.exclude(kind__in=ONLY_BY_MAIL).count()
        if unseen != person.unseen:
            yield f"person {person.pk}: counts {person.unseen} unseen notices, has {unseen}"
