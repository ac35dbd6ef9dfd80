"""Writing a unit over HTTP: the page, autosave, blocks, pictures, history, and who may."""

import io
import json
import re

import pytest
from PIL import Image

from courses.content.actions.publishing import publish
from courses.content.models import Course, Unit
from courses.content.queries import working_of
from lms.common.clock import now


@pytest.fixture
def unit(sampling_course: Course) -> Unit:
    return sampling_course.units.get(key="first")


@pytest.fixture
def desk(unit: Unit) -> str:
    return f"/en/studio/courses/sampling/units/{unit.uid}/"


@pytest.fixture
def place(unit: Unit) -> str:
    return f"{working_of(unit).blocks[0]['uid']}.text"


def autosave(client, desk, language, typed):
    body = {"language": language, "typed": typed}
    return client.post(f"{desk}draft/", json.dumps(body), content_type="application/json")


def a_picture(size=(1200, 800), kind="JPEG", **more) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", size, "green").save(out, kind, **more)
    out.seek(0)
    out.name = f"bush.{kind.lower()}"
    return out


def test_an_author_sees_every_text_in_both_languages(ieva, client_for, desk):
    page = client_for(ieva).get(desk).text
    assert "Lietuviškas tekstas apie first." in page
    assert "English text about first." in page


def test_what_is_typed_is_saved_published_and_read_by_a_learner(
    ieva, ona, client_for, unit, desk, place
):
    saved = autosave(
        client_for(ieva), desk, "en", {place: {"value": "# Fresh words", "seen": 0}}
    ).json()
    assert saved["seqs"] == {place: 1}
    assert saved["clashes"] == []
    assert "Fresh words" not in client_for(ona).get(f"/en/courses/sampling/units/{unit.uid}/").text
    publish(unit.course, by=ieva, on=now())
    assert (
        "<h2>Fresh words</h2>"
        in client_for(ona).get(f"/en/courses/sampling/units/{unit.uid}/").text
    )


def test_two_authors_are_shown_both_texts(ieva, vytas, client_for, desk, place):
    autosave(client_for(ieva), desk, "en", {place: {"value": "Ieva’s", "seen": 0}})
    met = autosave(client_for(vytas), desk, "en", {place: {"value": "Vytas’s", "seen": 0}})
    assert met.status_code == 409
    (clash,) = met.json()["clashes"]
    assert (clash["theirs"], clash["author"], clash["seq"]) == ("Ieva’s", ieva.name, 1)


def test_without_scripts_the_form_saves_and_clashes_lose_nothing(
    ieva, vytas, client_for, unit, desk, place
):
    form = {f"en:{place}": "From the form", f"seen:en:{place}": "0"}
    shown = client_for(ieva).post(f"{desk}save/", form, follow=True)
    assert "From the form" in shown.text
    assert unit.versions.count() == 2
    met = client_for(vytas).post(f"{desk}save/", {**form, f"en:{place}": "Another"})
    assert met.status_code == 409
    assert "Another" in met.text
    assert "From the form" in met.text
    assert 'value="1"' in met.text
    again = {f"en:{place}": "Both put together", f"seen:en:{place}": "1"}
    client_for(vytas).post(f"{desk}save/", again)
    assert working_of(unit).text("en", place) == "Both put together"


def test_too_long_a_text_is_refused_and_still_there(ieva, client_for, desk):
    refused = client_for(ieva).post(f"{desk}save/", {"en:title": "w" * 301, "seen:en:title": "0"})
    assert refused.status_code == 422
    assert "longer than 300" in refused.text
    assert "w" * 301 in refused.text


def test_a_form_that_is_refused_keeps_neither_language(ieva, client_for, desk, unit):
    """The other language could be kept, and would be another's to find without its pair."""
    typed = {"lt:title": "Kitas pavadinimas", "seen:lt:title": "0"}
    typed |= {"en:title": "w" * 301, "seen:en:title": "0"}
    refused = client_for(ieva).post(f"{desk}save/", typed)
    assert refused.status_code == 422
    assert "Kitas pavadinimas" in refused.text
    assert working_of(unit).text("lt", "title") != "Kitas pavadinimas"
    assert unit.versions.count() == 1


def test_leaving_makes_a_version_in_the_history_which_can_come_back(
    ieva, client_for, unit, desk, place
):
    client = client_for(ieva)
    autosave(client, desk, "en", {place: {"value": "Second writing", "seen": 0}})
    assert client.post(f"{desk}leave/").status_code == 204
    page = client.get(f"{desk}history/?from=1").text
    assert "<ins>Second writing</ins>" in page.replace("</ins> <ins>", " ").replace(
        "</ins><del>", ""
    ) or ("Second" in page and "<del>" in page)
    client.post(f"{desk}history/1/restore/")
    assert working_of(unit).text("en", place) == "English text about first."
    assert unit.versions.count() == 3
    assert client.post(f"{desk}history/9/restore/").status_code == 404


def test_blocks_are_added_set_moved_taken_out_and_brought_back(ieva, client_for, unit, desk):
    client = client_for(ieva)
    client.post(f"{desk}blocks/add/", {"kind": "callout", "after": ""})
    callout, text = (block["uid"] for block in working_of(unit).blocks)
    client.post(f"{desk}blocks/{callout}/", {"do": "set", "tone": "look"})
    assert working_of(unit).blocks[0]["settings"] == {"tone": "look"}
    client.post(f"{desk}blocks/{callout}/", {"do": "down"})
    assert [block["uid"] for block in working_of(unit).blocks] == [text, callout]
    gone = client.post(f"{desk}blocks/{text}/", {"do": "remove"}, follow=True)
    assert "The block was taken out." in gone.text
    sequence = unit.drafts.get(part="shape").sequence
    client.post(f"{desk}undo/", {"sequence": sequence})
    assert [block["uid"] for block in working_of(unit).blocks] == [text, callout]


