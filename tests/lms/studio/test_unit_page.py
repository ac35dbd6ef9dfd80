"""The unit page: what it shows of every block, what it says of what is to be mended, and what it
never lets through."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.content.actions.drafting import Typed, add_block, save_texts, set_unit
from courses.content.actions.publishing import publish
from courses.content.models import Course, Release, ReleaseItem, Unit
from courses.content.queries import working_of
from lms.common.clock import now
from lms.studio.writing import KINDS

EVIL = '</textarea></title><script>alert(1)</script>"><img src=x onerror=alert(2)>{{ 7|add:7 }}'


@pytest.fixture
def unit(sampling_course: Course) -> Unit:
    return sampling_course.units.get(key="first")


@pytest.fixture
def desk(unit: Unit) -> str:
    return f"/en/studio/courses/sampling/units/{unit.uid}/"


def write(unit, person, language, place, value):
    seen = working_of(unit).seq(language, place)
    save_texts(unit, language, {place: Typed(value, seen)}, by=person, on=now())


def add(unit, person, kind):
    return add_block(unit, kind, after="", by=person, on=now())


def autosave(client, desk, language, typed):
    body = json.dumps({"language": language, "typed": typed})
    return client.post(f"{desk}draft/", body, content_type="application/json")


# --- what it shows -------------------------------------------------------------------------------


def test_every_kind_is_offered_between_any_two_blocks_with_a_word_on_what_it_is_for(
    ieva, client_for, unit, desk
):
    add(unit, ieva, "callout")
    page = client_for(ieva).get(desk).text
    lines = re.findall(r'<details class="insert.*?</details>', page, re.S)
    assert len(lines) == 3
    for line in lines:
        assert re.findall(r'name="kind" value="([\w-]+)"', line) == list(KINDS)
    assert "An aside, or something not to be missed" in lines[0]
    assert "A page of its own with questions and a result" in lines[0]
    assert "What it is about, in one sentence (may be empty)" in page


def test_a_block_is_named_in_the_readers_language_else_in_what_there_is(
    ieva, client_for, unit, desk
):
    block = add(unit, ieva, "callout")
    write(unit, ieva, "lt", f"{block}.title", "Nulis")
    client = client_for(ieva)

    def name(address: str) -> list[str]:
        return re.findall(r'<span class="u-name" (lang="\w\w">[^<]+)', client.get(address).text)

    assert 'lang="lt">Nulis' in name(desk)
    write(unit, ieva, "en", f"{block}.title", "Nought")
    assert 'lang="en">Nought' in name(desk)
    assert 'lang="lt">Nulis' in name(desk.replace("/en/", "/lt/"))


def test_an_empty_quiz_leads_to_its_first_question_before_its_rules(ieva, client_for, unit, desk):
    block = add(unit, ieva, "quiz")
    page = client_for(ieva).get(desk).text
    asks = page.split(f'data-block="{block}"')[1].split("</section>")[0]
    assert re.findall(r'class="btn( text)?"[^>]+ data-flush>([^<]+)', asks) == [
        ("", "Write the first question"),
        (" text", "Questions and rules"),
    ]


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_new_block_of_every_kind_is_shown_named_and_led_back_to(
    ieva, client_for, unit, desk, kind
):
    page = client_for(ieva).post(f"{desk}blocks/add/", {"kind": kind, "after": ""}, follow=True)
    uid = working_of(unit).blocks[0]["uid"]
    assert f"Added: {KINDS[kind]}." in page.text
    assert f'data-at="{uid}"' in page.text
    assert f'id="b-{uid}"' in page.text


def test_moving_says_where_the_block_stands_now(ieva, client_for, unit, desk):
    block = add(unit, ieva, "callout")
    page = client_for(ieva).post(f"{desk}blocks/{block}/", {"do": "down"}, follow=True)
    assert "Callout: now 2 of 2." in page.text


def test_every_prose_text_has_the_writing_tool_and_no_other(ieva, client_for, unit, desk):
    for kind in KINDS:
        add(unit, ieva, kind)
    page = client_for(ieva).get(desk).text
    prose = re.findall(r'<textarea id="\w\w-([^"]+)"[^>]*data-prose', page)
    kinds = {block["uid"]: block["kind"] for block in working_of(unit).blocks}
    assert {(kinds[one[:36]], one[37:]) for one in prose} == {
        ("text", "text"),
        ("callout", "text"),
        ("check", "text"),
        ("quiz", "text"),
        ("calibration", "text"),
    }
    assert page.count('id="prose-tools"') == 1


def test_a_course_in_one_language_is_written_in_one(ieva, client_for, unit, desk):
    Release.objects.filter(course=unit.course, number=None).update(languages=["en"])
    page = client_for(ieva).get(desk).text
    assert 'name="en:title"' in page
    assert 'name="lt:title"' not in page
    assert "pick-language" not in page
    assert "not translated" not in page


def test_texts_keep_their_first_empty_line(ieva, client_for, unit, desk):
    block = add(unit, ieva, "text")
    write(unit, ieva, "lt", f"{block}.text", "    code\n\nafter")
    assert ">\n    code\n\nafter</textarea>" in client_for(ieva).get(desk).text


def test_the_words_of_a_decorative_picture_are_not_asked_for(ieva, client_for, unit, desk):
    block = add(unit, ieva, "image")
    client = client_for(ieva)
    row = f'id="row-lt-{block}-alt"'
    assert f"{row}>" in client.get(desk).text
    client.post(f"{desk}blocks/{block}/", {"do": "set", "decorative": "on"})
    assert f"{row} hidden>" in client.get(desk).text
    write(unit, ieva, "en", f"{block}.alt", "A bush")
    assert f"{row}>" in client.get(desk).text


# --- languages -----------------------------------------------------------------------------------


def test_an_author_of_one_language_cannot_break_the_other(ieva, client_for, unit, desk):
    block = working_of(unit).blocks[0]["uid"]
    before = dict(working_of(unit).texts["lt"])
    client = client_for(ieva)
    autosave(client, desk, "en", {f"{block}.text": {"value": "", "seen": 0}})
    autosave(client, desk, "en", {"title": {"value": "", "seen": 0}})
    autosave(client, desk, "en", {f"lt:{block}.text": {"value": "x", "seen": 0}})
    assert working_of(unit).texts["lt"] == before
    assert working_of(unit).text("en", "title") == ""


def test_a_stale_translation_shows_what_has_changed_and_may_be_called_right(
    ieva, client_for, unit, desk
):
    place = f"{working_of(unit).blocks[0]['uid']}.text"
    client = client_for(ieva)
    assert "the other language has changed" not in client.get(desk).text
    write(unit, ieva, "lt", place, "Lietuviškas žodis apie first.")
    page = client.get(desk).text
    assert "the other language has changed" in page
    assert "<del>tekstas</del><ins>žodis</ins>" in page
    client.post(f"{desk}current/", {"field": place})
    assert "the other language has changed" not in client.get(desk).text


def test_a_stale_translation_can_be_begun_again_from_the_other_language(
    ieva, client_for, unit, desk
):
    place = working_of(unit).places[-1]
    offered = f'data-copy-to="en-{place.replace(".", "-")}"'
    assert offered not in client_for(ieva).get(desk).text
    write(unit, ieva, "lt", place, "Visai kas kita.")
    assert offered in client_for(ieva).get(desk).text


@pytest.mark.parametrize(("mine", "other"), [("lt", "en"), ("en", "lt")])
def test_one_language_at_a_time_begins_with_the_readers(ieva, client_for, desk, mine, other):
    page = client_for(ieva).get(desk.replace("/en/", f"/{mine}/")).text
    assert f'name="shown" value="{mine}" checked' in page
    assert f'name="shown" value="{other}">' in page


def test_a_block_that_has_just_come_is_not_complained_of(ieva, client_for, unit, desk):
    client = client_for(ieva)
    came = client.post(f"{desk}blocks/add/", {"kind": "image", "after": ""}, follow=True)
    assert "The picture is missing" not in came.text
    assert "The picture is missing" in client.get(desk).text


def test_a_missing_translation_is_marked_and_can_be_begun_from_the_other(
    ieva, client_for, unit, desk
):
    block = add(unit, ieva, "text")
    write(unit, ieva, "lt", f"{block}.text", "Tik lietuviškai.")
    page = client_for(ieva).get(desk).text
    assert f'data-copy-to="en-{block}-text" data-copy-from="lt-{block}-text"' in page


# --- the tool that could not hand over ----------------------------------------------------------


def test_what_the_tool_held_when_the_page_was_left_is_stored_as_markdown(
    ieva, client_for, unit, desk
):
    place = f"{working_of(unit).blocks[0]['uid']}.text"
    html = "<p>Du <strong>žmonės</strong><script>alert(1)</script></p><ul><li><p>a</p></li></ul>"
    autosave(client_for(ieva), desk, "lt", {place: {"html": html, "seen": 0}})
    said = working_of(unit).text("lt", place)
    assert said.startswith("Du **žmonės**")
    assert "<" not in said


def test_the_form_takes_what_the_tool_could_not_convert(ieva, client_for, unit, desk):
    place = f"{working_of(unit).blocks[0]['uid']}.text"
    form = {
        f"lt:{place}": "Old",
        f"lt:{place}.prose": "<p>New <em>words</em></p>",
        f"seen:lt:{place}": "0",
    }
    client_for(ieva).post(f"{desk}save/", form)
    assert working_of(unit).text("lt", place).strip() == "New *words*"


# --- checks --------------------------------------------------------------------------------------


def mends(page):
    found = re.findall(
        r'<li><p class="dim">(.*?)</p><p>(.*?)</p><p><a href="([^"]+)"', page.text, re.S
    )
    return [(where, address) for where, _said, address in found]


def test_what_is_to_be_mended_stands_beside_with_the_way_to_its_field(ieva, client_for, unit, desk):
    client = client_for(ieva)
    assert "Nothing to mend." in client.get(desk).text
    block = add(unit, ieva, "image")
    page = client.get(desk)
    assert "Stops publishing" in page.text
    assert ("1. Picture · Lietuvių", f"#lt-{block}-alt") in mends(page)
    assert ("1. Picture", f"#b-{block}") in mends(page)
    place = f"{working_of(unit).blocks[1]['uid']}.text"
    write(unit, ieva, "en", place, "See [here](https://example.org).")
    page = client.get(desk)
    assert "Advice" in page.text
    assert ("2. Text · English", f"#en-{place.replace('.', '-')}") in mends(page)
    for _where, address in mends(page):
        assert f'id="{address[1:]}"' in page.text


def test_rules_of_the_outline_and_claims_are_mended_where_they_are(ieva, client_for, unit, desk):
    ReleaseItem.objects.filter(unit=unit, release__number=None).update(
        requirement="score", score_at_least=70
    )
    client = client_for(ieva)
    outline = f"/en/studio/courses/sampling/outline/?open=u-{unit.uid}#u-{unit.uid}"
    assert ("Unit", outline.replace("&", "&amp;")) in mends(client.get(desk))
    # Whoever comes after it reads that nobody gets there.
    quiz = add(unit, ieva, "quiz")
    assert ("Unit", outline) not in mends(client.get(desk))
    assert ("1. Quiz", f"#b-{quiz}") in mends(client.get(desk))
    ReleaseItem.objects.filter(unit=unit, release__number=None).update(
        requirement="continue", score_at_least=None
    )
    claims = [{"competency": "B4", "level": 1}]
    set_unit(unit, minutes=10, alignments=claims, by=ieva, on=now())
    page = client.get(desk)
    assert ("Unit", "#minutes") in mends(page)
    assert "B4 is claimed, but no unit assesses it" in page.text


def test_the_outline_counts_what_is_to_be_mended(ieva, client_for, unit, desk):
    outline = "/en/studio/courses/sampling/outline/"
    client = client_for(ieva)
    assert "to mend" not in client.get(outline).text
    add(unit, ieva, "image")
    assert "2 things to mend" in client.get(outline).text


# --- what it never lets through ------------------------------------------------------------------


def test_hostile_texts_in_every_field_stay_texts(ieva, ona, client_for, unit, desk):
    client = client_for(ieva)
    for kind in ("file", "callout", "image", "text"):
        add(unit, ieva, kind)
    for place in working_of(unit).places:
        for code in ("lt", "en"):
            write(unit, ieva, code, place, EVIL[: 290 if place == "title" else None])
    client.post(f"{desk}leave/")
    write(unit, ieva, "lt", "summary", "Other words.")
    for address in (desk, f"{desk}history/", f"{desk}history/?from=1&to=2", desk[:-1] + "/?at=x"):
        page = client.get(address).text
        assert "<script>alert" not in page, address
        assert "onerror=alert(2)>" not in page.replace("onerror=alert(2)&gt;", ""), address
        assert "<img src=x" not in page, address
        assert "14" not in re.sub(r"\{\{ 7\|add:7 \}\}", "", EVIL), address
    # Learners get the words too, and nothing of them runs.
    for block in working_of(unit).blocks:
        if block["kind"] in ("file", "image"):
            client.post(f"{desk}blocks/{block['uid']}/", {"do": "remove"})
    publish(unit.course, by=ieva, on=now())
    shown = client_for(ona).get(f"/en/courses/sampling/units/{unit.uid}/").text
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown


@pytest.mark.parametrize(
    "typed",
    [
        {"title": {"value": "x"}},
        {"title": {"value": "x", "seen": "soon"}},
        {"title": {"seen": 0}},
        {"title": "x"},
        [],
        None,
    ],
)
def test_nonsense_for_a_text_changes_nothing(ieva, client_for, unit, desk, typed):
    assert autosave(client_for(ieva), desk, "lt", typed).status_code == 404
    assert working_of(unit).text("lt", "title") == "Tema first"


def test_a_block_of_another_unit_is_not_reached_through_this_one(
    ieva, client_for, sampling_course, unit, desk
):
    other = sampling_course.units.get(key="second")
    theirs = working_of(other).blocks[0]["uid"]
    before = working_of(other).blocks
    client = client_for(ieva)
    for do in ("up", "down", "remove", "set", "picture", "file"):
        page = client.post(f"{desk}blocks/{theirs}/", {"do": do}, follow=True)
        assert page.status_code == 200
    assert client.post(f"{desk}blocks/{theirs}/", {"do": "drop table"}).status_code == 404
    autosave(client, desk, "lt", {f"{theirs}.text": {"value": "mine", "seen": 0}})
    assert working_of(other).blocks == before
    assert working_of(other).text("lt", f"{theirs}.text") != "mine"


def test_what_this_edition_cannot_read_is_shown_moved_and_never_saved_over(
    ieva, client_for, unit, desk
):
    version = ReleaseItem.objects.get(unit=unit, release__number=None).version
    strange = {
        "uid": "6f8f6a52-9a51-4d53-8df4-0f8a6f8f6a52",
        "key": "clip",
        "kind": "hologram",
        "settings": {"depth": 3},
        "texts": {"lt": {"said": "Šviesa"}},
    }
    version.blocks = [*version.blocks, strange]
    version.save()
    client = client_for(ieva)
    page = client.get(desk).text
    assert "written in a newer edition" in page
    autosave(client, desk, "lt", {f"{strange['uid']}.said": {"value": "Tamsa", "seen": 0}})
    client.post(f"{desk}blocks/{strange['uid']}/", {"do": "set", "depth": "4"})
    client.post(f"{desk}blocks/{strange['uid']}/", {"do": "up"})
    write(unit, ieva, "lt", "title", "Kitas pavadinimas")
    client.post(f"{desk}leave/")
    now_at = ReleaseItem.objects.get(unit=unit, release__number=None).version
    assert now_at.number == 2
    assert now_at.blocks[0] == strange
    assert client.get(f"{desk}history/?from=1").status_code == 200


def test_the_page_asks_as_much_for_forty_blocks_as_for_two(ieva, client_for, unit, desk):
    client = client_for(ieva)
    add(unit, ieva, "check")
    client.get(desk)
    with CaptureQueriesContext(connection) as few:
        client.get(desk)
    for _n in range(12):
        for kind in ("text", "image", "quiz"):
            add(unit, ieva, kind)
    for place in working_of(unit).places:
        write(unit, ieva, "lt", place, "Žodžiai")
    with CaptureQueriesContext(connection) as many:
        client.get(desk)
    assert len(many) <= len(few)
