"""Changing the outline of a course's draft: modules, units, what they ask and when they open.

Every change is written as a whole outline, and the one before it is kept for the undo.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, override

from courses.banks.reading import digest_of
from courses.content import shape as shapes
from courses.content.access import locked_draft
from courses.content.actions.drafting import LETTERS, UNIT_MINUTES
from courses.content.actions.opening import need_possible, need_so_many
from courses.content.models import (
    Course,
    DraftChange,
    Met,
    Release,
    ReleaseItem,
    ReleaseModule,
    Unit,
    UnitVersion,
)
from courses.content.opening import Claim, Opening
from courses.content.queries import written_units
from courses.content.shape import Item, Module, Shape
from courses.content.templates import is_planned_only
from lms.accounts.models import User
from lms.common.errors import Refusal
from lms.common.languages import LANGUAGES, Pair, in_language
from lms.common.transactions import atomic
from lms.common.wording import printable

MOST_MODULES = 60
MOST_UNITS = 600
MOST_TITLE = 300
# Level 4 is for two assessors to say.
MOST_MEASURED = 3


@atomic
def add_module(course: Course, title: Pair, *, by: User, on: datetime) -> str:
    """Put a new module at the end; its key."""
    draft, shape = _held(course)
    if len(shape) >= MOST_MODULES:
        raise Refusal("full", _("A course has at most %s modules.") % MOST_MODULES)
    module = _new_module(_title(title))
    shape.append(module)
    _write(draft, shape, gettext_lazy("Module “%(module)s” added."), by, on, module=module["title"])
    return str(module["key"])


@atomic
def set_module(
    course: Course,
    key: str,
    *,
    title: Pair,
    in_order: bool,
    opens_after: Sequence[str],
    opening: Opening | None = None,
    choose: int | None = None,
    by: User,
    on: datetime,
) -> None:
    """Rename a module, say when it opens and how many of its units are asked for.

    choose: 0 for all required ones.  opening, choose: None leaves them as they are.
    """
    draft, shape = _held(course)
    module = _module(shape, key)
    if opening is not None:
        need_possible(opening)
        module["opening"] = opening.stored
    if choose is not None and (choose or None) != module["choose"]:
        need_so_many(module, choose or None)
        module["choose"] = choose or None
    module["title"] = _title(title)
    module["in_order"] = in_order
    module["opens_after"] = _known(shape, opens_after)
    _write(
        draft, shape, gettext_lazy("Module “%(module)s” changed."), by, on, module=module["title"]
    )


@atomic
def move_module(course: Course, key: str, *, by_places: int, by: User, on: datetime) -> bool:
    """Move a module; False where it cannot go further that way."""
    draft, shape = _held(course)
    module = _module(shape, key)
    moved = shapes.move_module(shape, key, by_places)
    if moved:
        said = gettext_lazy("Module “%(module)s” is now %(place)s of %(all)s.")
        place = (shapes.module_at(shape, key) or 0) + 1
        _write(draft, shape, said, by, on, module=module["title"], place=place, all=len(shape))
    return moved


@atomic
def remove_module(course: Course, key: str, *, by: User, on: datetime) -> None:
    """Take a module and its units out of the draft; the units stay in the course's store."""
    draft, shape = _held(course)
    module = _module(shape, key)
    shape.remove(module)
    shapes.forget(shape, {item["uid"] for item in module["items"]})
    _write(
        draft,
        shape,
        gettext_lazy("Module “%(module)s” taken out of the course."),
        by,
        on,
        module=module["title"],
    )


@atomic
def add_unit(course: Course, module: str, title: Pair, *, by: User, on: datetime) -> Unit:
    """Put a new, empty unit at the end of a module."""
    draft, shape = _held(course)
    if sum(len(one["items"]) for one in shape) >= MOST_UNITS:
        raise Refusal("full", _("A course has at most %s units.") % MOST_UNITS)
    there = _module(shape, module)
    title = _title(title)
    unit = new_unit(course, title, by=by, on=on)
    version = unit.versions.get()
    there["items"].append(_item(unit, version))
    _write(draft, shape, gettext_lazy("Unit “%(unit)s” added."), by, on, unit=title)
    return unit


def new_unit(
    course: Course, title: Pair, *, by: User | None, on: datetime, minutes: int = UNIT_MINUTES
) -> Unit:
    """A unit with a title and nothing else."""
    unit = Unit.objects.create(course=course, key=new_key("unit"))
    content = {
        "title": title,
        "summary": {},
        "minutes": minutes,
        "blocks": [],
        "alignments": [],
    }
    UnitVersion.objects.create(
        unit=unit, number=1, digest=digest_of(content), author=by, made_at=on, **content
    )
    return unit


