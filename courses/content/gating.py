"""Whether what a draft asks before something opens can be met at all. Pure."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.content.findings import Finding
from courses.content.models import Met
from courses.content.opening import Claim
from courses.content.outline import Outline, OutlineItem
from lms.common.languages import text
from lms.common.wording import listed

# The highest level that a quiz can show by itself, as courses.evidence.calc has it.
SHOWN_BY_A_QUIZ = 1
SHOWN_BY_MEASURING = 2
Claims = Mapping[str, list[dict[str, object]]]


def gate_findings(
    outline: Outline, known_levels: Mapping[str, set[int]], alignments: Claims
) -> Iterator[Finding]:
    """What is impossible, and what only those can enter who have shown something elsewhere.

    known_levels, alignments: as courses.content.checking.check_course has them.
    """
    yield from _choices(outline)
    yield from _unknown(outline, known_levels)
    yield from _circular(outline, alignments)


def _choices(outline: Outline) -> Iterator[Finding]:
    for module in outline.modules:
        if module.choose is not None and module.choose > module.counting:
            said = ngettext(
                "The module “%(module)s” asks for %(k)s units, but has %(n)s required unit.",
                "The module “%(module)s” asks for %(k)s units, but has %(n)s required units.",
                module.counting,
            )
            words = {"module": text(module.title), "k": module.choose, "n": module.counting}
            yield Finding("too-many", True, said % words)


def _unknown(outline: Outline, known_levels: Mapping[str, set[int]]) -> Iterator[Finding]:
    for item in outline.items:
        claims = [*item.opening.shown, *([item.skipped_by] if item.skipped_by else [])]
        for claim in dict.fromkeys(claims):
            if claim.level not in known_levels.get(claim.code, set()):
                said = _("The competency map has no “%(code)s” at level %(level)s.")
                words = {"code": claim.code, "level": claim.level}
                yield Finding("no-competency", True, said % words, unit=str(item.uid))


def _circular(outline: Outline, alignments: Claims) -> Iterator[Finding]:
    """Units that only open by what is shown in units that open after them."""
    shows = {
        claim: [one for one in outline.items if _shows(one, claim, alignments)]
        for item in outline.items
        for claim in item.opening.shown
    }
    reached = _reached(outline, shows)
    for item in outline.items:
        waits = [uid for uid in item.waits_for if uid in outline.by_uid]
        for claim in item.opening.shown:
            words = {"code": claim.code, "level": claim.level}
            if not shows[claim]:
                said = _(
                    "No unit of this course shows %(code)s at level %(level)s: only those who have "
                    "shown it elsewhere can enter."
                )
                yield Finding("shown-elsewhere", False, said % words, unit=str(item.uid))
            elif item.uid not in reached and all(uid in reached for uid in waits):
                said = _(
                    "The unit “%(unit)s” waits for %(code)s at level %(level)s, which is shown only "
                    "in what opens after it: %(units)s."
                )
                titles = [_("“%s”") % text(one.title) for one in shows[claim]]
                words |= {"unit": text(item.title), "units": listed(titles)}
                yield Finding("circle", True, said % words, unit=str(item.uid))


def _shows(item: OutlineItem, claim: Claim, alignments: Claims) -> bool:
    most = SHOWN_BY_MEASURING if item.measure_block else SHOWN_BY_A_QUIZ
    assessed = item.requirement == Met.SCORE or item.measure_block is not None
    return assessed and any(
        one["competency"] == claim.code and min(int(str(one["level"])), most) >= claim.level
        for one in alignments.get(str(item.uid), [])
    )


def _reached(outline: Outline, shows: Mapping[Claim, list[OutlineItem]]) -> set[UUID]:
    """The units that somebody gets to who has shown nothing elsewhere that the course itself shows."""
    reached: set[UUID] = set()
    while True:
        more = {
            item.uid
            for item in outline.items
            if item.uid not in reached
            and all(uid in reached for uid in item.waits_for if uid in outline.by_uid)
            and all(
                not shows[claim] or any(one.uid in reached for one in shows[claim])
                for claim in item.opening.shown
            )
        }
        if not more:
            return reached
        reached |= more
