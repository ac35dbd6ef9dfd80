"""Reads of courses and releases."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.http import Http404

from courses.banks.models import ItemVersion
from courses.banks.queries import for_quizzes, latest_versions, newest_by_class
from courses.competencies.models import MOST_LEVEL, Competency
from courses.competencies.queries import competencies_by_code, map_version
from courses.content.blocks import ANSWERED, drawn_by
from courses.content.blocks.quiz import questions_of, rules_of
from courses.content.changing import UNIT_SAYS, Edition
from courses.content.checking import check_course, check_unit, languages_of
from courses.content.drafting import Working, behind_of, content_of, working
from courses.content.findings import Finding
from courses.content.models import (
    Course,
    ItemPin,
    Met,
    Release,
    ReleaseAlignment,
    ReleaseItem,
    RenderedUnit,
    Unit,
    UnitDraft,
    UnitVersion,
)
from courses.content.opening import opening_from, read_claim, together
from courses.content.outline import Outline, OutlineAlignment, OutlineItem, OutlineModule
from courses.content.rendering import rendered_unit
from lms.common.html import RENDERER
from lms.common.languages import Pair
from lms.common.search import wanted
from lms.common.store import immutable


def published_courses() -> QuerySet[Course]:
    """Courses in the catalogue, newest first."""
    return (
        Course.objects.filter(in_force__isnull=False, archived_at__isnull=True)
        .select_related("in_force")
        .order_by("made_at", "id")
    )


def announced_courses() -> QuerySet[Release]:
    """The drafts of the courses that the catalogue tells of before they are published, the newest
    announcement first."""
    return (
        Release.objects.filter(
            number__isnull=True,
            course__in_force__isnull=True,
            course__announced_at__isnull=False,
            course__archived_at__isnull=True,
        )
        .select_related("course")
        .order_by("-course__announced_at", "-course")
    )


def draft_of(course_id: int) -> Release:
    """The course's one draft."""
    return Release.objects.get(course=course_id, number=None)


def last_number(course: Course) -> int:
    """The number of the course's last release, in force or not; 0 where there is none."""
    newest = course.releases.aggregate(newest=Max("number"))["newest"]
    return int(newest or 0)


def last_release(course: Course) -> Release | None:
    """The release in force, or the last one of a course that is no longer published: what learners
    have last seen."""
    if course.in_force is not None:
        return course.in_force
    return course.releases.filter(number__isnull=False).order_by("-number").first()


def working_of(unit: Unit) -> Working:
    """A unit of a draft as it stands now; 404 where the draft no longer holds it."""
    item = (
        ReleaseItem.objects.filter(release__course=unit.course_id, release__number=None, unit=unit)
        .select_related("version")
        .first()
    )
    if item is None:
        raise Http404
    return working(item.version, unit.drafts.all())


def titles_of(slugs: Collection[str] | None) -> dict[str, Pair]:
    """Slug → the title that learners see, or the draft's of a course not published yet; without
    slugs, of every course that is not archived."""
    courses = Course.objects.filter(archived_at__isnull=True)
    if slugs is not None:
        courses = Course.objects.filter(slug__in=slugs)
    draft = Release.objects.filter(course=OuterRef("pk"), number__isnull=True).values("title")
    rows = courses.annotate(draft=Subquery(draft[:1])).order_by("made_at", "pk")
    return {
        slug: shown or written
        for slug, shown, written in rows.values_list("slug", "in_force__title", "draft")
    }


@dataclass(frozen=True)
class Written:
    """A unit of a draft with what is being written in it. content: as content_of gives it."""

    item: ReleaseItem
    content: dict[str, Any]
    behind: dict[str, dict[str, str]]
    is_being_written: bool


def written_units(draft: Release, *, is_folded: bool = False) -> list[Written]:
    """Every unit of the draft as it stands now, in two statements.

    is_folded: nothing is being written, because versions have just been made of it.
    """
    rows: dict[int, list[UnitDraft]] = defaultdict(list)
    if not is_folded:
        for row in UnitDraft.objects.filter(unit__course=draft.course_id).exclude(content={}):
            rows[row.unit_id].append(row)
    found = []
    items = ReleaseItem.objects.filter(release=draft).select_related("unit", "version", "module")
    for item in items.order_by("module__position", "position"):
        now = working(item.version, rows[item.unit_id])
        found.append(Written(item, content_of(now), behind_of(now), now.touched))
    return found


