"""Documents say what is there: settings, commands, addresses, links, names, and the examples."""

import ast
import csv
import importlib.util
import re
import sys
from dataclasses import fields
from pathlib import Path
from pkgutil import resolve_name
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from django.core.management import get_commands
from django.urls import resolve
from django.utils import translation

from badges.awards.models import AchievementVersion, Award
from badges.certificates.facts import CertificateFacts
from badges.certificates.models import Certificate
from badges.certificates.shown import award_as_json, certificate_as_json
from courses.banks.kinds import KINDS
from courses.competencies.actions import DATA as MAP
from courses.content.blocks import BLOCKS
from courses.content.package import files as limits
from courses.content.package.linking import check_links
from courses.content.package.reading import MOST_ITEMS, MOST_UNITS, read_package
from courses.content.package.units import MOST_BLOCKS
from lms.common.drawings.headers import KINDS as HEADERS
from lms.common.svg import ELEMENTS
from lms.common.yamlnodes import Faults
from lms.dev_commands import COMMANDS
from lms.management.commands.import_course import Command as ImportCourse
from lms.pages.demo_cast import CAST, PASSWORD

TOP = Path(__file__).resolve().parents[2]
DOCS = [*sorted(TOP.glob("*.md")), *sorted((TOP / "docs").rglob("*.md"))]
PLACEHOLDERS = {
    "<code>": "C1",
    "<slug>": "a-course",
    "<uuid>": "00000000-0000-4000-8000-000000000000",
    "<course>": "00000000-0000-4000-8000-000000000000",
    "<file>": "a.svg",
}
SLICES_OF_NO_APP = {"migrations", "management", "templatetags"}

every_document = pytest.mark.parametrize(
    "path", DOCS, ids=lambda path: path.relative_to(TOP).as_posix()
)


def document(name: str) -> str:
    return (TOP / name).read_text("utf-8")


def section(name: str, heading: str) -> str:
    """What stands under a heading, to the next of its level or above."""
    _before, found, after = document(name).partition(f"\n{heading}\n")
    assert found, f"{name} has no heading “{heading}”"
    level = len(heading.split()[0])
    return re.split(rf"^#{{1,{level}}} ", after, maxsplit=1, flags=re.M)[0]


def named(table: str) -> list[str]:
    """The first `name` of every row of a Markdown table."""
    return re.findall(r"^\| `([^`]+)`", table, re.M)


