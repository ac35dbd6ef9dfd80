"""Writing a checked package into a course's draft, by key."""

from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from courses.banks.actions import save_items
from courses.banks.models import ItemBank
from courses.banks.queries import newest_in
from courses.banks.reading import digest_of
from courses.competencies.queries import levels_by_code
from courses.content.access import locked_draft
from courses.content.actions.courses import new_course
from courses.content.actions.drafting import fold_all, put_aside
from courses.content.files import shown
from courses.content.files import store as store_file
from courses.content.models import (
    Course,
    CourseRole,
    Release,
    ReleaseItem,
    ReleaseModule,
    Unit,
    UnitVersion,
)
from courses.content.package.contents import (
    File,
    Files,
    document_files,
    files_in,
    items_with_files,
    picture_files,
    unit_content,
)
from courses.content.package.files import PackageFiles, read_folder
from courses.content.package.foreseeing import foresee
from courses.content.package.linking import check_links
from courses.content.package.pictures import PictureText
from courses.content.package.reading import CourseText, UnitText, read_package
from courses.content.pictures import address_of, store
from courses.content.queries import written_units
from lms.accounts.models import User
from lms.audit.actions import note
from lms.common.errors import Refusal
from lms.common.transactions import atomic
from lms.common.yamlnodes import Faults


def read_course(folder: Path) -> tuple[CourseText, Faults]:
    """The package in a folder, and everything that is wrong with it."""
    faults = Faults()
    return read_files(read_folder(folder, faults), faults)


def read_files(files: PackageFiles, faults: Faults) -> tuple[CourseText, Faults]:
    """The package in these files, wherever they came from."""
    if "course.yaml" not in files.texts:
        return CourseText(), faults
    course = read_package(files, faults)
    check_links(course, levels_by_code(), faults)
    return course, faults


@atomic
def import_course(text: CourseText, *, owner: User | None, on: datetime) -> Course:
    """Bring the course's draft to what the package says; a new slug makes a new course.

    owner: who answers for a new course; for a known one it may be None and changes nothing.
    Importing the same package again changes nothing.
    """
    course = Course.objects.filter(slug=text.slug).first()
    if course is None:
        if owner is None:
            raise Refusal("no-owner", _("A new course needs an owner: name one by e-mail."))
        course = _new_course(text, owner, on)
    take_in(course, text, by=owner, on=on)
    return course


@atomic
def take_in(
    course: Course, text: CourseText, *, by: User | None, on: datetime, over: str = ""
) -> None:
    """Bring the draft of this course to what the package says, whatever slug that names.

    over: the stamp of what was foreseen; if the draft has changed since, nothing is written.
    """
    draft = locked_draft(course)
    if over and foresee(course, text).stamp != over:
        raise Refusal(
            "changed-meanwhile",
            _("The draft has changed since this was worked out. Look at what would change now."),
        )
    # What is being written in the browser becomes a version before the package replaces it.
    fold_all(draft, by=by, on=on)
    contents = [one.content for one in written_units(draft, is_folded=True)]
    bodies = [version.body for version in newest_in(course.bank)]
    files = _save_pictures(course, text, files_in(contents, bodies), on)
    files |= _save_documents(course, text, on)
    _save_course(draft, text)
    uids = save_items(course.bank, items_with_files(text, files), author=by, on=on)
    _save_structure(course, draft, text, uids, files, author=by, on=on)


@atomic
def course_from_package(text: CourseText, *, by: User, on: datetime) -> Course:
    """A new course that says what the package does, led by whoever brought it; under the package's
    slug where that is free."""
    course = new_course(text.title, languages=list(text.languages), by=by, on=on, stem=text.slug)
    take_in(course, text, by=by, on=on)
    note(by, "course made", course, on=on, reason=text.slug)
    return course


def _new_course(text: CourseText, owner: User, on: datetime) -> Course:
    bank = ItemBank.objects.create(key=f"course-{text.slug}", title=text.title)
    course = Course.objects.create(slug=text.slug, owner=owner, bank=bank, made_at=on)
    CourseRole.objects.create(course=course, person=owner, role=CourseRole.Role.OWNER)
    Release.objects.create(course=course)
    return course


