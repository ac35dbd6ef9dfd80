"""Publishing: the draft becomes the next numbered release, all of it or nothing."""

from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.banks.queries import latest_versions
from courses.competencies.models import Competency
from courses.competencies.queries import competencies_by_code
from courses.content.access import locked_course, locked_draft
from courses.content.actions.drafting import fold_all
from courses.content.actions.outlining import shape_of, write_shape
from courses.content.models import (
    Course,
    ItemPin,
    Met,
    Release,
    ReleaseAlignment,
    UnitVersion,
)
from courses.content.queries import findings_of
from courses.content.rendering import reindex, render_missing
from lms.accounts.models import User
from lms.audit.actions import note
from lms.common.doorbell import ring
from lms.common.errors import Refusal
from lms.common.transactions import atomic


@atomic
def publish(course: Course, *, by: User | None, on: datetime, change_note: str = "") -> Release:
    """Put the draft in force under the next number. A draft that says nothing new is not published
    again: the release in force is returned.

    What it changes for learners is due as long as `settled_at` is empty.
    """
    course = locked_course(course.pk)
    draft = locked_draft(course)
    fold_all(draft, by=by, on=on)
    _check(draft)
    if course.in_force and _signature(course.in_force) == _signature(draft):
        return course.in_force
    newest = course.releases.aggregate(newest=Max("number"))["newest"] or 0
    release = _copy(draft, number=newest + 1, by=by, on=on, change_note=change_note)
    _pin_items(release)
    _write_alignments(release)
    render_missing(release)
    reindex(release)
    course.in_force = release
    course.save(update_fields=["in_force"])
    note(by, "published", release, on=on, reason=change_note)
    ring("courses.settle_release", release.pk)
    return release


def render_in_force() -> int:
    """Render what the present renderer has not made yet, of every release in force; how many."""
    return sum(
        render_missing(release)
        for release in Release.objects.filter(pk__in=Course.objects.values("in_force"))
    )


def _check(draft: Release) -> None:
    """Refuse what learners could not follow. The importer reports the same with file and line;
    this holds for every other way into the draft as well."""
    stopping = [finding for finding in findings_of(draft) if finding.stops]
    if stopping:
        message = stopping[0].message
        if more := len(stopping) - 1:
            message += (
                " "
                + ngettext("And %s more thing to mend.", "And %s more things to mend.", more) % more
            )
        raise Refusal(stopping[0].code, message)


def _signature(release: Release) -> object:
    """What a learner could notice: two releases with the same signature are the same edition."""
    modules = [
        (row.key, row.title, row.choose, row.in_order, row.opens_after)
        for row in release.modules.order_by("position")
    ]
    items = list(
        release.items.order_by("module__position", "position").values_list(
            "unit_id",
            "version_id",
            "module__key",
            "required",
            "required_from",
            "requirement",
            "score_at_least",
            "opens_after",
        )
    )
    texts = [
        release.title,
        release.summary,
        release.description,
        release.outcomes,
        release.can_be_asked,
        release.languages,
        release.audience,
        release.licence,
        release.drawing,
    ]
    if release.number is None:
        pins = {version.pk for _place, version in _wanted_pins(release)}
    else:
        pins = set(release.pins.values_list("item_version_id", flat=True))
    return modules, [tuple(map(str, item)) for item in items], texts, pins


def _copy(
    draft: Release, *, number: int, by: User | None, on: datetime, change_note: str
) -> Release:
    release = Release.objects.create(
        course_id=draft.course_id,
        number=number,
        title=draft.title,
        summary=draft.summary,
        description=draft.description,
        outcomes=draft.outcomes,
        can_be_asked=draft.can_be_asked,
        languages=draft.languages,
        audience=draft.audience,
        licence=draft.licence,
        drawing=draft.drawing,
        change_note=change_note,
        published_at=on,
        published_by=by,
    )
    write_shape(release, shape_of(draft))
    return release


def _wanted_pins(release: Release) -> list[tuple[tuple[str, int], Any]]:
    """((block uid, position), newest item version) for every block that asks."""
    asked: list[tuple[str, int, str]] = []
    versions = UnitVersion.objects.filter(pk__in=release.items.values("version"))
    for blocks in versions.values_list("blocks", flat=True):
        for block in blocks:
            for position, uid in enumerate(block["settings"].get("items", [])):
                asked.append((block["uid"], position, uid))
    newest = latest_versions({uid for _block, _position, uid in asked})
    return [((block, position), newest[uid]) for block, position, uid in asked]


def _pin_items(release: Release) -> None:
    ItemPin.objects.bulk_create(
        ItemPin(
            release=release,
            block=block,
            position=position,
            item_version=version,
            item_uid=version.item.uid,
        )
        for (block, position), version in _wanted_pins(release)
    )


def _write_alignments(release: Release) -> None:
    known = competencies_by_code()
    rows = []
    for item in release.items.select_related("version"):
        for aligned in item.version.alignments:
            rows.append(
                ReleaseAlignment(
                    release=release,
                    item=item,
                    competency=_known(known, aligned["competency"]),
                    level=aligned["level"],
                    gives_evidence=item.requirement == Met.SCORE,
                )
            )
    ReleaseAlignment.objects.bulk_create(rows)


def _known(competencies: dict[str, Competency], code: str) -> Competency:
    if code not in competencies:
        raise Refusal("no-competency", _("The competency map has no “%s”.") % code)
    return competencies[code]
