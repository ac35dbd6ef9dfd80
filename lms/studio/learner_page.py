"""One learner of a course: where they stand, what they did, what it proved. Reads."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from badges.certificates.models import Certificate
from badges.certificates.queries import certificate_of
from courses.assessment.models import Attempt
from courses.assessment.queries import whole
from courses.calibration.models import CalibrationResult
from courses.calibration.queries import results_by
from courses.classroom.waiting import opens_in_words
from courses.content.models import Course, Met
from courses.content.outline import Outline, OutlineItem, OutlineModule
from courses.content.queries import outline_by_id
from courses.enrolment.models import Enrolment
from courses.evidence.models import Evidence
from courses.progress.allowances import Allowed, allowed_to
from courses.progress.calc import Standing, standing
from courses.progress.facts import facts_of
from courses.progress.gates import NOTHING, Missing, local_day, missing_before
from courses.progress.models import Allowance, UnitCompletion
from courses.records.models import LearningRecord, Verb
from lms.common.languages import text
from lms.common.wording import clock_time, day, duration, percent
from lms.studio.cells import HOW, WORDS, Cell, cells_of, done_by
from lms.studio.stuck import why_stuck

# Days of the timeline that are shown before the rest is folded.
DAYS_SHOWN = 7


@dataclass(frozen=True)
class UnitLine:
    """One unit of the course. completion: its row, where there is one that counts.
    missing: for a locked unit, what opens it.  says: the rest of that in words.  can_count: whether it can be counted by hand."""

    item: OutlineItem
    cell: Cell
    word: str
    completion: UnitCompletion | None
    missing: Missing
    says: str

    @property
    def is_by_hand(self) -> bool:
        return self.cell is Cell.COUNTED

    @property
    def can_count(self) -> bool:
        return self.cell not in (Cell.DONE, Cell.COUNTED)


@dataclass(frozen=True)
class Happened:
    """One record in words. note: a reason, as it was written."""

    at: str
    says: str
    note: str = ""


@dataclass(frozen=True)
class Tried:
    """One attempt with its unit."""

    attempt: Attempt
    item: OutlineItem


@dataclass(frozen=True)
class Learner:
    """Everything on the page."""

    enrolment: Enrolment
    outline: Outline
    standing: Standing
    modules: list[tuple[OutlineModule, list[UnitLine]]]
    days: list[tuple[date, list[Happened]]]
    attempts: list[Tried]
    evidence: list[Evidence]
    certificate: Certificate | None
    stuck: list[str]
    next_says: str
    allowed: list[tuple[Allowed, str]]
    measured: list[tuple[CalibrationResult, OutlineItem]]

    @property
    def days_shown(self) -> list[tuple[date, list[Happened]]]:
        return self.days[:DAYS_SHOWN]

    @property
    def days_folded(self) -> list[tuple[date, list[Happened]]]:
        return self.days[DAYS_SHOWN:]

    @cached_property
    def countable(self) -> list[UnitLine]:
        """The units that can be counted by hand, in the course's order."""
        return [line for _module, lines in self.modules for line in lines if line.can_count]

    @property
    def is_last(self) -> bool:
        """Whether one counted unit would complete the course."""
        return self.standing.required - self.standing.done == 1

    @property
    def still(self) -> int:
        return max(self.standing.required - self.standing.done, 0)


def learner_of(course: Course, enrolment: Enrolment, on: datetime) -> Learner:
    """The page of one learner of this course, in six statements."""
    outline = outline_by_id(course.in_force_id or enrolment.summary_release_id)
    rows = {
        row.unit.uid: row
        for row in UnitCompletion.objects.filter(enrolment=enrolment).select_related("unit")
    }
    hows = {uid: row.how for uid, row in rows.items()}
    done = done_by(hows)
    allowed = allowed_to(enrolment, on)
    facts = facts_of(enrolment, outline, done, on=on, allowed=allowed)
    cells = cells_of(enrolment, outline, hows, facts)
    lines: dict[str, list[UnitLine]] = defaultdict(list)
    for item in outline.items:
        cell = cells[item.uid]
        waits = missing_before(outline, item, facts) if cell is Cell.LOCKED else NOTHING
        completion = rows[item.uid] if item.uid in done else None
        lines[item.module_key].append(
            UnitLine(
                item,
                cell,
                str(HOW.get(hows.get(item.uid, ""), WORDS[cell])),
                completion,
                waits,
                _waits_say(waits, on),
            )
        )
    attempts = list(Attempt.objects.filter(enrolment=enrolment).order_by("-opened_at", "-pk"))
    handed_in = [one for one in whole(attempts) if not one.is_open]
    here = [one for one in handed_in if one.unit_id == enrolment.next_unit_id]
    mine = Evidence.objects.filter(person=enrolment.person_id, record__run=enrolment.run_id)
    evidence = mine.select_related("competency", "record")
    return Learner(
        enrolment,
        outline,
        standing(outline, facts),
        [(module, lines[module.key]) for module in outline.modules],
        _days(enrolment, outline),
        [
            Tried(one, found)
            for one in attempts
            if (found := _item(one.unit_id, one.release_id, outline)) is not None
        ],
        list(evidence),
        certificate_of(enrolment),
        why_stuck(enrolment, outline, len(here), on),
        _next_says(enrolment, outline, here),
        [(one, allowance_named(one, outline)) for one in allowed],
        [
            (one, found)
            for one in results_by(enrolment)
            if (found := _item(one.sitting.unit_id, one.sitting.release_id, outline)) is not None
        ],
    )


