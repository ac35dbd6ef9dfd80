"""Loading the competency map from its files; known rows are updated by code, none is removed."""

import csv
import hashlib
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from courses.competencies.models import Competency, Crosswalk, Framework, Level
from courses.competencies.queries import forget_version
from lms.common.transactions import atomic

DATA = Path(__file__).parent / "data"
SLUG = "laukas"


@atomic
def load_map() -> int:
    """Bring the map, its levels and crosswalks to the files; how many competencies there are."""
    framework, _made = Framework.objects.update_or_create(
        slug=SLUG,
        defaults={
            "version": _version(),
            "name": {"lt": "Piliečių mokslo kompetencijos", "en": "Citizen science competencies"},
            "licence": "CC BY 4.0",
            "source": "Built on ResearchComp (European Commission, 2022) and ESCO v1.2",
        },
    )
    rows = _rows()
    known: dict[str, Competency] = {}
    for place, row in enumerate(rows):
        known[row["code"]], _made = Competency.objects.update_or_create(
            framework=framework,
            code=row["code"],
            defaults={
                "parent": known.get(row["parent"]),
                "name": {"lt": row["name_lt"], "en": row["name_en"]},
                "position": place,
            },
        )
        _cross(known[row["code"]], row)
    _levels(framework, known)
    transaction.on_commit(forget_version)
    return sum(bool(row["parent"]) for row in rows)


def _version() -> str:
    """Changes with the files, and with them what processes keep of the map."""
    whole = b"".join((DATA / name).read_bytes() for name in ("competency-map.csv", "levels.yaml"))
    return f"1-{hashlib.sha256(whole).hexdigest()[:12]}"


def _rows() -> list[dict[str, str]]:
    with (DATA / "competency-map.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _cross(competency: Competency, row: dict[str, str]) -> None:
    targets = [("ResearchComp", part.strip()) for part in row["researchcomp"].split(";")]
    targets += [("ESCO", address) for address in row["esco"].split()]
    for scheme, target in targets:
        if target:
            Crosswalk.objects.get_or_create(competency=competency, scheme=scheme, target=target)


def _levels(framework: Framework, known: dict[str, Competency]) -> None:
    text: dict[str, Any] = yaml.safe_load((DATA / "levels.yaml").read_text(encoding="utf-8"))
    for row in text["general"]:
        _level(framework, None, row)
    for code, own in text["competencies"].items():
        for row in own:
            _level(framework, known[code], row)


def _level(framework: Framework, competency: Competency | None, row: dict[str, Any]) -> None:
    Level.objects.update_or_create(
        framework=framework,
        competency=competency,
        number=row["level"],
        defaults={"name": row.get("name", {}), "descriptor": row["descriptor"]},
    )
