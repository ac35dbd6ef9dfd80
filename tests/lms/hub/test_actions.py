"""The edges of changing the hub's words."""

from datetime import timedelta

import pytest

from lms.audit.models import AuditNote
from lms.common.errors import Refusal
from lms.hub.actions import (
    add_news,
    load_texts,
    publish_news,
    save_news,
    save_page,
    save_principle,
    save_profile,
    withdraw_news,
)
from lms.hub.models import HubPage, HubProfile, NewsItem, Principle
from lms.hub.queries import profile
from lms.hub.words import FIELDS, fingerprint, lacking, words_of

from .conftest import NOON

LATER = NOON + timedelta(days=3)
MODELS = (HubProfile, HubPage, Principle, NewsItem)


def everything():
    return {model: list(model.objects.order_by("pk").values()) for model in MODELS}


def test_loading_fills_an_empty_hub_and_loading_again_changes_nothing(db):
    assert load_texts(NOON) == 1 + 6 + 10 + 3
    before = everything()
    assert load_texts(LATER) == 0
    assert everything() == before


def test_loading_keeps_what_an_editor_wrote(texts, hub_editor):
    words = {**words_of(HubPage.objects.get(slug="about")), "title": {"lt": "Mūsų centras"}}
    save_page("about", **words, by=hub_editor, on=LATER)
    withdraw_news(NewsItem.objects.get(slug="write-to-the-hub"), by=hub_editor, on=LATER)
    Principle.objects.filter(number=7).delete()
    before = everything()
    assert load_texts(LATER) == 1
    after = everything()
    assert after[HubPage] == before[HubPage] and after[NewsItem] == before[NewsItem]
    assert HubPage.objects.get(slug="about").title == {"lt": "Mūsų centras"}
    assert Principle.objects.get(number=7).title["en"] == "Data are open where possible"


def test_the_profile_is_read_anew_only_after_the_commit(
    texts, hub_editor, django_capture_on_commit_callbacks
):
    assert profile().logo_text == "Laukas"
    words = words_of(HubProfile.objects.get()) | {"logo_text": "Pieva"}
    with django_capture_on_commit_callbacks(execute=True):
        save_profile(**words, by=hub_editor, on=LATER)
        assert profile().logo_text == "Laukas"
    assert profile().logo_text == "Pieva"


@pytest.mark.parametrize("colours", [{"colour": "#b8c878"}, {"colour_dark": "#333333"}])
def test_no_door_lets_in_a_colour_that_cannot_be_read(texts, hub_editor, colours):
    words = words_of(HubProfile.objects.get()) | colours
    with pytest.raises(Refusal) as refused:
        save_profile(**words, by=hub_editor, on=LATER)
    assert refused.value.code == "weak-colour"
    assert HubProfile.objects.get().colour == "#44601f"


def test_saving_the_same_words_leaves_no_trace(texts, hub_editor):
    page = HubPage.objects.get(slug="privacy")
    saved = save_page("privacy", **words_of(page), by=hub_editor, on=LATER)
    assert saved.updated_at == NOON
    assert not AuditNote.objects.exists()


def test_a_change_dates_the_page(texts, hub_editor):
    words = words_of(HubPage.objects.get(slug="privacy")) | {"lead": {"lt": "Trumpai."}}
    assert save_page("privacy", **words, by=hub_editor, on=LATER).updated_at == LATER
    assert HubPage.objects.get(slug="privacy").updated_at == LATER


def test_words_written_over_others_are_refused(texts, hub_editor):
    item = NewsItem.objects.get(slug="write-to-the-hub")
    seen = fingerprint(item)
    save_news(item, **words_of(item) | {"lead": {"en": "First"}}, by=hub_editor, on=NOON, over=seen)
    second = words_of(item) | {"lead": {"en": "Second"}}
    with pytest.raises(Refusal) as refused:
        save_news(item, **second, by=hub_editor, on=LATER, over=seen)
    assert refused.value.code == "changed-meanwhile"
    assert NewsItem.objects.get(pk=item.pk).lead == {"en": "First"}


def test_a_page_or_principle_that_there_is_not_is_refused(texts, hub_editor):
    words = {"title": {}, "lead": {}, "body": {}}
    with pytest.raises(Refusal):
        save_page("imprint", **words, by=hub_editor, on=NOON)
    with pytest.raises(Refusal):
        save_principle(11, title={}, gloss={}, example={}, by=hub_editor, on=NOON)
    assert HubPage.objects.count() == 6 and Principle.objects.count() == 10


def test_news_that_has_appeared_keeps_its_date(texts, hub_editor):
    item = NewsItem.objects.get(slug="write-to-the-hub")
    assert publish_news(item, by=hub_editor, on=LATER).published_at == NOON
    assert withdraw_news(item, by=hub_editor, on=LATER).published_at is None
    assert withdraw_news(item, by=hub_editor, on=LATER).published_at is None
    assert publish_news(item, by=hub_editor, on=LATER).published_at == LATER
    verbs = AuditNote.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["withdrew", "published"]


def test_news_without_words_cannot_appear(db, hub_editor):
    item = add_news(title={"lt": "Antraštė"}, lead={}, body={}, by=hub_editor, on=NOON)
    with pytest.raises(Refusal) as refused:
        publish_news(item, by=hub_editor, on=NOON)
    assert refused.value.code == "no-words"
    assert NewsItem.objects.get().published_at is None


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ({"en": "Feed"}, "feed-2"),
        ({"en": "Add"}, "add-2"),
        ({"lt": "Ąžuolai ir žąsys"}, "azuolai-ir-zasys"),
        ({"lt": "„…“"}, "news"),
        ({"en": "a" * 90}, "a" * 60),
    ],
)
def test_an_address_is_made_from_the_title_and_collides_with_nothing(db, hub_editor, title, slug):
    item = add_news(title=title, lead={"lt": "Apie"}, body={}, by=hub_editor, on=NOON)
    assert item.slug == slug


def test_the_fingerprint_follows_the_words_alone(texts):
    item = NewsItem.objects.get(slug="write-to-the-hub")
    before = fingerprint(item)
    item.published_at = LATER
    assert fingerprint(item) == before
    item.lead = {**item.lead, "en": "Other"}
    assert fingerprint(item) != before


def test_every_word_of_a_row_can_be_edited():
    rest = {"id", "slug", "number", "updated_at", "published_at"}
    for model in MODELS:
        names = {field.name for field in model._meta.get_fields()}
        assert names - rest == set(FIELDS[model])


def test_what_is_missing_is_told_by_language():
    page = HubPage(title={"lt": "Yra"}, lead={"lt": "Yra", "en": "There"}, body={})
    assert lacking(page) == ["en"]
    page.lead = {"en": "There"}
    assert lacking(page) == ["lt", "en"]
    assert lacking(HubPage()) == []