def _save_course(draft: Release, text: CourseText) -> None:
    draft.languages = list(text.languages)
    draft.audience = text.audience
    draft.licence = text.licence
    draft.drawing = text.drawing
    draft.title = text.title
    draft.summary = text.summary
    draft.description = text.description
    draft.outcomes = text.outcomes
    draft.can_be_asked = text.can_be_asked
    draft.save()


# --- pictures and files --------------------------------------------------------------------------


def _save_pictures(course: Course, text: CourseText, known: dict[str, File], on: datetime) -> Files:
    """src → language → what a page needs to show it."""
    kept = {row.digest: row for row in course.pictures.all()}

    def saved(picture: PictureText) -> File:
        # A file that the course itself gave out is not encoded once more.
        row = kept.get(picture.source) or store(
            course,
            picture.name,
            picture.content,
            media_type=picture.media_type,
            size=(picture.width, picture.height),
            digest=picture.digest,
            on=on,
        )
        address = address_of(row)
        return known.get(address) or {"address": address, "width": row.width, "height": row.height}

    return picture_files(text, saved)


def _save_documents(course: Course, text: CourseText, on: datetime) -> Files:
    """The same of files to take along."""
    return document_files(
        text,
        lambda document, name, language: shown(store_file(course, document, name, on=on), language),
    )


# --- units ---------------------------------------------------------------------------------------


def _save_structure(
    course: Course,
    draft: Release,
    text: CourseText,
    items: dict[str, str],
    files: dict[str, Files],
    *,
    author: User | None,
    on: datetime,
) -> None:
    units = {unit.key: unit for unit in course.units.all()}
    before = {item.unit_id: item for item in draft.items.all()}
    for wanted in text.units:
        if wanted.key not in units:
            units[wanted.key] = Unit.objects.create(course=course, key=wanted.key)
    uids = {key: str(unit.uid) for key, unit in units.items()}
    draft.modules.all().delete()
    for place, module in enumerate(text.modules):
        row = ReleaseModule.objects.create(
            release=draft,
            key=module.key,
            position=place,
            title=module.title,
            choose=module.choose,
            in_order=module.in_order,
            opens_after=[uids[key] for key in module.opens_after],
            opening=module.opening.stored,
        )
        for position, unit in enumerate(module.units):
            ReleaseItem.objects.create(
                release=draft,
                module=row,
                unit=units[unit.key],
                version=_version(units[unit.key], unit, items, files, author, on),
                position=position,
                required=unit.required,
                required_from=_required_from(unit, before.get(units[unit.key].pk)),
                requirement=unit.requirement,
                score_at_least=unit.score_at_least,
                level_at_least=unit.level_at_least,
                opens_after=[uids[key] for key in unit.opens_after],
                opening=unit.opening.stored,
                skipped_by=str(unit.skipped_by or ""),
            )
    for item in draft.items.select_related("unit"):
        old = before.get(item.unit_id)
        if old is not None and old.version_id != item.version_id:
            put_aside(item.unit, on=on)


def _required_from(text: UnitText, before: ReleaseItem | None) -> datetime | None:
    """Who was spared a unit stays spared, unless the package says since when it is required."""
    if text.required_from or not text.required or before is None:
        return text.required_from
    return before.required_from if before.required else None


def _version(
    unit: Unit,
    text: UnitText,
    items: dict[str, str],
    files: dict[str, Files],
    author: User | None,
    on: datetime,
) -> UnitVersion:
    """The unit's latest version if it says just this, or a new one."""
    latest = unit.versions.order_by("-number").first()
    blocks = {block["key"]: block["uid"] for block in latest.blocks} if latest else {}
    content = unit_content(unit.uid, text, items=items, files=files, blocks=blocks)
    digest = digest_of(content)
    if latest and latest.digest == digest:
        return latest
    return UnitVersion.objects.create(
        unit=unit,
        number=latest.number + 1 if latest else 1,
        digest=digest,
        author=author,
        made_at=on,
        **content,
    )
