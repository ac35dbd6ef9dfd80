"""The bank's pages over HTTP: finding, copying, archiving, taking along, bringing in."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.banks.actions import save_items
from courses.banks.models import Item, ItemVersion
from courses.banks.reading import read_item
from courses.content.models import Course
from lms.common.clock import now
from lms.common.yamlnodes import Faults, node_of
from tests.learning import answer, begin, read
from tests.packages import measured, pair, sampling, single

BANK = "/en/studio/courses/sampling/questions/"
GIFT = """
::Lapas:: Kiek lapų nuotraukoje? { =Trys#Taip. ~Du#Ne, trys. ####Suskaičiuokite dar kartą. }

::Esė:: Aprašykite pievą. {}
"""


def add(course: Course, *items: dict) -> None:
    texts = [read_item(node_of(one), Faults(), ("lt", "en")) for one in items]
    save_items(course.bank, texts, author=None, on=now())


@pytest.fixture
def bank(sampling_course: Course) -> Course:
    add(
        sampling_course,
        {**measured("aukštis"), "key": "height", "class": "measuring", "difficulty": "hard"},
        {**single("meadow"), "prompt": pair("Kas yra mėginys?", "What is a sample?")},
    )
    return sampling_course


def test_the_bank_lists_every_question_with_where_it_is_asked(ieva, client_for, bank):
    page = client_for(ieva).get(BANK).text
    assert "5 questions" in page
    assert "Question q1?" in page
    assert "1.2 Unit second" in page
    assert "What is a sample?" in page
    assert "not asked yet" in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=meginiai", ["What is a sample?"]),
        ("q=sample", ["What is a sample?"]),
        ("q=nothing+such", []),
        ("kind=number", ["How many"]),
        ("class=measuring", ["How many"]),
        ("difficulty=hard", ["How many"]),
        ("used=no", ["What is a sample?", "How many"]),
        ("used=yes", ["Question q1?", "Question q2?", "Question q3?"]),
        ("untranslated=1", []),
        ("archived=1", []),
        ("kind=strange&page=hundred&difficulty=%00", []),
    ],
)
def test_questions_are_found_by_words_and_by_what_they_are(ieva, client_for, bank, asked, found):
    page = client_for(ieva).get(f"{BANK}?{asked}").text
    every = {"Question q1?", "Question q2?", "Question q3?", "What is a sample?", "How many"}
    assert {said for said in every if said in page} == set(found)


def test_a_long_bank_is_paged_and_asks_the_database_no_more(ieva, client_for, sampling_course):
    client = client_for(ieva)
    client.get(BANK)
    with CaptureQueriesContext(connection) as few:
        client.get(BANK)
    add(sampling_course, *[single(f"more-{n}") for n in range(40)])
    with CaptureQueriesContext(connection) as many:
        first = client.get(BANK).text
    assert len(many) == len(few)
    assert "Page 1 of 2" in first
    second = client.get(f"{BANK}?kind=single&page=2").text
    assert "Page 2 of 2" in second
    assert "kind=single&amp;page=1" in second


def test_how_many_answered_and_how_many_were_right(ieva, ona, jonas, client_for, bank):
    for person, right in ((ona, 1), (jonas, 3)):
        enrolment = begin(person, bank)
        read(enrolment, bank, "first")
        answer(enrolment, bank, "second", right=right)
    page = client_for(ieva).get(BANK).text
    # What was left empty is no answer.
    assert page.count("answered 2 times, 100% right") == 1
    assert page.count("answered 1 time, 100% right") == 2


def test_a_question_is_archived_offered_no_more_and_restored(ieva, client_for, bank):
    client = client_for(ieva)
    item = Item.objects.get(key="meadow")
    client.post(f"{BANK}{item.uid}/change/", {"do": "archive"})
    assert "What is a sample?" not in client.get(BANK).text
    assert "What is a sample?" in client.get(f"{BANK}?archived=1").text
    back = client.post(f"{BANK}{item.uid}/change/", {"do": "restore"}, follow=True)
    assert "in the bank again" in back.text
    assert "What is a sample?" in client.get(BANK).text
    assert client.post(f"{BANK}{item.uid}/change/", {"do": "delete"}).status_code == 404


def test_a_copy_is_a_question_of_its_own(ieva, client_for, bank):
    item = Item.objects.get(key="meadow")
    page = client_for(ieva).post(f"{BANK}{item.uid}/change/", {"do": "copy"}, follow=True)
    assert "This is the copy" in page.text
    made = Item.objects.get(key="meadow-2")
    assert made.uid != item.uid
    assert made.versions.get().author == ieva


def test_questions_of_other_courses_are_not_there(rasa, ona, ieva, client_for, teach, bank):
    other = teach(sampling("other"), rasa)
    foreign = other.bank.items.first()
    own = bank.bank.items.first()
    for address in ("", "new/", "import/", "export/", f"{own.uid}/", f"{own.uid}/versions/"):
        assert client_for(rasa).get(BANK + address).status_code == 404
        assert client_for(ona).get(BANK + address).status_code == 404
    client = client_for(ieva)
    for address in (f"{foreign.uid}/", f"{foreign.uid}/versions/"):
        assert client.get(BANK + address).status_code == 404
    before = foreign.versions.count(), Item.objects.count()
    assert client.post(f"{BANK}{foreign.uid}/change/", {"do": "copy"}).status_code == 404
    assert client.post(f"{BANK}{foreign.uid}/", {"prompt.en": "Taken"}).status_code == 404
    assert client.post(f"{BANK}{foreign.uid}/versions/1/restore/").status_code == 404
    assert (foreign.versions.count(), Item.objects.count()) == before


# --- files ---------------------------------------------------------------------------------------


def test_chosen_questions_or_all_go_along_as_gift(ieva, client_for, bank):
    client = client_for(ieva)
    every = client.get(f"{BANK}export/?language=en")
    assert every["Content-Disposition"] == 'attachment; filename="sampling-en.gift"'
    assert every["Content-Type"] == "text/plain; charset=utf-8"
    assert every.text.count("::[markdown]") == 5
    assert "Written:" not in every.text
    chosen = Item.objects.get(key="height")
    one = client.get(f"{BANK}export/?language=lt&item={chosen.uid}&item=nonsense").text
    assert one.count("::[markdown]") == 1
    assert "Kiek aukštis?" in one


def test_questions_that_are_not_translated_are_counted_before_and_in_the_file(
    ieva, client_for, bank
):
    text = read_item(node_of(measured("plotis") | {"key": "only-lt"}), Faults(), ("lt",))
    save_items(bank.bank, [text], author=None, on=now())
    client = client_for(ieva)
    page = client.get(BANK).text
    assert "Not all is written in English: the file would hold 5 of 6 questions." in page
    assert "Not all is written in Lithuanian" not in page
    written = client.get(f"{BANK}export/?language=en").text
    assert "// Written: 5 of 6 questions. The others have no text in this language." in written
    assert "“only-lt” is not written: it has no text in this language." in written


def held_in(page: str) -> str:
    return page.split('name="held" value="')[1].split('"')[0]


def test_a_file_is_reported_and_nothing_is_written_before_it_is_accepted(ieva, client_for, bank):
    client = client_for(ieva)
    page = client.post(f"{BANK}import/", {"pasted": GIFT, "language": "lt"}).text
    assert "1 of 2 questions can come over" in page
    assert "Kiek lapų nuotraukoje?" in page
    assert "an essay cannot be marked" in page
    assert bank.bank.items.count() == 5
    accepted = {"held": held_in(page), "take": ["1"]}
    done = client.post(f"{BANK}import/", accepted, follow=True).text
    assert "1 question is in the bank now" in done
    assert "Kiek lapų nuotraukoje?" in done
    assert "no English yet" in done
    client.post(f"{BANK}import/", accepted)
    assert bank.bank.items.count() == 6
    again = client.post(f"{BANK}import/", {"pasted": GIFT, "language": "lt"}).text
    assert "1 question is in the bank already" in again


def test_what_is_not_ticked_does_not_come(ieva, client_for, bank):
    client = client_for(ieva)
    page = client.post(f"{BANK}import/", {"pasted": GIFT}).text
    client.post(f"{BANK}import/", {"held": held_in(page)})
    assert bank.bank.items.count() == 5


def test_a_report_of_somebody_else_or_a_forged_one_is_worth_nothing(ieva, vytas, client_for, bank):
    held = held_in(client_for(ieva).post(f"{BANK}import/", {"pasted": GIFT}).text)
    for person, text in ((vytas, held), (ieva, held[:-3] + "abc"), (ieva, "x")):
        answer = client_for(person).post(f"{BANK}import/", {"held": text, "take": ["1"]})
        assert answer.status_code == 422
    assert bank.bank.items.count() == 5


BOMB = b'<!DOCTYPE q [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><quiz>&b;</quiz>'


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "Choose a file"),
        (b"PK\x03\x04 a spreadsheet", "not a text file"),
        (BOMB, ""),
        (b"\x00\x01\x02" * 50, "not a text file"),
        (b"a" * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
        (b"<quiz>" + b"<question>" * 5000, ""),
    ],
)
def test_what_is_no_file_of_questions_is_refused_with_a_reason(
    ieva, client_for, bank, content, why
):
    file = io.BytesIO(content)
    file.name = "questions.gift"
    answer = client_for(ieva).post(f"{BANK}import/", {"file": file, "pasted": ""})
    assert answer.status_code == 422
    assert why in answer.text
    assert 'class="errors"' in answer.text
    assert bank.bank.items.count() == 5


def test_each_format_is_recognised(ieva, client_for, bank):
    client = client_for(ieva)
    table = "question;option 1;option 2;right;explanation\nHow many?;One;Two;1;Count.\n"
    moodle = (
        '<?xml version="1.0"?><quiz><question type="truefalse"><name><text>TF</text></name>'
        "<questiontext><text>Is it so?</text></questiontext>"
        '<answer fraction="100"><text>true</text></answer>'
        '<answer fraction="0"><text>false</text></answer></question></quiz>'
    )
    for text, name in ((table, "Table (CSV)"), (moodle, "Moodle XML"), (GIFT, "GIFT")):
        page = client.post(f"{BANK}import/", {"pasted": text, "language": "en"}).text
        assert f"<span>{name}</span>" in page, name
        assert 'name="take"' in page


def test_scripts_in_a_file_are_words_in_the_report(ieva, client_for, bank):
    evil = "::<script>alert(1)</script>:: <script>alert(2)</script> Which? { =<img src=x onerror=alert(3)>Yes ~No }"
    page = client_for(ieva).post(f"{BANK}import/", {"pasted": evil, "language": "en"}).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_the_whole_bank_comes_back_from_its_own_gift(ieva, client_for, bank):
    client = client_for(ieva)
    text = client.get(f"{BANK}export/?language=en").text
    versions = ItemVersion.objects.count()
    page = client.post(f"{BANK}import/", {"pasted": text, "language": "en"}).text
    client.post(f"{BANK}import/", {"held": held_in(page), "take": [str(n) for n in range(1, 6)]})
    # The English halves alone are other questions; none of those that stood has changed.
    assert bank.bank.items.count() == 10
    assert ItemVersion.objects.count() == versions + 5