def findings_of(draft: Release, units: list[Written] | None = None) -> list[Finding]:
    """What is to be mended in a draft: first what stops publishing, each in the course's order."""
    units = written_units(draft) if units is None else units
    return findings_in(edition_as_written(draft, units), units)


def findings_in(edition: Edition, units: list[Written]) -> list[Finding]:
    """The same where the edition is at hand."""
    outline = edition.outline
    levels = set(range(1, MOST_LEVEL + 1))
    found = check_course(
        outline,
        known_levels=dict.fromkeys(edition.competencies, levels),
        alignments={str(one.item.unit.uid): one.content["alignments"] for one in units},
    )
    items = {uid: version.body for uid, version in edition.questions.items()}
    first = languages_of(outline)[0]
    for one in units:
        found += [
            replace(finding, unit=str(one.item.unit.uid))
            for finding in check_unit(
                one.content,
                first=first,
                languages=outline.languages,
                behind=one.behind,
                items=items,
                drawn=edition.drawn,
            )
        ]
    return sorted(found, key=lambda finding: not finding.stops)


def outline_of(release: Release) -> Outline:
    """The release's shape; a published one is made once in a process and kept."""
    if release.number is None:
        return _made_outline(release)
    return immutable(("outline", release.pk, map_version()), lambda: _made_outline(release))


def outline_by_id(release_id: int) -> Outline:
    """The same, where only the id is at hand."""
    return immutable(
        ("outline", release_id, map_version()),
        lambda: _made_outline(Release.objects.get(pk=release_id, number__isnull=False)),
    )


def proves(requirement: str, blocks: Iterable[Mapping[str, Any]]) -> bool:
    """Whether doing a unit gives evidence of what it claims: by a score, or by being measured."""
    return requirement == Met.SCORE or any(block["kind"] == "calibration" for block in blocks)


def outline_as_written(
    draft: Release, units: list[Written], known: Mapping[str, Competency] | None = None
) -> Outline:
    """The draft's shape as it stands now, with what is being typed and what that claims.

    known: the competencies by code, where they are at hand.
    """
    known = competencies_by_code() if known is None else known
    return _assembled(
        draft,
        [one.item for one in units],
        said={one.item.pk: Said(**one.content) for one in units},
        alignments={
            one.item.pk: [
                OutlineAlignment(
                    known[claim["competency"]].pk,
                    claim["competency"],
                    known[claim["competency"]].name,
                    claim["level"],
                    proves(one.item.requirement, one.content["blocks"]),
                )
                for claim in one.content["alignments"]
                if claim["competency"] in known
            ]
            for one in units
        },
    )


@dataclass(frozen=True)
class Said:
    """What a unit says, as a version holds it too."""

    title: Pair
    summary: Pair
    minutes: int
    blocks: list[dict[str, Any]]
    alignments: list[dict[str, Any]]


def _made_outline(release: Release) -> Outline:
    items = list(
        ReleaseItem.objects.filter(release=release)
        .select_related("unit", "version", "module")
        .order_by("module__position", "position")
    )
    alignments: dict[int, list[OutlineAlignment]] = defaultdict(list)
    for row in ReleaseAlignment.objects.filter(release=release).select_related("competency"):
        alignments[row.item_id].append(
            OutlineAlignment(
                row.competency_id,
                row.competency.code,
                row.competency.name,
                row.level,
                row.gives_evidence,
            )
        )
    said = {item.pk: item.version for item in items}
    return _assembled(release, items, said=said, alignments=alignments)


