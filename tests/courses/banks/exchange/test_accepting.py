"""From a file to the bank: nothing before it is accepted, and nothing twice."""

from pathlib import Path

import pytest

from courses.banks.actions import accept_items, save_items
from courses.banks.exchange.gift import read_gift
from courses.banks.exchange.report import (
    Candidate,
    Standing,
    beside,
    held,
    hold,
    item_text,
    report_of,
)
from courses.banks.exchange.writing import Written, write_gift
from courses.banks.kinds import KINDS
from courses.banks.models import Item, ItemBank, ItemVersion
from courses.banks.queries import digests
from lms.common.clock import now
from lms.common.errors import Refusal
from lms.common.yamlnodes import Faults

FILE = (Path(__file__).parent / "files" / "choice.gift").read_bytes()


@pytest.fixture
def bank(db):
    return ItemBank.objects.create(key="imtys", title={"lt": "Imtys", "en": "Samples"})


def shown(bank, source=FILE):
    return beside(read_gift(source, "lt"), digests(bank))


def test_nothing_is_written_before_it_is_accepted(bank, ieva):
    report = shown(bank)
    hold(report, bank=bank.key, person=ieva.pk)
    assert not Item.objects.exists()
    uids = accept_items(bank, report.coming, author=ieva, on=now())
    assert len(uids) == report.counts["coming"] == bank.items.count()
    first = ItemVersion.objects.get(item__uid=uids[1])
    assert (first.item.key, first.number, first.author) == ("imties-savoka", 1, ieva)
    assert first.body["explanation"]["lt"].startswith("Imtis yra ta visumos dalis")


def test_what_was_accepted_can_be_asked_and_marked(bank, ieva):
    uids = accept_items(bank, shown(bank).coming, author=ieva, on=now())
    body = ItemVersion.objects.get(item__uid=uids[13]).body
    assert KINDS[body["kind"]].mark(body, ["a", "b"]).points == 1000
    assert KINDS[body["kind"]].mark(body, ["a", "b", "c"]).points == 500


def test_accepting_twice_makes_no_doubles(bank, ieva):
    report = shown(bank)
    once = accept_items(bank, report.coming, author=ieva, on=now())
    again = accept_items(bank, report.coming, author=ieva, on=now())
    assert once == again
    assert ItemVersion.objects.count() == len(once)


def test_the_same_file_again_finds_its_questions_standing(bank, ieva):
    first = shown(bank)
    accept_items(bank, first.coming, author=ieva, on=now())
    second = shown(bank)
    assert not second.coming
    assert {one.key for one in second.standing} >= {one.key for one in first.coming}
    assert second.counts["refused"] == first.counts["refused"]


def test_a_key_of_another_question_is_never_taken(bank, ieva):
    theirs = Candidate(1, 1, "", {**shown(bank).coming[0].item, "key": "dvynys"}, ("lt",))
    save_items(bank, [item_text(theirs, Faults())], author=ieva, on=now())
    report = shown(bank)
    [twin] = [one for one in report.coming if one.name == "Dvynys"]
    assert twin.key == "dvynys-2"
    assert "key-taken" in {remark.code for remark in twin.remarks}
    accept_items(bank, report.coming, author=ieva, on=now())
    assert ItemVersion.objects.filter(item__key="dvynys").count() == 1


def test_a_key_that_was_taken_meanwhile_is_avoided(bank, ieva):
    report = shown(bank)
    other = Candidate(1, 1, "", {**report.coming[1].item, "key": report.coming[0].key}, ("lt",))
    save_items(bank, [item_text(other, Faults())], author=ieva, on=now())
    uids = accept_items(bank, report.coming[:1], author=ieva, on=now())
    assert Item.objects.get(uid=uids[1]).key == report.coming[0].key + "-2"


def test_a_candidate_that_was_tampered_with_is_refused_whole(bank, ieva):
    good, other = shown(bank).coming[:2]
    bad = Candidate(2, 1, "", {**other.item, "options": []}, ("lt",))
    with pytest.raises(Refusal) as refusal:
        accept_items(bank, [good, bad], author=ieva, on=now())
    assert refusal.value.code == "unreadable-question"
    assert not Item.objects.exists()


def test_what_is_held_comes_back_to_the_same_person_and_bank_only(bank, ieva, rasa):
    report = shown(bank)
    text = hold(report, bank=bank.key, person=ieva.pk)
    back = held(text, bank=bank.key, person=ieva.pk)
    assert [(one.number, one.item, one.languages) for one in back] == [
        (one.number, one.item, one.languages) for one in report.coming
    ]
    assert held(text, bank="other", person=ieva.pk) is None
    assert held(text, bank=bank.key, person=rasa.pk) is None
    assert (
        held(text[:-1] + ("a" if text[-1] != "a" else "b"), bank=bank.key, person=ieva.pk) is None
    )
    assert held("", bank=bank.key, person=ieva.pk) is None


def test_a_thousand_questions_are_held_in_a_form_of_allowed_size(bank, settings):
    one = (
        "::Klausimas %d:: Kas yra imtis, kai jos dydis %d? {=Dalis visumos#Taip. ~Visa visuma#Ne.}"
    )
    report = shown(bank, "\n\n".join(one % (n, n) for n in range(1000)))
    text = hold(report, bank=bank.key, person=1)
    assert len(report.coming) == 1000
    assert len(text) < settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 4


def test_a_report_is_plain_values_and_comes_back_whole(bank):
    report = shown(bank)
    assert report_of(report.plain()) == report
    assert {type(one) for one in report.outcomes} >= {Candidate, Standing}
    assert report.counts == {
        "questions": 43, "coming": 34, "remarked": 30, "unexplained": 30, "standing": 1, "refused": 8,
    }  # fmt: skip
    assert report.remark_counts["even-shares"] == 3


def test_a_bank_that_was_written_as_gift_stands_already(bank, ieva):
    accept_items(bank, shown(bank).coming, author=ieva, on=now())
    versions = ItemVersion.objects.select_related("item").order_by("item__pk")
    written = [
        Written(one.item.key, one.body, one.item.category, one.item.difficulty) for one in versions
    ]
    report = shown(bank, write_gift(written, "lt"))
    assert len(report.standing) == len(written)
    assert not report.coming and not report.refused