@atomic
def step_unit(course: Course, uid: str, *, by_places: int, by: User, on: datetime) -> bool:
    """Move a unit one place up or down, into the next module at an end; False at the end of the
    course."""
    draft, shape = _held(course)
    item = _unit(shape, uid)
    moved = shapes.step_unit(shape, uid, by_places)
    if moved:
        _write_moved(draft, shape, item, by, on)
    return moved


@atomic
def put_unit(course: Course, uid: str, *, module: str, place: int, by: User, on: datetime) -> bool:
    """Move a unit to a place of a module (0 is the first); False where it stands there already."""
    draft, shape = _held(course)
    item = _unit(shape, uid)
    _module(shape, module)
    moved = shapes.put_unit(shape, uid, module, place)
    if moved:
        _write_moved(draft, shape, item, by, on)
    return moved


@atomic
def set_unit_rules(
    course: Course,
    uid: str,
    *,
    required: bool,
    requirement: str,
    score_at_least: int | None,
    level_at_least: int | None = None,
    opens_after: Sequence[str],
    opening: Opening | None = None,
    skipped_by: Claim | str | None = None,
    by: User,
    on: datetime,
) -> None:
    """Say whether a unit is required, how it is done, when it opens, and who may skip it.

    skipped_by: empty for nobody.  opening, skipped_by: None leaves them as they are.
    """
    draft, shape = _held(course)
    item = _unit(shape, uid)
    if requirement not in Met.values:
        raise Refusal("no-requirement", _("A unit is done by reading, by answering or by a score."))
    if requirement == Met.SCORE and not 1 <= (score_at_least or 0) <= 100:
        raise Refusal("score", _("A score to reach is a number from 1 to 100 per cent."))
    if requirement == Met.MEASURED and not 0 <= (level_at_least or 0) <= MOST_MEASURED:
        raise Refusal("level", _("A level to reach is 1, 2 or 3; or any result will do."))
    if opening is not None:
        need_possible(opening)
        item["opening"] = opening.stored
    if skipped_by is not None:
        need_possible(Opening(), skipped_by=skipped_by or None)  # type: ignore[arg-type]
        item["skipped_by"] = str(skipped_by)
    item["required"] = required
    item["requirement"] = requirement
    item["score_at_least"] = score_at_least if requirement == Met.SCORE else None
    item["level_at_least"] = level_at_least or 0 if requirement == Met.MEASURED else None
    item["opens_after"] = _known(shape, opens_after, but=uid)
    _write(draft, shape, gettext_lazy("“%(unit)s” changed."), by, on, unit=item["name"])


@atomic
def set_requirement(
    course: Course,
    uid: str,
    *,
    requirement: str,
    score_at_least: int | None = None,
    level_at_least: int | None = None,
    by: User,
    on: datetime,
) -> None:
    """Say how a unit is done, and leave its other rules as they are."""
    _draft, shape = _held(course)
    item = _unit(shape, uid)
    set_unit_rules(
        course,
        uid,
        required=item["required"],
        requirement=requirement,
        score_at_least=score_at_least,
        level_at_least=level_at_least,
        opens_after=item["opens_after"],
        by=by,
        on=on,
    )


@atomic
def switch_required(course: Course, uid: str, *, by: User, on: datetime) -> None:
    """Make a required unit optional, or an optional one required."""
    draft, shape = _held(course)
    item = _unit(shape, uid)
    item["required"] = not item["required"]
    said = (
        gettext_lazy("“%(unit)s” is required now.")
        if item["required"]
        else gettext_lazy("“%(unit)s” is optional now.")
    )
    _write(draft, shape, said, by, on, unit=item["name"])


@atomic
def remove_unit(course: Course, uid: str, *, by: User, on: datetime) -> None:
    """Take a unit out of the draft. It keeps its identity, its versions and its learners' facts."""
    draft, shape = _held(course)
    item = _unit(shape, uid)
    for module in shape:
        if item in module["items"]:
            module["items"].remove(item)
    if freed := shapes.forget(shape, {uid}):
        said = gettext_lazy("“%(unit)s” left out; “%(freed)s” no longer waits for it.")
        _write(draft, shape, said, by, on, unit=item["name"], freed=freed[0]["name"])
    else:
        said = gettext_lazy("“%(unit)s” left out of the course.")
        _write(draft, shape, said, by, on, unit=item["name"])


