"""What publishing would change in a course: two editions compared, edit by edit. Pure.

Whom an edit touches is not known here; see lms.studio.effects.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any
from uuid import UUID

from courses.banks.facing import how_changed, prompt_of
from courses.banks.models import ItemVersion
from courses.banks.reading import digest_of
from courses.content.blocks.quiz import Rules, rules_of
from courses.content.comparing import Piece, UnitChange, compare, words_diff
from courses.content.models import Met
from courses.content.outline import Outline, OutlineItem
from lms.common.languages import LANGUAGES, Pair

TEXTS = ("title", "summary", "description", "can_be_asked", "outcomes")
UNIT_SAYS = ("title", "summary", "minutes", "blocks", "alignments")


@dataclass(frozen=True)
class Edition:
    """A course as one edition says it. contents: unit uid → what it says, as
    courses.content.drafting.content_of gives it.  questions: item uid → the version that is asked.
    competencies: the codes that can be claimed.
    """

    outline: Outline
    contents: Mapping[UUID, dict[str, Any]]
    questions: Mapping[str, ItemVersion]
    competencies: frozenset[str]
    # Block uid → for each of its draws, the items it may draw.
    drawn: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)

    def asks(self, block: Mapping[str, Any]) -> list[str]:
        """The items that this block may ask: those listed, and those that may be drawn."""
        draws = self.drawn.get(block["uid"], ())
        return [*block["settings"].get("items", ()), *(uid for draw in draws for uid in draw)]


@dataclass(frozen=True)
class QuestionChange:
    """A question that says something else. how: `words`, `answers` or `question`, as
    courses.banks.facing.how_changed says.  texts: what differs, field by field."""

    was: ItemVersion
    version: ItemVersion
    how: str
    texts: tuple["SaidOtherwise", ...]

    @property
    def uid(self) -> str:
        return str(self.version.item.uid)


class Kind(StrEnum):
    """What sort of edit it is; the order in which a report tells them."""

    REQUIRED = "required"
    REMOVED = "removed"
    EASIER = "easier"
    STRICTER = "stricter"
    GATE = "gate"
    ANSWERS = "answers"
    REPLACED = "replaced"
    OPTIONAL = "optional"
    RELEASED = "released"
    QUIZ = "quiz"
    UNCLAIMED = "unclaimed"
    CLAIMED = "claimed"
    SKIP = "skip"
    WORDING = "wording"
    TRANSLATION = "translation"
    ORDER = "order"
    MODULE = "module"
    COURSE = "course"


@dataclass(frozen=True)
class QuizChange:
    """A quiz that asks otherwise. block: its uid.  added, removed: prompts of questions.
    preset, attempts: (before, after) where they differ; rules: where any other of them does."""

    block: str
    added: tuple[Pair, ...] = ()
    removed: tuple[Pair, ...] = ()
    preset: tuple[str, str] | None = None
    attempts: tuple[int, int] | None = None
    rules: tuple[Rules, Rules] | None = None


@dataclass(frozen=True)
class SaidOtherwise:
    """A text of the course as a whole (name: `title`, `summary`, `description`, `outcomes` or
    `can_be_asked`), or of a question (`prompt`, `hint`, `explanation`, `options`,
    `cards`)."""

    name: str
    language: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Edit:
    """One edit. item: the unit as it will be, or as it was where it is taken out.  was: the unit as
    it is now.  Which of the others are there hangs on the kind:

    opens, opened: what must be done first, as it will be and as it is now; the rest of when it opens
    is on item and was.  in_units, in_blocks: where the question is asked.  names: titles of modules,
    before and after.  chooses: how many of a module's units are asked for, before and after; None for
    all required ones.
    """

    kind: Kind
    item: OutlineItem | None = None
    was: OutlineItem | None = None
    unit: UnitChange | None = None
    quizzes: tuple[QuizChange, ...] = ()
    question: QuestionChange | None = None
    in_units: tuple[OutlineItem, ...] = ()
    in_blocks: tuple[UUID, ...] = ()
    claims: tuple[tuple[str, int], ...] = ()
    opens: tuple[OutlineItem, ...] = ()
    opened: tuple[OutlineItem, ...] = ()
    names: tuple[Mapping[str, str], ...] = ()
    chooses: tuple[int | None, ...] = ()
    moved: tuple[OutlineItem, ...] = ()
    texts: tuple[SaidOtherwise, ...] = ()
    settings: tuple[str, ...] = ()


def stamp_of(edition: Edition) -> str:
    """Changes when anything of the edition does."""
    outline = edition.outline
    said = {
        "course": [
            getattr(outline, name)
            for name in (*TEXTS, "languages", "audience", "licence", "drawing")
        ],
        "modules": [(module.key, module.title, module.choose) for module in outline.modules],
        "openings": [(item.opening.stored, str(item.skipped_by or "")) for item in outline.items],
        "units": [
            (
                item.module_key,
                edition.contents[item.uid],
                item.required,
                str(item.required_from),
                item.requirement,
                item.score_at_least,
                item.level_at_least,
                [str(uid) for uid in item.waits_for],
            )
            for item in outline.items
        ],
        "questions": {uid: version.digest for uid, version in edition.questions.items()},
    }
    return digest_of(said)[:32]


def edits_between(old: Edition, new: Edition) -> list[Edit]:
    """Every edit, those first that learners feel."""
    found = [
        *_units(old, new),
        *_questions(old, new),
        *_order(old.outline, new.outline),
        *_modules(old.outline, new.outline),
        *_course(old.outline, new.outline),
    ]
    order = list(Kind)
    return sorted(found, key=lambda edit: order.index(edit.kind))


# --- units ---------------------------------------------------------------------------------------


def _units(old: Edition, new: Edition) -> Iterator[Edit]:
    for item in new.outline.items:
        was = old.outline.by_uid.get(item.uid)
        if was is None:
            yield Edit(Kind.REQUIRED if item.required else Kind.OPTIONAL, item)
            continue
        yield from _duty(item, was)
        yield from _rule(item, was)
        opens, opened = _before(new.outline, item), _before(old.outline, was)
        same = [one.uid for one in opens] == [one.uid for one in opened]
        if not same or item.opening != was.opening:
            yield Edit(Kind.GATE, item, was, opens=opens, opened=opened)
        if item.skipped_by != was.skipped_by:
            yield Edit(Kind.SKIP, item, was)
        yield from _said(item, was, old, new)
    for was in old.outline.items:
        if was.uid not in new.outline.by_uid:
            yield Edit(Kind.REMOVED, was, was)


def _duty(item: OutlineItem, was: OutlineItem) -> Iterator[Edit]:
    if item.required and not was.required:
        yield Edit(Kind.REQUIRED, item, was)
    elif was.required and not item.required:
        yield Edit(Kind.RELEASED, item, was)


def _rule(item: OutlineItem, was: OutlineItem) -> Iterator[Edit]:
    """Answering is stricter than reading, a score than both, and a higher one than a lower; another
    quiz is another score, which nobody has reached yet, and another calibration another result."""
    before, after = _asked_of(was), _asked_of(item)
    elsewhere = item.score_block != was.score_block and None not in (
        item.score_block,
        was.score_block,
    )
    if Met.MEASURED in (item.requirement, was.requirement):
        elsewhere = elsewhere or item.measure_block != was.measure_block
    if after > before or elsewhere:
        yield Edit(Kind.STRICTER, item, was)
    elif after < before:
        yield Edit(Kind.EASIER, item, was)


def _asked_of(item: OutlineItem) -> float:
    """How much it takes to be done with a unit: nothing, an answer, to be measured, a level reached by
    that, or per cent of a quiz."""
    if item.requirement == Met.MEASURED:
        return 0.6 + (item.level_at_least or 0) / 10
    return item.score_at_least or (0.5 if item.requirement == Met.ANSWER else 0)


def _before(outline: Outline, item: OutlineItem) -> tuple[OutlineItem, ...]:
    waits = set(item.waits_for)
    return tuple(other for other in outline.items if other.uid in waits)


def _said(item: OutlineItem, was: OutlineItem, old: Edition, new: Edition) -> Iterator[Edit]:
    change = compare(old.contents[item.uid], new.contents[item.uid])
    # What may be drawn changes with the bank, without a word of the unit.
    quizzes = tuple(_quizzes(item.uid, old, new))
    if not change and not quizzes:
        return
    if quizzes:
        yield Edit(Kind.QUIZ, item, was, quizzes=quizzes)
    if change.unclaimed:
        yield Edit(Kind.UNCLAIMED, item, was, claims=change.unclaimed)
    if change.claimed:
        yield Edit(Kind.CLAIMED, item, was, claims=change.claimed)
    asked_otherwise = {quiz.block for quiz in quizzes}
    blocks = tuple(
        block
        for block in change.blocks
        if block.how != "changed"
        or block.texts
        or block.moved
        or (block.settings and block.uid not in asked_otherwise)
    )
    words = UnitChange(change.texts, change.minutes, (), (), blocks)
    if words:
        kind = Kind.TRANSLATION if _is_translation(words) else Kind.WORDING
        yield Edit(kind, item, was, unit=words)


def _is_translation(change: UnitChange) -> bool:
    """Whether words came in one language only, where there had been none."""
    if change.minutes or any(
        block.how != "changed" or block.settings or block.moved for block in change.blocks
    ):
        return False
    texts = [*change.texts, *(text for block in change.blocks for text in block.texts)]
    fresh = all(piece.how == "added" for text in texts for piece in text.pieces)
    return fresh and len({text.language for text in texts}) == 1


def _quizzes(uid: UUID, old: Edition, new: Edition) -> Iterator[QuizChange]:
    before = {block["uid"]: block for block in old.contents[uid]["blocks"]}
    for block in new.contents[uid]["blocks"]:
        was = before.get(block["uid"])
        if was is None or "items" not in block["settings"]:
            continue
        asked, asks = old.asks(was), new.asks(block)
        preset = was["settings"].get("preset", ""), block["settings"].get("preset", "")
        attempts = was["settings"].get("attempts", 0), block["settings"].get("attempts", 0)
        rules = rules_of(was["settings"]), rules_of(block["settings"])
        others = [replace(one, preset="", attempts=0) for one in rules]
        change = QuizChange(
            block["uid"],
            added=tuple(_prompt(new, one) for one in asks if one not in asked),
            removed=tuple(_prompt(old, one) for one in asked if one not in asks),
            preset=preset if preset[0] != preset[1] else None,
            attempts=attempts if attempts[0] != attempts[1] else None,
            rules=rules if others[0] != others[1] else None,
        )
        if change != QuizChange(block["uid"]):
            yield change


def _prompt(edition: Edition, uid: str) -> Pair:
    version = edition.questions.get(uid)
    return prompt_of(version.body) if version else {}


# --- questions -----------------------------------------------------------------------------------


def _questions(old: Edition, new: Edition) -> Iterator[Edit]:
    for uid, version in new.questions.items():
        was = old.questions.get(uid)
        if was is None or was.digest == version.digest:
            continue
        how = how_changed(was.body, version.body)
        change = QuestionChange(was, version, how, tuple(_in_question(was.body, version.body)))
        places = [
            (item, UUID(block["uid"]))
            for item in new.outline.items
            for block in new.contents[item.uid]["blocks"]
            if uid in new.asks(block)
        ]
        asks = tuple({item.uid: item for item, _block in places}.values())
        blocks = tuple(block for _item, block in places)
        kind = {"answers": Kind.ANSWERS, "question": Kind.REPLACED}.get(change.how, Kind.WORDING)
        yield Edit(kind, question=change, in_units=asks, in_blocks=blocks)


TEXTS_OF_A_QUESTION = (
    "prompt",
    "options",
    "cards",
    "sides",
    "if_true",
    "if_false",
    "hint",
    "explanation",
)


def _in_question(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[SaidOtherwise]:
    for name in TEXTS_OF_A_QUESTION:
        for code in LANGUAGES:
            before, after = (_told(side.get(name), code) for side in (old, new))
            if before != after:
                yield SaidOtherwise(name, code, words_diff(before, after))


def _told(said: Any, language: str) -> str:
    """A text of a question in one language; of a list its texts and what is said to each."""
    if isinstance(said, list):
        lines = []
        for one in said:
            told = [one[name].get(language, "") for name in ("text", "feedback") if one.get(name)]
            lines.append(" – ".join(part for part in told if part))
        return "\n".join(lines)
    return str((said or {}).get(language, ""))


# --- the course ----------------------------------------------------------------------------------


def _order(old: Outline, new: Outline) -> Iterator[Edit]:
    """The fewest units whose moving leads from the one order to the other."""
    both = old.by_uid.keys() & new.by_uid.keys()
    before = [(item.module_key, item.uid) for item in old.items if item.uid in both]
    after = [(item.module_key, item.uid) for item in new.items if item.uid in both]
    kept: set[UUID] = set()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for match in matcher.get_matching_blocks():
        kept |= {uid for _module, uid in before[match.a : match.a + match.size]}
    if moved := tuple(item for item in new.items if item.uid in both - kept):
        yield Edit(Kind.ORDER, moved=moved)


def _modules(old: Outline, new: Outline) -> Iterator[Edit]:
    before = {module.key: module for module in old.modules}
    after = {module.key: module for module in new.modules}
    for module in new.modules:
        was = before.get(module.key)
        if was is None:
            yield Edit(Kind.MODULE, settings=("added",), names=({}, _words(module.title)))
        elif was.title != module.title:
            names = (_words(was.title), _words(module.title))
            yield Edit(Kind.MODULE, settings=("renamed",), names=names)
        if was is not None and was.choose != module.choose:
            yield Edit(
                Kind.MODULE,
                settings=("choose",),
                names=({}, _words(module.title)),
                chooses=(was.choose, module.choose),
            )
    for module in old.modules:
        if module.key not in after:
            yield Edit(Kind.MODULE, settings=("removed",), names=(_words(module.title), {}))


def _words(pair: Any) -> Mapping[str, str]:
    return dict(pair)


def _course(old: Outline, new: Outline) -> Iterator[Edit]:
    texts = []
    for name in TEXTS:
        for code in LANGUAGES:
            before, after = (_line(getattr(side, name), code) for side in (old, new))
            if before != after:
                texts.append(SaidOtherwise(name, code, words_diff(before, after)))
    settings = tuple(
        name
        for name in ("languages", "audience", "licence", "drawing")
        if getattr(old, name) != getattr(new, name)
    )
    if texts or settings:
        yield Edit(Kind.COURSE, texts=tuple(texts), settings=settings)


def _line(said: Any, language: str) -> str:
    if isinstance(said, tuple):
        return "\n".join(str(one.get(language, "")) for one in said)
    return str(said.get(language, ""))


def may_spare(edits: list[Edit]) -> set[UUID]:
    """Units that may be required only of those who start from now."""
    return {edit.item.uid for edit in edits if edit.kind is Kind.REQUIRED and edit.item}
