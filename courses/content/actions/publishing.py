"""Publishing: the draft becomes the next numbered release, all of it or nothing. Taking a course
out of force, and bringing an earlier release back into the draft."""

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.banks.models import ItemVersion
from courses.content.access import locked_course, locked_draft
from courses.content.actions.drafting import fold_all
from courses.content.actions.outlining import shape_from, shape_of, write_shape
from courses.content.changing import Edition, edits_between, may_spare, stamp_of
from courses.content.describing import SETTINGS, settings_of
from courses.content.findings import Finding
from courses.content.models import (
    Course,
    ItemPin,
    Release,
    ReleaseAlignment,
    ReleaseItem,
)
from courses.content.queries import (
    edition_as_written,
    edition_in_force,
    findings_in,
    last_number,
    last_release,
    written_units,
)
from courses.content.rendering import reindex, render_missing, render_versions
from courses.content.shape import Shape
from lms.accounts.models import User
from lms.audit.actions import note
from lms.common.doorbell import ring
from lms.common.errors import Refusal
from lms.common.languages import LANGUAGES
from lms.common.transactions import atomic


@atomic
def publish(
    course: Course,
    *,
    by: User | None,
    on: datetime,
    change_note: str = "",
    only_from_now: Collection[UUID] = (),
    read: str = "",
) -> Release:
    """Put the draft in force under the next number. A draft that says nothing new is not published
    again: the release in force is returned.

    only_from_now: new duties that hold only for those who enrol after this moment.  read: the stamp
    of what the author has read; a draft that says something else by now is not published.
    What it changes for learners is due as long as `settled_at` is empty.
    """
    course = locked_course(course.pk)
    draft = locked_draft(course)
    draft.course = course
    fold_all(draft, by=by, on=on)
    units = written_units(draft, is_folded=True)
    edition = edition_as_written(draft, units)
    if read and read != stamp_of(edition):
        raise Refusal(
            "changed-meanwhile",
            _("The draft has changed since you read this. Look at the changes once more."),
        )
    _check([finding for finding in findings_in(edition, units) if finding.stops])
    versions = [unit.item.version for unit in units]
    before = course.in_force
    if only_from_now:
        _spare(draft, edition, last_release(course), only_from_now, on)
        units = written_units(draft, is_folded=True)
    modules = list(draft.modules.order_by("position"))
    shape = shape_from(modules, [unit.item for unit in units])
    if before and _same(before, draft, shape, edition):
        return before
    release = Release.objects.create(
        course=course,
        number=last_number(course) + 1,
        change_note=change_note,
        published_at=on,
        published_by=by,
        **settings_of(draft),
    )
    items = write_shape(release, shape, is_new=True)
    _pin_items(release, edition)
    _write_alignments(release, items, edition)
    made = render_versions(versions, LANGUAGES, edition.questions)
    old = [version for version in versions if version.pk not in made]
    reindex(old, edition.questions)
    course.in_force, course.announced_at = release, None
    course.save(update_fields=["in_force", "announced_at"])
    note(by, "published", release, on=on, reason=change_note)
    ring("courses.settle_release", release.pk)
    if before is None:
        ring("courses.send_opening_letters")
    return release


@atomic
def unpublish(course: Course, *, by: User, on: datetime, reason: str) -> None:
    """Take the course out of force: out of the catalogue, closed to everybody. Its releases and
    everything its learners have stay; publishing opens it again."""
    if not reason.strip():
        raise Refusal("no-reason", _("Say why. It is kept in the log of the site."))
    course = locked_course(course.pk)
    if (release := course.in_force) is not None:
        course.in_force = None
        course.save(update_fields=["in_force"])
        note(by, "unpublished", release, on=on, reason=reason)


