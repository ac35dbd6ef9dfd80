"""Writing one question over HTTP: every kind, trying it, versions, two authors, hostile input."""

import io
import re
from typing import Any

import pytest
from PIL import Image

from courses.assessment.models import Attempt
from courses.banks.facing import how_changed
from courses.banks.models import Item, ItemVersion
from courses.content.actions.publishing import publish
from lms.common.clock import now
from lms.studio.items import KINDS
from tests.learning import begin, open_attempt, read
from tests.packages import sampling

BANK = "/en/studio/courses/sampling/questions/"
SCRIPT = '"><script>alert(1)</script>'


def both(place: str, lt: str, en: str) -> dict[str, str]:
    return {f"{place}.lt": lt, f"{place}.en": en}


def a_choice(**more: Any) -> dict[str, Any]:
    return {
        **both("prompt", "Kiek kojų turi voras?", "How many legs has a spider?"),
        **both("explanation", "Vorai nėra vabzdžiai.", "Spiders are no insects."),
        "difficulty": "easy",
        "class": "animals",
        "options": ["0", "1", "2"],
        "right": "1",
        **both("options.0.text", "Šešias", "Six"),
        **both("options.1.text", "Aštuonias", "Eight"),
        **both("options.1.feedback", "Taip.", "Yes."),
        "do": "save",
        **more,
    }


NUMBER = {
    **both("prompt", "Kiek?", "How much?"),
    **both("explanation", "Tiek.", "That much."),
    "answer": "12,5",
    "tolerance": "0.5",
    "half_tolerance": "2",
    **both("unit", "cm", "cm"),
    "near": ["0"],
    "near.0.answer": "125",
    **both("near.0.feedback", "Kablelis.", "The comma."),
}
TEXT = {
    **both("prompt", "Kas tai?", "What is it?"),
    **both("explanation", "Imtis.", "A sample."),
    "accept.lt": "imtis\nimties",
    "accept.en": "sample\n\na sample",
    "near": ["3"],
    **both("near.3.match", "visuma", "population"),
    **both("near.3.feedback", "Tai visi.", "That is all of them."),
}
SORT = {
    **both("prompt", "Kur?", "Where?"),
    **both("explanation", "Ten.", "There."),
    "groups": ["0", "1"],
    "groups.0.key": "g1",
    "groups.1.key": "g2",
    **both("groups.0.text", "Pieva", "Meadow"),
    **both("groups.1.text", "Miškas", "Forest"),
    "cards": ["0", "1"],
    **both("cards.0.text", "Ramunė", "Daisy"),
    "cards.0.group": "g1",
    **both("cards.1.text", "Briedis", "Elk"),
    "cards.1.group": "g2",
}


TRUEFALSE = {
    **both("prompt", "Vorai yra vabzdžiai.", "Spiders are insects."),
    **both("explanation", "Voras turi aštuonias kojas.", "A spider has eight legs."),
    "right": "false",
    **both("if_true", "Suskaičiuokite kojas.", "Count the legs."),
}
MATCH = {
    **both("prompt", "Kas ką valgo?", "Who eats what?"),
    **both("explanation", "Kiekvienas savo.", "Each its own."),
    "pairs": ["0", "1", "2"],
    **both("pairs.0.text", "Pelėda", "Owl"),
    **both("pairs.0.match", "Peles", "Mice"),
    **both("pairs.1.text", "Bebras", "Beaver"),
    **both("pairs.1.match", "Žievę", "Bark"),
    **both("pairs.1.feedback", "Bebras graužia.", "A beaver gnaws."),
    **both("pairs.2.text", "Lapė", "Fox"),
    **both("pairs.2.match", "Peles", "Mice"),
    "extras": ["0"],
    **both("extras.0.text", "Nieko", "Nothing"),
}
ORDER = {
    **both("prompt", "Kas po ko?", "What comes after what?"),
    **both("explanation", "Iš eilės.", "In turn."),
    "cards": ["0", "1", "2", "3"],
    **both("cards.0.text", "Kiaušinis", "Egg"),
    **both("cards.1.text", "Vikšras", "Caterpillar"),
    **both("cards.2.text", "Lėliukė", "Pupa"),
    **both("cards.2.feedback", "Ji nesimaitina.", "It does not feed."),
    **both("cards.3.text", "Drugys", "Butterfly"),
}