def _waits_say(missing: Missing, on: datetime) -> str:
    """What a unit waits for besides units, in sentences."""
    said = [opens_in_words(missing.opens, local_day(on))] if missing.opens else []
    for claim in missing.shown:
        words = {"code": claim.code, "level": claim.level}
        said.append(_("Needs %(code)s at level %(level)s.") % words)
    return " ".join(said)


def allowance_named(one: Allowed, outline: Outline) -> str:
    """ "Another attempt: 2 · 1.2 Sampling · until 3 March 2027", for a list."""
    kind = Allowance.Kind(one.kind).label
    parts = [f"{kind}: {one.amount}" if one.amount else str(kind)]
    if one.kind == Allowance.Kind.TIME and one.amount:
        parts = [f"{kind}: {duration(one.amount)}"]
    item = outline.by_unit.get(one.unit_id or 0)
    parts.append(unit_named(item) if item else _("The whole course"))
    if one.until:
        parts.append(_("until %(day)s") % {"day": day(one.until)})
    return " · ".join(parts)


def _item(unit_id: int | None, release_id: int, outline: Outline) -> OutlineItem | None:
    """The unit as the release in force has it, or as it was when it was learnt."""
    if unit_id is None:
        return None
    return outline.by_unit.get(unit_id) or outline_by_id(release_id).by_unit.get(unit_id)


def unit_named(item: OutlineItem | None) -> str:
    """A unit in a sentence."""
    return f"{item.label} {text(item.title)}" if item else ""


def _next_says(enrolment: Enrolment, outline: Outline, tried: list[Attempt]) -> str:
    """What the next unit asks, and how near this learner came."""
    item = outline.by_unit.get(enrolment.next_unit_id or 0)
    if item is None:
        return ""
    if item.requirement == Met.ANSWER:
        return _("It is done by answering what it asks.")
    if item.requirement == Met.MEASURED and item.level_at_least:
        return _("It is done by being measured at level %(level)s.") % {
            "level": item.level_at_least
        }
    if item.requirement == Met.MEASURED:
        return _("It is done by being measured, whatever the result.")
    if item.requirement != Met.SCORE:
        return _("It is done by reading it and pressing the button at its end.")
    says = _("It is done when at least %(share)s of the quiz is right.") % {
        "share": percent((item.score_at_least or 0) / 100)
    }
    mine = [one for one in tried if one.block == item.score_block]
    if not mine:
        return says + " " + _("Nothing has been handed in yet.")
    n = len(mine)
    best = ngettext(
        "The best of %(n)s attempt: %(share)s.", "The best of %(n)s attempts: %(share)s.", n
    )
    share = percent(max(one.percent for one in mine) / 100)
    return says + " " + best % {"n": n, "share": share}


# --- the timeline --------------------------------------------------------------------------------


def _days(enrolment: Enrolment, outline: Outline) -> list[tuple[date, list[Happened]]]:
    """What happened, by day, the newest first."""
    rows = LearningRecord.objects.filter(person=enrolment.person_id, run=enrolment.run_id)
    found: dict[date, list[Happened]] = defaultdict(list)
    for record in rows.order_by("-at", "-id"):
        at = timezone.localtime(record.at).date()
        item = _item(record.unit_id, record.release_id, outline)
        found[at].append(_happened(record, item))
    return list(found.items())


def _happened(record: LearningRecord, item: OutlineItem | None) -> Happened:
    told: Mapping[str, object] = record.result
    words = {
        "unit": unit_named(item),
        "right": told.get("right"),
        "of": told.get("items", told.get("n")),
        "by": told.get("by", ""),
    }
    words["unit"] = words["unit"] or _("The whole course")
    if "kind" in told:
        words["what"] = str(Allowance.Kind(str(told["kind"])).label)
    verb = Verb(record.verb)
    says = _sentences()[verb] % words
    if verb == Verb.LEFT and words["by"]:
        says = _("%(by)s took them out of the run.") % words
    return Happened(clock_time(record.at), says, str(told.get("reason", "")))


def _sentences() -> Mapping[Verb, str]:
    return {
        Verb.ENROLLED: _("Joined the course."),
        Verb.LEFT: _("Left the course."),
        Verb.RETURNED: _("Came back to the course."),
        Verb.SUBMITTED: _("Handed in answers in %(unit)s: %(right)s of %(of)s right."),
        Verb.MEASURED: _("Was measured in %(unit)s: %(right)s of %(of)s right."),
        Verb.REGRADED: _("Answers in %(unit)s were scored again: %(right)s of %(of)s right."),
        Verb.MEASURED: _("Was measured in %(unit)s: %(right)s of %(of)s right."),
        Verb.COMPLETED_UNIT: _("Finished %(unit)s."),
        Verb.UNIT_COUNTED: _("%(by)s counted %(unit)s as done."),
        Verb.UNIT_EXEMPTED: _("%(by)s exempted them from %(unit)s."),
        Verb.COUNT_WITHDRAWN: _("%(by)s no longer counts %(unit)s."),
        Verb.UNIT_CREDITED: _("Skipped %(unit)s by what they had shown before."),
        Verb.ALLOWED: _("%(by)s allowed: %(what)s – %(unit)s."),
        Verb.NO_LONGER_ALLOWED: _("%(by)s no longer allows: %(what)s – %(unit)s."),
        Verb.COMPLETED_COURSE: _("Finished the course."),
    }