@atomic
def return_to(course: Course, release: Release, *, by: User, on: datetime) -> None:
    """Make the draft say what an earlier release said, its questions included. What the draft said
    is kept as versions of its units; learners see nothing of it before it is published."""
    if release.course_id != course.pk or release.number is None:
        raise Refusal("not-here", _("This release belongs to another course."))
    course = locked_course(course.pk)
    draft = locked_draft(course)
    fold_all(draft, by=by, on=on)
    for name in SETTINGS:
        setattr(draft, name, getattr(release, name))
    draft.save(update_fields=SETTINGS)
    write_shape(draft, shape_of(release))
    _return_questions(release, by=by, on=on)
    note(by, "returned to", release, on=on)


def render_in_force() -> int:
    """Render what the present renderer has not made yet, of every release in force; how many."""
    return sum(
        render_missing(release)
        for release in Release.objects.filter(pk__in=Course.objects.values("in_force"))
    )


# --- inside --------------------------------------------------------------------------------------


def _check(stopping: list[Finding]) -> None:
    """Refuse what learners could not follow. The importer reports the same with file and line;
    this holds for every other way into the draft as well."""
    if not stopping:
        return
    message = stopping[0].message
    if more := len(stopping) - 1:
        told = ngettext("And %s more thing to mend.", "And %s more things to mend.", more)
        message = f"{message} {told % more}"
    raise Refusal(stopping[0].code, message)


def _spare(
    draft: Release, edition: Edition, before: Release | None, units: Collection[UUID], on: datetime
) -> None:
    """Those who have enrolled by now need not do these units."""
    new = may_spare(edits_between(edition_in_force(before), edition)) if before else set()
    if not set(units) <= new:
        raise Refusal(
            "not-new", _("Only a unit that becomes required now can be left to those who start.")
        )
    ReleaseItem.objects.filter(release=draft, unit__uid__in=units).update(required_from=on)


def _same(before: Release, draft: Release, shape: Shape, edition: Edition) -> bool:
    """Whether a learner could notice nothing. Of questions the versions count, not only the words."""
    return (
        settings_of(before) == settings_of(draft)
        and shape_of(before) == shape
        and set(before.pins.values_list("item_version_id", flat=True))
        == {version.pk for version in edition.questions.values()}
    )


def _asking(edition: Edition) -> Iterator[tuple[str, int, str, int | None]]:
    """(block uid, position, item uid, the draw that may bring it) for every block that asks."""
    for content in edition.contents.values():
        for block in content["blocks"]:
            listed = block["settings"].get("items", [])
            for position, uid in enumerate(listed):
                yield block["uid"], position, uid, None
            position = len(listed)
            for draw, uids in enumerate(edition.drawn.get(block["uid"], ())):
                for uid in uids:
                    yield block["uid"], position, uid, draw
                    position += 1


def _pin_items(release: Release, edition: Edition) -> None:
    ItemPin.objects.bulk_create(
        ItemPin(
            release=release,
            block=block,
            position=position,
            item_version=edition.questions[uid],
            item_uid=uid,
            draw=draw,
        )
        for block, position, uid, draw in _asking(edition)
    )


def _write_alignments(release: Release, items: list[ReleaseItem], edition: Edition) -> None:
    rows = {item.unit_id: item for item in items}
    ReleaseAlignment.objects.bulk_create(
        ReleaseAlignment(
            release=release,
            item=rows[item.unit_id],
            competency_id=claim.competency_id,
            level=claim.level,
            gives_evidence=claim.gives_evidence,
        )
        for item in edition.outline.items
        for claim in item.alignments
    )


def _return_questions(release: Release, *, by: User, on: datetime) -> None:
    """Questions that say something else by now get a version that says what they said then."""
    pinned = {
        pin.item_version.item_id: pin.item_version
        for pin in release.pins.select_related("item_version")
    }
    newest: dict[int, ItemVersion] = {}
    for version in ItemVersion.objects.filter(item__in=pinned).order_by("number"):
        newest[version.item_id] = version
    ItemVersion.objects.bulk_create(
        ItemVersion(
            item_id=item,
            number=newest[item].number + 1,
            body=then.body,
            digest=then.digest,
            author=by,
            made_at=on,
        )
        for item, then in pinned.items()
        if newest[item].digest != then.digest
    )
