"""Stories of those who edit the hub's pages, and of those who may not."""

import re
from html import unescape

import pytest

from lms.audit.models import AuditNote
from lms.hub.models import HubPage, NewsItem

EDIT = [
    "/en/hub/edit/",
    "/en/hub/edit/profile/",
    "/en/hub/edit/pages/about/",
    "/en/hub/edit/principles/3/",
    "/en/hub/edit/news/add/",
    "/en/hub/edit/news/first-two-courses/",
]


def form_of(client, address):
    """The form's fields as a browser would send them back."""
    page = client.get(address)
    assert page.status_code == 200
    form = page.context["form"]
    return {bound.html_name: bound.value() or "" for bound in form}


def test_an_edited_page_shows_at_once_in_both_languages(texts, client_for, hub_editor):
    editor, visitor = client_for(hub_editor), client_for()
    words = form_of(editor, "/en/hub/edit/pages/about/")
    words |= {
        "title_lt": "Kas mes",
        "title_en": "Who we are",
        "body_lt": "## Vieta | Kur dirbame\r\n\r\nBibliotekos **trečiame** aukšte.",
        "body_en": "## Place | Where we work\r\n\r\nOn the **third** floor of the library.",
    }
    saved = editor.post("/en/hub/edit/pages/about/", words, follow=True)
    assert saved.redirect_chain == [("/en/about/", 302)]
    assert "Saved." in saved.text
    assert "<h1>Kas mes</h1>" in visitor.get("/lt/about/").text
    assert "Bibliotekos <strong>trečiame</strong> aukšte." in visitor.get("/lt/about/").text
    english = visitor.get("/en/about/").text
    assert "<h1>Who we are</h1>" in english and "Where we work</h2>" in english
    # The margin of the notebook takes what stands before the bar.
    assert '<p class="note-in">Place</p>' in english
    note = AuditNote.objects.get()
    assert (note.actor, note.verb, note.target) == (hub_editor, "edited", "lms.hubpage")


@pytest.mark.parametrize("address", EDIT)
def test_a_learner_finds_no_such_page(texts, client_for, ona, address):
    assert client_for(ona).get(address).status_code == 404
    assert client_for(ona).post(address, {"title_en": "Mine"}).status_code in (404, 405)
    assert not AuditNote.objects.exists()


