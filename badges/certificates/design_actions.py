"""Writing certificate designs, and choosing one for a course with the elements its leads state."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from badges.certificates.design_rules import (
    Fault,
    Said,
    faults_in,
    stamp_of,
    unprintable,
    values_of,
)
from badges.certificates.looks import plain_credits
from badges.certificates.models import CertificateDesign, CourseCertification
from courses.banks.reading import digest_of
from courses.content.access import locked_course
from courses.content.models import Course
from lms.accounts.models import User
from lms.audit.actions import note
from lms.common.errors import Refusal
from lms.common.glyphs import missing_glyphs
from lms.common.languages import Pair
from lms.common.transactions import atomic
from lms.hub.queries import profile

MOST_CREDITS = Decimal(300)
MOST_ELEMENT = 300


@atomic
def write_design(
    design: CertificateDesign | None, said: Said, *, over: str = "", by: User, on: datetime
) -> CertificateDesign:
    """Make a design, or change it; `over` is the stamp of what was changed. What is issued stays.

    Sending the same form for a new one twice makes one.
    """
    if found := list(faults_in(said, profile().colour)):
        raise Refusal("bad-design", found[0][1])
    values = {**values_of(said), "name": said.name.strip()}
    # Names and the usual design are one of a kind: those who write designs, which are few, take turns.
    there = {row.pk: row for row in CertificateDesign.objects.select_for_update(no_key=True)}
    same = next((row for row in there.values() if row.name == values["name"]), None)
    if design is None:
        if same and stamp_of(same) == stamp_of(CertificateDesign(**values)):
            return same
        row = CertificateDesign()
    else:
        if design.pk not in there:
            raise Refusal("gone", _("There is no such design."))
        row = there[design.pk]
        if over != stamp_of(row):
            raise Refusal(
                "changed-meanwhile",
                _(
                    "Somebody else has changed this design since you opened it. Nothing is saved "
                    "yet: look at the design as it stands now, then save again."
                ),
            )
    if same and same.pk != row.pk:
        raise Refusal("same-name", _("There is a design of this name. Give this one another."))
    if row.archived_at and said.is_default:
        raise Refusal(
            "archived", _("An archived design cannot be the usual one. Restore it first.")
        )
    if said.is_default:
        CertificateDesign.objects.filter(is_default=True).exclude(pk=row.pk).update(
            is_default=False
        )
    before = stamp_of(row) if row.pk else ""
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    if stamp_of(row) != before:
        note(by, "design changed" if before else "design made", row, on=on, reason=row.name)
    return row


@atomic
def archive_design(design: CertificateDesign, *, by: User, on: datetime) -> bool:
    """Let nobody choose the design any more; one that no course has chosen is deleted. Whether it was.

    Courses that have it keep it until they choose another, and what is issued never changes.
    """
    design = _locked(design)
    if not design.courses.exists():
        note(by, "design deleted", design, on=on, reason=design.name)
        design.delete()
        return True
    if design.archived_at is None:
        design.archived_at, design.is_default = on, False
        design.save(update_fields=["archived_at", "is_default"])
        note(by, "design archived", design, on=on, reason=design.name)
    return False


@atomic
def restore_design(design: CertificateDesign, *, by: User, on: datetime) -> CertificateDesign:
    """Let courses choose it again."""
    design = _locked(design)
    if design.archived_at is not None:
        design.archived_at = None
        design.save(update_fields=["archived_at"])
        note(by, "design restored", design, on=on, reason=design.name)
    return design


def _locked(design: CertificateDesign) -> CertificateDesign:
    return CertificateDesign.objects.select_for_update(no_key=True).get(pk=design.pk)


# --- of a course ---------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Stated:
    """What a course states; the same names as CourseCertification has. design: its id, or none."""

    design: int | None = None
    credits: Decimal | None = None
    level: Pair = field(default_factory=Pair)
    assessment: Pair = field(default_factory=Pair)
    participation: Pair = field(default_factory=Pair)
    quality: Pair = field(default_factory=Pair)
    prerequisites: Pair = field(default_factory=Pair)
    stackability: Pair = field(default_factory=Pair)


ELEMENTS = [one.name for one in fields(Stated) if one.name not in ("design", "credits")]


def stated_by(row: CourseCertification) -> Stated:
    """What the course states now."""
    pairs = {name: getattr(row, name) for name in ELEMENTS}
    return Stated(design=row.design_id, credits=row.credits, **pairs)


def stated_stamp(row: CourseCertification) -> str:
    """Which state this is."""
    said = asdict(stated_by(row))
    return digest_of({**said, "credits": plain_credits(said["credits"])})


def faults_stated(stated: Stated) -> Iterator[Fault]:
    """(field, sentence) of everything that cannot be saved."""
    credits = stated.credits
    if credits is not None and not 0 < credits <= MOST_CREDITS:
        yield "credits", _("Credits are more than 0 and at most %s.") % MOST_CREDITS
    elif credits is not None and credits != round(credits, 2):
        yield "credits", _("Credits have at most two places after the point.")
    for name in ELEMENTS:
        for code, words in getattr(stated, name).items():
            if len(words) > MOST_ELEMENT:
                yield f"{name}_{code}", _("A text here has at most %s characters.") % MOST_ELEMENT
            if missing := missing_glyphs(words):
                yield f"{name}_{code}", unprintable(missing)


@atomic
def state_certification(
    course: Course, stated: Stated, *, over: str, by: User, on: datetime
) -> CourseCertification:
    """Say what certificates of this course look like and state from now on; what is issued stays."""
    course = locked_course(course.pk)
    if found := list(faults_stated(stated)):
        raise Refusal("bad-elements", found[0][1])
    row = CourseCertification.objects.filter(course=course).first()
    row = row or CourseCertification(course=course)
    if over != stated_stamp(row):
        raise Refusal(
            "changed-meanwhile",
            _(
                "Somebody else has changed this since you opened it. Nothing is saved yet: look at "
                "what stands now, then save again."
            ),
        )
    offered = CertificateDesign.objects.filter(archived_at=None, pk=stated.design or 0).exists()
    if stated.design and stated.design != row.design_id and not offered:
        raise Refusal("no-design", _("This design cannot be chosen any more. Choose another."))
    before = stated_stamp(row)
    values: dict[str, Any] = {name: getattr(stated, name) for name in ELEMENTS}
    row.design_id, row.credits = stated.design, stated.credits
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    if stated_stamp(row) != before:
        note(by, "certificates described", course, on=on, reason=course.slug)
    return row
