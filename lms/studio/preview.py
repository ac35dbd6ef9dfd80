"""What a preview shows, and as whom: all of it in the address, so that every state has its own."""

import base64
import binascii
import json
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from courses.assessment.limits import due_at
from courses.assessment.models import Attempt, Response
from courses.assessment.scoring import mark, total
from courses.banks.kinds import KINDS
from courses.banks.models import ItemVersion
from courses.classroom.reading import SEED
from courses.content.blocks.quiz import Rules
from courses.content.models import Course
from courses.content.opening import Opening
from courses.content.outline import Outline, OutlineItem
from courses.progress.access import Place, UnitPlace
from courses.progress.calc import Standing, having_done, standing
from courses.progress.gates import Facts
from lms.common.clock import now
from lms.common.languages import LANGUAGES

VISITOR, JOINED, FINISHED, DONE = "visitor", "joined", "finished", "done-"
MOST_ANSWERS = 200_000
# Longer addresses are refused on the way to us.
LONGEST = 5_000


@dataclass(frozen=True)
class Lens:
    """release: a number, or None for the draft.  who: VISITOR, JOINED, FINISHED, or DONE and how
    many units, from the first, are done.  day: when they joined and when they look; None is today.
    phone: at the width of a phone.  desk: the language that the author works in, where it is not
    the one that is looked at.
    """

    release: int | None = None
    who: str = JOINED
    day: date | None = None
    phone: bool = False
    desk: str = ""

    @property
    def is_visitor(self) -> bool:
        return self.who == VISITOR

    @property
    def query(self) -> dict[str, str]:
        """The lens as an address carries it."""
        said = {"as": self.who}
        if self.release is not None:
            said["release"] = str(self.release)
        if self.day is not None:
            said["on"] = self.day.isoformat()
        if self.phone:
            said["width"] = "phone"
        if self.desk:
            said["desk"] = self.desk
        return said

    def read_in(self, language: str, now_in: str) -> "Lens":
        """The same in this language; the author goes on working in the one they came from."""
        desk = self.desk or now_in
        return replace(self, desk="" if desk == language else desk)

    @property
    def moment(self) -> datetime:
        """The end of the day, so that what begins on it has begun."""
        if self.day is None:
            return now()
        return timezone.make_aware(datetime.combine(self.day, time(23, 59, 59)))

    def done_in(self, outline: Outline) -> set[UUID]:
        """The units that this learner has done."""
        count = len(outline.items) if self.who == FINISHED else self.count
        return {item.uid for item in outline.items[:count]}

    @property
    def count(self) -> int:
        """How many units are done, where it is a number."""
        return int(self.who.removeprefix(DONE)) if self.who.startswith(DONE) else 0

    def having_done(self, outline: Outline, item: OutlineItem) -> "Lens":
        """The same learner once this unit is done too, and with it all before it."""
        if self.who == FINISHED:
            return self
        count = max(self.count, outline.items.index(item) + 1)
        return replace(self, who=FINISHED if count == len(outline.items) else f"{DONE}{count}")


def read_lens(query: Mapping[str, str], otherwise: str = JOINED) -> Lens:
    """The lens in an address. What cannot be read is as if it were not there.

    otherwise: who looks, where the address does not say.
    """
    release, who = query.get("release", ""), query.get("as", "")
    count = who.removeprefix(DONE)
    if who.startswith(DONE) and count.isascii() and count.isdecimal() and len(count) < 5:
        who = f"{DONE}{int(count)}" if int(count) else JOINED
    elif who not in (VISITOR, JOINED, FINISHED):
        who = otherwise
    try:
        day = date.fromisoformat(query.get("on", ""))
    except ValueError:
        day = None
    # The ends of time have no local midnight.
    far = day is None or not 1900 <= day.year <= 2200
    number = release.isascii() and release.isdecimal() and len(release) < 9
    return Lens(
        release=int(release) if number else None,
        who=who,
        day=None if far or day == timezone.localdate() else day,
        phone=query.get("width") == "phone",
        desk=query.get("desk", "") if query.get("desk") in LANGUAGES else "",
    )


