"""What the page of a quiz's or self-check's questions shows."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from courses.banks.queries import newest_in
from courses.competencies.queries import competencies_by_code
from courses.content.actions.asking import MOST
from courses.content.blocks.quiz import MOST_COST, MOST_MINUTES, PRESETS, Rules, draws_of, rules_of
from courses.content.models import Course, Met, ReleaseItem, Unit
from lms.common.languages import Pair
from lms.common.wording import duration, percent, span
from lms.studio.desk import Desk
from lms.studio.items import (
    Row,
    Wanted,
    classes_in,
    narrowed,
    numbered,
    rows_of,
)

MOST_FOUND = 20
# Minutes from one attempt to the next that can be chosen; a package may say any others.
PAUSES = (10, 30, 60, 4 * 60, 12 * 60, 24 * 60, 2 * 24 * 60, 3 * 24 * 60, 7 * 24 * 60)
HOW: dict[str, tuple[Promise, Promise]] = {
    "practice": (
        pgettext_lazy("a way of asking", "Practice"),
        gettext_lazy("After each answer learners see at once what is right, and why."),
    ),
    "check": (
        pgettext_lazy("a way of asking", "Check"),
        gettext_lazy("Learners see what is right, and why, when they have handed in everything."),
    ),
    "test": (
        pgettext_lazy("a way of asking", "Graded test"),
        gettext_lazy("The same, and the number of attempts is usually limited."),
    ),
}


@dataclass(frozen=True)
class Manner:
    """One way in which a quiz can behave. attempts: as many as it has by itself."""

    name: str
    label: Promise
    says: Promise
    attempts: int
    chosen: bool


@dataclass(frozen=True)
class Draw:
    """So many questions of a class, drawn anew for each attempt. there: how many can be drawn."""

    category: str
    k: int
    there: int


@dataclass(frozen=True)
class QuizDesk:
    """The page. drawable: (class, how many can be drawn), of which nothing is drawn yet.  found: questions of the bank that can be added, the first of `total`."""

    slug: str
    unit: Unit
    label: str
    title: Pair
    block: str
    kind: str
    name: Pair
    asked: list[Row]
    lost: list[str]
    draws: list[Draw]
    drawable: list[tuple[str, int]]
    found: list[Row]
    total: int
    wanted: Wanted
    classes: list[str]
    manners: list[Manner]
    rules: Rules
    item: ReleaseItem
    counts: bool
    alignments: list[dict[str, Any]]
    is_full: bool
    sequence: int

    @property
    def questions(self) -> int:
        """How many questions one attempt asks."""
        return len(self.asked) + sum(min(draw.k, draw.there) for draw in self.draws)

    @property
    def pauses(self) -> list[tuple[int, str]]:
        """(minutes, in words) of the pauses to choose from, with what is chosen now."""
        offered = sorted({*PAUSES, self.rules.pause})
        return [(minutes, span(minutes)) for minutes in offered if minutes]

    @property
    def limits(self) -> dict[str, int]:
        return {"minutes": MOST_MINUTES, "cost": MOST_COST}

    @property
    def is_quiz(self) -> bool:
        return self.kind == "quiz"

    @property
    def is_scored(self) -> bool:
        return self.item.requirement == Met.SCORE

    @property
    def sums_up(self) -> str:
        """What learners will meet, in plain sentences."""
        return sums_up(self)


def quiz_desk(course: Course, desk: Desk, unit: Unit, block: str, wanted: Wanted) -> QuizDesk:
    """The block's questions and rules; 404 where the unit has no such block that asks."""
    units = numbered(desk.draft)
    here = next((one for one in units if one.unit.item.unit_id == unit.pk), None)
    if here is None:
        raise Http404(_("This unit is no longer in the course."))
    blocks: list[dict[str, Any]] = here.unit.content["blocks"]
    found = next((one for one in blocks if one["uid"] == block and one["kind"] in MOST), None)
    if found is None:
        raise Http404(_("This unit has no such quiz."))
    versions = newest_in(course.bank)
    rows = rows_of(versions, units, desk.draft.languages)
    by_uid = {str(row.item.uid): row for row in rows}
    uids: list[str] = found["settings"].get("items", [])
    taken = {uid for one in blocks for uid in one["settings"].get("items", ())}
    free = [row for row in narrowed(rows, wanted) if str(row.item.uid) not in taken]
    draws = draws_of(found["settings"])
    there = Counter(
        row.item.category
        for row in rows
        if row.item.archived_at is None and str(row.item.uid) not in taken
    )
    quizzes = [one["uid"] for one in blocks if one["kind"] == "quiz"]
    return QuizDesk(
        slug=course.slug,
        unit=unit,
        label=here.label,
        title=here.title,
        block=block,
        kind=found["kind"],
        name={code: texts.get("title", "") for code, texts in found["texts"].items()},  # type: ignore[arg-type]
        asked=[by_uid[uid] for uid in uids if uid in by_uid],
        lost=[uid for uid in uids if uid not in by_uid],
        draws=[Draw(name, k, there[name]) for name, k in draws],
        drawable=sorted((name, n) for name, n in there.items() if name and name not in dict(draws)),
        found=free[:MOST_FOUND],
        total=len(free),
        wanted=wanted,
        classes=classes_in(versions),
        manners=_manners(found["settings"]) if found["kind"] == "quiz" else [],
        rules=rules_of(found["settings"]) if found["kind"] == "quiz" else Rules(),
        item=here.unit.item,
        # Only a unit's first quiz can make it done.
        counts=bool(quizzes) and quizzes[0] == block,
        alignments=_named(here.unit.content["alignments"]),
        is_full=len(uids) >= MOST[found["kind"]],
        sequence=_sequence(unit),
    )


