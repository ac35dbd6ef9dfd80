"""Two hundred questions written to the formats' published descriptions, each with its fate.

The fate of a question is one line in `files/<name>.expected`: its number, the line where it
begins, its kind (or "–"), its key, and the codes of the remarks (or of the reasons). Its whole
content is checked against files/<name>.items.yaml, which is written as a package is.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.utils import translation

from courses.banks.exchange.gift import read_gift
from courses.banks.exchange.moodle import read_moodle
from courses.banks.exchange.report import Candidate, Report, Standing, beside, item_text
from courses.banks.exchange.writing import Written, write_gift
from lms.common.languages import LANGUAGES
from lms.common.yamlnodes import Faults

FILES = Path(__file__).parent / "files"
READ = {
    "choice.gift": (read_gift, "lt"),
    "typed.gift": (read_gift, "en"),
    "texts.gift": (read_gift, "en"),
    "export.xml": (read_moodle, "lt"),
}


def report_for(name: str) -> Report:
    read, language = READ[name]
    with translation.override("en"):
        return beside(read((FILES / name).read_bytes(), language), {})


def fates(report: Report) -> list[str]:
    lines = [f"# {', '.join(note.code for note in report.notes)}".rstrip()]
    for one in report.outcomes:
        place = f"{one.number:3} {one.line:4}"
        if isinstance(one, Candidate):
            codes = " ".join(remark.code for remark in one.remarks)
            both = "+" if len(one.languages) > 1 else " "
            lines.append(f"{place} {one.kind:8}{both} {one.key:40} {codes}".rstrip())
        elif isinstance(one, Standing):
            lines.append(f"{place} = {one.key}")
        else:
            lines.append(f"{place} – {' '.join(reason.code for reason in one.reasons)}")
    return lines


@pytest.mark.parametrize("name", READ)
def test_every_question_meets_its_fate(name):
    expected = (FILES / f"{name}.expected").read_text().splitlines()
    assert fates(report_for(name)) == expected


@pytest.mark.parametrize("name", READ)
def test_every_question_that_comes_says_what_it_said(name):
    expected = yaml.safe_load((FILES / f"{name}.items.yaml").read_text())
    assert [one.item for one in report_for(name).coming] == expected


@pytest.mark.parametrize("language", ["lt", "en"])
@pytest.mark.parametrize("name", READ)
def test_every_question_that_comes_goes_out_as_gift_and_comes_back_the_same(name, language):
    coming = report_for(name).coming
    texts = [item_text(one, Faults()) for one in coming]
    told = [one for one in texts if one.body["prompt"].get(language)]
    written = [
        Written(one.key, {"kind": one.kind, **one.body}, one.category, one.difficulty)
        for one in told
    ]
    report = beside(read_gift(write_gift(written, language), language), {})
    assert not report.refused
    assert told or language != READ[name][1]
    back = [item_text(one, Faults()) for one in report.coming]
    assert [one.key for one in back] == [one.key for one in told]
    assert [one.category for one in back] == [one.category for one in told]
    assert [one.difficulty for one in back] == [one.difficulty for one in told]
    for one, same in zip(told, back, strict=True):
        assert same.kind == one.kind
        assert same.body == in_one(one.body, language), one.key


def in_one(value: Any, language: str) -> Any:
    """What a question says in one language: a file of GIFT holds no other."""
    if isinstance(value, list):
        return [in_one(one, language) for one in value]
    if not isinstance(value, dict):
        return value
    if value and value.keys() <= set(LANGUAGES):
        return {language: value[language]} if language in value else {}
    return {name: in_one(one, language) for name, one in value.items()}


def test_there_are_over_two_hundred_questions():
    assert sum(len(report_for(name).outcomes) for name in READ) > 200


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("language", ["lt", "en"])
def test_every_sentence_is_in_the_readers_language(name, language):
    read, written_in = READ[name]
    with translation.override("en"):
        english = read((FILES / name).read_bytes(), written_in)
    with translation.override(language):
        report = read((FILES / name).read_bytes(), written_in)
    told = [s.message for one in report.refused for s in one.reasons]
    told += [s.message for one in report.coming for s in one.remarks]
    said = [s.message for one in english.refused for s in one.reasons]
    said += [s.message for one in english.coming for s in one.remarks]
    assert len(told) == len(said)
    same = {one for one, other in zip(told, said, strict=True) if one == other}
    assert same == (set(said) if language == "en" else set())
