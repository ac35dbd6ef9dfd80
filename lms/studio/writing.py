"""What the unit editor shows: every text in both languages, and how its translation stands."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404
from django.utils.functional import Promise
from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext_lazy as _

from courses.banks.facing import prompt_of
from courses.banks.models import ItemVersion
from courses.banks.queries import latest_versions, newest_by_class
from courses.calibration.naming import class_name
from courses.competencies.models import Competency
from courses.competencies.queries import domains
from courses.content.actions.drafting import Clash
from courses.content.advising import findings_of_unit
from courses.content.blocks import BLOCKS, fields_of
from courses.content.blocks.file import told
from courses.content.blocks.survey import MANY, ONE, SCALE, SHORT, questions_of
from courses.content.comparing import Piece, shortened, words_diff
from courses.content.drafting import UNIT_TEXTS, Working, content_of, working
from courses.content.findings import Finding
from courses.content.hosts import embed_hosts, services
from courses.content.models import Release, ReleaseItem, Unit, UnitDraft
from lms.common.html import plain_text, render_inline
from lms.common.languages import LANGUAGES, Pair, current_language
from lms.common.wording import listed, read_whole
from lms.studio.desk import Desk

KINDS: dict[str, Promise] = {
    "text": _("Text"),
    "image": _("Picture"),
    "video": _("Video"),
    "file": _("File"),
    "embed": _("From another site"),
    "callout": _("Callout"),
    "check": _("Self-check"),
    "quiz": _("Quiz"),
    "calibration": _("Calibration"),
    "survey": _("Survey"),
    "self-rating": _("Self-rating"),
}
WHAT_FOR: dict[str, Promise] = {
    "text": _("Headings, paragraphs, lists, tables"),
    "image": _("A photograph or drawing with its description"),
    "video": _("A film with captions and its text"),
    "file": _("A document or table to take along"),
    "embed": _("A map, form or data set, shown once its reader says yes"),
    "callout": _("An aside, or something not to be missed"),
    "check": _("One to three questions within the text, for oneself alone"),
    "quiz": _("A page of its own with questions and a result"),
    "calibration": _("Practice, then measuring on items not seen before"),
    "survey": _("Questions without right answers, told to you in counts"),
    "self-rating": _("Learners rate themselves, before and after"),
}
FIELDS: dict[tuple[str, str], Promise] = {
    ("unit", "title"): _("Title of the unit"),
    ("unit", "summary"): _("What it is about, in one sentence (may be empty)"),
    ("text", "text"): _("Text"),
    ("callout", "title"): _("Title"),
    ("callout", "text"): _("Text"),
    ("image", "alt"): _("Alternative text"),
    ("image", "caption"): _("Caption (may be empty)"),
    ("video", "title"): _("Title: what does it show?"),
    ("video", "about"): _("What to watch for (may be empty)"),
    ("video", "captions"): _("Captions (WebVTT)"),
    ("embed", "title"): _("Title: what will be seen?"),
    ("embed", "about"): _("What it is for"),
    ("survey", "title"): _("Title"),
    ("survey", "about"): _("Lead-in (may be empty)"),
    ("self-rating", "title"): _("Title (may be empty)"),
    ("self-rating", "about"): _("Lead-in (may be empty)"),
    ("file", "title"): _("Title: what is in the file?"),
    ("file", "about"): _("What to do with it (may be empty)"),
    ("check", "text"): _("Lead-in (may be empty)"),
    ("quiz", "title"): _("Title"),
    ("quiz", "text"): _("Lead-in (may be empty)"),
    ("calibration", "title"): _("Title: what is measured?"),
    ("calibration", "text"): _("What it is for (may be empty)"),
    ("calibration", "reason"): _("Why the thresholds are as they are"),
}
ASKED: dict[str, Promise] = {
    ONE: _("One answer"),
    MANY: _("Several answers"),
    SCALE: _("Scale from 1 to 5"),
    SHORT: _("A few words"),
}
ENDS_SAID: dict[str, Promise] = {"low": _("What 1 means"), "high": _("What 5 means")}
HEADING = re.compile(r"\s*#{1,6}[ \t]+(.+)")
MOST_NAME = 60
# Lines that a field shows at first; it grows with what is written.
SHORT_TEXTS = ("check", "quiz", "calibration")
LINES = {"summary": 2, "alt": 2, "caption": 2, "about": 2, "captions": 8, "reason": 3}


@dataclass(frozen=True)
class Writing:
    """One text in one language.

    state: `missing`, `stale` or `current`.  since: for a stale one, how the first language has
    changed since this was its translation.  is_alone: whether the block has no other text.
    is_spare: whether nobody needs it, as the words for a picture that only decorates.
    """

    place: str
    language: str
    label: Promise
    value: str
    seq: int
    state: str
    since: tuple[Piece, ...]
    one_line: bool
    lines: int
    is_prose: bool
    is_alone: bool
    is_spare: bool
    most: int
    # Somebody else's text, where both have written.
    theirs: Clash | None = None

    @property
    def id(self) -> str:
        """Of the form's field."""
        return f"{self.language}-{self.place.replace('.', '-')}"


