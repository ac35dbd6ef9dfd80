"""The results of an exercise for those who teach: the page, one learner, and the files, over HTTP."""

import csv
import io
import json
import re
import zipfile

import pytest
from django.utils.timezone import localdate

from courses.calibration.actions import gold_due
from courses.calibration.models import CalibrationResult
from lms.common.clock import now
from tests.calibrations import block_in, measuring, sit
from tests.courses.calibration.test_decisions import corrected
from tests.learning import begin

pytestmark = pytest.mark.story
STUDIO = "/en/studio/courses/leaves/"
MEASURES = "::: calibration eye classes=a,b,c sitting=30 looks=30:27 practice=0"


@pytest.fixture
def course(teach):
    return teach(measuring(MEASURES))


@pytest.fixture
def results(course):
    unit = course.units.get(key="second")
    return f"{STUDIO}units/{unit.uid}/blocks/{block_in(course)}/results/"


def test_staff_see_how_each_learner_stands(course, results, ona, jonas, ieva, client_for):
    client = client_for(ieva)
    assert "Nobody has been measured here yet." in client.get(results).text
    sitting = sit(begin(ona, course), course, wrong=range(2))
    enrolment = begin(jonas, course)
    sit(enrolment, course, "practice", size=1)
    page = " ".join(client.get(results).text.split())
    assert "1 learner was measured; the middle one was right in 93% of cases" in page
    assert ona.name in page
    assert "28 of 30" in page
    assert jonas.name not in page
    assert "Have begun, and were not measured yet</dt><dd>1" in page
    assert "once 10 people have been measured" in page
    link = f"{STUDIO}people/{sitting.enrolment_id}/measured/{sitting.uid}/"
    assert link in page
    one = client.get(link).text.replace("\u00a0", " ")
    assert "Level 2" in one
    assert one.count("Their answer, and right") == 28
    assert "Your answer" not in one
    assert "Balanced accuracy, the mean of the classes</dt><dd>93%" in one


def test_a_range_is_rounded_away_from_the_middle_and_only_estimates_lean(
    course, results, ona, ieva, client_for
):
    """49.6% must not read as the half that level 1 asks; and what is told apart leans to no side."""
    sit(begin(ona, course), course, wrong=range(10))
    page = client_for(ieva).get(results).text
    assert "48–81%" in page
    assert "How estimates lean" not in page


def test_an_instructor_sees_a_result_as_it_counts_now(course, results, ona, ieva, client_for):
    sitting = sit(begin(ona, course), course, wrong={0, 1})
    corrected(course, sitting, 0, ieva)
    gold_due(on=now())
    page = " ".join(
        client_for(ieva)
        .get(f"{STUDIO}people/{sitting.enrolment_id}/measured/{sitting.uid}/")
        .text.split()
    )
    assert "Right in this sitting</dt><dd>29 of 30" in page
    by_class = page.partition('id="by-class"')[2].partition('id="answers"')[0]
    assert sum(int(n) for n in re.findall(r"(\d+) of \d+", by_class)) == 29
    assert "The right answer was corrected on" in page


def test_only_sittings_that_measured_are_shown_and_only_of_this_learner(
    course, results, ona, jonas, ieva, client_for
):
    client = client_for(ieva)
    mine, theirs = begin(ona, course), begin(jonas, course)
    practice = sit(mine, course, "practice", size=1)
    measured = sit(mine, course)
    for enrolment, sitting in ((mine, practice), (theirs, measured)):
        address = f"{STUDIO}people/{enrolment.pk}/measured/{sitting.uid}/"
        assert client.get(address).status_code == 404


def test_those_who_learn_or_teach_elsewhere_see_nothing(course, results, ona, rasa, client_for):
    begin(ona, course)
    for person in (ona, rasa):
        for file in ("", "table.csv", "results.json", "answers.zip"):
            assert client_for(person).get(f"{results}{file}").status_code == 404


def test_the_files_say_the_same(course, results, ona, ieva, client_for):
    sit(begin(ona, course), course, wrong=range(3))
    client = client_for(ieva)
    table = client.get(f"{results}table.csv")
    assert table["Cache-Control"] == "private, no-store"
    lines = list(csv.reader(io.StringIO(b"".join(table.streaming_content).decode("utf-8-sig"))))
    assert lines[1][:4] == [ona.name, "2", "30", "27"]
    assert dict(zip(*lines, strict=True))["Balanced accuracy, last sitting"] == "0.9"
    told = json.loads(client.get(f"{results}results.json").content)
    (learner,) = told["learners"]
    assert (learner["name"], learner["level"]) == (ona.name, 2)
    (result,) = learner["results"]
    assert (result["items"], result["right"]) == (30, 27)
    assert sum(one["n"] for one in result["classes"]) == 30
    assert result["balanced_accuracy"] == pytest.approx(0.9)
    assert 0.8 < result["kappa"] < 0.9
    assert result["estimates"] == []
    assert (
        result["valid_until"] == localdate(CalibrationResult.objects.get().valid_until).isoformat()
    )


@pytest.mark.parametrize("people", [9, 10])
def test_answers_are_handed_out_from_ten_people_on(
    course, results, person, ieva, client_for, people
):
    for n in range(people):
        sit(begin(person(f"learner-{n}"), course), course, wrong=range(n))
    client = client_for(ieva)
    page = client.get(results).text
    file = client.get(f"{results}answers.zip")
    if people < 10:
        assert "answers.zip" not in page
        assert file.status_code == 302
        return
    assert "answers.zip" in page
    assert file["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(file.content)) as packed:
        told = json.loads(packed.read("datapackage.json"))
        said = packed.read("answers.csv").decode()
    assert told["name"] == "leaves-second-answers"
    assert told["titles"] == {"lt": "Lapai", "en": "Leaves"}
    assert len(said.splitlines()) == 301
    again = client.get(f"{results}answers.zip")
    with zipfile.ZipFile(io.BytesIO(again.content)) as packed:
        assert packed.read("answers.csv").decode() != said