@pytest.fixture
def client(ieva, client_for, sampling_course):
    return client_for(ieva)


def made(client, kind: str, form: dict[str, Any]) -> Item:
    known = set(Item.objects.values_list("pk", flat=True))
    page = client.post(f"{BANK}new/?kind={kind}", form, follow=True)
    assert page.status_code == 200, page.text[page.text.find('class="errors"') :][:800]
    assert "Learners see it when the course is published" in page.text
    return Item.objects.exclude(pk__in=known).get()


def test_a_question_is_written_in_both_languages(client, ieva):
    item = made(client, "single", a_choice())
    version = item.versions.get()
    assert (item.key, item.kind, item.category, item.difficulty) == (
        "kiek-koju-turi-voras",
        "single",
        "animals",
        "easy",
    )
    assert (version.number, version.author) == (1, ieva)
    # A row that was offered and not filled in does not count.
    assert [one["key"] for one in version.body["options"]] == ["a", "b"]
    assert [one["right"] for one in version.body["options"]] == [False, True]
    assert version.body["options"][1]["feedback"] == {"lt": "Taip.", "en": "Yes."}


@pytest.mark.parametrize(
    ("kind", "form"), [("single", a_choice()), ("sort", SORT), ("match", MATCH)]
)
def test_parts_are_shuffled_unless_the_question_keeps_their_order(client, kind, form):
    item = made(client, kind, form)
    assert "shuffle" not in item.versions.get().body
    opened = form_of(client, item)
    client.post(f"{BANK}{item.uid}/", {**opened, "keeps_order": "yes"})
    assert item.versions.latest("number").body["shuffle"] is False
    # What is opened and saved again keeps it; the box taken away gives it up.
    kept = form_of(client, item)
    assert kept["keeps_order"] == "yes"
    client.post(f"{BANK}{item.uid}/", kept)
    assert item.versions.latest("number").body["shuffle"] is False
    client.post(f"{BANK}{item.uid}/", {**kept, "keeps_order": ""})
    assert "shuffle" not in item.versions.latest("number").body


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("multiple", a_choice(**{"options.0.right": "1"})),
        ("number", NUMBER),
        ("text", TEXT),
        ("sort", SORT),
        ("truefalse", TRUEFALSE),
        ("match", MATCH),
        ("order", ORDER),
    ],
)
def test_every_kind_is_written_and_opens_as_it_was_written(client, kind, form):
    item = made(client, kind, form)
    page = client.get(f"{BANK}{item.uid}/").text
    for name, value in form.items():
        if (
            name.split(".")[-1] in ("lt", "en")
            and "\n" not in value
            and not name.startswith("options.2")
        ):
            assert value in page, name
    # Saving what was opened changes nothing.
    again = client.post(f"{BANK}{item.uid}/", form_of(client, item), follow=True)
    assert again.status_code == 200
    assert item.versions.count() == 1


