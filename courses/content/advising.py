"""What is to be mended in one unit of a draft, as the page that writes it shows. Reads; as many
statements for a long course as for a short one, and no other unit's texts."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import F

from courses.competencies.queries import levels_by_code
from courses.content.blocks import ANSWERED
from courses.content.checking import check_course, check_unit, languages_of
from courses.content.drafting import Working, behind_of, content_of
from courses.content.findings import Finding
from courses.content.models import Met, Release, ReleaseItem, Unit
from courses.content.opening import opening_from, together
from courses.content.outline import Outline, OutlineItem, OutlineModule
from courses.content.queries import may_draw
from lms.common.languages import Pair

NO_PAIR: Pair = {}


def findings_of_unit(
    draft: Release, unit: Unit, now: Working, items: Mapping[str, Mapping[str, Any]]
) -> list[Finding]:
    """First what stops publishing, then advice, each in reading order.

    items: item uid → body of its newest version, for every item that the unit lists.
    """
    uid = str(unit.uid)
    content = content_of(now)
    quiz = next((UUID(block["uid"]) for block in now.blocks if block["kind"] == "quiz"), None)
    asks = sum(block["kind"] in ANSWERED for block in now.blocks)
    measure = next((UUID(one["uid"]) for one in now.blocks if one["kind"] == "calibration"), None)
    outline, claims = _outline(draft, unit, quiz, asks, measure)
    found = check_course(
        outline, known_levels=levels_by_code(), alignments={**claims, uid: now.alignments}
    )
    found = [finding for finding in found if finding.unit == uid]
    questions, drawn = may_draw(draft, {unit.uid: content})
    bodies = {key: version.body for key, version in questions.items()}
    found += [
        replace(finding, unit=uid)
        for finding in check_unit(
            content,
            first=languages_of(outline)[0],
            languages=outline.languages,
            behind=behind_of(now),
            items={**bodies, **items},
            drawn=drawn,
        )
    ]
    return sorted(found, key=lambda finding: not finding.stops)


def _outline(
    draft: Release, unit: Unit, quiz: UUID | None, asks: int, measure: UUID | None
) -> tuple[Outline, dict[str, list[dict[str, Any]]]]:
    """The rules of every unit, and what the assessed ones claim. Others are taken at their word
    that they have what they ask for: the publish report reads them all."""
    rows = ReleaseItem.objects.filter(release=draft).values(
        "pk",
        "unit_id",
        "version_id",
        "required",
        "requirement",
        "opens_after",
        "opening",
        uid=F("unit__uid"),
        module_key=F("module__key"),
        in_order=F("module__in_order"),
        module_after=F("module__opens_after"),
        module_opening=F("module__opening"),
        title=F("version__title"),
        claims=F("version__alignments"),
    )
    items: list[OutlineItem] = []
    claims: dict[str, list[dict[str, Any]]] = {}
    before: dict[str, UUID] = {}
    for row in rows.order_by("module__position", "position"):
        waits = [UUID(one) for one in (*row["module_after"], *row["opens_after"])]
        if row["in_order"] and row["module_key"] in before:
            waits.append(before[row["module_key"]])
        if row["required"]:
            before[row["module_key"]] = row["uid"]
        if row["requirement"] in (Met.SCORE, Met.MEASURED):
            claims[str(row["uid"])] = row["claims"]
        mine = row["unit_id"] == unit.pk
        other = row["uid"] if row["requirement"] == Met.MEASURED else None
        items.append(
            replace(
                _item({**row}, waits, quiz if mine else row["uid"], asks if mine else 1),
                measure_block=measure if mine else other,
            )
        )
    module = OutlineModule("", "", NO_PAIR, None, tuple(items))
    languages = tuple(draft.languages)
    told = ("title", "summary", "description")
    said = {name: getattr(draft, name) for name in told}
    outline = Outline(
        release_id=draft.pk,
        number=None,
        course_id=draft.course_id,
        course_uid=unit.course.uid,
        slug=unit.course.slug,
        outcomes=(),
        can_be_asked=NO_PAIR,
        languages=languages,
        audience=draft.audience,
        licence=draft.licence,
        drawing=draft.drawing,
        modules=(module,),
        **said,
    )
    return outline, claims


def _item(row: dict[str, Any], waits: list[UUID], quiz: UUID | None, asks: int) -> OutlineItem:
    scored = row["requirement"] == Met.SCORE
    return OutlineItem(
        id=row["pk"],
        unit_id=row["unit_id"],
        uid=row["uid"],
        key="",
        version_id=row["version_id"],
        module_key=row["module_key"],
        label="",
        title=row["title"],
        summary=NO_PAIR,
        minutes=0,
        required=row["required"],
        required_from=None,
        requirement=row["requirement"],
        score_at_least=None,
        score_block=quiz if scored else None,
        waits_for=tuple(waits),
        questions=0,
        alignments=(),
        opening=together([opening_from(row["module_opening"]), opening_from(row["opening"])]),
        asks=asks,
    )