@dataclass(frozen=True)
class Question:
    """An item that a block asks."""

    uid: str
    prompt: Pair
    kind: str
    key: str


@dataclass(frozen=True)
class Asked:
    """A question of a survey as it is written. choices: (key, what it says)."""

    key: str
    kind: str
    label: Promise
    number: int
    rows: list[list[Writing]]
    choices: list[tuple[str, str]]
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class Panel:
    """One block. name: what it begins with, or is called, and in which language.  rows: its texts, the languages side by
    side.  classes: what the classes that it tells apart are called.  is_known: whether this edition can read the kind at all."""

    uid: str
    key: str
    kind: str
    label: str | Promise
    number: int
    name: str
    name_in: str
    settings: dict[str, Any]
    rows: list[list[Writing]]
    questions: list[Question]
    asks: list[Asked]
    classes: list[Pair]
    is_first: bool
    is_last: bool
    is_known: bool

    @property
    def every(self) -> list[list[Writing]]:
        """Its texts with those of its questions."""
        return [*self.rows, *(row for one in self.asks for row in one.rows)]

    @property
    def pictures(self) -> list[tuple[str, dict[str, Any]]]:
        """(language, file) of each picture; one without a language where both show the same."""
        files = self.settings.get("files", {})
        same = len({file["address"] for file in files.values()}) == 1
        return [("", file) for file in [*files.values()][:1]] if same else [*files.items()]

    @property
    def files(self) -> list[tuple[dict[str, Any], str]]:
        """(file, what it is) of each file to take along, in the reader's language."""
        files = {file["address"]: file for file in self.settings.get("files", {}).values()}
        return [(file, told(file, current_language())) for file in files.values()]


@dataclass(frozen=True)
class UnitDesk:
    """The whole page. order: the languages as they stand side by side, the first one first."""

    unit: Unit
    label: str
    title: Pair
    order: tuple[str, ...]
    about: list[list[Writing]]
    panels: list[Panel]
    minutes: int
    alignments: list[dict[str, Any]]
    competencies: list[Competency]
    retired: list[tuple[str, str]]
    shape_sequence: int
    saved_at: Any
    untranslated: int
    findings: list[Finding]
    kinds: list[tuple[str, Promise, Promise]]

    @property
    def asked(self) -> list[tuple[str, Promise]]:
        """(kind, what it is called) of the questions that a survey may ask."""
        return list(ASKED.items())

    @property
    def video_services(self) -> str:
        """Where videos may be shown from."""
        return listed(services())

    @property
    def embed_names(self) -> str:
        """What a page may hold parts of."""
        return listed([f"{name} ({host})" for host, name in embed_hosts().items()])

    @property
    def first(self) -> str:
        return self.order[0]