def form_of(client, item: Item) -> dict[str, Any]:
    """What a browser would send of the item's page."""
    from html.parser import HTMLParser

    class Form(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.found: dict[str, Any] = {}
            self.select = self.area = ""
            self.inside = False

        def put(self, name: str, value: str) -> None:
            if name in ("options", "near", "groups", "cards", "pairs", "extras"):
                self.found.setdefault(name, []).append(value)
            else:
                self.found[name] = value

        def handle_starttag(self, tag: str, attrs: Any) -> None:
            one = {key: value or "" for key, value in attrs}
            if tag == "form":
                self.inside = one.get("id") == "item"
            if not self.inside:
                return
            if tag == "input" and "name" in one and one.get("type") != "file":
                if one.get("type") not in ("radio", "checkbox") or "checked" in one:
                    self.put(one["name"], one.get("value", ""))
            elif tag == "select":
                self.select = one["name"]
            elif tag == "option" and self.select and "selected" in one:
                self.put(self.select, one["value"])
            elif tag == "textarea":
                self.area = one["name"]
                self.found[self.area] = ""

        def handle_data(self, data: str) -> None:
            if self.area:
                self.found[self.area] += data

        def handle_endtag(self, tag: str) -> None:
            if tag == "select":
                self.select = ""
            if tag == "textarea":
                self.area = ""

    form = Form()
    form.feed(client.get(f"{BANK}{item.uid}/").text)
    return {**form.found, "do": "save"}


def test_whoever_writes_several_is_led_to_the_kinds_and_told_what_is_saved(client):
    page = client.post(f"{BANK}new/?kind=match", {**MATCH, "do": "another"}, follow=True)
    assert page.redirect_chain[-1][0] == f"{BANK}new/?last=match"
    assert "The question is saved." in page.text
    # The kind of the last one comes before the others, and says why.
    kinds = re.findall(r"\?kind=(\w+)", page.text)
    assert kinds[0] == "match"
    assert sorted(kinds) == sorted(KINDS)
    assert 'href="?kind=match" autofocus' in page.text
    assert page.text.count("as the last one") == 1
    usual = client.get(f"{BANK}new/")
    assert re.findall(r"\?kind=(\w+)", usual.text)[0] == "single"
    assert "as the last one" not in usual.text


def test_a_new_form_says_not_saved_only_when_something_is_typed(client):
    state = re.compile(r"data-changed=\"Not saved yet\">([^<]*)<")
    for kind in KINDS:
        page = client.get(f"{BANK}new/?kind={kind}").text
        assert state.search(page)[1] == ""
        assert f'href="?last={kind}"' in page
        # Whoever opens a form is about to type into it.
        assert re.search(r'<textarea id="f-prompt-lt"[^>]* autofocus', page)
        assert page.count("autofocus") == 1
    begun = client.post(f"{BANK}new/?kind=single", a_choice(do="add:options")).text
    assert not re.search(r'<textarea id="f-prompt-[^>]* autofocus', begun)
    assert state.search(begun)[1] == "Not saved yet"
    assert "Choose another kind" not in begun


def test_cards_offer_the_groups_by_the_names_that_were_typed(client):
    page = client.post(f"{BANK}new/?kind=sort", {**SORT, "do": "add:cards"}).text
    assert page.count(">Meadow</option>") + page.count(">Pieva</option>") >= 3


def test_one_language_is_enough_at_first(client):
    form = {name: "" if name.endswith(".en") else value for name, value in a_choice().items()}
    item = made(client, "single", form)
    assert item.versions.get().body["prompt"] == {"lt": "Kiek kojų turi voras?"}
    assert "no English yet" in client.get(BANK).text


def test_what_is_missing_is_said_beside_it_and_nothing_typed_is_lost(client):
    form = a_choice(**{"options.0.text.en": "", "explanation.lt": "", "right": ""})
    page = client.post(f"{BANK}new/?kind=single", form)
    assert page.status_code == 422
    assert "3 things to mend" in page.text
    assert 'href="#f-options-0-text-en"' in page.text
    assert 'href="#f-explanation-lt"' in page.text
    assert "Exactly one option must be right" in page.text
    assert "Šešias" in page.text
    assert "Spiders are no insects." in page.text
    assert 'value="animals"' in page.text


@pytest.mark.parametrize(("kind", "form"), [("single", a_choice()), ("order", ORDER)])
def test_the_explanation_may_come_later_but_not_in_half(client, kind, form):
    without = {name: value for name, value in form.items() if "explanation" not in name}
    item = made(client, kind, without)
    assert newest_body(item)["explanation"] == {}
    half = {**form_of(client, item), "explanation.lt": "Todėl."}
    assert client.post(f"{BANK}{item.uid}/", half).status_code == 422
    client.post(f"{BANK}{item.uid}/", {**half, "explanation.en": "Because."})
    assert newest_body(item)["explanation"] == {"lt": "Todėl.", "en": "Because."}


def test_what_a_question_does_not_need_is_folded_until_it_says_something(client):
    def is_open(page: str) -> bool:
        found = re.search(r'<details class="fold panel q-more" id="more"( open)?>', page)
        assert found
        return bool(found[1])

    new = f"{BANK}new/?kind=single"
    page = client.get(new).text
    assert not is_open(page)
    assert "Markdown" not in page
    plain = {name: "" if name == "class" else value for name, value in a_choice().items()}
    assert not is_open(client.post(new, {**plain, "difficulty": "medium", "do": "show"}).text)
    for more in ({"hint.en": "Count."}, {"class": "animals"}, {"difficulty": "hard"}):
        asked = {**plain, "difficulty": "medium", "do": "show", **more}
        assert is_open(client.post(new, asked).text)
    wrong = client.post(new, {**plain, "difficulty": "medium", "see": "nowhere/at-all"})
    assert is_open(wrong.text)
    # What is said to each answer to a statement waits behind its name too.
    statement = client.get(f"{BANK}new/?kind=truefalse").text
    assert statement.count('<details class="fold q-extra">') == 2
    # So does how words are made bold; a statement is not called a question.
    assert re.search(
        r'<details class="writer-how"><summary>[^<]+</summary><p [^>]+f-prompt-hint"', page
    )
    assert re.findall(r'<label for="f-prompt-en">(\w+)', page) == ["Question"]
    assert re.findall(r'<label for="f-prompt-en">(\w+)', statement) == ["Statement"]


def test_a_half_that_is_too_long_or_no_number_says_so_in_plain_words(client):
    page = client.post(f"{BANK}new/?kind=number", {**NUMBER, "answer": "many", "tolerance": "-1"})
    assert "Write a number, for example 12.5." in page.text
    assert "not below zero" in page.text
    page = client.post(f"{BANK}new/?kind=single", a_choice(**{"options.0.text.en": "w" * 601}))
    assert "longer than 600 characters" in page.text
    assert "“en”" not in page.text


def test_rows_are_added_moved_and_taken_out_by_buttons_without_saving(client):
    added = client.post(f"{BANK}new/?kind=single", a_choice(do="add:options")).text
    assert added.count('name="options"') == 4
    assert 'id="f-options-3"' in added
    moved = client.post(f"{BANK}new/?kind=single", a_choice(do="up:options:1")).text
    assert moved.index(">Aštuonias<") < moved.index(">Šešias<")
    assert 'name="right" value="0" checked' in moved
    out = client.post(f"{BANK}new/?kind=single", a_choice(do="remove:options:0")).text
    assert ">Šešias<" not in out
    for nonsense in (
        "add:nothing",
        "up:options:99",
        "remove:options:-1",
        "up",
        "",
        "down:options:x",
    ):
        assert (
            client.post(f"{BANK}new/?kind=single", a_choice(do=nonsense or "x")).status_code == 200
        )
    assert not Item.objects.filter(category="animals").exists()


def test_a_new_row_never_takes_the_key_of_one_that_was_answered(client):
    item = made(client, "single", a_choice(**both("options.2.text", "Dešimt", "Ten")))
    form = form_of(client, item)
    form["options"] = ["0", "1"]
    client.post(f"{BANK}{item.uid}/", form)
    added = {**form_of(client, item), "options": ["0", "1", "2"], "options.2.key": ""}
    added |= both("options.2.text", "Nė vienos", "None")
    client.post(f"{BANK}{item.uid}/", added)
    newest = item.versions.order_by("-number")[0]
    assert newest.number == 3
    assert [one["key"] for one in newest.body["options"]] == ["a", "b", "d"]


def test_trying_marks_an_answer_and_records_nothing(client):
    name = "a-00000000-0000-0000-0000-000000000000"
    before = ItemVersion.objects.count(), Attempt.objects.count()
    shown = client.post(f"{BANK}new/?kind=single", a_choice(do="show")).text
    assert f'name="{name}" value="b"' in shown
    right = client.post(f"{BANK}new/?kind=single", a_choice(do="try", **{name: "b"})).text
    assert "Your answer, and right" in right
    assert "Spiders are no insects." in right
    blank = client.post(f"{BANK}new/?kind=single", a_choice(do="try")).text
    assert "Choose an answer first." in blank
    lithuanian = client.post(
        f"{BANK}new/?kind=single", a_choice(do="try", **{name: "a", "shown-in": "lt"})
    ).text
    assert "Jūsų atsakymas" in lithuanian
    near = client.post(f"{BANK}new/?kind=number", {**NUMBER, "do": "try", name: "125"}).text
    assert "The comma." in near
    faulty = client.post(f"{BANK}new/?kind=number", {"do": "try", name: "1"}).text
    assert "cannot be answered yet" in faulty
    assert (ItemVersion.objects.count(), Attempt.objects.count()) == before


def test_saving_makes_a_version_and_learners_get_it_with_the_next_release(
    client, ieva, ona, jonas, sampling_course
):
    item = Item.objects.get(key="q1")
    form = {**form_of(client, item), **both("prompt", "Naujas klausimas?", "A new question?")}
    page = client.post(f"{BANK}{item.uid}/", form, follow=True)
    assert "Learners see it when the course is published" in page.text
    assert item.versions.count() == 2

    def asked_of(person) -> str:
        enrolment = begin(person, sampling_course)
        read(enrolment, sampling_course, "first")
        attempt = open_attempt(enrolment, sampling_course, "second")
        return str(attempt.responses.first().item_version.body["prompt"]["en"])

    assert asked_of(ona) == "Question q1?"
    publish(sampling_course, by=ieva, on=now())
    assert asked_of(jonas) == "A new question?"


def test_when_one_language_changes_the_author_is_asked_to_look_at_the_other(client):
    item = Item.objects.get(key="q1")
    form = {**form_of(client, item), "prompt.lt": "Kitaip?"}
    page = client.post(f"{BANK}{item.uid}/", form, follow=True).text
    assert "Only the Lithuanian has changed" in page


def test_two_authors_are_shown_both_and_nothing_is_overwritten(client, vytas, client_for):
    item = Item.objects.get(key="q1")
    mine, theirs = form_of(client, item), form_of(client, item)
    client_for(vytas).post(f"{BANK}{item.uid}/", {**theirs, "prompt.en": "Theirs?"})
    met = client.post(f"{BANK}{item.uid}/", {**mine, "prompt.en": "Mine?", "class": "kept"})
    assert met.status_code == 409
    assert "Vytas Stankevičius" in met.text
    assert "<del>Theirs?</del> <ins>Mine?</ins>" in met.text
    assert ">Mine?</textarea>" in met.text
    assert 'value="kept"' in met.text
    assert item.versions.count() == 2
    over = met.text.split('name="over" value="')[1].split('"')[0]
    client.post(f"{BANK}{item.uid}/", {**mine, "prompt.en": "Both?", "over": over})
    assert item.versions.order_by("-number")[0].body["prompt"]["en"] == "Both?"


def test_versions_are_compared_and_an_old_one_comes_back(client):
    item = Item.objects.get(key="q1")
    form = {**form_of(client, item), "explanation.en": "It is so only because of q1."}
    client.post(f"{BANK}{item.uid}/", {**form, "options.0.text.en": "Another"})
    page = client.get(f"{BANK}{item.uid}/versions/").text
    assert "Option 1, Text" in page
    # Where little stayed, the one text and then the other; else word by word.
    assert "<del>Option a</del> <ins>Another</ins>" in page
    assert re.search("<ins>[ ]?only[ ]?</ins>", page)
    client.post(f"{BANK}{item.uid}/versions/1/restore/")
    assert item.versions.count() == 3
    assert item.versions.order_by("-number")[0].body == item.versions.get(number=1).body
    assert client.post(f"{BANK}{item.uid}/versions/99/restore/").status_code == 404


# --- pictures ------------------------------------------------------------------------------------


def a_picture() -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (900, 600), "green").save(out, "JPEG")
    out.seek(0)
    out.name = "spider.jpg"
    return out


