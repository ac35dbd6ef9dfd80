"""What one person has shown, as award rules ask it. Reads only."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from badges.awards.rules import Facts, Measured, Rule, exercises_in
from courses.calibration.shown import People, ShownResult, shown_in
from courses.evidence.calc import levels_reached
from courses.evidence.models import Evidence
from courses.records.models import LearningRecord, Verb
from lms.common.prepared import Prepared


def evidence_behind(person_id: int) -> list[Evidence]:
    """Everything a person has shown, with what an award copies of it."""
    return _BEHIND.rows(person=person_id)


_BEHIND = Prepared[Evidence](
    lambda person: Evidence.objects.filter(person_id=person).select_related(
        "competency", "record__release", "record__unit"
    ),
    person=int,
)
_COMPLETED = Prepared[str](
    lambda person: LearningRecord.objects.filter(
        person_id=person, verb=Verb.COMPLETED_COURSE
    ).values_list("course__slug", flat=True),
    person=int,
)


def facts_from(
    person_id: int, rules: Collection[Rule], evidence: Sequence[Evidence], on: datetime
) -> Facts:
    """What these rules ask of what a person has shown; evidence: all of it."""
    codes = {row.competency_id: row.competency.code for row in evidence}
    levels = levels_reached(evidence, on)
    until: dict[str, list[tuple[int, datetime | None]]] = defaultdict(list)
    for row in evidence:
        if row.valid_until is None or row.valid_until > on:
            until[row.competency.code].append((row.level, row.valid_until))
    return Facts(
        levels={codes[competency]: level for competency, (level, _since) in levels.items()},
        courses=frozenset(_COMPLETED.rows(person=person_id)),
        exercises=measured_of([person_id], rules, on).get(person_id, {}),
        until=until,
    )


def measured_of(
    people: People, rules: Collection[Rule], on: datetime
) -> dict[int, dict[str, list[Measured]]]:
    """Person id → exercise → the valid results there; no statement where no rule asks for one."""
    asked = {name for rule in rules for name in exercises_in(rule)}
    if not asked:
        return {}
    return {
        person: {name: _measured(rows) for name, rows in mine.items()}
        for person, mine in shown_in(people, asked, on).items()
    }


def _measured(rows: Sequence[ShownResult]) -> list[Measured]:
    return [Measured(one.level, one.lower, one.bias, one.until, one.id) for one in rows]


def best_of(results: Mapping[str, Sequence[Measured]], name: str) -> Measured | None:
    """Of the results of an exercise the one to tell people of: the highest level, then the highest
    bound."""
    return max(results.get(name, ()), key=lambda one: (one.level, one.lower), default=None)
