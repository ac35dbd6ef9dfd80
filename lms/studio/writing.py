"""What the unit editor shows: every text in both languages, and how its translation stands."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from courses.banks.models import ItemVersion
from courses.banks.queries import latest_versions
from courses.competencies.models import Competency
from courses.competencies.queries import domains
from courses.content.actions.drafting import Clash
from courses.content.advising import findings_of_unit
from courses.content.blocks import BLOCKS
from courses.content.blocks.file import told
from courses.content.comparing import Piece, shortened, words_diff
from courses.content.drafting import UNIT_TEXTS, Working, content_of, working
from courses.content.findings import Finding
from courses.content.models import Release, ReleaseItem, Unit, UnitDraft
from lms.common.html import plain_text, render_inline
from lms.common.languages import LANGUAGES, Pair, current_language
from lms.common.wording import read_whole
from lms.studio.desk import Desk

KINDS: dict[str, Promise] = {
    "text": _("Text"),
    "image": _("Picture"),
    "file": _("File"),
    "callout": _("Callout"),
    "check": _("Self-check"),
    "quiz": _("Quiz"),
}
WHAT_FOR: dict[str, Promise] = {
    "text": _("Headings, paragraphs, lists, tables"),
    "image": _("A photograph or drawing with its description"),
    "file": _("A document or table to take along"),
    "callout": _("An aside, or something not to be missed"),
    "check": _("One to three questions in the text, never counted"),
    "quiz": _("Questions that are scored"),
}
FIELDS: dict[tuple[str, str], Promise] = {
    ("unit", "title"): _("Title of the unit"),
    ("unit", "summary"): _("What it is about, in one sentence"),
    ("text", "text"): _("Text"),
    ("callout", "title"): _("Title"),
    ("callout", "text"): _("Text"),
    ("image", "alt"): _("Alternative text"),
    ("image", "caption"): _("Caption (may be empty)"),
    ("file", "title"): _("Title: what is in the file?"),
    ("file", "about"): _("What to do with it (may be empty)"),
    ("check", "text"): _("Lead-in (may be empty)"),
    ("quiz", "title"): _("Title"),
    ("quiz", "text"): _("Lead-in (may be empty)"),
}
HEADING = re.compile(r"\s*#{1,6}[ \t]+(.+)")
MOST_NAME = 60
# Lines that a field shows at first; it grows with what is written.
LINES = {"summary": 2, "alt": 2, "caption": 2, "about": 2}


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
    prompt: dict[str, str]
    kind: str
    key: str


@dataclass(frozen=True)
class Panel:
    """One block. name: what it begins with, or is called.  rows: its texts, the languages side by
    side.  is_known: whether this edition can read the kind at all."""

    uid: str
    key: str
    kind: str
    label: str | Promise
    number: int
    name: str
    settings: dict[str, Any]
    rows: list[list[Writing]]
    questions: list[Question]
    is_first: bool
    is_last: bool
    is_known: bool

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


def unit_desk(desk: Desk, unit: Unit, typed: Typed | None = None) -> UnitDesk:
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
    panels = [
        _panel(now, block, number, order, versions, typed)
        for number, block in enumerate(now.blocks)
    ]
    about = [_row(now, "unit", name, name, order, typed) for name in UNIT_TEXTS]
    rows = [*about, *(row for panel in panels for row in panel.rows)]
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


def _panel(
    now: Working,
    block: dict[str, Any],
    number: int,
    order: tuple[str, ...],
    versions: dict[str, ItemVersion],
    typed: Typed,
) -> Panel:
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
        )
        for name in (kind.fields if kind else ())
    ]
    return Panel(
        uid=block["uid"],
        key=block["key"],
        kind=block["kind"],
        label=KINDS.get(block["kind"], block["kind"]),
        number=number + 1,
        name=_name(now, block, order),
        settings=block["settings"],
        rows=rows,
        questions=list(_questions(block, versions)),
        is_first=number == 0,
        is_last=number == len(now.blocks) - 1,
        is_known=kind is not None,
    )


def _name(now: Working, block: dict[str, Any], order: tuple[str, ...]) -> str:
    """What tells the block from others of its kind: its title, or the heading it begins with."""
    for code in order:
        if title := now.text(code, f"{block['uid']}.title"):
            return Truncator(title).chars(MOST_NAME)
        if found := HEADING.match(now.text(code, f"{block['uid']}.text")):
            return Truncator(plain_text(render_inline(found[1], code))).chars(MOST_NAME)
    return ""


def _questions(block: dict[str, Any], versions: dict[str, ItemVersion]) -> Iterator[Question]:
    for uid in block["settings"].get("items", []):
        if version := versions.get(uid):
            yield Question(uid, version.body["prompt"], version.item.kind, version.item.key)


def _row(
    now: Working,
    kind: str,
    name: str,
    place: str,
    order: tuple[str, ...],
    typed: Typed,
    *,
    decorates: bool = False,
) -> list[Writing]:
    spare = name == "alt" and decorates and not any(now.text(code, place) for code in LANGUAGES)
    return [
        Writing(
            place=place,
            language=code,
            label=FIELDS[(kind, name)],
            value=typed.value(code, place, now.text(code, place)),
            seq=typed.seq(code, place, now.seq(code, place)),
            state=now.state(code, place, first=order[0]),
            since=_since(now, code, place, order[0]),
            one_line=name == "title",
            lines=LINES.get(name, 2 if kind in ("check", "quiz") else 6),
            is_prose=name == "text",
            is_alone=kind == "text",
            is_spare=spare,
            most=300 if name == "title" else 60_000,
            theirs=typed.clashes.get((code, place)),
        )
        for code in order
    ]


def _since(now: Working, language: str, place: str, first: str) -> tuple[Piece, ...]:
    if now.state(language, place, first=first) != "stale":
        return ()
    return shortened(words_diff(now.behind[language][place], now.text(first, place)))
