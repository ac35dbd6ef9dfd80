"""Award rules: small declarative trees over what a learner has done. Pure."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

Rule = Mapping[str, Any]
DEEPEST = 5


@dataclass(frozen=True)
class Facts:
    """What a rule may ask. levels: competency code → level reached; courses: completed slugs."""

    levels: Mapping[str, int] = field(default_factory=dict)
    courses: Set[str] = frozenset()


def is_met(rule: Rule, facts: Facts) -> bool:
    """Whether the facts satisfy the rule.

    Rules: {"all": [rule, …]}, {"any": [rule, …]}, {"k": n, "of": [rule, …]},
    {"competency": code, "level": 1–4}, {"course": slug}. Raises ValueError for anything else.
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
    raise ValueError(f"not an award rule: {sorted(rule)}")


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
    if names == {"competency", "level"}:
        level_fits = rule["level"] in (1, 2, 3, 4)
        return (
            []
            if isinstance(rule["competency"], str) and level_fits
            else [_("A level in an award rule is 1 to 4.")]
        )
    if names == {"course"} and isinstance(rule["course"], str):
        return []
    return [_("These names make no award rule: %s.") % ", ".join(sorted(map(str, names)))]


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