@dataclass(frozen=True)
class Typed:
    """What a form brought that could not be saved: it is shown again, not what is stored."""

    posted: Mapping[str, str] = field(default_factory=dict)
    clashes: Mapping[tuple[str, str], Clash] = field(default_factory=dict)

    def value(self, language: str, place: str, otherwise: str) -> str:
        return self.posted.get(f"{language}:{place}", otherwise)

    def seq(self, language: str, place: str, otherwise: int) -> int:
        seen = read_whole(self.posted.get(f"seen:{language}:{place}", ""))
        known = (language, place) in self.clashes or seen is None
        return otherwise if known else int(seen or 0)


@dataclass(frozen=True)
class RefusedAbout:
    """The length and the competencies as they were sent, where they could not be kept."""

    why: str
    minutes: str
    alignments: list[dict[str, Any]]


@dataclass(frozen=True)
class RefusedSettings:
    """What was sent to set a block and could not be kept: it is shown again. said: by name."""

    block: str
    said: Mapping[str, str]


def unit_desk(
    desk: Desk, unit: Unit, typed: Typed | None = None, refused: RefusedSettings | None = None
) -> UnitDesk:
    """The unit as its author sees it."""
    typed = typed or Typed()
    draft: Release = desk.draft
    item = (
        ReleaseItem.objects.filter(release=draft, unit=unit)
        .select_related("module", "version")
        .first()
    )
    if item is None:
        raise Http404(_("This unit is no longer in the course."))
    drafts = list(UnitDraft.objects.filter(unit=unit))
    now = working(item.version, drafts)
    # A course in one language shows that one alone.
    order = tuple(str(code) for code in draft.languages) or LANGUAGES
    asked = [uid for block in now.blocks for uid in block["settings"].get("items", [])]
    versions = latest_versions(asked) if asked else {}
    bodies = {uid: version.body for uid, version in versions.items()}
    called = _classes_called(desk.course.bank_id, now)
    panels = [
        _panel(now, block, number, order, versions, called, typed, refused)
        for number, block in enumerate(now.blocks)
    ]
    about = [_row(now, "unit", name, name, order, typed) for name in UNIT_TEXTS]
    rows = [*about, *(row for panel in panels for row in panel.every)]
    return UnitDesk(
        unit=unit,
        label=f"{item.module.position + 1}.{item.position + 1}",
        title=content_of(now)["title"],
        order=order,
        about=about,
        panels=panels,
        minutes=now.minutes,
        alignments=now.alignments,
        competencies=[code for domain in domains() for code in domain.children.all()],
        retired=[
            (code, said) for code in order for said in now.retired[code].values() if said.strip()
        ],
        shape_sequence=max((row.sequence for row in drafts if row.part == "shape"), default=0),
        saved_at=max((row.saved_at for row in drafts), default=None),
        untranslated=sum(one.state != "current" for row in rows for one in row),
        findings=findings_of_unit(draft, unit, now, bodies),
        kinds=[(kind, label, WHAT_FOR[kind]) for kind, label in KINDS.items()],
    )


def _classes_called(bank_id: int, now: Working) -> dict[str, Pair]:
    """Class → what it is called, of every exercise of the unit; without one nothing is asked for."""
    names = {name for block in now.blocks for name in block["settings"].get("classes", ())}
    by_class = newest_by_class(bank_id, names)
    return {
        name: class_name([one.body for one in versions], name)
        for name, versions in by_class.items()
    }


def _panel(
    now: Working,
    block: dict[str, Any],
    number: int,
    order: tuple[str, ...],
    versions: dict[str, ItemVersion],
    called: Mapping[str, Pair],
    typed: Typed,
    refused: RefusedSettings | None,
) -> Panel:
    settings = block["settings"]
    if refused is not None and refused.block == block["uid"]:
        settings = {**settings, **refused.said}
    kind = BLOCKS.get(block["kind"])
    rows = [
        _row(
            now,
            block["kind"],
            name,
            f"{block['uid']}.{name}",
            order,
            typed,
            decorates=bool(block["settings"].get("decorative")),
            settings=block["settings"],
        )
        for name in fields_of(block["kind"], block["settings"])
    ]
    by_field = {row[0].place.partition(".")[2]: row for row in rows}
    asks = _asks(block["settings"], by_field) if block["kind"] == "survey" else []
    if kind:
        rows = [by_field[field] for field in kind.fields]
    name, name_in = _name(now, block, order)
    return Panel(
        uid=block["uid"],
        key=block["key"],
        kind=block["kind"],
        label=KINDS.get(block["kind"], block["kind"]),
        number=number + 1,
        name=name,
        name_in=name_in,
        settings=settings,
        rows=rows,
        questions=list(_questions(block, versions)),
        asks=asks,
        classes=[called[one] for one in block["settings"].get("classes", ())],
        is_first=number == 0,
        is_last=number == len(now.blocks) - 1,
        is_known=kind is not None,
    )


