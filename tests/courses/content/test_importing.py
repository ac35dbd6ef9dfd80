"""Packages: what is refused, with file and line, and what importing again changes."""

import os

import pytest

from courses.content.actions.importing import import_course, read_course
from courses.content.models import Course
from lms.common.clock import now
from lms.common.errors import Refusal
from tests.packages import pair, sampling, single

pytestmark = pytest.mark.django_db


def faults_of(package, tmp_path):
    return [str(fault) for fault in read_course(package.write(tmp_path / "p"))[1]]


def test_a_good_package_has_no_faults(competency_map, tmp_path):
    assert faults_of(sampling(), tmp_path) == []


def test_every_fault_is_told_at_once_with_file_and_line(competency_map, tmp_path):
    package = sampling()
    package.unit("first")["minutes"] = 900
    package.unit("third")["opens_after"] = ["nowhere"]
    package.item("q1")["options"][0]["right"] = "false"
    package.item("q2")["see"] = {"unit": "first", "block": "closing"}
    told = "\n".join(faults_of(package, tmp_path))
    assert "course.yaml:" in told
    assert "“minutes” should be a whole number from 1 to 600." in told
    assert "“opens_after” names no unit: “nowhere”." in told
    assert "Exactly one option must be right." in told
    assert "“see” leads to no block of this course." in told
    assert all(line.split(":")[1].isdigit() for line in told.splitlines() if "items" in line)


def test_blocks_must_be_the_same_in_both_languages(competency_map, tmp_path):
    folder = sampling().write(tmp_path / "p")
    english = folder / "units" / "first.en.md"
    english.write_text(english.read_text().replace("::: text opening", "::: text start"))
    told = [str(fault) for fault in read_course(folder)[1]]
    assert any("units/first.en.md:1: This line should be the same as line 1" in t for t in told)


def test_units_that_wait_for_each_other_are_named(competency_map, tmp_path):
    package = sampling()
    package.modules[0]["in_order"] = "false"
    package.unit("first")["opens_after"] = ["third"]
    package.unit("third")["opens_after"] = ["first"]
    told = "\n".join(faults_of(package, tmp_path))
    assert "These units wait for each other: first → third → first." in told


def test_a_competency_that_is_not_in_the_map_is_a_fault(competency_map, tmp_path):
    package = sampling()
    package.unit("second")["aligns"] = ["Z9@1"]
    assert any("“Z9@1”" in told for told in faults_of(package, tmp_path))


def test_importing_the_same_package_again_changes_nothing(sampling_course, package, tmp_path, ieva):
    before = {
        "versions": [
            version.pk for unit in sampling_course.units.all() for version in unit.versions.all()
        ],
        "items": list(sampling_course.bank.items.values_list("versions", flat=True)),
    }
    text, _faults = read_course(package.write(tmp_path / "again"))
    import_course(text, owner=None, on=now())
    after = {
        "versions": [
            version.pk for unit in sampling_course.units.all() for version in unit.versions.all()
        ],
        "items": list(sampling_course.bank.items.values_list("versions", flat=True)),
    }
    assert after == before


def test_a_changed_text_makes_a_new_version_of_its_unit_alone(teach, sampling_course, package):
    package.unit("third")["blocks"]["::: text opening"] = pair("Kitaip.", "Otherwise.")
    course = teach(package)
    counts = {unit.key: unit.versions.count() for unit in course.units.all()}
    assert counts == {"first": 1, "second": 1, "third": 2, "extra": 1}
    assert course.in_force.number == 2


def test_publishing_a_draft_that_says_nothing_new_keeps_the_release(
    teach, sampling_course, package
):
    assert teach(package).in_force.number == 1


def test_a_new_course_needs_an_owner(competency_map, tmp_path):
    text, _faults = read_course(sampling("orphan").write(tmp_path / "p"))
    with pytest.raises(Refusal, match="owner"):
        import_course(text, owner=None, on=now())
    assert not Course.objects.exists()


# --- hostile packages ----------------------------------------------------------------------------


def test_links_are_refused(competency_map, tmp_path):
    folder = sampling().write(tmp_path / "p")
    os.symlink("/etc/passwd", folder / "units" / "first.xx.md")
    (folder / "units" / "first.en.md").unlink()
    os.symlink("/etc/hostname", folder / "units" / "first.en.md")
    _text, faults = read_course(folder)
    assert "Links and special files are refused." in "\n".join(map(str, faults))


def test_strange_files_are_refused(competency_map, tmp_path):
    folder = sampling().write(tmp_path / "p")
    (folder / "evil.py").write_text("print()")
    told = "\n".join(map(str, read_course(folder)[1]))
    assert "evil.py: A package has no file of this name." in told


