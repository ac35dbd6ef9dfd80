"""Award rules: small declarative trees over what a learner has done. Pure."""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

Rule = Mapping[str, Any]
DEEPEST = 5
# A measured level; above them stand field sets and assessors.
MEASURED_LEVELS = (1, 2, 3)
# An exercise is named by its course and its unit.
EXERCISE = re.compile(r"[-a-zA-Z0-9_]+/[a-z][a-z0-9]*(-[a-z0-9]+)*")
FOREVER = datetime.max.replace(tzinfo=UTC)
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Measured:
    """One result of an exercise that is valid.

    level: 0 to 3.  lower: of the interval of its series, in [0, 1].  bias: the largest relative bias of
    its estimates, without sign; None where there is none of all of them.  until: None for ever.
    result: which one, for whoever copies it; no rule asks.
    """

    level: int
    lower: float = 0.0
    bias: float | None = None
    until: datetime | None = None
    result: int = 0


@dataclass(frozen=True)
class Facts:
    """What a rule may ask, of what is still valid.

    levels: competency code → level reached.  courses: completed slugs.  exercises: course/unit → the
    results there.  until: competency code → (level, valid until) of each proof; what is not named lasts.
    """

    levels: Mapping[str, int] = field(default_factory=dict)
    courses: Set[str] = frozenset()
    exercises: Mapping[str, Sequence[Measured]] = field(default_factory=dict)
    until: Mapping[str, Sequence[tuple[int, datetime | None]]] = field(default_factory=dict)


def is_met(rule: Rule, facts: Facts) -> bool:
    """Whether the facts satisfy the rule.

    Rules: {"all": [rule, …]}, {"any": [rule, …]}, {"k": n, "of": [rule, …]},
    {"competency": code, "level": 1–4}, {"course": slug}, {"calibration": "course/unit", "level": 1–3},
    which may have "lower" and "bias", and {"given": True}, which no facts satisfy: somebody gives it.
    Raises ValueError for anything else.
    """
    if "all" in rule:
        return all(is_met(part, facts) for part in rule["all"])
    if "any" in rule:
        return any(is_met(part, facts) for part in rule["any"])
    if "of" in rule:
        return sum(is_met(part, facts) for part in rule["of"]) >= int(rule["k"])
    if "competency" in rule:
        return facts.levels.get(rule["competency"], 0) >= int(rule["level"])
    if "course" in rule:
        return rule["course"] in facts.courses
    if "calibration" in rule:
        return any(shows(one, rule) for one in facts.exercises.get(rule["calibration"], ()))
    if is_by_hand(rule):
        return False
    raise ValueError(f"not an award rule: {sorted(rule)}")


def is_by_hand(rule: Rule) -> bool:
    """Whether people give it, and nothing is shown or measured for it."""
    return rule.get("given") is True


def shows(result: Measured, rule: Rule) -> bool:
    """Whether one result is all that a calibration rule asks: bounds that different results keep each
    say nothing of one observer at one time. A bias that was not measured is not small."""
    if result.level < int(rule["level"]) or result.lower < rule.get("lower", 0):
        return False
    return "bias" not in rule or (result.bias is not None and result.bias <= rule["bias"])


def lasts_until(rule: Rule, facts: Facts) -> datetime | None:
    """Until when facts that satisfy the rule go on to, if nothing is added; None for ever.

    Raises ValueError where they do not satisfy it.
    """
    if not is_met(rule, facts):
        raise ValueError("the rule is not satisfied")
    end = _end(rule, facts)
    return None if end == FOREVER else end


def _end(rule: Rule, facts: Facts) -> datetime:
    """When the rule stops being satisfied; NEVER where it is not."""
    if "all" in rule:
        return min(_end(part, facts) for part in rule["all"])
    if "any" in rule:
        return max(_end(part, facts) for part in rule["any"])
    if "of" in rule:
        return sorted((_end(part, facts) for part in rule["of"]), reverse=True)[int(rule["k"]) - 1]
    if not is_met(rule, facts):
        return NEVER
    ends: list[datetime | None] = [None]
    if "calibration" in rule:
        found = facts.exercises[rule["calibration"]]
        ends = [one.until for one in found if shows(one, rule)]
    elif "competency" in rule and rule["competency"] in facts.until:
        proofs = facts.until[rule["competency"]]
        ends = [until for level, until in proofs if level >= rule["level"]]
    return max(end or FOREVER for end in ends)


