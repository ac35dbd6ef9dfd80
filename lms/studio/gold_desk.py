"""What the studio shows of the truths of an exercise: what speaks against them, and what was decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.banks.facing import prompt_of, right_answer
from courses.banks.generators import GENERATORS, is_generated
from courses.banks.models import ItemVersion
from courses.calibration.agreement import Metric
from courses.calibration.auditing import Book, Truth, book_of
from courses.calibration.gold import Agreed, Audit, Sign
from courses.calibration.models import GoldDecision
from courses.calibration.naming import class_name
from courses.content.models import Course, Unit
from courses.content.queries import blocks_of, outline_by_id, working_of
from lms.common.languages import LANGUAGES, Pair, current_language, text
from lms.common.wording import number


def title_of(course: Course, unit: Unit, block: UUID) -> Pair:
    """What an exercise is called, in the release in force or else in the draft; 404 where the unit has
    none."""
    if course.in_force_id:
        item = outline_by_id(course.in_force_id).by_unit.get(unit.pk)
        for stored in blocks_of(item.version_id) if item else ():
            if stored["uid"] == str(block) and stored["kind"] == "calibration":
                return {code: said.get("title", "") for code, said in stored["texts"].items()}  # type: ignore[misc, return-value]
    written = working_of(unit)
    for stored in written.blocks:
        if stored["uid"] == str(block) and stored["kind"] == "calibration":
            place = f"{block}.title"
            return {code: written.text(code, place) for code in LANGUAGES}  # type: ignore[misc, return-value]
    raise Http404(_("This unit has no such calibration."))


@dataclass(frozen=True)
class Row:
    """One truth as its page shows it. name: what is asked; class_name: what it is counted by.  truth: the
    right answer in words, "" where it is drawn anew each time.  is_here: whether it lies in the course's
    own bank.  signs: what speaks against it."""

    held: Truth
    name: Pair
    class_name: Pair
    truth: str
    is_here: bool
    signs: Sequence[str] = ()
    corrections: Sequence[tuple[int, int, str]] = ()

    @property
    def version(self) -> ItemVersion:
        return self.held.version

    @property
    def is_own(self) -> bool:
        """Whether its truth can be written here; what is drawn brings its own."""
        return self.is_here and not self.held.is_drawn

    @property
    def audit(self) -> Audit:
        return self.held.audit

    @property
    def decision(self) -> GoldDecision | None:
        return self.held.decision


@dataclass(frozen=True)
class GoldDesk:
    """The page of one exercise. about: the row that is to be decided about."""

    unit: Unit
    block: UUID
    title: Pair
    rows: Sequence[Row]
    book: Book
    by_class: Sequence[tuple[Pair, Sequence[Agreed]]]
    about: Row | None = None

    @property
    def has_alphas(self) -> bool:
        """Whether an alpha by class says anything: only of numbers."""
        several = (one for _name, found in self.by_class for one in found)
        return any(one.metric is Metric.INTERVAL for one in several)

    @property
    def suspects(self) -> list[Row]:
        return [one for one in self.rows if one.held.is_suspect and one != self.about]

    @property
    def decided(self) -> list[Row]:
        found = [one for one in self.rows if one.decision]
        return sorted(found, key=lambda one: -one.decision.pk if one.decision else 0)

    def row(self, version: str) -> Row:
        """The row of a version, by its id as a page sends it; 404 where there is none."""
        for one in self.rows:
            if str(one.version.pk) == version:
                return one
        raise Http404(_("There is no such question."))


def gold_desk(course: Course, unit: Unit, block: UUID, about: str = "") -> GoldDesk:
    """Every truth of the exercise with what speaks for it and against it."""
    title = title_of(course, unit, block)
    book = book_of(course, block)
    versions = [one.version for one in book.truths]
    rows = [_row(one, course, versions) for one in book.truths]
    bodies = [one.body for one in versions]
    by_class = [(class_name(bodies, name), found) for name, found in book.by_class.items()]
    page = GoldDesk(unit, block, title, rows, book, by_class)
    if not about:
        return page
    return GoldDesk(unit, block, title, rows, book, by_class, page.row(about))


def _row(one: Truth, course: Course, versions: Sequence[ItemVersion]) -> Row:
    language = current_language()
    return Row(
        one,
        _named(one.version),
        class_name([v.body for v in versions], one.category),
        right_answer(one.version.body, language),
        one.version.item.bank_id == course.bank_id,
        _signs(one),
        [(v.pk, v.number, right_answer(v.body, language)) for v in one.corrected],
    )


def _named(version: ItemVersion) -> Pair:
    if not is_generated(version.body):
        return prompt_of(version.body)
    return GENERATORS[version.body["generator"]].title


def _signs(one: Truth) -> list[str]:
    return [_sign(sign, one) for sign in one.audit.signs]


def _sign(sign: Sign, one: Truth) -> str:
    audit = one.audit
    if sign is Sign.BEST_DISAGREE:
        said = ngettext(
            "Of the %(of)s best learner, %(n)s disagrees with the truth.",
            "Of the %(of)s best learners, %(n)s disagree with the truth.",
            audit.best,
        ) % {"of": audit.best, "n": audit.disagree}
        if audit.instead:
            instead = answer_named(one.version, audit.instead)
            said += " " + _("Most of them say: %s.") % instead
        return said
    r = {"r": number(audit.discrimination or 0, 2)}
    if sign is Sign.NEGATIVE:
        told = _("Those who have it right are right about the rest less often than others (%(r)s).")
        return told % r
    return _("Being right here says little of being right about the rest (%(r)s).") % r


def answer_named(version: ItemVersion, key: str) -> str:
    """What a class that was answered is called."""
    body: Mapping[str, Any] = version.body
    if is_generated(body):
        return text(GENERATORS[body["generator"]].classes.get(key, {})) or key
    for part in body.get("options") or body.get("codes") or ():
        if part.get("key") == key:
            return text(part["text"])
    return key