def test_a_huge_text_is_refused(competency_map, tmp_path):
    folder = sampling().write(tmp_path / "p")
    (folder / "units" / "first.en.md").write_text("::: text opening\n\n" + "a" * 3_000_000)
    told = "\n".join(map(str, read_course(folder)[1]))
    assert "units/first.en.md: This file is larger than 2 MB." in told


def test_a_yaml_bomb_is_refused(competency_map, tmp_path):
    folder = sampling().write(tmp_path / "p")
    bomb = "a: &a [x, x]\n" + "\n".join(
        f"{n}: &{n} [*{p}, *{p}]" for p, n in zip("abcdef", "bcdefg", strict=True)
    )
    (folder / "items" / "items.yaml").write_text(bomb)
    told = "\n".join(map(str, read_course(folder)[1]))
    assert "Anchors, aliases and very deep nesting are not used here." in told


@pytest.mark.parametrize(
    ("drawing", "reason"),
    [
        (
            b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><script>1</script></svg>",
            "<script>",
        ),
        (b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1' onload='x'/>", "onload"),
        (
            b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg'/>",
            "document type",
        ),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><rect fill='url(http://e.example/x)'/></svg>",
            "another file",
        ),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><use href='http://e.example/x#a'/></svg>",
            "another file",
        ),
        (b"<html/>", "not an SVG"),
        (b"GIF89a", "not well-formed"),
    ],
)
def test_a_drawing_that_could_do_more_than_draw_is_refused(
    competency_map, tmp_path, drawing, reason
):
    package = sampling()
    package.unit("first")["blocks"]["::: image bush src=bush.svg"] = pair(
        "alt: Krūmas", "alt: A bush"
    )
    package.pictures["bush.svg"] = drawing
    told = "\n".join(faults_of(package, tmp_path))
    assert reason in told


def test_a_photograph_loses_its_location(teach, package, tmp_path):
    import io

    from PIL import Image

    from courses.content.models import Picture
    from courses.content.pictures import path_of

    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (54.0, 53.0, 0.0)}
    exif[0x010F] = "Secret camera"
    Image.new("RGB", (40, 30), "green").save(out, "JPEG", exif=exif)
    package.unit("first")["blocks"]["::: image bush src=bush.jpg"] = pair(
        "alt: Krūmas", "alt: A bush"
    )
    package.pictures["bush.jpg"] = out.getvalue()
    teach(package)
    picture = Picture.objects.get()
    with Image.open(path_of(picture.file)) as stored:
        assert not stored.getexif()
    assert b"Secret camera" not in path_of(picture.file).read_bytes()


def test_unused_items_are_faults(competency_map, tmp_path):
    package = sampling()
    package.items.append(single("lonely"))
    assert any("No block asks the item “lonely”." in told for told in faults_of(package, tmp_path))


@pytest.mark.parametrize(
    "text",
    [
        "items: " + "[" * 300_000,
        "items: " + "- " * 5_000 + "x",
        'items:\n  - {key: a, kind: single, prompt: {lt: "a\\0b", en: x}}',
        "items:\n  - {key: n, kind: number, answer: 1e-999990, tolerance: 0}",
    ],
)
def test_a_file_that_would_exhaust_the_reader_is_refused(competency_map, tmp_path, text):
    folder = sampling().write(tmp_path / "p")
    (folder / "items" / "items.yaml").write_text(text)
    _text, faults = read_course(folder)
    assert any("items/items.yaml" in str(fault) for fault in faults)


def test_digits_that_are_no_numbers_are_faults(competency_map, tmp_path):
    package = sampling()
    package.modules[0]["rule"] = "²"
    package.unit("second")["requirement"] = "score ²"
    told = "\n".join(faults_of(package, tmp_path))
    assert "“rule” is all" in told
    assert "“requirement” is continue" in told


def test_very_deep_folders_are_not_walked_into(competency_map, tmp_path):
    folder = sampling().write(tmp_path / "p")
    deep = folder / "units" / "/".join(["x"] * 400)
    deep.mkdir(parents=True)
    (deep / "a.txt").write_text("far away")
    assert list(read_course(folder)[1]) == []


def test_a_drawing_that_nests_too_deep_is_refused(competency_map, tmp_path):
    package = sampling()
    line = "::: image bush src=bush.svg"
    package.unit("first")["blocks"][line] = pair("alt: Krūmas", "alt: A bush")
    inner = b"<g>" * 3000 + b"</g>" * 3000
    package.pictures["bush.svg"] = (
        b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'>" + inner + b"</svg>"
    )
    assert any("nest too deep" in told for told in faults_of(package, tmp_path))


def test_a_course_in_which_nothing_is_required_is_not_published(competency_map, tmp_path, ieva):
    from courses.content.actions.publishing import publish

    package = sampling()
    for unit in package.units():
        unit["required"] = "false"
    text, _faults = read_course(package.write(tmp_path / "p"))
    course = import_course(text, owner=ieva, on=now())
    with pytest.raises(Refusal, match="required"):
        publish(course, by=ieva, on=now())