@pytest.mark.parametrize("address", EDIT)
def test_a_visitor_is_asked_to_sign_in(texts, client_for, address):
    response = client_for().get(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/en/accounts/login/?next=")


def test_an_instructor_does_not_edit_and_an_administrator_does(texts, client_for, ieva, vytas):
    assert client_for(ieva).get("/en/hub/edit/").status_code == 404
    assert client_for(vytas).get("/en/hub/edit/").status_code == 200


def test_what_does_not_exist_cannot_be_edited(texts, client_for, hub_editor):
    for gone in ("pages/imprint", "principles/11", "principles/0", "news/nothing"):
        assert client_for(hub_editor).get(f"/en/hub/edit/{gone}/").status_code == 404


def test_only_editors_see_the_way_to_the_form(texts, client_for, ona, hub_editor):
    link = "/en/hub/edit/pages/about/"
    assert link in client_for(hub_editor).get("/en/about/").text
    assert link not in client_for(ona).get("/en/about/").text
    assert link not in client_for().get("/en/about/").text


def test_a_new_name_and_colour_show_on_every_page(texts, client_for, hub_editor):
    editor, visitor = client_for(hub_editor), client_for()
    assert "Citizen Science Hub" in visitor.get("/en/courses/").text
    words = form_of(editor, "/en/hub/edit/profile/")
    words |= {"name_en": "Open Research Hub", "short_name_en": "ORH", "colour": "#1f4e79"}
    assert editor.post("/en/hub/edit/profile/", words).status_code == 302
    shown = visitor.get("/en/courses/").text
    assert "Open Research Hub" in shown and "<small>ORH</small>" in shown
    assert "#1f4e79" in shown


@pytest.mark.parametrize(
    ("field", "colour", "reason"),
    [
        ("colour", "#c0a060", "Choose a darker one."),
        ("colour", "#767676", "Choose a darker one."),
        ("colour_dark", "#44601f", "Choose a lighter one."),
        ("colour", "green", "This is not a colour."),
        ("colour_dark", "#12345", "This is not a colour."),
    ],
)
def test_a_bad_colour_is_refused_and_what_was_typed_stays(
    texts, client_for, hub_editor, field, colour, reason
):
    editor = client_for(hub_editor)
    words = form_of(editor, "/en/hub/edit/profile/")
    words |= {field: colour, "name_en": "Half-written name"}
    response = editor.post("/en/hub/edit/profile/", words)
    shown = unescape(response.text)
    assert response.status_code == 200
    assert f'value="{colour}"' in shown and 'value="Half-written name"' in shown
    # Once in the summary, which takes focus and leads to the field; once beside the field.
    assert shown.count(reason) == 2
    assert re.search(r'class="errors"[^>]*tabindex="-1"[^>]*autofocus', shown)
    assert f'href="#id_{field}"' in shown and f'aria-describedby="id_{field}-hint' in shown
    assert "Half-written name" not in client_for().get("/en/about/").text


def test_contrast_is_told_in_the_readers_numbers(texts, client_for, hub_editor):
    editor = client_for(hub_editor)
    words = form_of(editor, "/en/hub/edit/profile/") | {"colour": "#767676"}
    assert "contrast of 3.4 to 1" in editor.post("/en/hub/edit/profile/", words).text


def test_a_page_needs_a_title_in_one_language_only(texts, client_for, hub_editor):
    editor = client_for(hub_editor)
    words = form_of(editor, "/en/hub/edit/pages/contacts/") | {"title_en": "", "sure": "on"}
    assert editor.post("/en/hub/edit/pages/contacts/", words).status_code == 302
    assert '<h1><span lang="lt">Kontaktai</span></h1>' in client_for().get("/en/contacts/").text
    assert "Something is missing in English" in editor.get("/en/hub/edit/").text
    words = form_of(editor, "/en/hub/edit/pages/contacts/") | {"title_lt": " "}
    refused = editor.post("/en/hub/edit/pages/contacts/", words)
    assert refused.text.count("Write this in at least one language.") == 2


def test_two_editors_at_once_both_keep_their_words(texts, client_for, hub_editor, vytas):
    address = "/en/hub/edit/principles/3/"
    rasa_writes, vytas_writes = client_for(hub_editor), client_for(vytas)
    of_rasa, of_vytas = form_of(rasa_writes, address), form_of(vytas_writes, address)
    vytas_writes.post(address, of_vytas | {"title_en": "Vytas was first"})
    met = rasa_writes.post(address, of_rasa | {"title_en": "Rasa was second"})
    assert "Somebody else saved this while you were writing." in met.text
    assert 'value="Rasa was second"' in met.text and "Vytas was first" in met.text
    assert "Vytas was first" in client_for().get("/en/principles/").text
    # Having seen the other words she decides.
    again = {"over": met.context["form"]["over"].value(), "title_en": "Rasa was second"}
    done = rasa_writes.post(address, of_rasa | again)
    assert done["Location"] == "/en/principles/#principle-3"
    assert "Rasa was second" in client_for().get("/en/principles/").text


def test_saving_twice_is_not_a_conflict_with_oneself(texts, client_for, hub_editor):
    editor, address = client_for(hub_editor), "/en/hub/edit/pages/about/"
    words = form_of(editor, address) | {"title_en": "Pressed twice"}
    assert editor.post(address, words).status_code == 302
    assert editor.post(address, words).status_code == 302
    assert AuditNote.objects.count() == 1


def test_a_browsers_line_ends_are_no_change(texts, client_for, hub_editor):
    editor, address = client_for(hub_editor), "/en/hub/edit/pages/privacy/"
    words = form_of(editor, address)
    sent = {name: value.replace("\n", "\r\n") for name, value in words.items()}
    assert "\r\n" in sent["body_lt"]
    assert editor.post(address, sent).status_code == 302
    assert not AuditNote.objects.exists()


def test_news_is_written_looked_over_published_and_withdrawn(texts, client_for, hub_editor):
    editor, visitor = client_for(hub_editor), client_for()
    words = {"title_en": "Swifts are back", "lead_en": "Over Kaunas.", "body_en": "Look *up*."}
    written = editor.post("/en/hub/edit/news/add/", words)
    assert written["Location"] == "/en/news/swifts-are-back/"
    draft = editor.get("/en/news/swifts-are-back/").text
    assert "This is a draft" in draft and "Look <em>up</em>." in draft
    assert visitor.get("/en/news/swifts-are-back/").status_code == 404
    assert "Swifts are back" not in visitor.get("/en/news/").text
    assert "Swifts are back" in editor.get("/en/hub/edit/").text

    editor.post("/en/hub/edit/news/swifts-are-back/publish/")
    assert "Over Kaunas." in visitor.get("/en/news/").text
    lithuanian = visitor.get("/lt/news/swifts-are-back/").text
    assert '<span lang="en">Swifts are back</span>' in lithuanian
    assert "This is a draft" not in editor.get("/en/news/swifts-are-back/").text

    changed = form_of(editor, "/en/hub/edit/news/swifts-are-back/") | {"title_lt": "Grįžo čiurliai"}
    editor.post("/en/hub/edit/news/swifts-are-back/", changed)
    assert "Grįžo čiurliai" in visitor.get("/lt/news/").text

    editor.post("/en/hub/edit/news/swifts-are-back/withdraw/")
    assert visitor.get("/en/news/swifts-are-back/").status_code == 404
    verbs = list(AuditNote.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["wrote", "published", "edited", "withdrew"]


def test_sending_a_new_draft_twice_makes_one(texts, client_for, hub_editor):
    editor = client_for(hub_editor)
    words = {"title_lt": "Šilta žiema", "lead_lt": "Sausį nesnigo."}
    places = {editor.post("/lt/hub/edit/news/add/", words)["Location"] for _press in range(2)}
    assert places == {"/lt/news/silta-ziema/"}
    other = editor.post("/lt/hub/edit/news/add/", words | {"lead_lt": "Vasarį taip pat."})
    assert other["Location"] == "/lt/news/silta-ziema-2/"


def test_news_without_an_opening_is_not_taken(texts, client_for, hub_editor):
    refused = client_for(hub_editor).post("/en/hub/edit/news/add/", {"title_en": "Only a title"})
    assert refused.status_code == 200 and 'value="Only a title"' in refused.text
    assert not NewsItem.objects.filter(slug="only-a-title").exists()


@pytest.mark.parametrize("verb", ["publish", "withdraw"])
def test_a_learner_neither_publishes_nor_withdraws(texts, client_for, ona, verb):
    address = f"/en/hub/edit/news/write-to-the-hub/{verb}/"
    assert client_for(ona).post(address).status_code == 404
    assert client_for(ona).get(address).status_code == 405
    assert NewsItem.objects.get(slug="write-to-the-hub").published_at is not None


def test_a_page_can_be_written_before_any_texts_were_loaded(db, client_for, hub_editor):
    editor = client_for(hub_editor)
    words = form_of(editor, "/en/hub/edit/pages/contacts/") | {"title_en": "Find us"}
    assert editor.post("/en/hub/edit/pages/contacts/", words).status_code == 302
    assert HubPage.objects.get().title == {"en": "Find us"}
    words = form_of(editor, "/en/hub/edit/profile/") | {"name_en": "Another Hub"}
    assert editor.post("/en/hub/edit/profile/", words).status_code == 302
    assert "Another Hub" in client_for().get("/en/contacts/").text


def test_every_field_has_a_label_in_its_own_language(texts, client_for, hub_editor):
    shown = client_for(hub_editor).get("/en/hub/edit/pages/about/").text
    assert '<label for="id_title_lt" lang="lt">Lietuviškai</label>' in shown
    assert '<label for="id_title_en" lang="en">In English</label>' in shown
    for name in re.findall(r'<(?:input|textarea)[^>]* id="(id_[a-z_]+)"', shown):
        assert f'<label for="{name}"' in shown or name == "id_over"


def test_emptying_a_language_is_asked_about_first(texts, client_for, hub_editor):
    editor, address = client_for(hub_editor), "/en/hub/edit/news/write-to-the-hub/"
    words = form_of(editor, address) | {"title_lt": "", "body_lt": " "}
    assert 'name="sure"' not in editor.get(address).text
    asked = editor.post(address, words)
    assert asked.status_code == 200
    assert asked.text.count("readers of Lithuanian will see the English one") >= 2
    assert 'name="sure"' in asked.text
    assert NewsItem.objects.get(slug="write-to-the-hub").title["lt"]
    assert editor.post(address, words | {"sure": "on"}).status_code == 302
    item = NewsItem.objects.get(slug="write-to-the-hub")
    assert (item.title.get("lt"), item.body.get("lt")) == (None, None)
    assert item.title["en"] and item.lead["lt"]


def test_what_is_missing_says_what_readers_see_and_does_not_ask_again(
    texts, client_for, hub_editor
):
    item = NewsItem.objects.get(slug="write-to-the-hub")
    item.body = {"lt": item.body["lt"]}
    item.save()
    editor, address = client_for(hub_editor), "/en/hub/edit/news/write-to-the-hub/"
    assert "English is missing: readers of English see the Lithuanian text." in (
        editor.get(address).text
    )
    assert "readers see Lithuanian there" in editor.get("/en/hub/edit/").text
    changed = form_of(editor, address) | {"title_en": "Letters to the Hub"}
    assert editor.post(address, changed).status_code == 302


def test_the_list_of_news_leads_to_the_form_and_tells_the_languages(texts, client_for, hub_editor):
    NewsItem.objects.filter(slug="write-to-the-hub").update(
        title={"lt": "Rašykite"}, lead={"lt": "Laukiame."}, body={}
    )
    page = client_for(hub_editor).get("/en/hub/edit/").text
    row = re.search(r"<li><a href=\"/en/hub/edit/news/write-to-the-hub/\">.*?</li>", page, re.S)
    assert row is not None
    assert 'href="/en/news/write-to-the-hub/"' in row[0]
    assert '<span class="dim">LT</span>' in row[0]
    assert '<span class="dim">LT, EN</span>' in page
    assert 'href="/en/about/"' in page
