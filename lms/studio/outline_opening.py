"""When something opens, on the outline page: in sentences, as a form, and as posted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import zip_longest

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.competencies.models import MOST_LEVEL, Competency
from courses.competencies.queries import competencies_by_code
from courses.content.opening import MOST_DAYS, Claim, Opening
from lms.common.errors import Refusal
from lms.common.languages import Pair, text
from lms.common.wording import day, listed, read_whole

LEVELS = tuple(range(1, MOST_LEVEL + 1))


class Names:
    """What competencies are called; asked for once, where something names one."""

    @cached_property
    def known(self) -> Mapping[str, Competency]:
        return competencies_by_code()

    def of(self, claim: Claim) -> str:
        """ "“Sampling” (B4) at level 1" """
        found = self.known.get(claim.code)
        words = {
            "name": text(found.name) if found else claim.code,
            "code": claim.code,
            "level": claim.level,
        }
        return _("“%(name)s” (%(code)s) at level %(level)s") % words


def opens_when(uids: list[str], titles: Mapping[str, Pair]) -> str:
    """ "Opens when “Sampling” is done", or empty."""
    if not uids:
        return ""
    named = [_("“%s”") % text(titles.get(uid)) for uid in uids]
    said = ngettext("Opens when %(units)s is done", "Opens when %(units)s are done", len(named))
    return said % {"units": listed(named)}


def opening_says(opening: Opening, names: Names) -> list[str]:
    """The rest of when it opens, a sentence for each condition."""
    said = []
    if opening.on:
        said.append(_("Opens on %(day)s") % {"day": day(opening.on)})
    if opening.days:
        told = ngettext(
            "Opens %(n)s day after joining", "Opens %(n)s days after joining", opening.days
        )
        said.append(told % {"n": opening.days})
    for claim in opening.shown:
        said.append(_("Opens when the learner has shown %s") % names.of(claim))
    return said


def skip_says(claim: Claim | None, names: Names) -> str:
    """Who may skip a unit, or empty."""
    return _("Whoever has shown %s may skip it") % names.of(claim) if claim else ""


def ended(said: str) -> str:
    """With a full stop at its end; a date in Lithuanian has one already."""
    return said if not said or said.endswith(".") else f"{said}."


# --- the form ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ClaimRow:
    """A competency and its level as chosen; number: of the row."""

    number: int
    code: str = ""
    level: int = 1


@dataclass(frozen=True)
class OpeningForm:
    """What stands in the fields, and what can be chosen there."""

    on: str = ""
    days: str = ""
    shown: list[ClaimRow] = field(default_factory=list)
    skip: ClaimRow = field(default_factory=lambda: ClaimRow(0))
    competencies: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def is_used(self) -> bool:
        """Whether anything is asked, so that the fields stand open."""
        return bool(self.on or self.days or any(row.code for row in self.shown))

    levels = LEVELS


def opening_form(
    opening: Opening, skipped_by: Claim | None, typed: QueryDict | None, names: Names
) -> OpeningForm:
    """The fields as they are stored, or as somebody has typed them."""
    competencies = [
        (code, f"{code} {text(one.name)}", text(one.parent.name) if one.parent else "")
        for code, one in names.known.items()
    ]
    if typed is not None:
        rows = _typed_rows(typed.getlist("opens_code"), typed.getlist("opens_level"))
        return OpeningForm(
            typed.get("opens_on", ""),
            typed.get("opens_days", ""),
            [*rows, ClaimRow(len(rows))],
            ClaimRow(0, typed.get("skip_code", ""), _level(typed.get("skip_level", ""))),
            competencies,
        )
    rows = [ClaimRow(n, one.code, one.level) for n, one in enumerate(opening.shown)]
    return OpeningForm(
        opening.on.isoformat() if opening.on else "",
        str(opening.days or ""),
        [*rows, ClaimRow(len(rows))],
        ClaimRow(0, skipped_by.code, skipped_by.level) if skipped_by else ClaimRow(0),
        competencies,
    )


def _typed_rows(codes: Sequence[str], levels: Sequence[str]) -> list[ClaimRow]:
    chosen = [(code, level) for code, level in _pairs(codes, levels) if code]
    return [ClaimRow(n, code, _level(level)) for n, (code, level) in enumerate(chosen)]


def _pairs(codes: Iterable[str], levels: Iterable[str]) -> Iterable[tuple[str, str]]:
    return zip_longest(codes, levels, fillvalue="")


def _level(typed: str) -> int:
    level = read_whole(typed, digits=1)
    return level if level in LEVELS else 1


# --- as posted -----------------------------------------------------------------------------------


def posted_opening(posted: QueryDict) -> Opening | None:
    """What was asked for, or None where the form does not speak of it. Refuses what is no day, and
    what is no number of days."""
    if "opens_on" not in posted:
        return None
    said, days = posted.get("opens_on", "").strip(), posted.get("opens_days", "").strip()
    try:
        on = date.fromisoformat(said) if said else None
    except ValueError:
        message = _("“%s” is no day. Write it like 2027-03-01.")
        raise Refusal("no-day", message % said[:40]) from None
    number = read_whole(days, digits=4) if days else None
    if days and not number:
        message = _("Write how many days after joining: a number from 1 to %s.")
        raise Refusal("days", message % MOST_DAYS)
    highest: dict[str, int] = {}
    for row in _typed_rows(posted.getlist("opens_code"), posted.getlist("opens_level")):
        highest[row.code] = max(row.level, highest.get(row.code, 0))
    shown = tuple(Claim(code, level) for code, level in sorted(highest.items()))
    return Opening(on, number, shown)


def posted_skip(posted: QueryDict) -> Claim | str | None:
    """What lets people skip the unit, empty for nothing, or None where the form does not say."""
    if "skip_code" not in posted:
        return None
    code = posted.get("skip_code", "")
    return Claim(code, _level(posted.get("skip_level", ""))) if code else ""


def posted_choose(posted: QueryDict) -> int | None:
    """How many units of a module are asked for: 0 for all required ones, None where the form does
    not say."""
    if "rule" not in posted:
        return None
    if posted["rule"] == "all":
        return 0
    number = read_whole(posted.get("choose", "").strip(), digits=3)
    if not number:
        raise Refusal("how-many", _("Write how many units are enough."))
    return number
