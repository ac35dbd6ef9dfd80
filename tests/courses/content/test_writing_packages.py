"""A course written as a package reads as the same course."""

import io
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from courses.banks.models import ItemVersion
from courses.content.actions.courses import create_course
from courses.content.actions.drafting import Typed, add_block, save_texts
from courses.content.actions.importing import (
    course_from_package,
    import_course,
    read_course,
    take_in,
)
from courses.content.actions.picturing import set_picture
from courses.content.blocks import BLOCKS as KINDS
from courses.content.models import ReleaseItem, UnitVersion
from courses.content.package.files import PackageFiles, write_folder
from courses.content.package.foreseeing import foresee
from courses.content.package.units import split
from courses.content.package.writing import dumped, escaped, package_of
from courses.content.queries import draft_of, working_of
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.common.yamlnodes import Faults, Node, read_yaml
from tests.packages import (
    Package,
    matching,
    measured,
    ordering,
    pair,
    reading,
    sampling,
    scored,
    single,
    statement,
)

pytestmark = pytest.mark.sweep

PACKAGES = sorted((Path(__file__).parents[3] / "courses" / "packages").iterdir())
DB = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    # Each course is imported: making a failing one smaller takes minutes. It is shown as it is.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
# Examples share a database; a course of an earlier one must not be met again.
NUMBERS = count()
LINES = st.text(
    st.one_of(
        st.sampled_from("abcž#:`\\ \n\t*_|-'\"{}[]&!%@,?>"),
        st.characters(exclude_categories=("Cc", "Cs")),
    ),
    max_size=80,
)


def bare(value):
    """What a package says, without where in the files it says so."""
    if is_dataclass(value):
        left_out = ("node", "place", "source")
        return {
            field.name: bare(getattr(value, field.name))
            for field in fields(value)
            if field.name not in left_out
        }
    if isinstance(value, dict):
        # The files of a question's picture are added when it is taken in.
        return {name: bare(one) for name, one in value.items() if name != "files"}
    if isinstance(value, list | tuple) and all(isinstance(one, tuple) for one in value):
        return sorted(value)
    if isinstance(value, list | tuple):
        return [bare(one) for one in value]
    return value


def read_again(release, folder):
    write_folder(package_of(release), folder)
    text, faults = read_course(folder)
    assert not faults, "\n".join(map(str, faults))
    return text


def plain(node: Node | None):
    value = node.value if node else None
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value


# --- pure ----------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=300)
@given(st.lists(LINES, min_size=1, max_size=4))
@example(["```\n::: text x\n```", "```\nnever ends", "\\::: x", "\\\\```"])
@example(["::: text b\n\n```", "a\n::: quiz\n````\n```"])
def test_every_body_reads_as_it_was_written(bodies):
    bodies = [body.strip() for body in bodies]
    text = "\n".join(f"::: text k{n}\n\n{escaped(body)}\n" for n, body in enumerate(bodies))
    faults = Faults()
    parts = split(text, "f", faults)
    assert not faults
    assert [part.body for part in parts] == bodies


@settings(deadline=None, max_examples=300)
@given(
    st.recursive(
        LINES,
        lambda inner: (
            st.dictionaries(st.sampled_from("abcde"), inner, min_size=1)
            | st.lists(inner, min_size=1)
        ),
        max_leaves=12,
    )
)
def test_every_text_reads_from_yaml_as_it_was_written(value):
    faults = Faults()
    read = read_yaml(dumped({"x": value}), "f", faults)
    assert not faults, [*faults]
    assert plain(read) == {"x": value}


# --- whole courses -------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("folder", PACKAGES, ids=lambda folder: folder.name)
def test_the_courses_of_the_platform_come_back_as_they_are(competency_map, ieva, folder, tmp_path):
    text, faults = read_course(folder)
    assert not faults
    course = import_course(text, owner=ieva, on=now())
    draft = draft_of(course.pk)
    again = read_again(draft, tmp_path / "out")
    assert bare(again) == bare(text)
    versions = UnitVersion.objects.count(), ItemVersion.objects.count()
    assert not foresee(course, again)
    take_in(course, again, by=ieva, on=now())
    assert (UnitVersion.objects.count(), ItemVersion.objects.count()) == versions


WORDS = LINES.map(lambda text: " ".join(text.split())).filter(bool)
BODIES = LINES.map(str.strip).filter(lambda text: text and "$" not in text)
PAIRS = st.builds(pair, WORDS, WORDS)
BLOCKS = st.builds(pair, BODIES, BODIES)