@atomic
def leave_out_unwritten(course: Course, *, by: User, on: datetime) -> int:
    """Take every unit out of the draft that holds the template's note alone, and the modules that
    have no other; how many units. One undo brings all of them back."""
    draft, shape = _held(course)
    unwritten = {
        str(one.item.unit.uid)
        for one in written_units(draft)
        if is_planned_only(one.content["blocks"])
    }
    kept = []
    for module in shape:
        items = [item for item in module["items"] if item["uid"] not in unwritten]
        if items or not module["items"]:
            kept.append(module | {"items": items})
    shapes.forget(kept, unwritten)
    said = ngettext_lazy(
        "%(n)s unit that nobody has written is left out for now.",
        "%(n)s units that nobody has written are left out for now.",
        len(unwritten),
    )
    _write(draft, kept, said, by, on, n=len(unwritten))
    return len(unwritten)


@atomic
def put_back(course: Course, unit: Unit, module: str, *, by: User, on: datetime) -> None:
    """Take a unit that had been taken out into a module again, as it was last written."""
    draft, shape = _held(course)
    there = _module(shape, module)
    if shapes.unit_at(shape, str(unit.uid)):
        return
    version = unit.versions.order_by("-number").first()
    if unit.course_id != course.pk or version is None:
        raise Refusal("not-here", _("This unit belongs to another course."))
    there["items"].append(_item(unit, version))
    said = gettext_lazy("“%(unit)s” is in the course again.")
    _write(draft, shape, said, by, on, unit=version.title)


@atomic
def undo(course: Course, change: int, *, by: User, on: datetime) -> None:
    """Take back the last change, if nothing has changed since."""
    draft, shape = _held(course)
    last = DraftChange.objects.filter(release=draft, pk=change).first()
    if last is None or last.after != _digest(shape):
        raise Refusal("too-late", _("Something else has changed since; this cannot be undone."))
    # What was written meanwhile stays: only the outline goes back.
    written = {item["uid"]: item["version"] for module in shape for item in module["items"]}
    for module in last.before:
        for item in module["items"]:
            item["version"] = written.get(item["uid"], item["version"])
    write_shape(draft, last.before)
    last.delete()


# --- inside --------------------------------------------------------------------------------------


def _held(course: Course) -> tuple[Release, Shape]:
    draft = locked_draft(course)
    return draft, shape_of(draft)


def shape_of(draft: Release) -> Shape:
    """The draft's outline as plain values."""
    rows = ReleaseItem.objects.filter(release=draft).order_by("module__position", "position")
    modules = list(draft.modules.order_by("position"))
    return shape_from(modules, list(rows.select_related("unit", "version")))


def shape_from(modules: Sequence[ReleaseModule], rows: Sequence[ReleaseItem]) -> Shape:
    """The same where the rows are at hand, with unit and version, in their order."""
    shape: Shape = []
    places: dict[int, Module] = {}
    for row in modules:
        module = {
            "key": row.key,
            "title": row.title,
            "choose": row.choose,
            "in_order": row.in_order,
            "opens_after": row.opens_after,
            "opening": row.opening,
            "items": [],
        }
        places[row.pk] = module
        shape.append(module)
    for item in rows:
        made = _item(item.unit, item.version)
        made |= {
            "required": item.required,
            "required_from": item.required_from.isoformat() if item.required_from else None,
            "requirement": item.requirement,
            "score_at_least": item.score_at_least,
            "level_at_least": item.level_at_least,
            "opens_after": item.opens_after,
            "opening": item.opening,
            "skipped_by": item.skipped_by,
        }
        places[item.module_id]["items"].append(made)
    return shape


def write_shape(draft: Release, shape: Shape, *, is_new: bool = False) -> list[ReleaseItem]:
    """Make the release's rows say just this; its items. is_new: it has no rows yet."""
    if not is_new:
        draft.modules.all().delete()
    modules = ReleaseModule.objects.bulk_create(
        ReleaseModule(
            release=draft,
            key=module["key"],
            position=position,
            title=module["title"],
            choose=module["choose"],
            in_order=module["in_order"],
            opens_after=module["opens_after"],
            opening=module.get("opening", {}),
        )
        for position, module in enumerate(shape)
    )
    return ReleaseItem.objects.bulk_create(
        ReleaseItem(
            release=draft,
            module=row,
            unit_id=item["unit"],
            version_id=item["version"],
            position=position,
            required=item["required"],
            required_from=item["required_from"],
            requirement=item["requirement"],
            score_at_least=item["score_at_least"],
            level_at_least=item["level_at_least"],
            opens_after=item["opens_after"],
            opening=item.get("opening", {}),
            skipped_by=item.get("skipped_by", ""),
        )
        for row, module in zip(modules, shape, strict=True)
        for position, item in enumerate(module["items"])
    )


