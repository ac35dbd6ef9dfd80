"""Whole courses: making one, describing it, copying it, putting it away and taking it up again."""

import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from courses.banks.models import ItemBank
from courses.banks.reading import digest_of
from courses.content.access import locked_course, locked_draft
from courses.content.actions.drafting import MOST_LINE
from courses.content.actions.outlining import new_key
from courses.content.blocks.base import MOST_TEXT
from courses.content.describing import stamp_of
from courses.content.models import (
    Audience,
    Course,
    CourseRole,
    Release,
    ReleaseItem,
    ReleaseModule,
    Unit,
    UnitVersion,
)
from courses.content.templates import CourseTemplate, PlannedUnit, course_templates
from lms.accounts.models import User
from lms.audit.actions import note
from lms.common.drawings import KINDS
from lms.common.errors import Refusal
from lms.common.languages import LANGUAGES, Pair, in_language
from lms.common.transactions import atomic
from lms.common.wording import printable

LONGEST_SLUG = 60
MOST_SLUGS = 500
MOST_OUTCOMES = 20
MOST_SUMMARY = 1_000


@atomic
def create_course(
    title: Pair, *, languages: list[str], template: str = "", by: User, on: datetime
) -> Course:
    """A new course with a draft, led by its maker. template: the name of one, or empty."""
    title = _line(title)
    if not title:
        raise Refusal("no-title", _("Write a title, in one language at least."))
    languages = _languages(languages)
    if template and template not in course_templates():
        raise Refusal("no-template", _("There is no such template. Choose another."))
    course = new_course(title, languages=languages, by=by, on=on)
    if template:
        _plan(course, course_templates()[template], languages, by=by, on=on)
    note(by, "course made", course, on=on, reason=template)
    return course


def new_course(
    title: Pair, *, languages: list[str], by: User, on: datetime, stem: str = ""
) -> Course:
    """A course with an empty draft under an address of its own, made from the title or the stem."""
    stem = (
        stem[:LONGEST_SLUG].strip("-")
        or slugify(in_language(title, languages[0])[0])[:LONGEST_SLUG].strip("-")
        or "course"
    )
    for number in range(1, MOST_SLUGS):
        slug = stem if number == 1 else f"{stem}-{number}"
        if Course.objects.filter(slug=slug).exists():
            continue
        try:
            with transaction.atomic():
                bank = ItemBank.objects.create(key=f"course-{slug}", title=title)
                course = Course.objects.create(slug=slug, owner=by, bank=bank, made_at=on)
        except IntegrityError:
            # Somebody took the address at the same moment, or a bank of that name is left over.
            continue
        CourseRole.objects.create(course=course, person=by, role=CourseRole.Role.OWNER)
        # The drawing hangs on the address, so that no two courses begin with the same one.
        drawing = sorted(KINDS)[sum(slug.encode()) % len(KINDS)]
        Release.objects.create(course=course, title=title, languages=languages, drawing=drawing)
        return course
    raise Refusal("no-address", _("There are too many courses of this title. Choose another one."))


@atomic
def save_settings(
    course: Course,
    *,
    title: Pair,
    summary: Pair,
    description: Pair,
    can_be_asked: Pair,
    outcomes: list[Pair],
    audience: str,
    languages: list[str],
    licence: str,
    drawing: str,
    over: str,
) -> Release:
    """Say what the course is. over: the stamp of what the author saw; if somebody else has saved
    since, nothing is overwritten."""
    draft = locked_draft(course)
    told: dict[str, Any] = {
        "title": _line(title),
        "summary": _text(summary, MOST_SUMMARY),
        "description": _text(description, MOST_TEXT),
        "can_be_asked": _text(can_be_asked, MOST_SUMMARY),
        "outcomes": _outcomes(outcomes),
        "languages": _languages(languages),
        "licence": " ".join(printable(licence).split()),
    }
    if not told["title"]:
        raise Refusal("no-title", _("Write a title, in one language at least."))
    if audience not in Audience.values or drawing not in KINDS:
        raise Refusal("no-choice", _("Choose one of the answers that are offered."))
    if len(told["licence"]) > 60:
        raise Refusal("too-long", _("This text is longer than %s characters.") % 60)
    told |= {"audience": audience, "drawing": drawing}
    if all(getattr(draft, name) == value for name, value in told.items()):
        return draft
    if over != stamp_of(draft):
        raise Refusal(
            "changed-meanwhile",
            _(
                "Somebody else has saved these settings meanwhile. Nothing was overwritten: compare"
                " both, and save again what should hold."
            ),
        )
    for name, value in told.items():
        setattr(draft, name, value)
    draft.save(update_fields=list(told))
    ItemBank.objects.filter(pk=course.bank_id).update(title=told["title"])
    return draft


