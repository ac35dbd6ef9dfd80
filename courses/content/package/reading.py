"""A whole package, checked: course.yaml, units and items together."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from courses.banks.reading import ItemText, read_item
from courses.content.blocks import ANSWERED
from courses.content.blocks.base import MOST_TEXT
from courses.content.models import Audience, Met
from courses.content.opening import MOST_DAYS, Claim, Opening, is_sensible, read_claim
from courses.content.package.documents import read_documents
from courses.content.package.files import PackageFiles
from courses.content.package.pictures import PictureText, read_pictures
from courses.content.package.units import BlockText, read_unit
from lms.common.documents import Document
from lms.common.drawings.headers import KINDS as HEADER_KINDS
from lms.common.languages import LANGUAGES, Pair, text
from lms.common.wording import read_whole
from lms.common.yamlnodes import Faults, Fields, Node, read_pair, read_yaml

FORMAT = "laukas-course/1"
MOST_UNITS = 500
MOST_ITEMS = 2000


@dataclass
class UnitText:
    """A unit of the package."""

    key: str
    title: Pair
    summary: Pair
    minutes: int
    required: bool
    required_from: datetime | None
    requirement: str
    score_at_least: int | None
    level_at_least: int | None
    alignments: list[tuple[str, int]]
    opens_after: list[str]
    opening: Opening
    skipped_by: Claim | None
    blocks: list[BlockText]
    node: Node


@dataclass
class ModuleText:
    """A module of the package."""

    key: str
    title: Pair
    in_order: bool
    choose: int | None
    opens_after: list[str]
    opening: Opening
    units: list[UnitText]


@dataclass
class CourseText:
    """A course package, read and checked as far as it can be without a database."""

    slug: str = ""
    languages: tuple[str, ...] = LANGUAGES
    audience: str = ""
    licence: str = ""
    drawing: str = ""
    title: Pair = field(default_factory=Pair)
    summary: Pair = field(default_factory=Pair)
    description: Pair = field(default_factory=Pair)
    outcomes: list[Pair] = field(default_factory=list)
    can_be_asked: Pair = field(default_factory=Pair)
    modules: list[ModuleText] = field(default_factory=list)
    items: dict[str, ItemText] = field(default_factory=dict)
    pictures: dict[str, PictureText] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)

    @property
    def units(self) -> list[UnitText]:
        return [unit for module in self.modules for unit in module.units]


COURSE = {
    "format", "unfinished", "slug", "languages", "audience", "licence", "drawing", "title", "summary",
    "description", "outcomes", "can_be_asked", "modules",
}  # fmt: skip
OPENING = {"opens_on", "opens_after_days", "opens_with"}
MODULE = {"key", "title", "in_order", "rule", "opens_after", "units", *OPENING}
UNIT = {
    "key", "title", "summary", "minutes", "required", "required_from", "requirement", "aligns",
    "opens_after", "skipped_by", *OPENING,
}  # fmt: skip


def read_package(files: PackageFiles, faults: Faults) -> CourseText:
    """The course in these files. What could not be read is noted, and left empty."""
    course = CourseText()
    root = read_yaml(files.texts.get("course.yaml", ""), "course.yaml", faults)
    if root is None:
        return course
    fields = Fields(root, faults, known=COURSE)
    if fields.text("format") != FORMAT:
        fields.fault(_("“format” should be %s.") % FORMAT, "format")
    faults.lenient = fields.flag("unfinished")
    course.slug = fields.key("slug")
    course.languages = _languages(fields)
    course.audience = fields.choice("audience", Audience.values)
    course.licence = fields.text("licence", required=not faults.lenient, most=60)
    course.drawing = fields.choice("drawing", HEADER_KINDS)
    both = course.languages
    course.title = fields.pair("title", languages=both, most=300)
    course.summary = fields.pair("summary", languages=both, most=1000)
    course.description = fields.pair("description", languages=both, most=MOST_TEXT)
    course.can_be_asked = fields.pair("can_be_asked", languages=both, most=1000)
    course.outcomes = [
        read_pair(node, faults, languages=both, most=300)
        for node in fields.entries("outcomes", least=1, most=20)
    ]
    course.modules = [
        _module(number, node, both, files.texts, faults)
        for number, node in enumerate(fields.entries("modules", least=1, most=80), 1)
    ]
    course.items = _items(files.texts, both, faults)
    course.pictures = read_pictures(files.pictures, faults)
    course.documents = read_documents(files.documents, faults)
    if len(course.units) > MOST_UNITS:
        fields.fault(_("A course has at most %s units.") % MOST_UNITS, "modules")
    return course


def _languages(fields: Fields) -> tuple[str, ...]:
    given = [node.text for node in fields.entries("languages", least=1, most=2)]
    if not given or set(given) - set(LANGUAGES):
        fields.fault(_("“languages” names lt, en or both."), "languages")
        return LANGUAGES
    # In the order given: what stands first is written first, and translated into the other.
    return tuple(dict.fromkeys(given))


def _module(
    number: int, node: Node, languages: tuple[str, ...], texts: dict[str, str], faults: Faults
) -> ModuleText:
    fields = Fields(node, faults, known=MODULE)
    rule = fields.text("rule", required=False, most=5) or "all"
    units = [
        _unit(f"{number}.{place}", inner, languages, texts, faults)
        for place, inner in enumerate(fields.entries("units", least=1), 1)
    ]
    counting = sum(unit.required for unit in units)
    # Of what is not finished some units may still be to come.
    most = MOST_UNITS if faults.lenient else counting
    if rule != "all" and not (rule.isdecimal() and 1 <= int(rule) <= most):
        message = _("“rule” is all, or how many of the %s required units of the module.")
        fields.fault(message % counting, "rule")
        rule = "all"
    return ModuleText(
        key=fields.key(),
        title=fields.pair("title", languages=languages, most=300),
        in_order=fields.flag("in_order"),
        choose=None if rule == "all" else int(rule),
        opens_after=[node.text for node in fields.keys("opens_after")],
        opening=_opening(fields),
        units=units,
    )


def _unit(
    label: str, node: Node, languages: tuple[str, ...], texts: dict[str, str], faults: Faults
) -> UnitText:
    fields = Fields(node, faults, known=UNIT)
    key = fields.key()
    requirement, score, level = _requirement(fields)
    title = fields.pair("title", languages=languages, most=300)
    # Keys are made up by the site; people know a unit by its number and title.
    name = f"{label} {text(title)}".strip()
    unit = UnitText(
        key=key,
        title=title,
        summary=fields.pair("summary", languages=languages, required=False, most=2000),
        minutes=fields.integer("minutes", 1, 600),
        required=fields.flag("required", otherwise=True),
        required_from=_required_from(fields),
        requirement=requirement,
        score_at_least=score,
        level_at_least=level,
        alignments=_alignments(fields),
        opens_after=[inner.text for inner in fields.keys("opens_after")],
        opening=_opening(fields),
        skipped_by=_skipped_by(fields),
        blocks=read_unit(key, name, texts, languages, faults) if key else [],
        node=node,
    )
    quizzes = sum(block.kind == "quiz" for block in unit.blocks)
    if requirement == Met.SCORE and unit.blocks and quizzes != 1 and not faults.lenient:
        fields.fault(_("A unit that asks for a score has exactly one quiz."), "requirement")
    asks = any(block.kind in ANSWERED for block in unit.blocks)
    if requirement == Met.ANSWER and unit.blocks and not asks and not faults.lenient:
        told = _("A unit that is done by answering has a survey or a self-rating.")
        fields.fault(told, "requirement")
    measures = any(block.kind == "calibration" for block in unit.blocks)
    if requirement == Met.MEASURED and unit.blocks and not measures and not faults.lenient:
        told = _("A unit that is done by being measured has a calibration.")
        fields.fault(told, "requirement")
    return unit


def _requirement(fields: Fields) -> tuple[str, int | None, int | None]:
    words = (fields.text("requirement", required=False, most=20) or "continue").split()
    if words in (["continue"], ["answer"]):
        return Met(words[0]), None, None
    if words[0] == "measured" and words[1:] in ([], ["1"], ["2"], ["3"]):
        return Met.MEASURED, None, int(words[1]) if words[1:] else 0
    if (
        len(words) == 2
        and words[0] == "score"
        and (score := read_whole(words[1])) is not None
        and 1 <= score <= 100
    ):
        return Met.SCORE, score, None
    fields.fault(
        _(
            "“requirement” is continue, answer, measured (or measured and a level from 1 to 3), or score "
            "and a number from 1 to 100."
        ),
        "requirement",
    )
    return Met.CONTINUE, None, None


def _required_from(fields: Fields) -> datetime | None:
    """Who enrolled before need not do the unit."""
    said = fields.text("required_from", required=False, most=40)
    try:
        moment = datetime.fromisoformat(said) if said else None
    except ValueError:
        moment = datetime.fromisoformat("0001-01-01")
    if moment is not None and (moment.tzinfo is None or not 2000 <= moment.year <= 2200):
        fields.fault(
            _("“required_from” is a moment with its time zone, like 2026-09-01T00:00:00+03:00."),
            "required_from",
        )
        return None
    return moment


def _opening(fields: Fields) -> Opening:
    said = fields.text("opens_on", required=False, most=10)
    try:
        day = date.fromisoformat(said) if said else None
    except ValueError:
        day = date.min
    if day is not None and not is_sensible(day):
        fields.fault(_("“opens_on” is a day, like 2027-03-01."), "opens_on")
        day = None
    days = fields.integer("opens_after_days", 1, MOST_DAYS, otherwise=0) or None
    shown: list[Claim] = []
    for node in fields.entries("opens_with", required=False, most=12):
        claim = read_claim(node.text)
        if claim is None or claim.code in [one.code for one in shown]:
            fields.faults.add(node, _("“opens_with” lists competencies with a level, like A1@1."))
        else:
            shown.append(claim)
    return Opening(day, days, tuple(sorted(shown)))


def _skipped_by(fields: Fields) -> Claim | None:
    said = fields.text("skipped_by", required=False, most=20)
    claim = read_claim(said)
    if said and claim is None:
        fields.fault(_("“skipped_by” is a competency with a level, like A1@1."), "skipped_by")
    return claim


def _alignments(fields: Fields) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for node in fields.entries("aligns", required=False, most=12):
        code, _at, level = node.text.partition("@")
        if not code or level not in ("1", "2", "3", "4") or code in [known for known, _l in found]:
            fields.faults.add(node, _("“aligns” lists competencies with a level, like A1@1."))
        else:
            found.append((code, int(level)))
    return found


def _items(
    texts: dict[str, str], languages: tuple[str, ...], faults: Faults
) -> dict[str, ItemText]:
    items: dict[str, ItemText] = {}
    for name in sorted(texts):
        if not name.startswith("items/"):
            continue
        root = read_yaml(texts[name], name, faults)
        fields = Fields(root, faults, known={"items"})
        for node in fields.entries("items", least=1, most=MOST_ITEMS) if root else []:
            item = read_item(node, faults, languages, explained=not faults.lenient)
            if item.key in items:
                faults.add(node, _("The item “%s” exists already.") % item.key)
            items[item.key] = item
    if len(items) > MOST_ITEMS:
        faults.add(("items", 0), _("A course has at most %s items.") % MOST_ITEMS)
    return items