def _write(
    draft: Release, shape: Shape, said: Promise, by: User, on: datetime, **words: Any
) -> None:
    before = shape_of(draft)
    if _digest(before) == _digest(shape):
        return
    # A circle that is there already must not keep the author from mending something else.
    if (closed := shapes.closed_circle(shape)) and not shapes.closed_circle(before):
        raise Refusal(
            "circle",
            _("These units would wait for each other: %s. Nothing was changed.")
            % " → ".join(closed),
        )
    write_shape(draft, shape)
    # A new row each time: an undo names the change that its author saw.
    DraftChange.objects.filter(release=draft).delete()
    DraftChange.objects.create(
        release=draft,
        author=by,
        said=_in_both(said, words),
        before=before,
        after=_digest(shape),
        made_at=on,
    )


def _write_moved(draft: Release, shape: Shape, item: Item, by: User, on: datetime) -> None:
    found = shapes.unit_at(shape, item["uid"])
    assert found is not None
    at, place = found
    _write(
        draft,
        shape,
        gettext_lazy("“%(unit)s” is now %(place)s of %(all)s in “%(module)s”."),
        by,
        on,
        unit=item["name"],
        place=place + 1,
        all=len(shape[at]["items"]),
        module=shape[at]["title"],
    )


def _in_both(said: Promise, words: dict[str, Any]) -> Pair:
    made: Pair = {}
    for code in LANGUAGES:
        shown = {
            name: in_language(word, code)[0] if isinstance(word, dict) else word  # type: ignore[arg-type]
            for name, word in words.items()
        }
        with override(code):
            made[code] = str(said) % shown  # type: ignore[literal-required]
    return made


def _digest(shape: Shape) -> str:
    """Of the outline alone: what is written inside the units may go on changing."""
    return digest_of(
        [
            {
                **module,
                "items": [
                    {name: item[name] for name in item if name not in ("version", "name")}
                    for item in module["items"]
                ],
            }
            for module in shape
        ]
    )


def _title(title: Pair) -> Pair:
    made: Pair = {}
    for code in LANGUAGES:
        said = " ".join(printable(str(title.get(code) or "")).split())
        if len(said) > MOST_TITLE:
            raise Refusal("too-long", _("A title has at most %s characters.") % MOST_TITLE)
        if said:
            made[code] = said  # type: ignore[literal-required]
    if not made:
        raise Refusal("no-title", _("Write a title, in one language at least."))
    return made


def _new_module(title: Pair) -> Module:
    return {
        "key": new_key("module"),
        "title": title,
        "choose": None,
        "in_order": False,
        "opens_after": [],
        "opening": {},
        "items": [],
    }


def _item(unit: Unit, version: UnitVersion) -> Item:
    return {
        "unit": unit.pk,
        "uid": str(unit.uid),
        "version": version.pk,
        "name": version.title,
        "required": True,
        "required_from": None,
        "requirement": Met.CONTINUE.value,
        "score_at_least": None,
        "level_at_least": None,
        "opens_after": [],
        "opening": {},
        "skipped_by": "",
    }


def _module(shape: Shape, key: str) -> Module:
    at = shapes.module_at(shape, key)
    if at is None:
        raise Refusal(
            "no-module", _("This module is no longer here. Somebody may have removed it.")
        )
    return shape[at]


def _unit(shape: Shape, uid: str) -> Item:
    found = shapes.unit_at(shape, uid)
    if found is None:
        raise Refusal("no-unit", _("This unit is no longer here. Somebody may have removed it."))
    return shape[found[0]]["items"][found[1]]  # type: ignore[no-any-return]


def _known(shape: Shape, uids: Sequence[str], *, but: str = "") -> list[str]:
    """These of the uids that the course holds, in its order."""
    wanted = set(uids) - {but}
    return [item["uid"] for module in shape for item in module["items"] if item["uid"] in wanted]


def new_key(kind: str) -> str:
    """A key that nothing in this course has had before. kind: `module` or `unit`."""
    return f"{kind}-{''.join(secrets.choice(LETTERS) for _place in range(6))}"