@dataclass(frozen=True)
class PreviewWays:
    """Ways of learner pages that stay in the preview, and keep what is shown as whom. quiz: the
    unit and block whose questions the page shows, and what has been answered of them. hints: numbers
    of the questions whose hint was asked for, with dots between."""

    slug: str
    lens: Lens
    quiz: tuple[UUID, UUID] | None = None
    answers: str = ""
    hints: str = ""

    def to(self, name: str, *ids: object) -> str:
        """Learner pages that change something lead to pages here that only show what follows."""
        if name in ("attempt", "save-answers", "hint", "submit"):
            assert self.quiz is not None
            ids = self.quiz
        names = {"course": "preview", "unit": "unit-preview", "join-sign-up": "preview-join"}
        address = reverse(f"studio:{names.get(name, f'preview-{name}')}", args=[self.slug, *ids])
        told = {"answers": self.answers, "hints": self.hints} if ids == self.quiz else {}
        carried = {said: value for said, value in told.items() if value}
        return f"{address}?{urlencode({**self.lens.query, **carried})}"


def place_of(course: Course, outline: Outline, lens: Lens) -> Place:
    """The course as this learner or visitor meets it."""
    if lens.is_visitor:
        return Place(course, outline, None, None, on=lens.moment)
    stands = stands_at(outline, lens)
    return Place(course, outline, None, stands, since=lens.moment, on=lens.moment)


def unit_place_of(place: Place, item: OutlineItem) -> UnitPlace:
    """The same at a unit."""
    shown = place.course, place.outline, None, place.standing, item
    return UnitPlace(*shown, since=place.since, on=place.on)


def stands_at(outline: Outline, lens: Lens) -> Standing:
    """Where this learner stands."""
    facts = Facts(frozenset(), lens.moment, lens.moment)
    done = lens.done_in(outline)
    for item in outline.items:
        if item.uid in done:
            facts = having_done(facts, item)
    if done:
        # Whoever has done something has been here for days, and shown what was asked for.
        outline = _waited_in(outline)
    return standing(outline, facts)


def _waited_in(outline: Outline) -> Outline:
    """The outline for a learner for whom only the calendar is left to wait for."""
    return replace(
        outline,
        modules=tuple(
            replace(
                module,
                items=tuple(
                    replace(item, opening=Opening(item.opening.on)) if item.opening else item
                    for item in module.items
                ),
            )
            for module in outline.modules
        ),
    )


# --- a try at a quiz, which the address holds ----------------------------------------------------


def pack(versions: Sequence[ItemVersion], answers: Mapping[str, Any]) -> str:
    """Answers by item uid as a part of an address; empty where there are none."""
    told = [answers.get(str(version.item.uid)) for version in versions]
    if all(answer is None for answer in told):
        return ""
    written = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(zlib.compress(written, 9)).decode().rstrip("=")


def unpack(versions: Sequence[ItemVersion], packed: str) -> dict[str, Any]:
    """Item uid → answer. What is no answer to its question is left out."""
    try:
        raw = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        told = json.loads(zlib.decompressobj().decompress(raw, MOST_ANSWERS))
    except (binascii.Error, zlib.error, ValueError, RecursionError):
        return {}
    if not isinstance(told, list):
        return {}
    return {
        str(version.item.uid): answer
        for version, answer in zip(versions, told, strict=False)
        if KINDS[version.body["kind"]].is_answer(version.body, answer)
    }


def tried(
    item: OutlineItem,
    block: UUID,
    rules: Rules,
    versions: Sequence[ItemVersion],
    answers: Mapping[str, Any],
    *,
    hinted: Collection[int] = (),
    handed_in: bool,
    on: datetime,
) -> tuple[Attempt, list[Response]]:
    """An attempt with its responses that nobody stores. hinted: numbers of the questions whose hint
    was asked for."""
    responses = [
        Response(
            item_version=version,
            position=place,
            answer=answers.get(str(version.item.uid)),
            hint_at=on if place + 1 in hinted else None,
            hint_cost=rules.hint_points if place + 1 in hinted else 0,
        )
        for place, version in enumerate(versions)
    ]
    sums = total(
        mark(one.item_version.body, one.answer, hint_cost=one.hint_cost) for one in responses
    )
    attempt = Attempt(
        uid=block,
        unit_id=item.unit_id,
        block=block,
        number=1,
        seed=SEED,
        preset=rules.preset,
        state=Attempt.State.SUBMITTED if handed_in else Attempt.State.OPEN,
        opened_at=on,
        due_at=None if handed_in else due_at(on, rules.minutes),
        submitted_at=on if handed_in else None,
        points=sums.points if handed_in else None,
        possible=sums.possible,
    )
    return attempt, responses