def _asks(settings: Mapping[str, Any], rows: Mapping[str, list[Writing]]) -> list[Asked]:
    questions = questions_of(settings)
    return [
        Asked(
            key=one.key,
            kind=one.kind,
            label=ASKED[one.kind],
            number=number,
            rows=[rows[one.field], *(rows[one.field_of(choice)] for choice in one.named)],
            choices=[
                (
                    choice,
                    next((text.value for text in rows[one.field_of(choice)] if text.value), ""),
                )
                for choice in one.choices
            ],
            is_first=number == 1,
            is_last=number == len(questions),
        )
        for number, one in enumerate(questions, 1)
    ]


def _label(kind: str, name: str, settings: Mapping[str, Any]) -> Promise:
    """What a text is called where it is written."""
    if (kind, name) in FIELDS:
        return FIELDS[(kind, name)]
    for one in questions_of(settings):
        if name == one.field:
            return _("Question")
        for number, choice in enumerate(one.named, 1):
            if name == one.field_of(choice) and one.kind == SCALE:
                return ENDS_SAID[choice]
            if name == one.field_of(choice):
                return format_lazy(_("Answer {n}"), n=number)
    return _("Text")


def _name(now: Working, block: dict[str, Any], order: tuple[str, ...]) -> tuple[str, str]:
    """What tells the block from others of its kind, and in which language: its title, or the heading
    it begins with; in the reader's own language where it is written."""
    mine = current_language()
    for code in sorted(order, key=lambda code: code != mine):
        if title := now.text(code, f"{block['uid']}.title"):
            return Truncator(title).chars(MOST_NAME), code
        if found := HEADING.match(now.text(code, f"{block['uid']}.text")):
            return Truncator(plain_text(render_inline(found[1], code))).chars(MOST_NAME), code
    return "", ""


def _questions(block: dict[str, Any], versions: dict[str, ItemVersion]) -> Iterator[Question]:
    for uid in block["settings"].get("items", []):
        if version := versions.get(uid):
            yield Question(uid, prompt_of(version.body), version.item.kind, version.item.key)


def _row(
    now: Working,
    kind: str,
    name: str,
    place: str,
    order: tuple[str, ...],
    typed: Typed,
    *,
    decorates: bool = False,
    settings: Mapping[str, Any] | None = None,
) -> list[Writing]:
    label, asks = _label(kind, name, settings or {}), name.startswith("q-")
    spare = name == "alt" and decorates and not any(now.text(code, place) for code in LANGUAGES)
    return [
        Writing(
            place=place,
            language=code,
            label=label,
            value=typed.value(code, place, now.text(code, place)),
            seq=typed.seq(code, place, now.seq(code, place)),
            state=now.state(code, place, first=order[0]),
            since=_since(now, code, place, order[0]),
            one_line=name == "title" or asks,
            lines=LINES.get(name, 2 if kind in SHORT_TEXTS else 6),
            is_prose=name == "text",
            is_alone=kind == "text",
            is_spare=spare,
            most=300 if name == "title" or asks else 60_000,
            theirs=typed.clashes.get((code, place)),
        )
        for code in order
    ]


def _since(now: Working, language: str, place: str, first: str) -> tuple[Piece, ...]:
    if now.state(language, place, first=first) != "stale":
        return ()
    return shortened(words_diff(now.behind[language][place], now.text(first, place)))