def test_a_picture_is_kept_even_when_the_form_is_refused(client):
    page = client.post(f"{BANK}new/?kind=single", a_choice(file=a_picture(), right=""))
    assert page.status_code == 422
    src = page.text.split('name="picture" value="')[1].split('"')[0]
    assert src.endswith(".jpg")
    missing = client.post(f"{BANK}new/?kind=single", a_choice(picture=src))
    assert 'href="#f-picture-alt-lt"' in missing.text
    form = a_choice(picture=src, **both("picture.alt", "Voras", "A spider"))
    body = made(client, "single", form).versions.get().body
    assert body["picture"]["alt"] == {"lt": "Voras", "en": "A spider"}
    assert body["picture"]["files"]["en"]["width"] == 900
    item = Item.objects.get(category="animals")
    assert body["picture"]["files"]["en"]["address"] in client.get(f"{BANK}{item.uid}/").text
    out = {**form_of(client, item), "picture-out": "1"}
    client.post(f"{BANK}{item.uid}/", out)
    assert item.versions.order_by("-number")[0].body["picture"] is None


def test_what_is_no_picture_and_pictures_of_others_are_refused(client, teach, rasa, client_for):
    text = io.BytesIO(b"<svg onload=alert(1)>")
    text.name = "a.png"
    assert client.post(f"{BANK}new/?kind=single", a_choice(file=text)).status_code == 422
    teach(sampling("other"), rasa)
    shown = client_for(rasa).post(
        BANK.replace("sampling", "other") + "new/?kind=single", {"file": a_picture(), "do": "show"}
    )
    src = shown.text.split('name="picture" value="')[1].split('"')[0]
    for stolen in (src, "../../etc/passwd", "%", "x" * 300):
        form = a_choice(picture=stolen, **both("picture.alt", "a", "b"))
        assert client.post(f"{BANK}new/?kind=single", form).status_code == 422
    assert not Item.objects.filter(category="animals").exists()


