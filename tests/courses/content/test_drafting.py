"""Writing units: nothing typed is lost, nobody is overwritten, and versions say what was written."""

import pytest

from courses.content.actions.drafting import (
    Typed,
    add_block,
    call_current,
    keep_version,
    move_block,
    remove_block,
    restore_version,
    save_texts,
    set_block,
    set_unit,
    undo_blocks,
)
from courses.content.actions.importing import import_course, read_course
from courses.content.actions.publishing import publish
from courses.content.drafting import Working, working
from courses.content.models import Course, Unit, UnitDraft
from courses.content.queries import draft_of
from courses.content.templates import course_templates
from lms.common.clock import now
from lms.common.errors import Refusal


@pytest.fixture
def unit(sampling_course: Course) -> Unit:
    return sampling_course.units.get(key="first")


def stands(unit: Unit) -> Working:
    item = draft_of(unit.course_id).items.select_related("version").get(unit=unit)
    return working(item.version, unit.drafts.all())


def opening(unit: Unit) -> str:
    return f"{stands(unit).blocks[0]['uid']}.text"


def write(unit, person, language, place, value, seen=None):
    seen = stands(unit).seq(language, place) if seen is None else seen
    return save_texts(unit, language, {place: Typed(value, seen)}, by=person, on=now())


def test_what_is_typed_is_kept_and_the_version_below_stays_as_it_was(unit, ieva):
    before = draft_of(unit.course_id).items.get(unit=unit).version_id
    saved = write(unit, ieva, "en", opening(unit), "Quite another text.")
    assert saved.clashes == []
    assert stands(unit).text("en", opening(unit)) == "Quite another text."
    assert draft_of(unit.course_id).items.get(unit=unit).version_id == before


def test_the_same_save_again_changes_nothing(unit, ieva):
    first = write(unit, ieva, "en", opening(unit), "New.", seen=0)
    again = write(unit, ieva, "en", opening(unit), "New.", seen=0)
    assert (again.sequence, again.clashes, again.seqs) == (first.sequence, [], first.seqs)


def test_a_second_author_sees_both_versions_and_nothing_is_overwritten(unit, ieva, rasa):
    place = opening(unit)
    write(unit, ieva, "en", place, "Ieva's text.", seen=0)
    met = write(unit, rasa, "en", place, "Rasa's text.", seen=0)
    (clash,) = met.clashes
    assert (clash.mine, clash.theirs, clash.author) == ("Rasa's text.", "Ieva's text.", ieva.name)
    assert stands(unit).text("en", place) == "Ieva's text."
    chosen = write(unit, rasa, "en", place, "Rasa's text.", seen=clash.seq)
    assert chosen.clashes == []
    assert stands(unit).text("en", place) == "Rasa's text."


def test_two_authors_in_two_languages_do_not_meet(unit, ieva, rasa):
    write(unit, ieva, "en", opening(unit), "English.", seen=0)
    assert write(unit, rasa, "lt", opening(unit), "Lietuviškai.", seen=0).clashes == []
    assert stands(unit).text("en", opening(unit)) == "English."


def test_a_changed_first_language_leaves_the_translation_stale_until_it_is_looked_at(unit, ieva):
    place = opening(unit)
    old = stands(unit).text("lt", place)
    write(unit, ieva, "lt", place, "Perrašyta.")
    now_stands = stands(unit)
    assert now_stands.state("en", place, first="lt") == "stale"
    assert now_stands.behind["en"][place] == old
    assert now_stands.state("lt", place, first="lt") == "current"
    write(unit, ieva, "en", place, "Rewritten.")
    assert stands(unit).state("en", place, first="lt") == "current"
    # Going on with the translation does not make the first language stale.
    write(unit, ieva, "en", place, "Rewritten well.")
    assert stands(unit).state("lt", place, first="lt") == "current"


