"""What the page of one badge prints: what was signed, and beside it only what was frozen with the badge.

Pure, but for the fonts that say which letters they have. A name that they lack is refused by
whoever renders; of titles and texts such signs are left out, as on certificates.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.utils import translation
from django.utils.timezone import localtime

from badges.certificates.badge_wording import BADGE_WORDING, BadgeWording
from badges.certificates.file_checking import Said, result_said, said_in
from badges.certificates.looks import printable
from badges.certificates.wording import WORDING, Wording, written_date
from badges.credentials.checking import Document
from badges.credentials.documents import is_of
from lms.common.ids import grouped

Row = tuple[str, str]


class Shown(NamedTuple):
    """What was shown. code: in the map.  level: 1 to 4, or 0 where no result names one.  places:
    (framework, address) of each framework that knows it."""

    code: str
    name: str
    level: int
    places: tuple[Row, ...]


class Measurement(NamedTuple):
    """(label, value) of everything that was measured at once. names: what it speaks of."""

    names: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeSheet:
    """A badge in the language of its credential.

    name: empty where the holder had none.  drawing: letter, level, codes and seed.
    """

    said: Said
    name: str
    code: str
    verify_url: str
    drawing: Mapping[str, Any]
    title: str
    description: str
    criteria: str
    issuer: str
    shown: Sequence[Shown]
    measured: Sequence[Measurement]
    evidence: Sequence[str]

    @property
    def language(self) -> str:
        return self.said.language

    @property
    def words(self) -> BadgeWording:
        return BADGE_WORDING[self.language]

    @property
    def shared_words(self) -> Wording:
        """Those of certificates."""
        return WORDING[self.language]

    @property
    def printed_name(self) -> str:
        return self.name or self.words.nameless

    @property
    def quoted_title(self) -> str:
        return self.shared_words.quoted.format(self.title)

    @property
    def awarded_on(self) -> date:
        assert self.said.issued_at is not None
        return localtime(self.said.issued_at).date()

    @property
    def facts(self) -> list[Row]:
        """When, until when, by whom."""
        words, until = self.words, self.said.valid_until
        rows = [(words.awarded, written_date(self.awarded_on, self.language))]
        if until:
            day = written_date(localtime(until).date(), self.language)
            rows.append((words.valid_until, day))
        else:
            rows.append((words.valid, words.endless))
        if self.said.credits:
            rows.append((words.credits, self.said.credits))
        return [*rows, (words.issuer, self.issuer)]

    @property
    def levels(self) -> list[tuple[Shown, str]]:
        """What was shown, each with its level as it is written."""
        written = self.shared_words.level_reached
        return [(one, written.format(one.level) if one.level else "") for one in self.shown]

    @property
    def measurements(self) -> list[tuple[str, tuple[Row, ...]]]:
        """Each under its heading, which names what it speaks of where there are several."""
        words = self.words
        if len(self.measured) == 1:
            return [(words.measured, self.measured[0].rows)]
        return [
            (words.measured_for.format(", ".join(one.names)), one.rows) for one in self.measured
        ]

    @property
    def row_count(self) -> int:
        """How many rows the tables and the list have."""
        return len(self.shown) + sum(len(one.rows) for one in self.measured) + len(self.evidence)

    @property
    def drawing_words(self) -> str:
        """The drawing for who does not see it."""
        codes = "".join(f", {code}" for code in self.drawing["codes"])
        return self.words.drawing.format(**self.drawing) + codes

    @property
    def printed_code(self) -> str:
        return grouped(self.code)

    @property
    def verify_place(self) -> str:
        """Where to type the code: the address of verification without scheme and code."""
        parts = urlsplit(self.verify_url)
        return f"{parts.netloc}{parts.path}".removesuffix(self.code)

    @property
    def document_title(self) -> str:
        """The title of the file, as readers and screen readers show it."""
        return f"{self.words.kind}: {self.title} – {self.printed_name}"


def sheet_of(
    document: Document, *, name: str, code: str, verify_url: str, drawing: Mapping[str, Any]
) -> BadgeSheet:
    """The page of a badge, from its document as it was signed.

    name: as it was frozen with the badge. Raises ValueError where it is not the one that was signed: its
    fingerprint is in the document.
    """
    if name and not is_of(document, "name", name):
        raise ValueError("this is not the name that was signed")
    said = said_in(document)
    groups = _groups(document)
    return BadgeSheet(
        said=said,
        name=name,
        code=code,
        verify_url=verify_url,
        drawing=drawing,
        title=_line(said.title),
        description=_line(said.description),
        criteria=_line(said.criteria),
        issuer=_line(said.issuer),
        shown=_shown(said, groups),
        measured=_measured(groups),
        evidence=[_evidence(*one) for one in said.evidence],
    )


def _line(text: str) -> str:
    """A text as it is printed: in one piece, and without signs that the fonts lack."""
    return " ".join(printable(text).split())


class _Group(NamedTuple):
    """The results of one competency or exercise."""

    name: str
    level: int
    rows: tuple[Row, ...]


def _groups(document: Document) -> list[_Group]:
    """Results are named r1-level, r1-accuracy …, and each label ends with what it speaks of
    (badges.awards.signing_actions.results)."""
    subject = document["credentialSubject"]
    known = {one["id"]: one for one in subject["achievement"].get("resultDescription", ())}
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    with translation.override(document["inLanguage"]):
        for one in subject.get("result", ()):
            place = one["resultDescription"].rpartition("#")[2]
            group, _dash, part = place.partition("-")
            label, value = result_said(known[one["resultDescription"]], one["value"])
            found[group].append((part, label, value))
    return [_group(rows) for rows in found.values()]


def _group(rows: list[tuple[str, str, str]]) -> _Group:
    name, level = "", 0
    for part, label, value in rows:
        if part == "level":
            name, level = label.partition(": ")[2], int(value)
    others = ((label, value) for part, label, value in rows if part != "level")
    told = tuple((_line(label.removesuffix(f": {name}")), _line(value)) for label, value in others)
    return _Group(name, level, told)


def _shown(said: Said, groups: list[_Group]) -> list[Shown]:
    """What has a level, in the order of the results, then competencies without one."""
    codes: dict[str, str] = {}
    places: dict[str, list[Row]] = defaultdict(list)
    for code, name, framework, address in said.competencies:
        codes.setdefault(name, code)
        places[name].append((_line(framework), address))
    levels: dict[str, int] = {}
    for group in groups:
        levels[group.name] = max(group.level, levels.get(group.name, 0))
    names = dict.fromkeys([*levels, *codes])
    return [
        Shown(codes.get(name, ""), _line(name), levels.get(name, 0), tuple(places[name]))
        for name in names
    ]


def _measured(groups: list[_Group]) -> list[Measurement]:
    """What was measured; what shows two competencies is told once."""
    names: dict[tuple[Row, ...], list[str]] = defaultdict(list)
    for group in groups:
        if group.rows:
            names[group.rows].append(_line(group.name))
    return [Measurement(tuple(of), rows) for rows, of in names.items()]


def _evidence(name: str, narrative: str) -> str:
    """A piece of evidence in a line; its name mostly stands in what is told of it."""
    return _line(narrative if name in narrative else ": ".join(filter(None, (name, narrative))))