def _assembled(
    release: Release,
    items: list[ReleaseItem],
    *,
    said: Mapping[int, Said | UnitVersion],
    alignments: Mapping[int, list[OutlineAlignment]],
) -> Outline:
    """items: with unit and module, in their order.  said, alignments: by the item's id."""
    modules = []
    for number, module in enumerate(release.modules.order_by("position"), 1):
        mine = [item for item in items if item.module_id == module.pk]
        made: list[OutlineItem] = []
        before: UUID | None = None
        for place, item in enumerate(mine, 1):
            waits = [*module.opens_after, *item.opens_after]
            uids = [UUID(uid) for uid in waits]
            if module.in_order and before:
                uids.append(before)
            made.append(
                _outline_item(
                    item,
                    said[item.pk],
                    f"{number}.{place}",
                    uids,
                    alignments.get(item.pk, []),
                )
            )
            # An optional unit may be passed by; what follows it waits for the last required one.
            before = item.unit.uid if item.required else before
        modules.append(
            OutlineModule(module.key, str(number), module.title, module.choose, tuple(made))
        )
    course = release.course
    return Outline(
        release.pk,
        release.number,
        course.pk,
        course.uid,
        course.slug,
        release.title,
        release.summary,
        release.description,
        tuple(release.outcomes),
        release.can_be_asked,
        tuple(release.languages),
        release.audience,
        release.licence,
        release.drawing,
        tuple(modules),
    )


def _outline_item(
    item: ReleaseItem,
    said: Said | UnitVersion,
    label: str,
    waits: list[UUID],
    alignments: list[OutlineAlignment],
) -> OutlineItem:
    quizzes = [block for block in said.blocks if block["kind"] == "quiz"]
    scored = item.requirement == Met.SCORE and quizzes
    measures = [block for block in said.blocks if block["kind"] == "calibration"]
    return OutlineItem(
        id=item.pk,
        unit_id=item.unit_id,
        uid=item.unit.uid,
        key=item.unit.key,
        version_id=item.version_id,
        module_key=item.module.key,
        label=label,
        title=said.title,
        summary=said.summary,
        minutes=said.minutes,
        required=item.required,
        required_from=item.required_from,
        requirement=item.requirement,
        score_at_least=item.score_at_least,
        score_block=UUID(quizzes[0]["uid"]) if scored else None,
        waits_for=tuple(dict.fromkeys(waits)),
        questions=sum(questions_of(block["settings"]) for block in quizzes),
        alignments=tuple(sorted(alignments, key=lambda aligned: aligned.code)),
        last_counts=bool(scored) and rules_of(quizzes[0]["settings"]).last_counts,
        opening=together([opening_from(item.module.opening), opening_from(item.opening)]),
        skipped_by=read_claim(item.skipped_by),
        asks=sum(block["kind"] in ANSWERED for block in said.blocks),
        level_at_least=item.level_at_least,
        measure_block=UUID(measures[0]["uid"]) if measures else None,
    )


def edition_in_force(release: Release) -> Edition:
    """A published release as it can be compared with another edition."""
    items = ReleaseItem.objects.filter(release=release).select_related("unit", "version")
    contents = {
        item.unit.uid: {name: getattr(item.version, name) for name in UNIT_SAYS} for item in items
    }
    pins = ItemPin.objects.filter(release=release).select_related("item_version__item")
    asked = {str(pin.item_uid): pin.item_version for pin in pins}
    drawn: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for pin in pins:
        if pin.draw is not None:
            drawn[str(pin.block)][pin.draw].append(str(pin.item_uid))
    draws_by_block = {
        block: tuple(tuple(draws[n]) for n in sorted(draws)) for block, draws in drawn.items()
    }
    outline = outline_of(release)
    claimed = {claim.code for item in outline.items for claim in item.alignments}
    return Edition(outline, contents, asked, frozenset(claimed), draws_by_block)


def edition_as_written(draft: Release, units: list[Written]) -> Edition:
    """The draft as it stands now, with what is being typed and the newest questions."""
    contents = {one.item.unit.uid: one.content for one in units}
    asked = {
        uid
        for content in contents.values()
        for block in content["blocks"]
        for uid in block["settings"].get("items", [])
    }
    questions, drawn = may_draw(draft, contents)
    known = competencies_by_code()
    outline = outline_as_written(draft, units, known)
    return Edition(outline, contents, latest_versions(asked) | questions, frozenset(known), drawn)