@pytest.mark.parametrize("first_written", ["lt", "en"])
def test_the_note_of_a_template_is_neither_translated_nor_a_translation(unit, ieva, first_written):
    place = opening(unit)
    note = course_templates()["data-collection"].modules[0].units[0].note
    for code in ("lt", "en"):
        write(unit, ieva, code, place, note[code])
    keep_version(unit, by=ieva, on=now())
    then_written = "en" if first_written == "lt" else "lt"
    for code in (first_written, then_written):
        write(unit, ieva, code, place, f"Written in {code}.")
        assert stands(unit).state("en", place, first="lt") == "current"
    # From here on it is one, and gets old.
    write(unit, ieva, "lt", place, "Perrašyta.")
    assert stands(unit).state("en", place, first="lt") == "stale"


def test_a_text_written_back_to_what_was_translated_is_current_again(unit, ieva):
    place = opening(unit)
    old = stands(unit).text("lt", place)
    write(unit, ieva, "lt", place, "Kitaip.")
    write(unit, ieva, "lt", place, old)
    assert stands(unit).state("en", place, first="lt") == "current"


def test_an_author_may_say_that_the_translation_still_holds(unit, ieva):
    place = opening(unit)
    write(unit, ieva, "lt", place, "Kita rašyba.")
    keep_version(unit, by=ieva, on=now())
    assert stands(unit).state("en", place, first="lt") == "stale"
    call_current(unit, place, by=ieva, on=now())
    assert stands(unit).state("en", place, first="lt") == "current"
    keep_version(unit, by=ieva, on=now())
    assert stands(unit).state("en", place, first="lt") == "current"


def test_a_text_without_translation_is_missing(unit, ieva):
    write(unit, ieva, "en", opening(unit), "")
    assert stands(unit).state("en", opening(unit), first="lt") == "missing"


def test_leaving_makes_one_version_and_open_editors_go_on(unit, ieva):
    place = opening(unit)
    saved = write(unit, ieva, "en", place, "Written.")
    version = keep_version(unit, by=ieva, on=now())
    assert version.number == 2
    assert version.blocks[0]["texts"]["en"]["text"] == "Written."
    assert keep_version(unit, by=ieva, on=now()) == version
    further = write(unit, ieva, "en", place, "Written on.", seen=saved.seqs[place])
    assert further.clashes == []


def test_blocks_are_added_moved_removed_and_brought_back(unit, ieva):
    first = stands(unit).blocks[0]["uid"]
    new = add_block(unit, "callout", after=first, by=ieva, on=now())
    assert [block["uid"] for block in stands(unit).blocks] == [first, new]
    move_block(unit, new, by_places=-1, by=ieva, on=now())
    assert [block["uid"] for block in stands(unit).blocks] == [new, first]
    text = stands(unit).text("en", f"{first}.text")
    remove_block(unit, first, by=ieva, on=now())
    assert [block["uid"] for block in stands(unit).blocks] == [new]
    sequence = unit.drafts.get(part="shape").sequence
    undo_blocks(unit, sequence=sequence, by=ieva, on=now())
    assert [block["uid"] for block in stands(unit).blocks] == [new, first]
    assert stands(unit).text("en", f"{first}.text") == text


def test_undo_is_refused_when_something_else_has_changed(unit, ieva):
    new = add_block(unit, "text", after="", by=ieva, on=now())
    sequence = unit.drafts.get(part="shape").sequence
    move_block(unit, new, by_places=1, by=ieva, on=now())
    with pytest.raises(Refusal, match="cannot be undone"):
        undo_blocks(unit, sequence=sequence, by=ieva, on=now())


def test_what_is_typed_into_a_block_that_somebody_removed_is_kept(unit, ieva, rasa):
    place = opening(unit)
    new = add_block(unit, "text", after="", by=rasa, on=now())
    remove_block(unit, place.partition(".")[0], by=rasa, on=now())
    saved = write(unit, ieva, "en", place, "Typed into nothing.", seen=0)
    assert saved.gone == [place]
    keep_version(unit, by=rasa, on=now())
    assert [block["uid"] for block in stands(unit).blocks] == [new]
    assert stands(unit).retired["en"][place] == "Typed into nothing."


