"""A file block from the upload to the learner: what it is, who gets it, and how it is sent."""

import io

import pytest

from courses.content.actions.copying import copy_course
from courses.content.actions.publishing import publish
from courses.content.models import Course, CourseFile, Unit
from courses.content.queries import draft_of, findings_of, working_of
from lms.common.clock import now
from tests.packages import pair, sampling

SHEET = b"diena,kiek\n2026-03-07,14\n"


@pytest.fixture
def unit(sampling_course: Course) -> Unit:
    return sampling_course.units.get(key="first")


@pytest.fixture
def desk(unit: Unit) -> str:
    return f"/en/studio/courses/sampling/units/{unit.uid}/"


@pytest.fixture
def block(ieva, client_for, unit, desk) -> str:
    client_for(ieva).post(f"{desk}blocks/add/", {"kind": "file", "after": ""})
    return str(working_of(unit).blocks[0]["uid"])


def upload(client, desk, block, content=SHEET, name="Lauko anketa.csv", **more):
    file = io.BytesIO(content)
    file.name = name
    return client.post(f"{desk}blocks/{block}/", {"do": "file", "file": file, **more}, follow=True)


def write(client, desk, **texts):
    form = {}
    for place, said in texts.items():
        form |= {place: said, f"seen:{place}": "0"}
    client.post(f"{desk}save/", form)


def files_of(unit):
    return working_of(unit).blocks[0]["settings"]["files"]


def test_a_learner_reads_what_it_is_and_takes_it_along(ieva, ona, client_for, unit, desk, block):
    client = client_for(ieva)
    upload(client, desk, block, language="lt")
    write(
        client,
        desk,
        **{f"lt:{block}.title": "Anketa", f"en:{block}.title": "<b>Field sheet</b>"},
        **{f"en:{block}.about": "Print it *twice*."},
    )
    publish(unit.course, by=ieva, on=now())
    shown = client_for(ona).get(f"/en/courses/sampling/units/{unit.uid}/").text
    assert "&lt;b&gt;Field sheet&lt;/b&gt;</a>" in shown
    assert "CSV, 25\xa0bytes, in Lithuanian" in shown
    assert "<em>twice</em>" in shown
    lithuanian = client_for(ona).get(f"/lt/courses/sampling/units/{unit.uid}/").text
    assert "lietuvių kalba" in lithuanian
    address = files_of(unit)["en"]["address"]
    assert f'href="{address}"' in shown
    sent = client_for(ona).get(address)
    assert b"".join(sent.streaming_content) == SHEET
    assert sent["Content-Type"] == "text/csv; charset=utf-8"
    assert sent["Content-Disposition"] == 'attachment; filename="lauko-anketa.csv"'
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in sent["Content-Security-Policy"]


def test_each_language_may_have_its_own(ieva, client_for, unit, desk, block):
    client = client_for(ieva)
    upload(client, desk, block, language="lt")
    assert {code: one["language"] for code, one in files_of(unit).items()} == {
        "lt": "lt",
        "en": "lt",
    }
    upload(client, desk, block, b"%PDF-1.7 sheet", "sheet.pdf", language="en")
    assert files_of(unit)["lt"]["name"] == "lauko-anketa.csv"
    assert files_of(unit)["en"]["name"] == "sheet.pdf"
    upload(client, desk, block, b"%PDF-1.7 other", "other.pdf", language="lt")
    assert files_of(unit)["en"]["name"] == "sheet.pdf"
    upload(client, desk, block, b"%PDF-1.7 all", "all.pdf")
    assert {one["name"] for one in files_of(unit).values()} == {"all.pdf"}


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("šešėlis.txt", "seselis.txt"),
        ("日本.txt", "file.txt"),
        ("a" * 300 + ".txt", "a" * 60 + ".txt"),
    ],
)
def test_a_file_is_named_by_us(ieva, client_for, unit, desk, block, name, kept):
    upload(client_for(ieva), desk, block, name=name)
    assert files_of(unit)["lt"]["name"] == kept


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<script>alert(1)</script>", "sheet.html"),
        (b"MZ\x90\x00", "sheet.pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "sheet.svg"),
    ],
)
def test_disguises_are_refused_and_nothing_is_kept(
    ieva, client_for, unit, desk, block, content, name
):
    answer = upload(client_for(ieva), desk, block, content, name)
    assert "not a PDF, CSV" in answer.text
    assert files_of(unit) == {}
    assert not CourseFile.objects.exists()