def progress(rule: Rule, facts: Facts) -> tuple[int, int]:
    """(how many of the things asked for are there, how many there are).

    Of a choice the part that is nearest counts; of "k of" the k nearest ones.
    """
    if "all" in rule:
        parts = [progress(part, facts) for part in rule["all"]]
    elif "any" in rule or "of" in rule:
        several = rule.get("any") or rule["of"]
        nearest = sorted((progress(part, facts) for part in several), key=lambda at: at[1] - at[0])
        parts = nearest[: int(rule.get("k", 1))]
    else:
        return (int(is_met(rule, facts)), 1)
    return sum(done for done, _of in parts), sum(of for _done, of in parts)


def faults_in(rule: object, depth: int = 0) -> list[str]:
    """What is wrong with a rule as written; empty if it can be used."""
    if depth > DEEPEST or not isinstance(rule, Mapping):
        return [_("An award rule is a small tree of names and values.")]
    names = set(rule)
    for several in ({"all"}, {"any"}, {"k", "of"}):
        if names == several:
            parts = rule["of"] if "of" in names else rule[next(iter(names))]
            if not isinstance(parts, list) or not parts:
                return [_("A list of award rules is empty.")]
            if "k" in names and not (isinstance(rule["k"], int) and 1 <= rule["k"] <= len(parts)):
                return [_("In an award rule “k” is a number from 1 to how many rules there are.")]
            return [fault for part in parts for fault in faults_in(part, depth + 1)]
    if names == {"given"}:
        # Beside something that is shown, nobody could tell which of the two a badge rests on.
        if depth or rule["given"] is not True:
            return [_("A badge that is given by hand asks for nothing else.")]
        return []
    if names == {"competency", "level"}:
        level_fits = rule["level"] in (1, 2, 3, 4)
        return (
            []
            if isinstance(rule["competency"], str) and level_fits
            else [_("A level in an award rule is 1 to 4.")]
        )
    if names == {"course"} and isinstance(rule["course"], str):
        return []
    if {"calibration", "level"} <= names <= {"calibration", "level", "lower", "bias"}:
        return _faults_in_calibration(rule)
    return [_("These names make no award rule: %s.") % ", ".join(sorted(map(str, names)))]


def _faults_in_calibration(rule: Rule) -> list[str]:
    place = rule["calibration"]
    found = []
    if not isinstance(place, str) or not EXERCISE.fullmatch(place):
        found.append(_("An award rule names an exercise by its course and unit: leaves/margins."))
    if rule["level"] not in MEASURED_LEVELS:
        found.append(_("A measured level in an award rule is 1 to 3."))
    if not all(_is_share(rule[name]) for name in ("lower", "bias") if name in rule):
        found.append(_("“lower” and “bias” in an award rule are shares above 0 and below 1."))
    return found


def _is_share(value: object) -> bool:
    return isinstance(value, int | float) and 0 < value < 1


def competencies_in(rule: Rule) -> list[tuple[str, int]]:
    """Every (code, level) the rule names, each code once with its highest level."""
    found: dict[str, int] = {}
    for part in [*rule.get("all", ()), *rule.get("any", ()), *rule.get("of", ())]:
        for code, level in competencies_in(part):
            found[code] = max(level, found.get(code, 0))
    if "competency" in rule:
        found[rule["competency"]] = rule["level"]
    return sorted(found.items())


def courses_in(rule: Rule) -> list[str]:
    """Every course slug the rule names."""
    inner = [*rule.get("all", ()), *rule.get("any", ()), *rule.get("of", ())]
    found = {slug for part in inner for slug in courses_in(part)}
    if "course" in rule:
        found.add(rule["course"])
    return sorted(found)


def calibrations_in(rule: Rule) -> list[Rule]:
    """Every part of the rule that asks for a measured result, each once, in the order of the rule."""
    found: list[Rule] = [rule] if "calibration" in rule else []
    for part in [*rule.get("all", ()), *rule.get("any", ()), *rule.get("of", ())]:
        found += [one for one in calibrations_in(part) if one not in found]
    return found


def exercises_in(rule: Rule) -> list[str]:
    """Every exercise the rule names, as course/unit."""
    return sorted({one["calibration"] for one in calibrations_in(rule)})


def courses_named(rule: Rule) -> list[str]:
    """Every course slug that the rule has to do with: to be completed, or measured in."""
    measured = {place.partition("/")[0] for place in exercises_in(rule)}
    return sorted({*courses_in(rule), *measured})