def quoted(text: str) -> list[str]:
    """Everything that stands in `backticks` outside of code blocks."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))


def blocks(name: str, kind: str) -> list[str]:
    """The fenced code blocks of one kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```", document(name), re.M | re.S)


# --- settings and commands -----------------------------------------------------------------------


def read_from_environment() -> dict[str, ast.expr | None]:
    """Every variable that the settings read, with its default."""
    found: dict[str, ast.expr | None] = {}
    for node in ast.walk(ast.parse(document("lms/settings.py"))):
        if isinstance(node, ast.Call) and re.fullmatch(r"env\.\w+", ast.unparse(node.func)):
            name = node.args[0]
            assert isinstance(name, ast.Constant)
            given = {word.arg: word.value for word in node.keywords}
            found[name.value] = given.get("default")
    return found


def test_every_setting_is_documented_once_and_no_other():
    told = named(section("docs/install.md", "## Settings"))
    assert sorted(told) == sorted(read_from_environment())


def test_documented_defaults_are_those_of_the_settings():
    rows = re.findall(
        r"^\| `([A-Z_]+)` \| ([^|]*) \|", section("docs/install.md", "## Settings"), re.M
    )
    told, wrong = dict(rows), []
    for name, default in read_from_environment().items():
        if not isinstance(default, ast.Constant):
            continue
        value = default.value
        said = {True: "on", False: "off"}[value] if isinstance(value, bool) else f"`{value}`"
        if not told[name].startswith(said.replace(".0`", "`")):
            wrong.append((name, said, told[name]))
    assert wrong == []


def test_the_example_of_an_environment_holds_only_documented_settings():
    named_there = set(re.findall(r"^([A-Z_]+)=", document("deploy/env.example"), re.M))
    # For the database's own container.
    assert named_there - set(read_from_environment()) == {"POSTGRES_PASSWORD"}


def test_what_the_make_commands_read_is_read_somewhere():
    sources = [document("Makefile"), *(path.read_text("utf-8") for path in TOP.glob("lms/dev*.py"))]
    told = named(section("docs/install.md", "## What the make commands read"))
    assert told
    assert [name for name in told if not any(name in source for source in sources)] == []


def test_every_command_is_documented():
    ours = {path.stem for path in TOP.glob("lms/management/commands/[!_]*.py")}
    assert set(named(section("docs/operate.md", "## The commands"))) == ours
    table = section("docs/install.md", "## On your own machine, with make")
    assert {name.removeprefix("make ") for name in named(table)} == set(COMMANDS)


def test_the_options_of_importing_are_documented():
    parser = ImportCourse().create_parser("manage.py", "import_course")
    own = {"--publish", "--owner", "--note"}
    taken = {option for action in parser._actions for option in action.option_strings}
    told = {name.split()[0] for name in named(document("docs/author.md"))}
    assert own <= taken
    assert {name for name in told if name.startswith("--")} == own
    others = {"--help", "--version", "--verbosity", "--settings", "--pythonpath", "--traceback"}
    others |= {"--no-color", "--force-color", "--skip-checks"}
    assert {name for name in taken if name.startswith("--")} - others == own


@every_document
def test_named_commands_exist(path):
    told = re.findall(r"manage\.py ([a-z_]+)", path.read_text("utf-8"))
    assert set(told) <= set(get_commands())


# --- addresses, links, names ---------------------------------------------------------------------


@pytest.fixture
def addresses_in_debug(settings, monkeypatch):
    """The site's addresses as they are on one's own machine, where mails can be read."""
    settings.DEBUG = True
    monkeypatch.delitem(sys.modules, "lms.pages.urls", raising=False)
    spec = importlib.util.spec_from_file_location("urls_in_debug", TOP / "lms" / "urls.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def addresses(text: str) -> list[str]:
    """Full addresses on one's own machine, and paths in backticks."""
    found = re.findall(r"http://localhost:8000(/[^\s>)`|]*)?", text)
    found += [
        part
        for part in quoted(text)
        if re.match(r"/(lt|en|v|healthz|competencies|media|robots)\b", part)
    ]
    for placeholder, example in PLACEHOLDERS.items():
        found = [part.replace(placeholder, example) for part in found]
    return [part or "/" for part in found]


@every_document
def test_addresses_lead_somewhere(path, addresses_in_debug):
    for address in addresses(path.read_text("utf-8")):
        place = urlsplit(address).path
        with translation.override("en" if place.startswith("/en/") else "lt"):
            match = resolve(unquote(place), urlconf=addresses_in_debug)
        slug = match.kwargs.get("slug", "")
        if match.namespace == "pages" and slug not in ("", PLACEHOLDERS["<slug>"]):
            assert slug in slugs_of_packages()


def slugs_of_packages() -> set[str]:
    found = TOP.glob("courses/packages/*/course.yaml")
    return {yaml.safe_load(path.read_text("utf-8"))["slug"] for path in found}


def test_the_tour_has_eight_steps_and_the_people_who_are_there():
    tour = section("README.md", "## A tour in eight steps")
    assert re.findall(r"^(\d)\. ", tour, re.M) == list("12345678")
    assert set(named(tour)) == {email for email, _name, _role in CAST.values()}
    assert f"`{PASSWORD}`" in tour
    assert any(step.startswith("/lt/") for step in addresses(tour))


def anchors(path: Path) -> set[str]:
    """The anchors of a document's headings, as hosts of repositories make them."""
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.M)
    plain = [re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings]
    return {heading.replace(" ", "-") for heading in plain}


