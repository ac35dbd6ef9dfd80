"""Choice questions as a table: found by column names, faults told with row and column."""

import csv
import io

import pytest
from django.utils import translation

from courses.banks.exchange.report import Candidate, Refused, Remark, Report
from courses.banks.exchange.table import (
    read_table,
    refusals_table,
    safe_cell,
    written_table,
)
from courses.banks.exchange.table_example import example_table

SIMPLE = "question;option 1;option 2;right\nWhich?;this;that;1\n"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def only(text: str | bytes, language: str = "en"):
    report = read_table(text, language)
    assert report.stopped is None, report.stopped
    [one] = report.outcomes
    return one


def test_a_row_is_a_question():
    one = only(SIMPLE)
    assert one.item == {
        "key": "which",
        "kind": "single",
        "difficulty": "medium",
        "prompt": {"en": "Which?"},
        "options": [
            {"key": "a", "right": True, "text": {"en": "this"}},
            {"key": "b", "right": False, "text": {"en": "that"}},
        ],
    }
    assert (one.number, one.line) == (1, 2)
    assert [remark.code for remark in one.remarks] == ["no-explanation"]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_separator_is_found(separator):
    assert only(SIMPLE.replace(";", separator)).kind == "single"
    assert only("sep=" + separator + "\n" + SIMPLE.replace(";", separator)).line == 3


@pytest.mark.parametrize(
    "header",
    [
        "Klausimas;Atsakymas 1;Atsakymas 2;Teisingas",
        "KLAUSIMAS (LT);1 atsakymas;2. atsakymas;teisingi atsakymai",
        "Prompt;Option_1;Answer 2;Correct answer",
        "\ufeffquestion lt;option 1 lt;option 2 lt;right",
    ],
)
def test_columns_go_by_their_names_in_either_language(header):
    assert only(f"{header}\nKuris?;šis;anas;2\n", "lt").item["options"][1]["right"]


@pytest.mark.parametrize(
    ("told", "right"),
    [("1", "a"), ("B", "b"), ("b)", "b"), ("1, 3", "ac"), ("A;C", "ac"), ("a ir c", "ac"),
     ("1 and 3", "ac"), ("3", "c"), ("a c", "ac")],
)  # fmt: skip
def test_the_right_options_go_by_number_or_letter(told, right):
    one = only(f'question,option 1,option 2,option 3,right\nWhich?,x,y,z,"{told}"\n')
    assert "".join(option["key"] for option in one.item["options"] if option["right"]) == right
    assert one.kind == ("single" if len(right) == 1 else "multiple")


@pytest.mark.parametrize(
    ("told", "right"),
    [("Ąžuolas", "a"), ("  azuolas", "a"), ("oak", "a"), ("Beržas ir liepa", "b"), ("b", "b")],
)
def test_the_right_option_goes_by_its_text_in_either_language(told, right):
    one = only(
        "question lt;question en;option 1 lt;option 1 en;option 2 lt;option 2 en;right\n"
        f"Kas?;What?;Ąžuolas;Oak;Beržas ir liepa;Birch and lime;{told}\n"
    )
    assert [option["key"] for option in one.item["options"] if option["right"]] == [right]


def test_both_languages_and_an_option_that_is_the_same_in_both():
    one = only(
        "question lt;question en;option 1;option 2 lt;option 2 en;right;explanation lt;explanation en\n"
        "Kiek?;How many?;42;daug;many;1;Nes.;Because.\n"
    )
    assert one.languages == ("lt", "en")
    assert one.item["prompt"] == {"lt": "Kiek?", "en": "How many?"}
    assert one.item["options"][0]["text"] == {"lt": "42", "en": "42"}
    assert one.item["options"][1]["text"] == {"lt": "daug", "en": "many"}
    assert one.item["explanation"] == {"lt": "Nes.", "en": "Because."}


def test_texts_are_text_and_not_markup():
    one = only('question;option 1;option 2;right\n"<b>*Which*?</b>";<script>x</script>;-5;1\n')
    assert one.item["prompt"] == {"en": "<b>\\*Which\\*?</b>"}


@pytest.mark.parametrize(
    ("row", "faults"),
    [
        (";x;y;1", ["Row 2, column “question”: The question is missing."]),
        ("Which?;x;;1", ["Row 2: At least two options are needed."]),
        ("Which?;x;y;", ["Row 2, column “right”: Say which option is right: its number or letter."]),
        ("Which?;x;y;3", ["Row 2, column “right”: There is no option “3”."]),
        ("Which?;x;y;z", ["Row 2, column “right”: There is no option “z”."]),
        ("Which?;2;3;2", ["Row 2, column “right”: “2” is the number of one option and the text of another: write a letter."]),
        ("Which?;b;c;b", ["Row 2, column “right”: “b” is the letter of one option and the text of another: write a number."]),
        ("Which?;x;y;1 2", ["Row 2, column “right”: All options are right: there is nothing to choose."]),
        ("Which?;;;9", ["Row 2, column “right”: There is no option “9”.", "Row 2: At least two options are needed."]),
    ],
)  # fmt: skip
def test_each_fault_says_its_row_and_column(row, faults):
    one = only(f"question;option 1;option 2;right\n{row}\n")
    assert [reason.message for reason in one.reasons] == faults