@atomic
def archive_course(course: Course, *, by: User, on: datetime) -> Course:
    """Take the course out of the catalogue. Nothing is deleted; doing it twice is doing it once."""
    course = locked_course(course.pk)
    if course.archived_at is None:
        course.archived_at = on
        course.save(update_fields=["archived_at"])
        note(by, "course archived", course, on=on)
    return course


@atomic
def restore_course(course: Course, *, by: User, on: datetime) -> Course:
    """Open an archived course again, as it was."""
    course = locked_course(course.pk)
    if course.archived_at is not None:
        course.archived_at = None
        course.save(update_fields=["archived_at"])
        note(by, "course restored", course, on=on)
    return course


# --- inside --------------------------------------------------------------------------------------


def _plan(
    course: Course, template: CourseTemplate, languages: list[str], *, by: User, on: datetime
) -> None:
    """Write the template's modules and units into the empty draft."""
    draft = locked_draft(course)
    modules = ReleaseModule.objects.bulk_create(
        ReleaseModule(
            release=draft,
            key=new_key("module"),
            position=place,
            title=_only(planned.title, languages),
        )
        for place, planned in enumerate(template.modules)
    )
    wanted = [
        (module, place, planned)
        for module, of in zip(modules, template.modules, strict=True)
        for place, planned in enumerate(of.units)
    ]
    units = Unit.objects.bulk_create(Unit(course=course, key=new_key("unit")) for _one in wanted)
    versions = UnitVersion.objects.bulk_create(
        _planned(unit, planned, languages, by=by, on=on)
        for unit, (_module, _place, planned) in zip(units, wanted, strict=True)
    )
    ReleaseItem.objects.bulk_create(
        ReleaseItem(release=draft, module=module, unit=unit, version=version, position=place)
        for unit, version, (module, place, _planned_one) in zip(
            units, versions, wanted, strict=True
        )
    )


def _planned(
    unit: Unit, planned: PlannedUnit, languages: list[str], *, by: User, on: datetime
) -> UnitVersion:
    said = _only(planned.note, languages)
    block = {
        "uid": str(uuid.uuid5(unit.uid, "note")),
        "key": "note",
        "kind": "text",
        "settings": {},
        "texts": {code: {"text": text} for code, text in said.items()},
    }
    content = {
        "title": _only(planned.title, languages),
        "summary": {},
        "minutes": planned.minutes,
        "blocks": [block],
        "alignments": [],
    }
    return UnitVersion(
        unit=unit, number=1, digest=digest_of(content), author=by, made_at=on, **content
    )


def _only(pair: Pair, languages: list[str]) -> Pair:
    return {code: pair[code] for code in languages}  # type: ignore[literal-required, return-value]


def _languages(languages: list[str]) -> list[str]:
    if not languages or set(languages) - set(LANGUAGES) or len(set(languages)) != len(languages):
        raise Refusal("no-choice", _("Choose one of the answers that are offered."))
    return list(languages)


def _line(pair: Pair) -> Pair:
    made: Pair = {}
    for code, said in _text(pair, MOST_LINE).items():
        made[code] = " ".join(str(said).split())  # type: ignore[literal-required]
    return made


def _text(pair: Pair, most: int) -> Pair:
    made: Pair = {}
    for code in LANGUAGES:
        said = printable(str(pair.get(code) or "").replace("\r\n", "\n")).strip()
        if len(said) > most:
            raise Refusal("too-long", _("This text is longer than %s characters.") % most)
        if said:
            made[code] = said  # type: ignore[literal-required]
    return made


def _outcomes(outcomes: list[Pair]) -> list[Pair]:
    made = [said for one in outcomes if (said := _line(one))]
    if len(made) > MOST_OUTCOMES:
        raise Refusal("too-many", _("A course has at most %s outcomes.") % MOST_OUTCOMES)
    return made
