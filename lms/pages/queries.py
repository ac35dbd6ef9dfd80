"""Reads that need several slices."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min

from badges.certificates.queries import set_aside_batches, set_aside_files
from badges.credentials.queries import set_aside_credentials
from badges.intake.queries import due_since, set_aside_records
from courses.assessment.queries import over_since
from courses.competencies.models import Competency, Level
from courses.competencies.queries import descriptors, domains
from courses.content.models import Course, Release, ReleaseAlignment
from courses.content.outline import Outline, OutlineItem
from courses.content.queries import outline_by_id, published_courses
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import enrolments_of
from courses.evidence.calc import Standing, ends_soon, level_shown, levels_reached, standing_of
from courses.evidence.models import Evidence
from courses.evidence.queries import evidence_of, exercise_now
from lms.accounts.models import Digest, User
from lms.pages.drops import ToldDrop, drop_in
from lms.privacy.queries import set_aside_copies

# --- home ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Learnt:
    """A course that somebody learns or has completed. drop: why its percentage fell, if it did."""

    enrolment: Enrolment
    outline: Outline
    drop: ToldDrop | None

    @property
    def following(self) -> OutlineItem | None:
        """The next unit."""
        return self.outline.by_unit.get(self.enrolment.next_unit_id or 0)

    @property
    def opens_next(self) -> datetime | None:
        """When the calendar opens something, for who has nothing to do until then."""
        return None if self.following else self.enrolment.look_again_at


def learnt_by(person: User) -> tuple[list[Learnt], list[Enrolment]]:
    """(what this person learns, the latest activity first; the same of courses that are not
    published now)."""
    found, closed = [], []
    for enrolment in enrolments_of(person).select_related("summary_release"):
        if release_id := enrolment.run.course.in_force_id:
            outline = outline_by_id(release_id)
            found.append(Learnt(enrolment, outline, drop_in(enrolment, outline)))
        else:
            closed.append(enrolment)
    return found, closed


def taught_by(person: User) -> list[Outline]:
    """The published courses that this person has a role in; no statement for who teaches none."""
    if not person.teaches:
        return []
    releases = (
        Course.objects.filter(roles__person=person, archived_at__isnull=True)
        .exclude(in_force=None)
        .order_by("made_at", "id")
        .values_list("in_force", flat=True)
    )
    return [outline_by_id(pk) for pk in releases if pk]


# --- passport ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One proof, as a passport shows it. also: what the same answers show besides, by code.  is_over:
    whether it is no longer valid."""

    evidence: Evidence
    unit: OutlineItem | None
    outline: Outline | None
    also: list[str]
    is_over: bool


@dataclass(frozen=True)
class Held:
    """One competency in a passport.

    standing: its level, how it is shown and until when.  closes: the unit that would bring the next
    level, with its course, if there is one.  renews: where what ends soon, or is over, can be shown
    again.  is_soon: whether the level ends before long.
    """

    competency: Competency
    standing: Standing
    lines: list[Line]
    descriptor: Level | None
    closes: tuple[Outline, OutlineItem] | None
    renews: tuple[Outline, OutlineItem] | None
    is_soon: bool

    @property
    def level(self) -> int:
        return self.standing.level

    @property
    def is_told(self) -> bool:
        """Whether there is something to show: a level, or one that was held."""
        return bool(self.standing.level or self.standing.lapsed)


@dataclass(frozen=True)
class Domain:
    """A domain of the map with its competencies."""

    competency: Competency
    held: list[Held]

    @property
    def shown(self) -> list[Held]:
        return [held for held in self.held if held.is_told]

    @property
    def to_begin(self) -> list[Held]:
        """What a published unit would show."""
        return [held for held in self.held if not held.is_told and held.closes]

    @property
    def later(self) -> list[Held]:
        """What no published unit shows yet."""
        return [held for held in self.held if not held.is_told and not held.closes]


def passport(person: User, on: datetime) -> list[Domain]:
    """Every domain with what this person has shown, and what would show more."""
    rows = evidence_of(person.pk)
    words = descriptors()
    closing = _closing_units(levels_reached(rows, on))
    made = []
    for domain in domains():
        held = []
        for competency in domain.children.all():
            mine = [row for row in rows if row.competency_id == competency.pk]
            standing = standing_of(mine, on)
            level, soon = standing.level, ends_soon(standing.until, on)
            held.append(
                Held(
                    competency,
                    standing,
                    [_line(row, rows, on) for row in mine],
                    words.get((competency.pk, level)) or words.get((None, level)),
                    closing.get(competency.pk),
                    _renews(standing, soon),
                    soon,
                )
            )
        made.append(Domain(domain, held))
    return made


def _renews(standing: Standing, soon: bool) -> tuple[Outline, OutlineItem] | None:
    proof = standing.by if soon else standing.lapsed
    return exercise_now(proof.record) if proof else None


def _line(row: Evidence, rows: list[Evidence], on: datetime) -> Line:
    outline = outline_by_id(row.record.release_id)
    also = sorted(
        other.competency.code
        for other in rows
        if other.record_id == row.record_id and other.competency_id != row.competency_id
    )
    over = row.valid_until is not None and row.valid_until <= on
    return Line(row, outline.by_unit.get(row.record.unit_id or 0), outline, also, over)


def _closing_units(
    reached: dict[int, tuple[int, datetime]],
) -> dict[int, tuple[Outline, OutlineItem]]:
    """Competency id → the first published unit whose evidence goes beyond what is reached."""
    closing: dict[int, tuple[Outline, OutlineItem]] = {}
    rows = ReleaseAlignment.objects.filter(
        release__in=published_courses().values("in_force"), gives_evidence=True
    ).order_by("release_id", "item__module__position", "item__position")
    for row in rows.select_related("item"):
        outline = outline_by_id(row.release_id)
        item = outline.by_unit[row.item.unit_id]
        if level_shown(row.level, item.shown_by) > reached.get(row.competency_id, (0, None))[0]:
            closing.setdefault(row.competency_id, (outline, item))
    return closing


# --- operating -----------------------------------------------------------------------------------


def oldest_due(on: datetime) -> datetime | None:
    """Since when the oldest piece of work has been waiting, if any waits."""
    since = [
        due_since(on),
        over_since(on),
        Release.objects.filter(number__isnull=False, settled_at__isnull=True).aggregate(
            at=Min("published_at")
        )["at"],
    ]
    return min((moment for moment in since if moment), default=None)


def set_aside() -> dict[str, int]:
    """How many pieces of each kind of work were given up after repeated failures."""
    letters = Digest.objects.filter(set_aside_at__isnull=False).count()
    return {
        "records": set_aside_records(),
        "files": set_aside_files(),
        "batches": set_aside_batches(),
        "credentials": set_aside_credentials(),
        "letters": letters,
        "copies": set_aside_copies(),
    }
