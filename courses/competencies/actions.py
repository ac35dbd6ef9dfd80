"""Loading the competency map from its files; known rows are updated by code, none is removed."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from courses.competencies.models import Competency, Crosswalk, Framework, Level
from courses.competencies.queries import forget_version, map_rows
from courses.competencies.sheet import Row, read_sheet
from lms.common.errors import Refusal
from lms.common.transactions import atomic

DATA = Path(__file__).parent / "data"
SLUG = "laukas"
# The version of a map that an installation has made its own begins so.
OWN = "own-"


@dataclass(frozen=True)
class MapChange:
    """What a table changes in the map: codes, in the order of the table.

    missing: codes of the map that the table does not have; they stay, as courses, evidence and
    badges point at them for ever.
    """

    new: list[str]
    changed: list[str]
    missing: list[str]

    def __bool__(self) -> bool:
        return bool(self.new or self.changed)


@atomic
def load_map(*, again: bool = False) -> int:
    """Bring the map, its levels and crosswalks to the files of the platform; how many
    competencies there are. A map that the installation has made its own only gets what it does not
    have, unless again."""
    raw = (DATA / "competency-map.csv").read_bytes()
    rows, faults = read_sheet(raw, "competency-map.csv")
    assert not faults, list(map(str, faults))
    kept = Framework.objects.filter(slug=SLUG, version__startswith=OWN).first()
    if kept and not again:
        known = set(kept.competencies.values_list("code", flat=True))
        rows = [row for row in rows if row.code not in known]
        _take_in(kept, rows, behind=True)
        competencies = kept.competencies.filter(parent__isnull=False).count()
    else:
        framework = _framework(_version())
        _take_in(framework, rows)
        competencies = sum(bool(row.parent) for row in rows)
        _levels(framework)
    transaction.on_commit(forget_version)
    return competencies


@atomic
def import_map(rows: Sequence[Row], *, only_look: bool = False) -> MapChange:
    """Take a table into the map: what it says of a code holds from now on, what it leaves out
    stays. Nothing is written where nothing would change, or when only looking."""
    now = {row.code: row for row in map_rows()}
    for row in rows:
        if row.code in now and bool(row.parent) != bool(now[row.code].parent):
            told = _("%s is a competency in the map and a domain in the table, or the reverse.")
            raise Refusal("kind-changes", told % row.code)
    change = MapChange(
        new=[row.code for row in rows if row.code not in now],
        changed=[row.code for row in rows if row.code in now and not _same(row, now[row.code])],
        missing=sorted(set(now) - {row.code for row in rows}),
    )
    in_order = [row.code for row in rows] != [code for code in now if code not in change.missing]
    if only_look or not (change or in_order):
        return change
    framework = _framework(OWN)
    _take_in(framework, rows)
    whole = repr(map_rows()).encode()
    framework.version = OWN + hashlib.sha256(whole).hexdigest()[:12]
    framework.save(update_fields=["version"])
    transaction.on_commit(forget_version)
    return change


def _same(row: Row, known: Row) -> bool:
    """Whether the table says what the map says; levels count only where the table has them."""
    levels = known.levels if row.levels is None else row.levels
    return (row.parent, row.name, levels, set(row.relations)) == (
        known.parent,
        known.name,
        known.levels,
        set(known.relations),
    )


def _framework(version: str) -> Framework:
    framework, _made = Framework.objects.update_or_create(
        slug=SLUG,
        defaults={
            "version": version,
            "name": {"lt": "Piliečių mokslo kompetencijos", "en": "Citizen science competencies"},
            "licence": "CC BY 4.0",
            "source": "Built on ResearchComp (European Commission, 2022) and ESCO v1.2",
        },
    )
    return framework


def _take_in(framework: Framework, rows: Sequence[Row], *, behind: bool = False) -> None:
    """Write the rows in their order, before what the map has besides, or behind it."""
    known = {row.code: row for row in framework.competencies.all()}
    codes = [row.code for row in rows]
    besides = [code for code in known if code not in codes]
    for row in rows:
        known[row.code], _made = Competency.objects.update_or_create(
            framework=framework,
            code=row.code,
            defaults={"parent": known[row.parent] if row.parent else None, "name": row.name},
            create_defaults={
                "parent": known[row.parent] if row.parent else None,
                "name": row.name,
                "position": 0,
            },
        )
        _relate(known[row.code], row)
        if row.levels is not None:
            for number, descriptor in row.levels.items():
                _level(framework, known[row.code], number, descriptor)
            known[row.code].levels.exclude(number__in=row.levels).delete()
    for place, code in enumerate([*besides, *codes] if behind else [*codes, *besides]):
        known[code].position = place
    Competency.objects.bulk_update(known.values(), ["position"])


def _relate(competency: Competency, row: Row) -> None:
    """Exactly the relations of the row."""
    wanted = {(one.scheme, one.target): one.relation for one in row.relations}
    for old in competency.crosswalks.all():
        if wanted.get((old.scheme, old.target)) == old.relation:
            del wanted[old.scheme, old.target]
        else:
            old.delete()
    Crosswalk.objects.bulk_create(
        Crosswalk(competency=competency, scheme=scheme, target=target, relation=relation)
        for (scheme, target), relation in wanted.items()
    )


def _version() -> str:
    """Changes with the files, and with them what processes keep of the map."""
    whole = b"".join((DATA / name).read_bytes() for name in ("competency-map.csv", "levels.yaml"))
    return f"1-{hashlib.sha256(whole).hexdigest()[:12]}"


def _levels(framework: Framework) -> None:
    text: dict[str, Any] = yaml.safe_load((DATA / "levels.yaml").read_text(encoding="utf-8"))
    for row in text["general"]:
        _level(framework, None, row["level"], row["descriptor"], row["name"])
    known = {row.code: row for row in framework.competencies.all()}
    kept = [
        _level(framework, known[code], row["level"], row["descriptor"]).pk
        for code, own in text["competencies"].items()
        for row in own
    ]
    framework.levels.filter(competency__isnull=False).exclude(pk__in=kept).delete()


def _level(
    framework: Framework,
    competency: Competency | None,
    number: int,
    descriptor: dict[str, str],
    name: dict[str, str] | None = None,
) -> Level:
    level, _made = Level.objects.update_or_create(
        framework=framework,
        competency=competency,
        number=number,
        defaults={"name": name or {}, "descriptor": descriptor},
    )
    return level