def said_and_shown(one, two):
    """A survey, a self-rating, a video and a part of another site, with these words in them."""
    asked = "::: survey ask questions=a:one:x/y,b:scale,c:many:x/y,d:short"
    film = "::: video film address=https://vimeo.com/76979871"
    part = "::: embed map address=https://zenodo.org/records/1?a=b&c=d height=300"
    return {
        asked: {
            code: "\n".join(
                f"{name}: {one[code] if place % 2 else two[code]}"
                for place, name in enumerate(
                    [
                        "title",
                        "about",
                        "q-a",
                        "q-a-x",
                        "q-a-y",
                        "q-b",
                        "q-b-low",
                        "q-b-high",
                        "q-c",
                        "q-c-x",
                        "q-c-y",
                        "q-d",
                    ]
                )
            )
            for code in ("lt", "en")
        },
        "::: self-rating after moment=after": pair(f"# {one['lt']}", f"# {one['en']}"),
        film: {
            code: f"# {one[code]}\n\n  {two[code]}\n\nWEBVTT\n\n00:01.000 --> 00:02.000\n{code}"
            for code in ("lt", "en")
        },
        part: {code: f"# {one[code]}\n\n  {two[code]}" for code in ("lt", "en")},
    }


@st.composite
def packages(draw):
    made = Package("made", [], [])
    for name in ("title", "summary", "can_be_asked"):
        made.course[name] = draw(PAIRS)
    made.course["description"] = draw(BLOCKS)
    made.course["outcomes"] = draw(st.lists(PAIRS, min_size=1, max_size=3))
    made.course["languages"] = draw(st.sampled_from([["lt", "en"], ["en", "lt"], ["lt"], ["en"]]))
    keys = []
    for number in range(draw(st.integers(1, 3))):
        units = []
        for place in range(draw(st.integers(1, 3))):
            key = f"u{number}-{place}"
            items = [f"{key}-{letter}" for letter in "qnsmo"]
            unit = draw(st.sampled_from([reading(key), scored(key, items, score=61)]))
            unit["title"] = draw(PAIRS)
            if draw(st.booleans()):
                unit["summary"] = draw(PAIRS)
            if draw(st.booleans()):
                unit["required"] = "false"
            if draw(st.booleans()):
                unit["required_from"] = "2026-09-01T00:00:00+03:00"
            if keys and draw(st.booleans()):
                unit["opens_after"] = [draw(st.sampled_from(keys))]
            unit["blocks"]["::: text words"] = {
                code: "\n".join(
                    "\\" + line if line.startswith((":::", "```", "\\")) else line
                    for line in text.split("\n")
                )
                for code, text in draw(BLOCKS).items()
            }
            look, line = draw(BLOCKS), draw(PAIRS)
            unit["blocks"]["::: callout aside tone=look"] = {
                code: f"# {line[code]}\n\n"
                + "\n".join("  " + one for one in look[code].split("\n"))
                for code in ("lt", "en")
            }
            if draw(st.booleans()):
                unit["blocks"] |= said_and_shown(draw(PAIRS), draw(PAIRS))
            if "requirement" in unit:
                question, number_one = single(f"{key}-q"), measured(f"{key}-n")
                question["prompt"], question["explanation"] = draw(BLOCKS), draw(BLOCKS)
                question["options"][0]["text"] = draw(PAIRS)
                if draw(st.booleans()):
                    question["hint"] = draw(BLOCKS)
                number_one["near"] = [{"answer": "5.50", "feedback": draw(PAIRS)}]
                said, pairs, steps = (
                    statement(f"{key}-s"), matching(f"{key}-m"), ordering(f"{key}-o"),
                )  # fmt: skip
                said["right"] = draw(st.sampled_from(["true", "false"]))
                said["if_true"], pairs["cards"][1]["text"] = draw(PAIRS), draw(PAIRS)
                if draw(st.booleans()):
                    pairs["shuffle"] = "false"
                    del said["if_false"], steps["cards"][2]["feedback"]
                steps["cards"][0]["text"] = draw(PAIRS)
                made.items += [question, number_one, said, pairs, steps]
            units.append(unit)
            keys.append(key)
        module = {"key": f"m{number}", "title": draw(PAIRS), "units": units}
        if draw(st.booleans()):
            module["in_order"] = "true"
        if draw(st.booleans()):
            module["rule"] = str(len(units))
        made.modules.append(module)
    return made


@pytest.mark.django_db
@DB
@given(made=packages())
def test_every_course_comes_back_as_it_is(competency_map, ieva, tmp_path_factory, made):
    made.course["slug"] = f"made-{next(NUMBERS)}"
    folder = tmp_path_factory.mktemp("made")
    text, faults = read_course(made.write(folder / "in"))
    if faults:
        # A text may be what no package may say, like a formula that cannot be read.
        return
    course = import_course(text, owner=ieva, on=now())
    again = read_again(draft_of(course.pk), folder / "out")
    assert bare(again) == bare(text)
    assert not foresee(course, again)