def may_draw(
    draft: Release, contents: Mapping[UUID, dict[str, Any]]
) -> tuple[dict[str, ItemVersion], dict[str, tuple[tuple[str, ...], ...]]]:
    """The questions that draws may bring, by uid, and block uid → for each of its draws, which. A
    question that its unit lists is asked there already, and is not drawn."""
    wanted = {
        category
        for content in contents.values()
        for block in content["blocks"]
        for category, _k in drawn_by(block)
    }
    if not wanted:
        return {}, {}
    by_class = newest_by_class(draft.course.bank_id, wanted)
    questions: dict[str, ItemVersion] = {}
    drawn: dict[str, tuple[tuple[str, ...], ...]] = {}
    for content in contents.values():
        listed = {uid for block in content["blocks"] for uid in block["settings"].get("items", ())}
        for block in content["blocks"]:
            draws = [
                {
                    str(one.item.uid): one
                    for one in by_class[category]
                    if str(one.item.uid) not in listed
                    and (block["kind"] != "quiz" or for_quizzes(one))
                }
                for category, _k in drawn_by(block)
            ]
            if draws:
                drawn[block["uid"]] = tuple(tuple(draw) for draw in draws)
                for draw in draws:
                    questions |= draw
    return questions, drawn


def blocks_of(version_id: int) -> list[dict[str, Any]]:
    """The blocks of a unit version, as stored."""
    return immutable(
        ("blocks", version_id),
        lambda: _version_blocks(version_id),
    )


def _version_blocks(version_id: int) -> list[dict[str, Any]]:
    return list(UnitVersion.objects.values_list("blocks", flat=True).get(pk=version_id))


def units_offering(release_id: int, file: str) -> frozenset[UUID]:
    """Uids of the units of a published release in which a file can be taken along. file: its name in
    the address."""
    return immutable(("offering", release_id, file), lambda: _units_offering(release_id, file))


def _units_offering(release_id: int, file: str) -> frozenset[UUID]:
    rows = ReleaseItem.objects.filter(release=release_id)
    blocks = rows.values_list("unit__uid", "version__blocks")
    return frozenset(uid for uid, said in blocks if f"/files/{file}" in json.dumps(said))


def rendered(version_id: int, language: str) -> RenderedUnit:
    """A unit as HTML, made at publishing and kept in the process."""
    return immutable(
        ("rendered", version_id, language, RENDERER), lambda: _rendered(version_id, language)
    )


def _rendered(version_id: int, language: str) -> RenderedUnit:
    found = RenderedUnit.objects.filter(
        version_id=version_id, language=language, renderer=RENDERER
    ).first()
    # After a change of the renderer the sweep has not been everywhere yet.
    return found or rendered_unit(UnitVersion.objects.get(pk=version_id), language)


def pinned(release_id: int, block: UUID) -> tuple[ItemVersion, ...]:
    """The item versions that every attempt at a block of a published release asks, in their
    order."""
    return tuple(version for draw, version in _pins(release_id, block) if draw is None)


def drawable(release_id: int, block: UUID) -> dict[int, list[ItemVersion]]:
    """Place of a draw, among the block's → the item versions it may draw."""
    found: dict[int, list[ItemVersion]] = {}
    for draw, version in _pins(release_id, block):
        if draw is not None:
            found.setdefault(draw, []).append(version)
    return found


def _pins(release_id: int, block: UUID) -> tuple[tuple[int | None, ItemVersion], ...]:
    return immutable(
        ("pins", release_id, block),
        lambda: tuple(
            (pin.draw, pin.item_version)
            for pin in ItemPin.objects.filter(release_id=release_id, block=block)
            .select_related("item_version__item")
            .order_by("position")
        ),
    )


def units_with_words(query: str, language: str) -> list[tuple[int, int]]:
    """(release id, unit version id) of published units that hold every word.

    Which of them a person may see is for the caller to say: this knows nobody.
    """
    words = wanted(query)
    if not words:
        return []
    found = RenderedUnit.objects.filter(language=language, renderer=RENDERER)
    for beginnings in words:
        # The shortest beginning finds all that the longer ones do.
        found = found.filter(words__contains=" " + beginnings[0])
    in_force = published_courses().values("in_force")
    rows = ReleaseItem.objects.filter(release__in=in_force, version__in=found.values("version"))
    ordered = rows.order_by("release_id", "module__position", "position")
    return list(ordered.values_list("release_id", "version_id"))
