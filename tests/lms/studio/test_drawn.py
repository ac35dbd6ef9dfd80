"""Items that a generator draws, made in the bank over HTTP."""

import re

import pytest

from courses.banks.generators import GENERATORS
from courses.banks.models import Item, ItemVersion
from lms.studio.drawn_items import all_of, fresh

pytestmark = pytest.mark.story
NEW = "/en/studio/courses/sampling/questions/drawn/"


@pytest.fixture
def client(sampling_course, ieva, client_for):
    return client_for(ieva)


def drawn():
    return Item.objects.filter(versions__body__has_key="generator").distinct()


def test_a_generator_is_chosen_looked_at_and_put_into_the_bank(client):
    kinds = client.get(NEW).text
    assert all(one.title["en"] in kinds for one in GENERATORS.values())
    assert NEW in client.get("/en/studio/courses/sampling/questions/").text
    page = client.get(f"{NEW}?generator=flock").text
    assert page.count('<figure class="drawn"') == 3
    assert page.count("Right answer") == 6
    said = {"class": "tens", "difficulty": "hard", "value-others": "none", "seed": "1"}
    shown = client.post(f"{NEW}?generator=flock", {**said, "do": "show"}).text
    others = client.post(f"{NEW}?generator=flock", {**said, "do": "others"}).text
    assert 'name="seed" value="4"' in others
    svg = re.compile(r"<svg.*?</svg>", re.S)
    assert not set(svg.findall(shown)) & {one for one in svg.findall(others) if len(one) > 3000}
    assert not drawn().exists()
    saved = client.post(f"{NEW}?generator=flock", {**said, "do": "save"}, follow=True).text
    assert "Saved." in saved
    item = drawn().get()
    assert (item.kind, item.category, item.difficulty) == ("count", "tens", "hard")
    assert item.versions.get().body["values"] == {"others": "none"}
    bank = client.get("/en/studio/courses/sampling/questions/").text
    assert f"{NEW}{item.uid}/" in bank
    assert "drawn anew each time" in bank


def test_all_classes_and_difficulties_come_at_one_press_and_only_once(client):
    said = {"class": "few", "difficulty": "easy", "value-others": "some", "do": "all"}
    assert "Items added to the bank: 9" in client.post(
        f"{NEW}?generator=flock", said, follow=True
    ).text.replace("\u00a0", " ")
    assert drawn().count() == 9
    again = client.post(f"{NEW}?generator=flock", said, follow=True).text
    assert "nothing was added" in again
    assert drawn().count() == 9


def test_an_item_is_changed_as_a_new_version_and_put_away(client, ieva):
    said = {"class": "few", "difficulty": "easy", "value-others": "some"}
    client.post(f"{NEW}?generator=flock", {**said, "do": "save"})
    item = drawn().get()
    address = f"{NEW}{item.uid}/"
    over = re.search(r'name="over" value="([^"]+)"', client.get(address).text)[1]
    changed = {**said, "difficulty": "hard", "do": "save", "over": over}
    client.post(address, changed)
    client.post(address, {**changed, "difficulty": "medium"})
    item.refresh_from_db()
    assert item.difficulty == "hard"
    assert item.versions.count() == 2
    late = client.post(address, {**changed, "difficulty": "medium"})
    assert late.status_code == 409
    assert "Nothing was overwritten" in late.text
    page = client.post(
        f"/en/studio/courses/sampling/questions/{item.uid}/change/", {"do": "archive"}, follow=True
    )
    assert page.redirect_chain[-1][0] == address
    assert "Take it out of the archive" in page.text


def test_what_explains_an_item_and_its_pool_stay_when_it_is_changed(client):
    client.post(f"{NEW}?generator=flock", {"class": "few", "difficulty": "easy", "do": "save"})
    item = drawn().get()
    version = item.versions.get()
    see = {"unit": "first", "block": "opening"}
    ItemVersion.objects.filter(pk=version.pk).update(body={**version.body, "see": see})
    Item.objects.filter(pk=item.pk).update(pool="held-out")
    address = f"{NEW}{item.uid}/"
    over = re.search(r'name="over" value="([^"]+)"', client.get(address).text)[1]
    client.post(address, {"class": "few", "difficulty": "hard", "do": "save", "over": over})
    item.refresh_from_db()
    assert item.versions.latest("number").body["see"] == see
    assert (item.difficulty, item.pool) == ("hard", "held-out")


@pytest.mark.parametrize("wrong", [{"class": "no"}, {"difficulty": "no"}, {"value-others": "no"}])
def test_what_cannot_be_drawn_is_refused_and_stays_typed(client, wrong):
    said = {"class": "few", "difficulty": "hard", "value-others": "none", **wrong}
    page = client.post(f"{NEW}?generator=flock", {**said, "do": "save"})
    assert page.status_code == 422
    assert "It cannot be drawn so" in page.text
    assert not drawn().exists()


def test_a_written_question_has_another_page(client, sampling_course):
    uid = sampling_course.bank.items.get(key="q1").uid
    assert client.get(f"{NEW}{uid}/").status_code == 404


@pytest.mark.parametrize("name", GENERATORS)
def test_every_class_of_every_generator_can_be_made_here(name):
    texts = all_of(fresh(GENERATORS[name]))
    assert len(texts) == 3 * len(GENERATORS[name].classes)
    assert len({one.digest for one in texts}) == len(texts)