@st.composite
def unfinished(draw):
    """The same, with texts missing here and there."""
    made = draw(packages())
    made.course["unfinished"] = "true"

    def hole(where, name):
        if draw(st.booleans()):
            del where[name][draw(st.sampled_from(["lt", "en"]))]

    for name in ("title", "summary", "can_be_asked", "description"):
        hole(made.course, name)
    made.course["outcomes"] = draw(st.sampled_from([[], made.course["outcomes"]]))
    for module in made.modules:
        hole(module, "title")
        for unit in module["units"]:
            hole(unit, "title")
            for said in unit["blocks"].values():
                if draw(st.booleans()):
                    said[draw(st.sampled_from(["lt", "en"]))] = ""
            bare_lines = ("video", "survey", "embed", "self-rating")
            for line in (
                "::: check asks",
                "::: image none",
                *(f"::: {one} bare-{one}" for one in bare_lines),
            ):
                if draw(st.booleans()):
                    unit["blocks"][line] = pair("", "")
    for item in made.items:
        hole(item, "prompt")
        hole(item, "explanation")
        if "options" in item:
            hole(item["options"][0], "text")
    return made


@pytest.mark.django_db
@DB
@given(made=unfinished())
def test_a_course_that_is_not_finished_comes_back_as_it_is(
    competency_map, ieva, tmp_path_factory, made
):
    made.course["slug"] = f"open-{next(NUMBERS)}"
    folder = tmp_path_factory.mktemp("made")
    text, faults = read_course(made.write(folder / "in"))
    assert not faults, "\n".join(map(str, faults))
    course = import_course(text, owner=ieva, on=now())
    again = read_again(draft_of(course.pk), folder / "out")
    assert bare(again) == bare(text)
    assert not foresee(course, again)


def test_a_course_of_the_studio_that_is_hardly_begun_goes_out_and_comes_back(
    competency_map, ieva, rasa, tmp_path
):
    made = create_course(
        {"lt": "Naujas"}, languages=["lt", "en"], template="research-design", by=ieva, on=now()
    )
    unit = made.units.first()
    for kind in KINDS:
        if kind == "file":
            # A package has no block for a file that is not there.
            continue
        add_block(unit, kind, after="", by=ieva, on=now())
    text = read_again(draft_of(made.pk), tmp_path / "out")
    assert not foresee(made, text)
    other = course_from_package(text, by=rasa, on=now())
    again = read_again(draft_of(other.pk), tmp_path / "again")
    assert bare(again) | {"slug": ""} == bare(text) | {"slug": ""}


def test_a_finished_course_is_not_called_unfinished(sampling_course):
    assert "unfinished" not in package_of(draft_of(sampling_course.pk)).texts["course.yaml"]


def test_questions_that_are_drawn_go_out_and_come_back(teach, package, ieva, tmp_path):
    for n in range(4):
        package.items.append({**single(f"field-{n}"), "class": "field sheets, ž"})
    blocks = package.unit("second")["blocks"]
    line = next(line for line in blocks if "quiz" in line)
    words = "draw=field%20sheets%2C%20%C5%BE:3"
    blocks[line.replace("preset=check", f"{words} preset=check")] = blocks.pop(line)
    course = teach(package)
    for release in (draft_of(course.pk), course.in_force):
        again = read_again(release, tmp_path / str(release.number))
        assert len(again.items) == 7
        quiz = again.units[1].blocks[1].settings
        assert quiz["draw"] == [{"class": "field sheets, ž", "k": 3}]
        assert not foresee(course, again)


def test_rules_of_a_quiz_and_hints_go_out_and_come_back(teach, package, tmp_path):
    blocks = package.unit("second")["blocks"]
    line = next(line for line in blocks if "quiz" in line)
    words = "preset=test attempts=2 pause=90 minutes=20 counts=last hint_cost=25"
    blocks[line.replace("preset=check", words)] = blocks.pop(line)
    package.item("q1")["hint"] = pair("Pažiūrėkite **žemyn**.", "Look **down**.")
    course = teach(package)
    for release in (draft_of(course.pk), course.in_force):
        again = read_again(release, tmp_path / str(release.number))
        quiz = again.units[1].blocks[1].settings
        told = [quiz[name] for name in ("pause", "minutes", "counts", "hint_cost")]
        assert told == [90, 20, "last", 25]
        hints = [item.body.get("hint") for item in again.items.values()]
        assert [bool(hint) for hint in hints] == [True, False, False]
        assert not foresee(course, again)