def test_settings_follow_the_rules_of_packages(ieva, client_for, unit, desk):
    client = client_for(ieva)
    client.post(f"{desk}blocks/add/", {"kind": "quiz", "after": ""})
    quiz = working_of(unit).blocks[0]["uid"]
    refused = client.post(
        f"{desk}blocks/{quiz}/", {"do": "set", "preset": "exam", "attempts": "2"}, follow=True
    )
    assert "practice, check or test" in refused.text
    client.post(f"{desk}blocks/{quiz}/", {"do": "set", "preset": "test", "attempts": "2"})
    assert working_of(unit).blocks[0]["settings"]["attempts"] == 2


def test_a_photograph_comes_in_three_widths_without_where_it_was_taken(
    ieva, ona, client_for, unit, desk
):
    client = client_for(ieva)
    client.post(f"{desk}blocks/add/", {"kind": "image", "after": ""})
    block = working_of(unit).blocks[0]["uid"]
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (54.0, 53.0, 0.0)}
    picture = a_picture((2000, 1000), exif=exif)
    client.post(f"{desk}blocks/{block}/", {"do": "picture", "picture": picture})
    file = working_of(unit).blocks[0]["settings"]["files"]["lt"]
    assert (file["width"], file["height"]) == (1600, 800)
    assert [one["width"] for one in file["narrower"]] == [480, 960]
    assert f'src="{file["address"]}"' in client.get(desk).text
    autosave(client, desk, "en", {f"{block}.alt": {"value": "A green field", "seen": 0}})
    publish(unit.course, by=ieva, on=now())
    shown = client_for(ona).get(f"/en/courses/sampling/units/{unit.uid}/").text
    assert "960w" in shown
    sent = b"".join(client_for(ona).get(file["address"]).streaming_content)
    assert Image.open(io.BytesIO(sent)).getexif() == {}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "JPEG, PNG or WebP"),
        (b"GIF89a" + b"\x00" * 100, "JPEG, PNG or WebP"),
        (b"<html><script>alert(1)</script>", "JPEG, PNG or WebP"),
        (b"", "JPEG, PNG or WebP"),
    ],
)
def test_what_is_no_photograph_is_refused(ieva, client_for, unit, desk, content, said):
    client = client_for(ieva)
    client.post(f"{desk}blocks/add/", {"kind": "image", "after": ""})
    block = working_of(unit).blocks[0]["uid"]
    file = io.BytesIO(content or b" ")
    file.name = "innocent.jpg"
    answer = client.post(f"{desk}blocks/{block}/", {"do": "picture", "picture": file}, follow=True)
    assert said in answer.text
    assert working_of(unit).blocks[0]["settings"]["files"] == {}


def test_length_and_competencies(ieva, client_for, unit, desk):
    client = client_for(ieva)
    claims = {"competency": ["B4", "", "C1"], "level": ["1", "1", "2"]}
    client.post(f"{desk}about/", {"minutes": "25", **claims})
    stands = working_of(unit)
    assert stands.minutes == 25
    assert stands.alignments == [
        {"competency": "B4", "level": 1},
        {"competency": "C1", "level": 2},
    ]
    refused = client.post(f"{desk}about/", {"minutes": "900", "competency": "C2", "level": "3"})
    assert refused.status_code == 422
    assert "1 to 600" in refused.text
    # What was typed stands there still, beside the reason; what is kept is as it was.
    assert re.search(r'<input id="minutes"[^>]* value="900" aria-invalid="true"', refused.text)
    assert re.search(r'<option value="C2" selected>', refused.text)
    assert working_of(unit) == stands


def test_markup_in_any_text_is_shown_as_text(ieva, client_for, unit, desk, place):
    evil = '</textarea><script>alert("x")</script>"><img src=x onerror=alert(1)>'
    client = client_for(ieva)
    autosave(
        client,
        desk,
        "lt",
        {place: {"value": evil, "seen": 0}, "title": {"value": evil, "seen": 0}},
    )
    page = client.get(desk).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    history = client.get(f"{desk}history/").text
    assert "<script>alert" not in history


def test_only_those_who_write_here_get_in(ona, rasa, vytas, client_for, visitor, desk, unit, place):
    for stranger in (ona, rasa):
        client = client_for(stranger)
        assert client.get(desk).status_code == 404
        for address in ("draft/", "save/", "leave/", "undo/", "about/", "blocks/add/"):
            assert client.post(desk + address).status_code == 404
    assert visitor.get(desk).status_code == 302
    assert client_for(vytas).get(desk).status_code == 200
    assert working_of(unit).text("en", place) == "English text about first."


def test_a_unit_of_another_course_is_not_reached_through_mine(ieva, rasa, client_for, teach, unit):
    from tests.packages import sampling

    other = teach(sampling("others"), rasa)
    theirs = other.units.get(key="first")
    address = f"/en/studio/courses/sampling/units/{theirs.uid}/"
    assert client_for(ieva).get(address).status_code == 404
    assert client_for(ieva).post(f"{address}blocks/add/", {"kind": "text"}).status_code == 404


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"language":"de","typed":{}}', b'{"language":"lt","typed":[1]}']
)
def test_nonsense_is_not_found_and_changes_nothing(ieva, client_for, desk, body):
    answer = client_for(ieva).post(f"{desk}draft/", body, content_type="application/json")
    assert answer.status_code == 404
