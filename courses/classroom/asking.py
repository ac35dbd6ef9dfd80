"""Items as a page shows them: asked, or reviewed with the truth. Pure, but for the store's cache."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from courses.assessment.models import Attempt, LateAnswer, Response
from courses.assessment.regrading import Corrected
from courses.assessment.scoring import WHOLE, fault_of, is_told, mark, order_of, reaches
from courses.banks.kinds import KINDS, Choice, Marked, Verdict
from courses.banks.kinds.base import Posted
from courses.banks.models import ItemVersion
from courses.content.outline import Outline, OutlineItem
from lms.common.languages import Pair, current_language
from lms.common.percentages import whole_percent


@dataclass(frozen=True)
class Passage:
    """Where to read again: the unit's number and title, and the anchor in it."""

    item: OutlineItem
    anchor: str


@dataclass(frozen=True)
class Asked:
    """One item on a page. marked is None while it is asked, and set in a review.

    corrected: that other answers are right by now, and what the answer counts.
    groups: what things are put into or beside.  reckoning: how the points came about.
    error: what to mend in the answer, or what to do first.  late: the same item with an answer that
    came after the attempt was closed, and when it came.
    """

    number: int
    name: str
    kind: str
    body: Mapping[str, Any]
    choices: Sequence[Choice]
    groups: Sequence[Mapping[str, Any]] = ()
    typed: str = ""
    marked: Marked | None = None
    truth: str = ""
    see: Passage | None = None
    near: Pair | None = field(default=None)
    reckoning: str = ""
    sequence: int = 0
    answered: bool = False
    error: str = ""
    late: Sequence[tuple["Asked", datetime]] = ()
    corrected: Corrected | None = None

    @property
    def uid(self) -> str:
        return self.name.removeprefix("a-")

    @property
    def points(self) -> int:
        """What the answer counts, in thousandths."""
        if self.corrected:
            return self.corrected.points
        return self.marked.points if self.marked else 0

    @property
    def control(self) -> str:
        """What one chooses with, where one chooses; empty for the other kinds."""
        return {"single": "radio", "truefalse": "radio", "multiple": "checkbox"}.get(self.kind, "")

    @property
    def is_placing(self) -> bool:
        """Whether every card is given one of the groups, sides or places."""
        return self.kind in ("sort", "match", "order")

    @property
    def hint(self) -> str:
        """How to answer, where the page alone does not show it."""
        if self.kind == "multiple":
            return _("More than one may be right.")
        if self.kind == "order":
            return _("Give each card its place; 1 is the first.")
        if self.kind != "match":
            return ""
        named = [card["side"] for card in self.body["cards"]]
        if len(set(named)) < len(named):
            return _("The same answer may go with several cards, and some with none.")
        if len(self.groups) > len(named):
            return _("Some of the answers on offer go with nothing.")
        return ""

    @property
    def keypad(self) -> str:
        """Which keys a phone offers for the answer. Its keys for numbers may lack the minus, so
        where a right or a foreseen answer is below zero it offers all."""
        foreseen = (self.body["answer"], *(near["answer"] for near in self.body["near"]))
        return "text" if any(str(one).startswith("-") for one in foreseen) else "decimal"

    @property
    def picture(self) -> Mapping[str, Any] | None:
        """The drawing that belongs to the question, in the reader's language."""
        picture = self.body.get("picture")
        if not picture:
            return None
        files = picture["files"]
        file = files.get(current_language()) or next(iter(files.values()))
        return {**file, "alt": picture["alt"]}


def name_of(version: ItemVersion) -> str:
    """The field name of an item in forms."""
    return f"a-{version.item.uid}"


def ask(
    version: ItemVersion, number: int, *, seed: int, answer: Any = None, sequence: int = 0
) -> Asked:
    """An item to be answered. sequence: of the answer it already has."""
    body = version.body
    kind = KINDS[body["kind"]]
    return Asked(
        number=number,
        name=name_of(version),
        kind=body["kind"],
        body=body,
        choices=kind.choices(body, answer, order_of(seed, version.item_id)),
        groups=kind.groups(body, order_of(seed, version.item_id)),
        typed=answer["typed"] if isinstance(answer, dict) and "typed" in answer else "",
        sequence=sequence,
        answered=answer is not None,
        error=fault_of(body, answer),
    )


@dataclass(frozen=True)
class Gaps:
    """What keeps questions from being handed in at the first press: those without an answer, and
    those whose answer is to be mended; of how many."""

    blank: Sequence[Asked]
    faulty: Sequence[Asked]
    of: int

    def __bool__(self) -> bool:
        return bool(self.blank or self.faulty)

    @property
    def first(self) -> Asked:
        return min((*self.blank, *self.faulty), key=lambda one: one.number)


def gaps_in(asked: Sequence[Asked]) -> Gaps:
    """The questions that still want something."""
    wanting = [one for one in asked if one.marked is None]
    return Gaps(
        blank=[one for one in wanting if not one.answered],
        faulty=[one for one in wanting if one.error],
        of=len(asked),
    )


def told_to_answer(one: Asked) -> Asked:
    """The question with what to do first, where it has no answer."""
    if one.answered or one.marked is not None:
        return one
    if one.kind in ("number", "text"):
        return replace(one, error=_("Write an answer first."))
    if one.kind == "sort":
        return replace(one, error=_("Choose a group for the cards first."))
    if one.kind == "match":
        return replace(one, error=_("Choose first what goes with each card."))
    if one.kind == "order":
        return replace(one, error=_("Give the cards their places first."))
    return replace(one, error=_("Choose an answer first."))


