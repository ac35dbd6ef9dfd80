"""What one certificate states, frozen at issue, in one language; no database and no layout."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from re import fullmatch
from typing import Any, NamedTuple, Self
from urllib.parse import urlsplit

from badges.certificates.wording import (
    WORDING,
    Wording,
    written_date,
    written_duration,
    written_number,
)
from lms.common.ids import grouped, read_code
from lms.common.languages import LANGUAGES, OTHER


class Module(NamedTuple):
    """A module of the course; minutes is the sum of its units."""

    title: str
    minutes: int


class ShownCompetency(NamedTuple):
    """A competency, the level reached (1 to 4), and in a few words what showed it."""

    code: str
    name: str
    level: int
    shown_by: str


class Signatory(NamedTuple):
    """Who signs, and as what."""

    name: str
    role: str


class Colours(NamedTuple):
    """What is drawn in which colour, as `#rrggbb`: words and levels, the sheet, the lines of the
    border, the contours behind them, the rules of tables."""

    moss: str = "#44601f"
    paper: str = "#fbfbf6"
    braid: str = "#697f4a"
    contours: str = "#e7ebdd"
    rules: str = "#b9c2ab"


OWN_COLOURS = Colours()
LAYOUTS = ("landscape", "portrait")
LOGO_FILE = r"[0-9a-f]{64}\.(png|jpg)"


class Logo(NamedTuple):
    """A picture at the head. file: its digest and ending, the name it is kept under.  width, height:
    in pixels.  alt: what is read out in its place."""

    file: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """Everything printed on one certificate, in one language.

    Texts are plain. minutes: workload, the sum of the units. assessment, participation and
    quality, and from credits on, are elements of a European micro-credential. seed: draws the border.
    said, also_said: what stands under the name, where it is not the document's own words, and the
    same in the other language.  bilingual: whether labels stand in the other language as well.
    Raises ValueError for what no certificate can state.
    """

    language: str
    code: str
    verify_url: str
    learner_name: str
    course_title: str
    completed_on: date
    issued_on: date
    minutes: int
    modules: tuple[Module, ...]
    competencies: tuple[ShownCompetency, ...]
    outcomes: tuple[str, ...]
    can_be_asked: str
    assessment: str
    participation: str
    quality: str
    issuer_name: str
    issuer_detail: str
    country: str
    signatories: tuple[Signatory, ...]
    seed: int
    release_number: int
    colours: Colours = OWN_COLOURS
    # What designs and courses may add; documents issued before there were any say none of it.
    layout: str = LAYOUTS[0]
    bilingual: bool = False
    logo: Logo | None = None
    said: str = ""
    also_said: str = ""
    closing: str = ""
    credits: str = ""
    qualification_level: str = ""
    prerequisites: str = ""
    stackability: str = ""

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(f"no certificate wording in {self.language!r}")
        if read_code(self.code) != self.code:
            raise ValueError("a verification code is 26 characters of Crockford's base 32")
        if not self.learner_name.strip() or not self.course_title.strip():
            raise ValueError("a certificate names a learner and a course")
        if any(not 1 <= competency.level <= 4 for competency in self.competencies):
            raise ValueError("levels run from 1 to 4")
        # Colours are written into a style sheet, so nothing else may pass.
        if not all(fullmatch("#[0-9a-f]{6}", colour) for colour in self.colours):
            raise ValueError("a colour is written #rrggbb, in lower case")
        if self.layout not in LAYOUTS:
            raise ValueError(f"no certificate is laid out {self.layout!r}")
        if self.logo and not fullmatch(LOGO_FILE, self.logo.file):
            raise ValueError("a logo is named by its digest")

    @property
    def printed_code(self) -> str:
        """The code in groups of four."""
        return grouped(self.code)

    @property
    def verify_place(self) -> str:
        """Where to type the code: the address of verification without scheme and code."""
        parts = urlsplit(self.verify_url)
        return f"{parts.netloc}{parts.path}".removesuffix(self.code)

    @property
    def words(self) -> Wording:
        """What stands beside the facts, on paper and on every page that repeats it."""
        return WORDING[self.language]

    @property
    def also(self) -> Wording | None:
        """The words of the other language, where labels stand in both."""
        return WORDING[OTHER[self.language]] if self.bilingual else None

    @property
    def elements(self) -> list[tuple[str, str]]:
        """The elements of a micro-credential, each with its label; those that say something."""
        return [(getattr(self.words, name), value) for name, value in self.named_elements]

    @property
    def named_elements(self) -> list[tuple[str, str]]:
        """The same, each with the name that `Wording` has for its label."""
        language = self.language
        rows = [
            ("learner", self.learner_name),
            ("title", self.course_title),
            ("issuer", ", ".join(filter(None, (self.issuer_name, self.issuer_detail)))),
            ("country", self.country),
            ("completed", written_date(self.completed_on, language)),
            ("issued", written_date(self.issued_on, language)),
            ("notional_workload", written_duration(self.minutes, language)),
            ("credits", written_number(self.credits, language)),
            ("qualification_level", self.qualification_level),
            ("assessment", self.assessment),
            ("participation", self.participation),
            ("quality", self.quality),
            ("prerequisites", self.prerequisites),
            ("stackability", self.stackability),
            ("release", self.words.release_number.format(self.release_number)),
        ]
        return [(name, value) for name, value in rows if value]

    @property
    def workloads(self) -> list[tuple[str, str]]:
        """Each module with its workload as it is written."""
        return [(one.title, written_duration(one.minutes, self.language)) for one in self.modules]

    @property
    def levels(self) -> list[tuple[ShownCompetency, str]]:
        """Each competency with its level as it is written."""
        return [(one, self.words.level_reached.format(one.level)) for one in self.competencies]

    @property
    def document_title(self) -> str:
        """The title of the file, as readers and screen readers show it."""
        return f"{WORDING[self.language].kind}: {self.course_title} – {self.learner_name}"

    def texts(self) -> Iterator[str]:
        """Every text that came from people, for the check that the fonts can print it."""
        for value in asdict(self).values():
            yield from _texts_in(value)

    def to_json(self) -> dict[str, Any]:
        """Plain values for a JSON column; from_json gives the same facts back."""
        plain = asdict(self)
        for name in ("completed_on", "issued_on"):
            plain[name] = plain[name].isoformat()
        for name, kind in PARTS.items():
            plain[name] = [dict(zip(kind._fields, part, strict=True)) for part in plain[name]]
        plain["outcomes"] = list(self.outcomes)
        plain["colours"] = self.colours._asdict()
        plain["logo"] = self.logo._asdict() if self.logo else None
        return plain

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Self:
        """The facts that were stored by to_json."""
        values = dict(plain)
        for name in ("completed_on", "issued_on"):
            values[name] = date.fromisoformat(values[name])
        for name, kind in PARTS.items():
            values[name] = tuple(kind(**part) for part in values[name])
        values["outcomes"] = tuple(values["outcomes"])
        values["colours"] = Colours(**values["colours"])
        if values.get("logo"):
            values["logo"] = Logo(**values["logo"])
        return cls(**values)


PARTS: dict[str, Any] = {
    "modules": Module,
    "competencies": ShownCompetency,
    "signatories": Signatory,
}


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts_in(part)