def _manners(settings: dict[str, Any]) -> list[Manner]:
    return [
        Manner(name, label, says, PRESETS[name].attempts, settings.get("preset") == name)
        for name, (label, says) in HOW.items()
    ]


def _named(alignments: list[dict[str, Any]]) -> list[dict[str, Any]]:
    names = {code: one.name for code, one in competencies_by_code().items()} if alignments else {}
    return [{**one, "name": names.get(one["competency"], {})} for one in alignments]


def _sequence(unit: Unit) -> int:
    row = unit.drafts.filter(part="shape").first()
    return row.sequence if row else 0


def sums_up(quiz: QuizDesk) -> str:
    """What learners will meet: how many questions, what they are told when, what it is for."""
    if not quiz.questions:
        return _("Learners meet nothing here yet: choose or write the first question.")
    n = quiz.questions
    if not quiz.is_quiz:
        said = ngettext(
            "Learners meet %(n)s question in the text and see at once what is right, and why. "
            "Nothing is counted.",
            "Learners meet %(n)s questions in the text and see at once what is right, and why. "
            "Nothing is counted.",
            n,
        )
        return said % {"n": n}
    parts = [_questions(quiz, n), _drawn(n - len(quiz.asked)), *_taken(quiz.rules)]
    return " ".join(part for part in (*parts, _for_what(quiz)) if part)


def _questions(quiz: QuizDesk, n: int) -> str:
    at_once = any(manner.chosen and PRESETS[manner.name].at_once for manner in quiz.manners)
    if at_once:
        said = ngettext(
            "Learners answer %(n)s question and see after each answer what is right, and why.",
            "Learners answer %(n)s questions and see after each answer what is right, and why.",
            n,
        )
    else:
        said = ngettext(
            "Learners answer %(n)s question, hand it in and then see what is right, and why.",
            "Learners answer %(n)s questions, hand them in and then see what is right, and why.",
            n,
        )
    return said % {"n": n}


def _drawn(n: int) -> str:
    if not n:
        return ""
    said = ngettext(
        "%(n)s of them is drawn from the bank anew for each attempt, rather one not met before.",
        "%(n)s of them are drawn from the bank anew for each attempt, rather ones not met before.",
        n,
    )
    return said % {"n": n}


def _taken(rules: Rules) -> Iterator[str]:
    """How often, how long, how far apart, and what a hint costs."""
    yield _attempts(rules)
    if rules.minutes:
        said = _("An attempt ends after %(time)s; what is saved by then is handed in.")
        yield said % {"time": duration(rules.minutes)}
    if rules.pause and rules.attempts != 1:
        said = _("The pause between two attempts is %(time)s long, for reading again.")
        yield said % {"time": span(rules.pause)}
    if rules.hint_cost:
        said = _("A hint costs %(share)s of the question’s point.")
        yield said % {"share": percent(rules.hint_cost / 100)}


def _attempts(rules: Rules) -> str:
    if not rules.attempts:
        if rules.last_counts:
            return _("They may try as often as they like; the last result counts.")
        return _("They may try as often as they like; the best result counts.")
    if rules.last_counts:
        said = ngettext(
            "They have %(n)s attempt; its result counts.",
            "They have %(n)s attempts; the last result counts.",
            rules.attempts,
        )
    else:
        said = ngettext(
            "They have %(n)s attempt.",
            "They have %(n)s attempts; the best result counts.",
            rules.attempts,
        )
    return said % {"n": rules.attempts}


def _for_what(quiz: QuizDesk) -> str:
    if not quiz.is_scored:
        return _("The unit is done when it has been read, whatever the result.")
    if not quiz.counts:
        return _("The unit is done by its first quiz; this one is for practice.")
    share = percent((quiz.item.score_at_least or 0) / 100)
    return _("The unit is done when at least %(share)s of the points are reached.") % {
        "share": share
    }