# --- hostile input -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["single", "multiple", "number", "text", "sort"])
def test_scripts_in_every_field_stay_words(client, kind):
    form = {"single": a_choice(), "multiple": a_choice(**{"options.0.right": "1"}), "number": NUMBER,
            "text": TEXT, "sort": SORT}[kind]  # fmt: skip
    evil = {
        name: SCRIPT if name.endswith((".lt", ".en")) else value for name, value in form.items()
    }
    evil |= {"class": SCRIPT, "see": SCRIPT, "picture": SCRIPT, "over": SCRIPT, "shown-in": SCRIPT}
    page = client.post(f"{BANK}new/?kind={kind}", {**evil, "do": "save"})
    assert page.status_code == 422
    assert "<script>alert" not in page.text
    kept = {name: value for name, value in evil.items() if name not in ("see", "picture")}
    if kind == "number":
        # A unit is short.
        kept |= both("unit", "<b>", "<b>")
    if kind == "text":
        kept |= both("near.3.match", "<script>", "<script>x")
    item = made(client, kind, {**kept, "do": "save"})
    for address in ("", f"{item.uid}/", f"{item.uid}/versions/"):
        assert "<script>alert" not in client.get(BANK + address).text
    export = client.get(f"{BANK}export/?item={item.uid}")
    assert export["Content-Type"].startswith("text/plain")