def review(
    version: ItemVersion,
    number: int,
    *,
    seed: int,
    answer: Any,
    outline: Outline,
    here: OutlineItem | None = None,
) -> Asked:
    """The same with the truth, the feedback, and where to read about it."""
    body = version.body
    kind = KINDS[body["kind"]]
    marked = mark(body, answer)
    return Asked(
        number=number,
        name=name_of(version),
        kind=body["kind"],
        body=body,
        choices=kind.review(body, answer, order_of(seed, version.item_id)),
        groups=kind.groups(body, order_of(seed, version.item_id)),
        typed=answer["typed"] if isinstance(answer, dict) and "typed" in answer else "",
        marked=marked,
        truth=kind.truth(body, current_language(), met=marked.verdict is Verdict.RIGHT),
        see=passage(body, outline),
        near=marked.feedback.get("near"),
        reckoning=kind.reckoning(body, answer),
    )


def passage(body: Mapping[str, Any], outline: Outline) -> Passage | None:
    """Where the item's passage stands in this release, if it still does."""
    if not (see := body.get("see")):
        return None
    for item in outline.items:
        if item.key == see["unit"]:
            return Passage(item, f"b-{see['block']}")
    return None


def read_answers(versions: Sequence[ItemVersion], posted: Posted) -> dict[str, Any]:
    """Item uid → answer, for every item of the form; None where it was left blank."""
    return {
        str(version.item.uid): KINDS[version.body["kind"]].answer(
            version.body, posted, name_of(version)
        )
        for version in versions
    }


def asked_in(attempt: Attempt, responses: Sequence[Response], outline: Outline) -> list[Asked]:
    """The items of an open attempt with what is already answered; in practice with the truth of
    what is, at once."""
    return [
        review(
            response.item_version,
            place,
            seed=attempt.seed,
            answer=response.answer,
            outline=outline,
        )
        if attempt.tells_at_once and is_told(response.item_version.body, response.answer)
        else ask(
            response.item_version,
            place,
            seed=attempt.seed,
            answer=response.answer,
            sequence=response.sequence,
        )
        for place, response in enumerate(responses, 1)
    ]


def reviewed_in(
    attempt: Attempt,
    responses: Sequence[Response],
    outline: Outline,
    late: Mapping[int, Sequence[LateAnswer]],
    corrected: Mapping[int, Corrected],
) -> list[Asked]:
    """The items of a submitted attempt with the truth as it is known now. late: response id → what
    came too late.  corrected: response id → how its key has been corrected since."""
    return [
        replace(
            review(
                _truth_of(response, corrected),
                place,
                seed=attempt.seed,
                answer=response.answer,
                outline=outline,
            ),
            corrected=corrected.get(response.pk),
            late=[
                (
                    ask(response.item_version, place, seed=attempt.seed, answer=one.answer),
                    one.arrived_at,
                )
                for one in late.get(response.pk, ())
            ],
        )
        for place, response in enumerate(responses, 1)
    ]


def _truth_of(response: Response, corrected: Mapping[int, Corrected]) -> ItemVersion:
    known = corrected.get(response.pk)
    if known and KINDS[known.version.body["kind"]].is_answer(known.version.body, response.answer):
        return known.version
    return response.item_version


# --- the pages of an attempt ---------------------------------------------------------------------


def while_open(
    attempt: Attempt, responses: Sequence[Response], outline: Outline, query: Mapping[str, Any]
) -> dict[str, Any]:
    """What the page of an open attempt shows. query: `hand-in` after a first press with questions
    left out; `check` names the question that was to be checked in practice."""
    pressed = str(query.get("check", ""))
    asked = [
        told_to_answer(one) if str(one.number) == pressed else one
        for one in asked_in(attempt, responses, outline)
    ]
    return {
        "asked": asked,
        "gaps": gaps_in(asked) if "hand-in" in query else None,
        "answered": sum(response.answer is not None for response in responses),
    }


def after_submitting(
    attempt: Attempt,
    responses: Sequence[Response],
    outline: Outline,
    late: Mapping[int, Sequence[LateAnswer]],
    corrected: Mapping[int, Corrected],
) -> dict[str, Any]:
    """What the page of a submitted attempt shows of it."""
    reviewed = reviewed_in(attempt, responses, outline, late, corrected)
    reached = _reached(attempt, outline)
    least = outline.by_unit[attempt.unit_id].score_at_least if reached is False else None
    return {
        "asked": reviewed,
        "late": [asked for asked in reviewed if asked.late],
        "corrected": [asked for asked in reviewed if asked.corrected],
        "right": sum(asked.points == WHOLE for asked in reviewed),
        "partly": sum(0 < asked.points < WHOLE for asked in reviewed),
        "percent": whole_percent(attempt.points or 0, attempt.possible, short_of=least),
        "reached": reached,
    }


def _reached(attempt: Attempt, outline: Outline) -> bool | None:
    """Whether the score asked for is reached; None where none is asked."""
    item = outline.by_unit.get(attempt.unit_id)
    if item is None or item.score_at_least is None or item.score_block != attempt.block:
        return None
    return reaches(attempt.points or 0, attempt.possible, item.score_at_least)