def test_settings_minutes_and_alignments_are_part_of_the_version(unit, ieva):
    new = add_block(unit, "callout", after="", by=ieva, on=now())
    set_block(unit, new, {"tone": "look"}, by=ieva, on=now())
    set_unit(unit, minutes=25, alignments=[{"competency": "B4", "level": 1}], by=ieva, on=now())
    version = keep_version(unit, by=ieva, on=now())
    assert version.minutes == 25
    assert version.alignments == [{"competency": "B4", "level": 1}]
    assert version.blocks[0]["settings"] == {"tone": "look"}


def test_an_older_version_comes_back_as_a_new_one_and_typists_are_told(unit, ieva, rasa):
    place = opening(unit)
    first = draft_of(unit.course_id).items.get(unit=unit).version
    saved = write(unit, ieva, "en", place, "Second thoughts.")
    restored = restore_version(unit, first, by=rasa, on=now())
    assert restored.number == 3
    assert restored.digest == first.digest
    assert unit.versions.get(number=2).blocks[0]["texts"]["en"]["text"] == "Second thoughts."
    met = write(unit, ieva, "en", place, "Third thoughts.", seen=saved.seqs[place])
    assert met.clashes[0].theirs == first.blocks[0]["texts"]["en"]["text"]


def test_publishing_takes_what_is_being_written_along(unit, ieva):
    write(unit, ieva, "en", opening(unit), "Just typed.")
    release = publish(unit.course, by=ieva, on=now())
    version = release.items.get(unit=unit).version
    assert version.blocks[0]["texts"]["en"]["text"] == "Just typed."


def test_importing_over_a_draft_keeps_the_draft_as_a_version(unit, ieva, package, tmp_path):
    place = opening(unit)
    saved = write(unit, ieva, "en", place, "From the browser.")
    package.unit("first")["minutes"] = 12
    text, faults = read_course(package.write(tmp_path / "again"))
    assert not faults
    import_course(text, owner=ieva, on=now())
    said = [
        version.blocks[0]["texts"]["en"]["text"] for version in unit.versions.order_by("number")
    ]
    assert "From the browser." in said[1]
    assert stands(unit).text("en", place) == said[0]
    assert write(unit, ieva, "en", place, "More.", seen=saved.seqs[place]).clashes


def test_a_block_that_cannot_be_read_is_carried_along_and_never_written_over(unit, ieva):
    item = draft_of(unit.course_id).items.select_related("version").get(unit=unit)
    strange = {
        "uid": "5b3b6c1e-0000-4000-8000-000000000001",
        "key": "later",
        "kind": "hologram",
        "settings": {"depth": 3},
        "texts": {"lt": {"beam": "Spindulys"}},
    }
    version = item.version
    type(version).objects.filter(pk=version.pk).update(blocks=[strange, *version.blocks])
    write(unit, ieva, "en", "title", "Renamed")
    write(unit, ieva, "lt", f"{strange['uid']}.beam", "Perrašyta")
    kept = keep_version(unit, by=ieva, on=now())
    assert kept.blocks[0] == strange
    assert kept.title["en"] == "Renamed"


def test_control_characters_go_and_too_long_a_text_is_refused(unit, ieva):
    write(unit, ieva, "en", opening(unit), "a\x00b\r\nc")
    assert stands(unit).text("en", opening(unit)) == "ab\nc"
    with pytest.raises(Refusal, match="longer"):
        write(unit, ieva, "en", opening(unit), "a" * 60_001)


def test_one_row_for_each_part(unit, ieva):
    for value in ("a", "b"):
        write(unit, ieva, "en", "title", value)
    assert UnitDraft.objects.filter(unit=unit, part="en").count() == 1