def test_strange_forms_are_refused_and_break_nothing(client):
    rows = [str(n) for n in range(2000)]
    many = client.post(f"{BANK}new/?kind=single", {**a_choice(do="show"), "options": rows})
    assert many.text.count('name="options"') == 40
    for form in (
        {},
        {"do": "save", "options": ["x", "-1", "9999999", "0"], "right": "zero"},
        {"do": "try"},
        a_choice(difficulty="impossible"),
        a_choice(see="first/../../nothing"),
        a_choice(**{"options.0.key": "SCRIPT", "options.1.key": "Ą", "difficulty": "no"}),
        {"prompt.en": "\x00\x01"},
    ):
        assert client.post(f"{BANK}new/?kind=single", form).status_code in (200, 422)
    assert client.post(f"{BANK}new/?kind=essay", a_choice()).status_code == 404
    assert client.get(f"{BANK}new/?kind=single&unit=x&block=y").status_code == 200
    assert not Item.objects.filter(category="animals").exists()


def test_the_passage_that_explains_it_is_one_of_this_course(client):
    page = client.get(f"{BANK}new/?kind=single").text
    assert 'value="first/opening"' in page
    refused = client.post(f"{BANK}new/?kind=single", a_choice(see="elsewhere/opening"))
    assert "no longer in the course" in refused.text
    item = made(client, "single", a_choice(see="first/opening"))
    assert item.versions.get().body["see"] == {"unit": "first", "block": "opening"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_of_every_kind_opens_empty_and_is_refused_in_words(client, kind):
    assert client.get(f"{BANK}new/?kind={kind}").status_code == 200
    empty = {"do": "save", "options": ["0"], "cards": ["0"], "pairs": ["0"], "groups": ["0"]}
    refused = client.post(f"{BANK}new/?kind={kind}", empty)
    assert refused.status_code == 422
    assert "to mend before this can be saved" in refused.text


# --- true or false, matching, putting in order ---------------------------------------------------

NOBODY = "a-00000000-0000-0000-0000-000000000000"


def newest_body(item: Item) -> dict[str, Any]:
    return item.versions.order_by("-number")[0].body


def test_a_statement_says_whether_it_holds_and_what_each_answer_hears(client):
    refused = client.post(f"{BANK}new/?kind=truefalse", {**TRUEFALSE, "right": ""})
    assert refused.status_code == 422
    assert "Say whether the statement is true or false." in refused.text
    assert "Count the legs." in refused.text
    item = made(client, "truefalse", TRUEFALSE)
    assert newest_body(item)["right"] is False
    assert newest_body(item)["if_false"] == {}
    page = client.post(f"{BANK}{item.uid}/", {**TRUEFALSE, "do": "try", NOBODY: "true"}).text
    assert "Count the legs." in page.partition('id="try"')[2]


def test_pairs_become_sides_and_cards_and_the_same_words_one_side(client):
    body = newest_body(made(client, "match", MATCH))
    sides = {side["key"]: side["text"]["en"] for side in body["sides"]}
    assert list(sides.values()) == ["Mice", "Bark", "Nothing"]
    assert [sides[card["side"]] for card in body["cards"]] == ["Mice", "Bark", "Mice"]
    # Nothing of a page to answer says which goes with which.
    assert not set(sides) & {card["key"] for card in body["cards"]}


def test_pairs_that_change_their_sides_are_the_same_question_with_another_key(client):
    item = made(client, "match", MATCH)
    before = newest_body(item)
    form = form_of(client, item)
    for code in ("lt", "en"):
        one, other = f"pairs.0.match.{code}", f"pairs.1.match.{code}"
        form[one], form[other] = form[other], form[one]
    client.post(f"{BANK}{item.uid}/", form)
    assert how_changed(before, newest_body(item)) == "answers"
    spare = form_of(client, item) | both("pairs.0.match", "Nieko", "Nothing")
    spare |= both("extras.0.text", "Žievę", "Bark")
    client.post(f"{BANK}{item.uid}/", spare)
    assert how_changed(before, newest_body(item)) == "answers"


def test_a_side_that_is_said_otherwise_stays_the_side_it_is(client):
    item = made(client, "match", MATCH)
    before = newest_body(item)
    form = form_of(client, item) | both("pairs.1.match", "Medžių žievę", "The bark of trees")
    client.post(f"{BANK}{item.uid}/", form)
    assert newest_body(item) != before
    assert how_changed(before, newest_body(item)) == "words"


def test_faults_of_pairs_stand_beside_their_fields(client):
    twins = {**MATCH, **both("extras.0.text", "Kita", "MICE")}
    page = client.post(f"{BANK}new/?kind=match", twins)
    assert page.status_code == 422
    assert 'id="f-extras-0-text-en-error"' in page.text
    assert "Two sides say the same." in page.text
    page = client.post(f"{BANK}new/?kind=match", {**MATCH, "pairs.1.match.en": ""}).text
    assert 'id="f-pairs-1-match-en-error"' in page
    page = client.post(f"{BANK}new/?kind=match", {**MATCH, "pairs.1.text.lt": ""}).text
    assert 'id="f-pairs-1-text-lt-error"' in page
    added = client.post(f"{BANK}new/?kind=match", {**MATCH, "do": "add:extras"}).text
    assert added.count('name="extras"') == 2
    few = client.post(f"{BANK}new/?kind=match", {**MATCH, "pairs": ["0"]})
    assert few.status_code == 422


def test_cards_of_an_order_are_tried_and_another_order_is_another_key(client):
    few = client.post(f"{BANK}new/?kind=order", {**ORDER, "cards": ["0", "1"]})
    assert few.status_code == 422
    assert "There should be 3 to 12 of these." in few.text
    item = made(client, "order", ORDER)
    before = newest_body(item)
    same = {f"{NOBODY}.c{n}": "1" for n in (1, 2)}
    page = client.post(f"{BANK}{item.uid}/", {**form_of(client, item), "do": "try", **same}).text
    assert "Two cards have the same place: 1." in page
    assert page.count('<option value="1" selected>') == 2
    wrong = {f"{NOBODY}.c{n}": str(place) for n, place in ((1, 1), (2, 3), (3, 2), (4, 4))}
    page = client.post(f"{BANK}{item.uid}/", {**form_of(client, item), "do": "try", **wrong}).text
    assert "3 of 4 cards stand in the right order" in page
    form = form_of(client, item)
    client.post(f"{BANK}{item.uid}/", {**form, "cards": ["1", "0", "2", "3"]})
    assert how_changed(before, newest_body(item)) == "answers"
    assert "Stand in another order now" in client.get(f"{BANK}{item.uid}/versions/").text