def test_without_a_file_or_into_another_kind_of_block(ieva, client_for, unit, desk, block):
    client = client_for(ieva)
    answer = client.post(f"{desk}blocks/{block}/", {"do": "file"}, follow=True)
    assert "Choose a file first" in answer.text
    text = working_of(unit).blocks[1]["uid"]
    assert "no longer here" in upload(client, desk, text).text
    assert not CourseFile.objects.exists()


def test_an_unpublished_course_keeps_its_files_to_those_who_work_on_it(
    ieva, rasa, ona, vytas, client_for, visitor, unit, desk, block
):
    upload(client_for(ieva), desk, block)
    address = files_of(unit)["lt"]["address"]
    Course.objects.update(in_force=None)

    def got(client):
        answer = client.get(address)
        return answer.status_code, answer.getvalue() if answer.status_code == 200 else b""

    assert [got(client_for(one)) for one in (ieva, vytas)] == [(200, SHEET)] * 2
    assert [got(client_for(one))[0] for one in (ona, rasa)] == [404, 404]
    assert got(visitor)[0] == 404


def test_checks_ask_for_the_file_and_its_title(ieva, client_for, unit, desk, block):
    def codes():
        return [one.code for one in findings_of(draft_of(unit.course_id)) if one.stops]

    assert codes() == ["file-fault", "no-file"]
    upload(client_for(ieva), desk, block)
    assert codes() == ["file-fault"]
    write(client_for(ieva), desk, **{f"lt:{block}.title": "Anketa"})
    assert codes() == []


def test_a_copied_course_has_files_of_its_own(ieva, client_for, unit, desk, block):
    upload(client_for(ieva), desk, block)
    made = copy_course(unit.course, by=ieva, on=now())
    copied = made.units.get(key="first")
    address = files_of(copied)["lt"]["address"]
    assert str(made.uid) in address
    assert b"".join(client_for(ieva).get(address).streaming_content) == SHEET


def test_a_package_brings_files(teach, tmp_path, client_for, ona):
    package = sampling("with-files")
    package.files = {
        "sheet.lt.csv": SHEET,
        "sheet.en.csv": b"day,count\n",
        "map.pdf": b"%PDF-1.7 map",
    }
    package.unit("first")["blocks"] |= {
        "::: file sheet src=sheet.csv": pair("# Anketa\n\nSpausdinkite.", "# Sheet"),
        "::: file map src=map.pdf language=lt": pair("# Žemėlapis", "# Map"),
    }
    course = teach(package)
    unit = course.units.get(key="first")
    page = client_for(ona).get(f"/en/courses/with-files/units/{unit.uid}/").text
    assert "in English" in page
    assert "in Lithuanian" in page
    stored = [block["settings"] for block in working_of(unit).blocks if block["kind"] == "file"]
    assert [sorted(one) for one in stored] == [["files", "src"], ["files", "src"]]
    # The same package again says the same.
    assert teach(package).units.get(key="first").versions.count() == 1


@pytest.mark.parametrize(
    ("keyed", "files", "said"),
    [
        ("::: file sheet src=none.csv", {}, "There is no file “none.csv”"),
        ("::: file sheet", {}, "should name a file in files/"),
        ("::: file sheet src=a.csv language=de", {"a.csv": SHEET}, "is lt or en"),
        ("::: file sheet src=a.pdf", {"a.pdf": SHEET}, "not a PDF"),
        ("::: file sheet src=a.csv", {"a.csv": b"%PDF-1.7"}, "file of the kind “pdf”"),
        ("::: file sheet src=a.csv", {"a.csv": SHEET, "b.exe": b"x"}, "no file of this name"),
    ],
)
def test_faults_of_files_in_a_package_are_told(competency_map, tmp_path, keyed, files, said):
    from django.utils.translation import override

    from courses.content.actions.importing import read_course

    package = sampling("faulty")
    package.files = files
    package.unit("first")["blocks"] |= {keyed: pair("# Anketa", "# Sheet")}
    with override("en"):
        _text, faults = read_course(package.write(tmp_path / "faulty"))
    assert any(said in fault.message for fault in faults), list(map(str, faults))