# --- drafts, releases, pictures ------------------------------------------------------------------


@pytest.fixture
def course(sampling_course):
    return sampling_course


def test_a_draft_goes_out_as_it_is_being_written_and_a_release_as_it_is(course, ieva, tmp_path):
    unit = course.units.get(key="first")
    block = working_of(unit).blocks[0]["uid"]
    save_texts(unit, "en", {f"{block}.text": Typed("Being *typed*.", 0)}, by=ieva, on=now())
    draft = read_again(draft_of(course.pk), tmp_path / "draft")
    assert draft.units[0].blocks[0].texts["en"]["text"] == "Being *typed*."
    release = read_again(course.in_force, tmp_path / "release")
    assert release.units[0].blocks[0].texts["en"]["text"] == "English text about first."


def test_lines_like_keyed_lines_and_code_that_never_ends_come_back(course, ieva, tmp_path):
    text = "::: text trap\n\n\\::: kept\n```python\n::: quiz\nnever ends"
    unit = course.units.get(key="first")
    block = working_of(unit).blocks[0]["uid"]
    for code in ("lt", "en"):
        save_texts(unit, code, {f"{block}.text": Typed(text, 0)}, by=ieva, on=now())
    again = read_again(draft_of(course.pk), tmp_path / "out")
    assert [block.key for block in again.units[0].blocks] == ["opening"]
    assert again.units[0].blocks[0].texts["en"]["text"] == text
    assert foresee(course, again).changed == []


def picture(colour):
    out = io.BytesIO()
    Image.effect_noise((1200, 700), 90).convert("RGB").point(lambda x: x * colour // 9).save(
        out, "JPEG"
    )
    return out.getvalue()


def test_pictures_of_the_studio_go_out_and_come_back_untouched(teach, package, ieva, tmp_path):
    package.pictures["bush.svg"] = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
    for key in ("first", "third"):
        package.unit(key)["blocks"]["::: image bush src=bush.svg wide"] = pair("alt: K", "alt: B")
    course = teach(package)
    unit = course.units.get(key="third")
    block = working_of(unit).blocks[1]["uid"]
    set_picture(unit, block, picture(7), by=ieva, on=now())
    set_picture(unit, block, picture(4), language="en", by=ieva, on=now())
    out = tmp_path / "out"
    again = read_again(draft_of(course.pk), out)
    names = sorted(path.name for path in (out / "pictures").iterdir())
    assert "bush.svg" in names
    assert len([name for name in names if name.endswith((".lt.jpg", ".en.jpg"))]) == 2
    # The name of the file is new to the block; what it shows is not.
    before = working_of(unit).blocks[1]["settings"]["files"]
    assert len(before["lt"]["narrower"]) == 2
    foreseen = foresee(course, again)
    assert not foreseen.pictures
    take_in(course, again, by=ieva, on=now())
    assert working_of(unit).blocks[1]["settings"]["files"] == before
    assert working_of(course.units.get(key="first")).blocks[1]["settings"]["wide"] is True


def test_files_to_take_along_go_out_and_come_back(teach, package, ieva, tmp_path):
    package.files["sheet.lt.csv"] = b"diena;kiek\n2026-03-07;14\n"
    package.files["sheet.en.csv"] = b"day;count\n2026-03-07;14\n"
    package.files["map.txt"] = "Žemėlapis\n".encode()
    package.unit("third")["blocks"] |= {
        "::: file sheet src=sheet.csv": pair("# Anketa\n\nSpausdinkite.", "# Sheet\n\nPrint it."),
        "::: file map src=map.txt language=lt": pair("# Žemėlapis", "# Map"),
    }
    course = teach(package)
    out = tmp_path / "out"
    again = read_again(draft_of(course.pk), out)
    files = {path.name: path.read_bytes() for path in (out / "files").iterdir()}
    assert files == package.files
    assert not foresee(course, again)
    unit = course.units.get(key="third")
    versions = unit.versions.count()
    take_in(course, again, by=ieva, on=now())
    assert unit.versions.count() == versions
    # In a course of its own they are new, and say the same.
    made = course_from_package(again, by=ieva, on=now())
    assert made.files.count() == 3
    shown = working_of(made.units.get(key="third")).blocks[2]["settings"]["files"]
    assert {code: one["language"] for code, one in shown.items()} == {"lt": "lt", "en": "lt"}


def test_what_leads_nowhere_is_left_out(course, ieva, tmp_path):
    item = ReleaseItem.objects.get(release=draft_of(course.pk), unit__key="second")
    item.delete()
    again = read_again(draft_of(course.pk), tmp_path / "out")
    assert [unit.key for unit in again.units] == ["first", "third", "extra"]
    assert again.items == {}


