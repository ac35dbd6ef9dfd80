"""What a course can show of whoever completes it: competencies, and the level its quizzes prove."""

from dataclasses import dataclass

from courses.content.outline import Outline
from courses.evidence.calc import level_shown
from lms.common.languages import Pair


@dataclass(frozen=True)
class Claim:
    """A competency of a course. level: the highest that it can show; 0: practised, not assessed."""

    code: str
    name: Pair
    level: int


def claims_of(outline: Outline) -> list[Claim]:
    """Every competency that a unit names, by code."""
    found: dict[str, Claim] = {}
    for item in outline.items:
        for aligned in item.alignments:
            shown = level_shown(aligned.level, item.shown_by) if aligned.gives_evidence else 0
            before = found[aligned.code].level if aligned.code in found else 0
            found[aligned.code] = Claim(aligned.code, aligned.name, max(shown, before))
    return [found[code] for code in sorted(found)]
