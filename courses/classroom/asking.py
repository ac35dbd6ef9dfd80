"""Items as a page shows them: asked, or reviewed with the truth. Pure, but for the store's cache."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from courses.assessment.models import Attempt, LateAnswer, Response
from courses.assessment.regrading import Corrected
from courses.assessment.scoring import (
    WHOLE,
    fault_of,
    is_right,
    is_told,
    mark,
    order_of,
)
from courses.banks.kinds import KINDS, Choice, Marked, Verdict
from courses.banks.kinds.base import Posted, Shown
from courses.banks.kinds.classify import steps_of
from courses.banks.kinds.faults import faults_in, sheet_of
from courses.banks.models import ItemVersion
from courses.content.outline import Outline, OutlineItem
from lms.common.languages import Pair, current_language, text

# Kinds with pieces of a page of their own: components/kinds/<kind>/ask.html and reviewed.html.
OWN_PARTS: frozenset[str] = frozenset({"classify", "coding", "faults", "plots", "reading"})


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
    error: what to mend in the answer, or what to do first.  same: the answer in short, by which a
    form tells whether it was touched.  hint: once it was asked for; has_hint: whether it can be.
    hint_cost: thousandths of the point.  late: the same item with an answer that
    came after the attempt was closed, and when it came.  shown: what the kind's own pieces show.
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
    same: str = ""
    has_hint: bool = False
    hint: Pair | None = field(default=None)
    hint_cost: int = 0
    shown: Mapping[str, Any] = field(default_factory=dict)

    def with_error(self, error: str) -> "Asked":
        """The same with what to mend."""
        return replace(self, error=error)

    @property
    def is_right(self) -> bool:
        """Whether the answer is wholly right, with the hint or without, as its key says now."""
        if self.corrected or self.marked is None:
            return is_right(self.points, self.hint_cost)
        return self.marked.verdict is Verdict.RIGHT

    @property
    def hint_share(self) -> float:
        """What the hint costs, as a share of the point."""
        return self.hint_cost / WHOLE

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
    def how_to_answer(self) -> str:
        """What to do, where the page alone does not show it."""
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
        where a right or a foreseen answer is below zero it offers all. Where the least possible
        number is known, that alone decides, and the keys tell nothing of the answer."""
        if self.kind == "count":
            return "numeric"
        if self.body.get("least"):
            return "text" if self.body["least"].startswith("-") else "decimal"
        foreseen = (self.body["answer"], *(near["answer"] for near in self.body["near"]))
        return "text" if any(str(one).startswith("-") for one in foreseen) else "decimal"

    @property
    def picture(self) -> Mapping[str, Any] | None:
        """The drawing that belongs to the question, in the reader's language."""
        picture = self.body.get("picture")
        if not picture or "svg" in picture:
            return None
        files = picture["files"]
        file = files.get(current_language()) or next(iter(files.values()))
        return {**file, "alt": picture["alt"]}

    @property
    def drawn(self) -> Mapping[str, Any] | None:
        """The drawing that a generator made for the question, with its markup in the reader's
        language; it is of our own making, and safe."""
        picture = self.body.get("picture")
        if not picture or "svg" not in picture:
            return None
        return {**picture, "svg": text(picture["svg"])}

    @property
    def identification_key(self) -> Sequence[Mapping[str, Any]]:
        """The couplets of the key to identify by; none where the question has none."""
        return steps_of(dict(self.body))

    @property
    def sheet(self) -> Sequence[Mapping[str, Any]]:
        """The rows of a sheet in which faults are looked for."""
        return sheet_of(dict(self.body), self.choices)

    @property
    def faults(self) -> Sequence[Mapping[str, Any]]:
        """Of a review: the faults of the sheet, found or missed, and the false alarms."""
        return faults_in(dict(self.body), self.choices)

    @property
    def is_typed_number(self) -> bool:
        """Whether a number is typed, alone or with its unit."""
        return self.kind in ("number", "estimate", "count")

    @property
    def with_unit(self) -> str:
        """What was typed, with the unit of the question; once, also where it was typed with it."""
        unit = text(self.body.get("unit")).strip()
        if not self.is_typed_number or not unit or self.typed.rstrip().endswith(unit):
            return self.typed
        return f"{self.typed} {unit}"

    @property
    def part(self) -> str:
        """The folder of the kind's own pieces of a page; empty where the common ones serve."""
        return f"components/kinds/{self.kind}" if self.kind in OWN_PARTS else ""


def name_of(version: ItemVersion) -> str:
    """The field name of an item in forms."""
    return f"a-{version.item.uid}"


def ask(
    version: ItemVersion,
    number: int,
    *,
    seed: int,
    answer: Any = None,
    sequence: int = 0,
    hinted: bool = False,
    hint_cost: int = 0,
) -> Asked:
    """An item to be answered. sequence: of the answer it already has.  hinted: whether its hint was
    asked for.  hint_cost: what asking costs, or cost."""
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
        same=in_short(answer),
        has_hint=bool(body.get("hint")),
        hint=body.get("hint") if hinted else None,
        hint_cost=hint_cost,
        shown=kind.shown(body, answer, truth=False) if isinstance(kind, Shown) else {},
    )


def in_short(answer: Any) -> str:
    """The same for the same answer. A form carries it, so that what nobody touched there takes
    nothing away from another tab."""
    said = json.dumps(answer, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


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
    if one.kind in ("number", "text", "estimate", "count", "reading"):
        return replace(one, error=_("Write an answer first."))
    if one.kind == "sort":
        return replace(one, error=_("Choose a group for the cards first."))
    if one.kind == "match":
        return replace(one, error=_("Choose first what goes with each card."))
    if one.kind == "order":
        return replace(one, error=_("Give the cards their places first."))
    if one.kind == "coding":
        return replace(one, error=_("Give the passages their codes first."))
    if one.kind == "plots":
        return replace(one, error=_("Place the plots first."))
    return replace(one, error=_("Choose an answer first."))


def review(
    version: ItemVersion,
    number: int,
    *,
    seed: int,
    answer: Any,
    outline: Outline | None,
    here: OutlineItem | None = None,
    hinted: bool = False,
    hint_cost: int = 0,
) -> Asked:
    """The same with the truth, the feedback, and where to read about it."""
    body = version.body
    kind = KINDS[body["kind"]]
    marked = mark(body, answer, hint_cost=hint_cost)
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
        hint=body.get("hint") if hinted else None,
        hint_cost=hint_cost,
        shown=kind.shown(body, answer, truth=True) if isinstance(kind, Shown) else {},
    )


def passage(body: Mapping[str, Any], outline: Outline | None) -> Passage | None:
    """Where the item's passage stands in this release, if it still does."""
    if outline is None or not (see := body.get("see")):
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


def asked_in(
    attempt: Attempt, responses: Sequence[Response], outline: Outline, *, hint_cost: int = 0
) -> list[Asked]:
    """The items of an open attempt with what is already answered; in practice with the truth of
    what is, at once. hint_cost: what asking for a hint costs now, in thousandths of the point."""
    return [
        review(
            response.item_version,
            place,
            seed=attempt.seed,
            answer=response.answer,
            outline=outline,
            hinted=response.hint_at is not None,
            hint_cost=response.hint_cost,
        )
        if attempt.tells_at_once and is_told(response.item_version.body, response.answer)
        else ask(
            response.item_version,
            place,
            seed=attempt.seed,
            answer=response.answer,
            sequence=response.sequence,
            hinted=response.hint_at is not None,
            hint_cost=response.hint_cost if response.hint_at else hint_cost,
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
                hinted=response.hint_at is not None,
                hint_cost=response.hint_cost,
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