def test_a_translation_that_is_missing_is_a_fault_of_its_column():
    one = only(
        "question lt;question en;option 1 lt;option 1 en;option 2;right\nKas?;What?;tas;;42;1\n"
    )
    assert [reason.message for reason in one.reasons] == [
        "Row 2, column “option 1 en”: This cell is empty."
    ]


def test_one_bad_row_does_not_stop_the_others():
    report = read_table(SIMPLE + ";;;\n;x;y;1\nAnd?;x;y;b\n", "en")
    assert [(type(one), one.line) for one in report.outcomes] == [
        (Candidate, 2), (Refused, 4), (Candidate, 5),
    ]  # fmt: skip


def test_cells_of_several_lines_keep_the_count_of_lines():
    report = read_table('question;option 1;option 2;right\n"a\nb";x;y;1\nc;x;y;1\n', "en")
    assert [one.line for one in report.outcomes] == [2, 4]
    assert report.coming[0].item["prompt"] == {"en": "a\\\nb"}


def test_unknown_columns_are_told():
    report = read_table("question;colour;option 1;option 2;right\nWhich?;red;x;y;1\n", "en")
    assert [note.message for note in report.notes] == [
        "Columns that are not known were left out: colour."
    ]


@pytest.mark.parametrize("language", ["lt", "en"])
def test_the_example_comes_over_whole(language):
    report = read_table(example_table(language), language)
    assert [type(one) for one in report.outcomes] == [Candidate] * 5
    assert not report.notes
    assert [(one.key, one.kind, one.languages) for one in report.coming] == [
        ("kokia-imtis", "single", ("lt", "en")),
        ("kas-stebejimas", "multiple", ("lt", "en")),
        ("nulis-rasomas", "truefalse", ("lt", "en")),
        ("kuo-matuoti", "match", ("lt", "en")),
        ("nuo-klausimo", "order", ("lt", "en")),
    ]
    assert ("klausimas (lt)" in example_table(language)) == (language == "lt")
    assert {remark.code for one in report.coming for remark in one.remarks} == {"both-languages"}


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=x", "\r=x", "\n=x", "＝1+1", "＠x"])
def test_no_cell_is_a_formula(cell):
    assert safe_cell(cell) == "'" + cell
    report = Report("table", "en", (Refused(1, 2, cell, (Remark("x", cell),)),))
    for row in csv.reader(io.StringIO(refusals_table(report)[1:], newline=""), delimiter=";"):
        assert not any(field[:1] in "=+-@\t\r\n＝＠" for field in row if field)


def test_an_apostrophe_before_a_formula_is_taken_off_again():
    table = written_table([["question", "option 1", "option 2", "right"], ["=?", "+1", "-1", "1"]])
    one = only(table)
    assert one.item["prompt"] == {"en": "=?"}
    assert [option["text"]["en"] for option in one.item["options"]] == ["+1", "-1"]


# --- statements, pairs, orders -------------------------------------------------------------------


def faults(table: str, language: str = "en") -> list[str]:
    [one] = read_table(table, language).outcomes
    assert isinstance(one, Refused), one
    return [reason.message for reason in one.reasons]


@pytest.mark.parametrize(
    ("kind", "right", "holds"),
    [
        ("", "True", True),
        ("", "netiesa", False),
        ("true/false", "f", False),
        ("Tiesa-netiesa", "taip", True),
    ],
)
def test_a_statement_is_told_by_its_right_answer(kind, right, holds):
    table = f"kind;question;right;feedback 1;feedback 2\n{kind};Spiders are insects.;{right};Six?;Eight.\n"
    item = only(table).item
    assert (item["kind"], item["right"]) == ("truefalse", holds)
    assert (item["if_true"], item["if_false"]) == ({"en": "Six?"}, {"en": "Eight."})


def test_pairs_with_the_same_words_have_one_side_and_a_match_alone_goes_with_nothing():
    item = only(
        "question;option 1;match 1;option 2;match 2;option 3;match 3;match 4;feedback 2\n"
        "Who eats what?;owl;mice;beaver;bark;fox;mice;nothing;It gnaws.\n"
    ).item
    assert [side["text"]["en"] for side in item["sides"]] == ["mice", "bark", "nothing"]
    assert [card["side"] for card in item["cards"]] == ["s1", "s2", "s1"]
    assert item["cards"][1]["feedback"] == {"en": "It gnaws."}


def test_an_order_stands_in_its_right_order():
    item = only("type;question;option 1;option 2;option 3\nordering;Count.;one;two;three\n").item
    assert [card["text"]["en"] for card in item["cards"]] == ["one", "two", "three"]


def test_what_is_wrong_with_them_is_told_by_row_and_column():
    head = "kind;question;option 1;option 2;match 1;right;feedback 3\n"
    assert faults(f"{head}puzzle;What?;a;b;;1;\n") == [
        "Row 2, column “kind”: Write true or false, matching, ordering, or nothing."
    ]
    assert "Row 2, column “right”: Write true or false." in faults(f"{head}true/false;So?;;;;1;\n")
    assert "Row 2, column “option 1”: A statement has no such part." in faults(
        f"{head}true/false;So?;a;;;true;\n"
    )
    told = faults(f"{head}matching;Which?;a;;x;;why\n")
    assert any("At least two pairs are needed" in one for one in told)
    assert any("feedback 3" in one for one in told)
    assert any("At least three cards" in one for one in faults(f"{head}ordering;When?;a;b;;;\n"))