# --- into another course, into a new one ---------------------------------------------------------


def test_a_package_makes_a_new_course_beside_the_one_it_came_from(course, rasa, tmp_path):
    text = read_again(draft_of(course.pk), tmp_path / "out")
    made = course_from_package(text, by=rasa, on=now())
    assert made.slug == "sampling-2"
    assert made.roles.get().person == rasa
    again = read_again(draft_of(made.pk), tmp_path / "again")
    assert bare(again) | {"slug": ""} == bare(text) | {"slug": ""}
    assert not set(made.units.values_list("uid")) & set(course.units.values_list("uid"))


def test_what_is_foreseen_comes_about_and_nothing_else(course, package, ieva, tmp_path):
    package.unit("first")["blocks"]["::: text opening"]["en"] = "Another text."
    package.modules[0]["units"].pop(2)
    package.modules[0]["units"].append(reading("fresh"))
    package.items.append(single("q9"))
    package.unit("second")["blocks"]["::: check more items=q9"] = pair("", "")
    package.item("q2")["prompt"] = pair("Kitaip?", "Otherwise?")
    package.course["title"] = pair("Kitas", "Other")
    text, faults = read_course(package.write(tmp_path / "p"))
    assert not faults
    foreseen = foresee(course, text)
    assert foreseen.settings == ["title"]
    assert foreseen.order
    assert [one.key for one in foreseen.added] == ["fresh"]
    assert [one.key for one in foreseen.gone] == ["third"]
    assert [one.key for one in foreseen.changed] == ["first", "second"]
    assert [one.key for one in foreseen.new_questions] == ["q9"]
    assert [one.key for one in foreseen.changed_questions] == ["q2"]
    assert foreseen.same == 1
    take_in(course, text, by=ieva, on=now(), over=foreseen.stamp)
    assert not foresee(course, text)


def test_a_draft_that_changed_meanwhile_is_not_overwritten(course, package, ieva, tmp_path):
    package.unit("first")["blocks"]["::: text opening"]["en"] = "Another text."
    text, _faults = read_course(package.write(tmp_path / "p"))
    stamp = foresee(course, text).stamp
    unit = course.units.get(key="third")
    save_texts(unit, "en", {"title": Typed("Just now", 0)}, by=ieva, on=now())
    with pytest.raises(Refusal) as refused:
        take_in(course, text, by=ieva, on=now(), over=stamp)
    assert refused.value.code == "changed-meanwhile"
    assert working_of(unit).text("en", "title") == "Just now"


def test_who_was_spared_a_unit_stays_spared(course, package, ieva, tmp_path):
    moment = datetime(2026, 5, 1, tzinfo=UTC)
    third = ReleaseItem.objects.filter(release=draft_of(course.pk), unit__key="third")
    third.update(required_from=moment)
    text, _faults = read_course(package.write(tmp_path / "p"))
    take_in(course, text, by=ieva, on=now())
    assert third.get().required_from == moment
    assert read_again(draft_of(course.pk), tmp_path / "out").units[2].required_from == moment
    package.unit("third")["required_from"] = "2026-06-01T00:00:00+00:00"
    text, _faults = read_course(package.write(tmp_path / "p"))
    take_in(course, text, by=ieva, on=now())
    assert third.get().required_from == datetime(2026, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize("said", ["2026-09-01", "soon", "2026-09-01T00:00", "1999-01-01T00:00Z"])
def test_a_moment_needs_its_time_zone(competency_map, tmp_path, said):
    package = sampling()
    package.unit("first")["required_from"] = said
    faults = [str(one) for one in read_course(package.write(tmp_path / "p"))[1]]
    assert len(faults) == 1 and "“required_from” is a moment with its time zone" in faults[0]


# --- the command ---------------------------------------------------------------------------------


def test_the_command_writes_a_course_and_never_over_something(course, tmp_path, capsys):
    folder = tmp_path / "out"
    call_command("export_course", "sampling", str(folder))
    assert "sampling: draft written to" in capsys.readouterr().out
    assert not read_course(folder)[1]
    call_command("export_course", "sampling", str(tmp_path / "first"), release=1)
    for options in ({}, {"release": 5}):
        with pytest.raises(CommandError):
            call_command("export_course", "sampling", str(folder), **options)
    with pytest.raises(CommandError):
        call_command("export_course", "nothing", str(tmp_path / "none"))
    assert not (tmp_path / "none").exists()
    assert isinstance(package_of(course.in_force), PackageFiles)