@every_document
def test_links_between_documents_lead_somewhere(path):
    for link in re.findall(r"\]\(([^)\s]+)\)", path.read_text("utf-8")):
        parts = urlsplit(link)
        if parts.scheme:
            continue
        target = (path.parent / parts.path) if parts.path else path
        assert target.exists(), link
        assert not parts.fragment or parts.fragment in anchors(target), link


@every_document
def test_files_and_modules_that_are_named_exist(path):
    missing = []
    for part in quoted(path.read_text("utf-8")):
        if re.fullmatch(r"(lms|courses|badges|tests|docs|deploy)/[\w./-]*", part):
            missing += [] if (TOP / part).exists() else [part]
        elif re.fullmatch(r"[a-z]\w*(\.[A-Za-z_]\w*)+", part):
            missing += [] if is_there(part) else [part]
    assert missing == []


def is_there(dotted: str) -> bool:
    """Whether a dotted name of ours exists; slices may be named without their app. Files pass."""
    first = dotted.partition(".")[0]
    apps = [app for app in ("lms", "courses", "badges") if (TOP / app / first).is_dir()]
    if first not in ("lms", "courses", "badges") and not apps:
        return True
    for whole in [dotted, *(f"{app}.{dotted}" for app in apps)]:
        try:
            resolve_name(whole)
        except (ImportError, AttributeError):
            continue
        return True
    return False


@every_document
def test_no_path_of_somebodys_machine_is_named(path):
    assert re.findall(r"(?<![\w.])/(?:work|home|root|tmp|Users)/", path.read_text("utf-8")) == []


def test_pictures_are_small_and_all_shown():
    pictures = {path.relative_to(TOP).as_posix(): path for path in TOP.glob("docs/pictures/*")}
    assert set(pictures) == set(re.findall(r"!\[[^]]+\]\(([^)]+)\)", document("README.md")))
    assert [name for name, path in pictures.items() if path.stat().st_size > 150_000] == []


def test_the_readme_is_short():
    assert len(document("README.md").splitlines()) < 150


def test_every_slice_is_on_the_plan_of_the_house():
    there = {
        f"{app}/{path.parent.name}/"
        for app in ("lms", "courses", "badges")
        for path in TOP.glob(f"{app}/*/__init__.py")
        if path.parent.name not in SLICES_OF_NO_APP
    }
    told = named(section("docs/architecture.md", "## Three storeys"))
    assert set(told) == there


def test_decisions_are_numbered_listed_and_say_what_was_rejected():
    pages = sorted(TOP.glob("docs/decisions/[0-9]*.md"))
    listed = re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", document("docs/decisions/README.md"))
    assert listed == [page.name for page in pages]
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        text = page.read_text("utf-8")
        assert text.startswith(f"# {page.name[:4]} ")
        for part in ("**Chosen.**", "**Why.**", "**Rejected.**", "**Costs.**"):
            assert part in text, f"{page.name} lacks {part}"


# --- what programs read --------------------------------------------------------------------------


def test_what_verification_answers_is_documented():
    told = section("docs/api.md", "## Verification: `/v/<code>`")
    _before, printed, _after = re.split(r"^`printed` holds|^A badge, while", told, flags=re.M)
    own = re.sub(r"\([^)]*\)", "", printed)
    assert set(quoted(own)) == {field.name for field in fields(CertificateFacts)}
    certificate, badge = told.split("A badge, while")
    documented = set(quoted("".join(re.findall(r"^\| (`.*?) \|", certificate, re.M))))
    assert documented == set(certificate_as_json(Certificate(state="issued")))
    documented = set(quoted("".join(re.findall(r"^\| (`.*?) \|", badge, re.M))))
    assert documented == set(award_as_json(Award(version=AchievementVersion()), "active"))


@pytest.mark.django_db
def test_what_health_answers_is_documented(visitor):
    told = section("docs/api.md", "## Health: `/healthz/live`, `/healthz/ready`")
    documented = set(quoted("".join(re.findall(r"^\| (`.*?) \|", told, re.M))))
    assert documented == set(visitor.get("/healthz/ready").json())


