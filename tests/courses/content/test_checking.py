"""What an author is told to mend: each finding once with the fault, and none without it."""

import pytest

from courses.content.actions.drafting import (
    Typed,
    add_block,
    save_texts,
    set_unit,
)
from courses.content.actions.outlining import remove_unit, set_unit_rules
from courses.content.actions.publishing import publish
from courses.content.models import Met
from courses.content.queries import draft_of, findings_of, working_of
from lms.common.clock import now
from lms.common.errors import Refusal


def codes(course, *, stops=None):
    return [
        finding.code
        for finding in findings_of(draft_of(course.pk))
        if stops is None or finding.stops == stops
    ]


def write(unit, person, language, place, value):
    seen = working_of(unit).seq(language, place)
    save_texts(unit, language, {place: Typed(value, seen)}, by=person, on=now())


@pytest.fixture
def unit(sampling_course):
    return sampling_course.units.get(key="first")


@pytest.fixture
def place(unit):
    return f"{working_of(unit).blocks[0]['uid']}.text"


def test_a_whole_course_has_nothing_to_mend(sampling_course):
    assert codes(sampling_course) == []


@pytest.mark.parametrize(
    ("said", "code", "stops"),
    [
        ("See [here](https://example.org).", "click-here", False),
        ("Žr. [Čia](https://example.org)", None, None),
        ("See [the protocol](https://example.org).", None, None),
        ("```\n[here](https://example.org)\n```", None, None),
        ("#### Deep", "heading-jump", False),
        ("## One\n\n#### Two", "heading-jump", False),
        ("## One\n\n### Two\n\n## Three", None, None),
        ("$\\frac{$", "text-fault", True),
    ],
)
def test_texts(sampling_course, unit, place, ieva, said, code, stops):
    write(unit, ieva, "en", place, said)
    found = findings_of(draft_of(sampling_course.pk))
    assert [(one.code, one.stops) for one in found] == ([(code, stops)] if code else [])
    assert all(one.unit == str(unit.uid) and one.language == "en" for one in found)


def test_translations_missing_and_stale(sampling_course, unit, place, ieva):
    write(unit, ieva, "lt", place, "Kitaip.")
    assert codes(sampling_course) == ["stale"]
    write(unit, ieva, "en", place, "")
    assert codes(sampling_course) == ["untranslated"]
    write(unit, ieva, "lt", place, "")
    assert codes(sampling_course, stops=True) == ["text-fault"]


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("text", ["text-fault"]),
        ("callout", ["callout-fault", "callout-fault"]),
        ("image", ["image-fault", "no-picture"]),
        ("check", ["no-questions"]),
        ("quiz", ["no-questions"]),
    ],
)
def test_an_empty_block_of_any_kind_stops_publishing(sampling_course, unit, ieva, kind, found):
    add_block(unit, kind, after="", by=ieva, on=now())
    assert codes(sampling_course, stops=True) == found
    with pytest.raises(Refusal):
        publish(sampling_course, by=ieva, on=now())
    sampling_course.refresh_from_db()
    assert sampling_course.in_force.number == 1


def test_a_requirement_without_means(sampling_course, unit, ieva):
    set_unit_rules(
        sampling_course,
        str(unit.uid),
        required=True,
        requirement=Met.SCORE,
        score_at_least=70,
        opens_after=[],
        by=ieva,
        on=now(),
    )
    assert codes(sampling_course, stops=True) == ["no-quiz"]


def test_a_competency_that_nothing_assesses_and_one_that_is_not_in_the_map(
    sampling_course, unit, ieva
):
    claimed = [{"competency": "B4", "level": 1}, {"competency": "C1", "level": 1}]
    set_unit(unit, minutes=10, alignments=claimed, by=ieva, on=now())
    assert codes(sampling_course) == ["no-evidence"]
    claimed = [{"competency": "Z9", "level": 1}]
    set_unit(unit, minutes=10, alignments=claimed, by=ieva, on=now())
    assert codes(sampling_course, stops=True) == ["no-competency"]
    assert codes(sampling_course, stops=False) == []


def test_a_course_without_anything_required_or_anything_at_all(sampling_course, ieva):
    for key in ("first", "second", "third"):
        remove_unit(sampling_course, str(sampling_course.units.get(key=key).uid), by=ieva, on=now())
    assert codes(sampling_course, stops=True) == ["nothing-required"]
    extra = sampling_course.units.get(key="extra")
    remove_unit(sampling_course, str(extra.uid), by=ieva, on=now())
    assert codes(sampling_course, stops=True) == ["empty"]


def test_the_refusal_says_how_much_more_there_is(sampling_course, unit, ieva):
    add_block(unit, "image", after="", by=ieva, on=now())
    with pytest.raises(Refusal, match="And 1 more thing to mend"):
        publish(sampling_course, by=ieva, on=now())


def test_what_comes_after_something_that_cannot_be_done_is_unreachable(sampling_course, unit, ieva):
    set_unit_rules(
        sampling_course,
        str(unit.uid),
        required=True,
        requirement=Met.SCORE,
        score_at_least=70,
        opens_after=[],
        by=ieva,
        on=now(),
    )
    found = findings_of(draft_of(sampling_course.pk))
    assert [one.code for one in found] == ["no-quiz", *["unreachable"] * 3]
    lost = [one for one in found if one.code == "unreachable"]
    keys = {str(one.uid): one.key for one in sampling_course.units.all()}
    assert [keys[one.unit] for one in lost] == ["second", "third", "extra"]
    assert not any(one.stops for one in lost)
    assert "waits for “Unit first”" in lost[0].message