def test_competencies_named_in_addresses_are_on_the_map():
    with (MAP / "competency-map.csv").open(encoding="utf-8", newline="") as file:
        codes = {row["code"] for row in csv.DictReader(file)}
    told = set(re.findall(r"/competencies/([A-Z]\d+)", document("docs/api.md")))
    assert told
    assert told <= codes


# --- course packages -----------------------------------------------------------------------------

PACKAGES = "docs/course-packages.md"
BUSH = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>'


def documented_unit() -> str:
    """The example of a unit's file, which stands indented."""
    told = section(PACKAGES, "## A unit's file")
    lines = re.findall(r"^(?: {4}(.*)|)$", told, re.M)
    return "\n".join(lines).strip() + "\n"


def documented_items(keys: dict[str, str]) -> str:
    """The example of an item, once for each kind, with what its kind needs. keys: kind → key."""
    common, of_kinds = blocks(PACKAGES, "yaml")[1:]
    parts = {part.split("# ", 1)[1].split(":")[0]: part for part in of_kinds.rstrip().split("\n\n")}
    assert set(parts) | {"multiple"} == set(KINDS)
    written = "items:\n"
    for kind, key in keys.items():
        item = common.removeprefix("items:\n").replace("berries-1", key)
        written += item.replace("kind: single ", f"kind: {kind} ") + parts[kind] + "\n"
    return written


def test_the_example_of_a_package_has_no_faults():
    course = blocks(PACKAGES, "yaml")[0]
    # The example asks four; here the others are asked as well.
    more = {"truefalse": "berries-4", "match": "berries-5", "order": "berries-6"}
    more |= {"estimate": "cover-1", "count": "flock-1", "reading": "gauge-1"}
    more |= {"coding": "berries-7", "plots": "berries-8"}
    more |= {"classify": "berries-9", "faults": "berries-10"}
    unit = documented_unit().replace("berries-3", ",".join(["berries-3", *more.values()]))
    told = {"single": "berries-1", "number": "berries-2", "text": "berries-3"}
    items = documented_items(told | {"sort": "berries-why"} | more)
    files = limits.PackageFiles(
        {
            "course.yaml": course,
            "units/what-is-litter.lt.md": unit,
            "units/what-is-litter.en.md": unit,
            "items/counting.yaml": items,
        },
        {"bush.svg": BUSH},
        {"field-sheet.pdf": b"%PDF-1.7", "counting.mp4": b"\0\0\0\x14ftypisom\0\0\0\0isom"},
    )
    faults = Faults()
    read = read_package(files, faults)
    check_links(read, {"A1": {1, 2, 3, 4}}, faults)
    assert list(map(str, faults)) == []
    assert [block.kind for block in read.units[0].blocks] == list(BLOCKS)
    assert {item.kind for item in read.items.values()} == set(KINDS) - {"multiple"}


def test_documented_kinds_and_limits_are_those_of_the_code():
    assert named(section(PACKAGES, "## A unit's file")) == list(BLOCKS)
    told = document(PACKAGES)
    assert set(re.findall(r"kind: single +# (.*)", told)[0].split(", ")) == set(KINDS)
    assert set(re.findall(r"# header: (.*)", told)[0].split(", ")) == set(HEADERS)
    elements = re.search(r"allowed elements and attributes: `([^`]+)`", told)
    assert set(elements[1].split()) == ELEMENTS
    mega = 1024 * 1024
    for limit in (
        f"{limits.MOST_FILES:,} files",
        f"{limits.MOST_TEXT // mega} MB for each text",
        f"{limits.MOST_PICTURE // mega} MB for each picture",
        f"{limits.MOST_BYTES // mega} MB for each file to take along",
        f"{limits.MOST_VIDEO // mega} MB for each video",
        f"{limits.MOST_ALL // mega} MB in all",
        f"{limits.MOST_ZIP // mega} MB as an uploaded ZIP file",
        f"{MOST_UNITS} units",
        f"{MOST_ITEMS:,} items",
        f"{MOST_BLOCKS} blocks in a unit",
    ):
        assert limit in told
