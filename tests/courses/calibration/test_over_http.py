"""The way of a learner through an exercise, as a browser without scripts goes it."""

import re

import pytest

from courses.banks.models import Item
from courses.calibration.models import CalibrationResult, Sitting
from courses.calibration.queries import items_of
from tests.calibrations import block_in, measuring
from tests.learning import item_of

pytestmark = pytest.mark.story


@pytest.fixture
def course(teach):
    return teach(measuring())


@pytest.fixture
def client(course, ona, client_for):
    made = client_for(ona)
    made.post("/en/courses/leaves/join/")
    return made


@pytest.fixture
def unit(course):
    return f"/en/courses/leaves/units/{item_of(course, 'second').uid}/"


def begin(client, unit, course, phase):
    return client.post(f"{unit}calibration/{block_in(course)}/", {"phase": phase}, follow=True)


def truths(sitting):
    return [one.item_version.item.category for one in items_of(sitting)]


def say(client, page, answer, certainty="sure", **more):
    action = re.search(r'action="(/en/sittings/[^"]+/answer/)"', page.text)[1]
    name = re.search(r'name="(a-[0-9a-f-]+)"', page.text)[1]
    said = {name: answer} if answer else {}
    return client.post(action, {**said, "certainty": certainty, **more}, follow=True)


def test_examples_practice_measuring_and_result(client, course, unit):
    assert "Practice and calibration" in client.get("/en/courses/leaves/").text
    card = client.get(unit).text
    assert "Tell the leaves apart." in card
    assert "30 items in a sitting" in card
    assert "4 answers more, and you can be measured." in card
    assert "So that ten leaves are no luck." in card
    shown = client.get(f"{unit}examples/{block_in(course)}/").text
    assert "Worked examples" in shown
    assert shown.count("It is so because of p-") == 2
    page = begin(client, unit, course, "practice")
    assert "Practice, item 1" in page.text
    sitting = Sitting.objects.get()
    for place in range(4):
        right = truths(sitting)[place]
        page = say(client, page, right if place else "abc".replace(right, "")[0])
        assert "It is so because of" in page.text
        assert "Next item" in page.text
        if place < 3:
            page = client.post(f"/en/sittings/{sitting.uid}/next/", follow=True)
    assert "Once more what was not right (1)" in page.text
    done = client.post(f"/en/sittings/{sitting.uid}/finish/", follow=True).text
    assert "3 of 4 right" in done
    assert "To the measuring" in done
    page = begin(client, unit, course, "measured")
    measured = Sitting.objects.get(phase="measured")
    assert "1 of 30" in page.text
    for place, right in enumerate(truths(measured)):
        # The truth is nowhere before the end.
        assert "It is so because of" not in page.text
        assert "Feedback" not in page.text
        if place == 7:
            # Left in the middle and resumed from the unit.
            assert "Go on being measured" in client.get(unit).text
            page = begin(client, unit, course, "measured")
            assert "8 of 30" in page.text
        page = say(client, page, right)
    assert "All items are answered" in page.text
    assert not CalibrationResult.objects.exists()
    client.post(f"/en/sittings/{measured.uid}/finish/")
    assert CalibrationResult.objects.get().level == 2
    assert "This unit is done." in client.get(unit).text


def test_a_page_does_not_name_the_item_that_practice_told_the_class_of(client, course, unit):
    names = set()
    for phase in ("practice", "measured"):
        page = begin(client, unit, course, phase)
        for _item in range(4):
            names.add(re.search(r'name="a-([0-9a-f-]+)"', page.text)[1])
            page = say(client, page, "", cannot="1")
            if phase == "practice":
                page = client.post(f"/en/sittings/{Sitting.objects.get().uid}/next/", follow=True)
    assert len(names) == 8
    assert not names & {str(uid) for uid in Item.objects.values_list("uid", flat=True)}


def test_from_every_page_of_it_one_comes_back_to_the_exercise(client, course, unit):
    """And not to the top of its unit, which may be long."""
    there = re.search(r'<section class="check stack" id="(b-[^"]+)"', client.get(unit).text)[1]
    back = f'href="{unit}#{there}"'
    assert client.get(f"{unit}examples/{block_in(course)}/").text.count(back) == 2
    assert back in begin(client, unit, course, "practice").text
    done = client.post(f"/en/sittings/{Sitting.objects.get().uid}/finish/", follow=True)
    assert back in done.text


def test_practice_says_how_much_of_it_is_wanted_and_puts_the_focus_on_what_is_next(
    client, course, unit
):
    page = begin(client, unit, course, "practice")
    sitting = Sitting.objects.get()
    for left in (3, 2, 1, 0):
        page = say(client, page, "", cannot="1")
        # The verdict is heard with the button that has the focus.
        assert 'autofocus aria-describedby="verdict"' in page.text
        assert page.text.count('id="verdict"') == 1
        assert "#told" not in page.redirect_chain[-1][0]
        if left:
            assert re.search(rf"{left} answers? more, and you can be measured.", page.text)
            page = client.post(f"/en/sittings/{sitting.uid}/next/", follow=True)
    assert "You have practised enough to be measured" in page.text


def test_what_cannot_be_kept_stays_on_the_page(client, course, unit):
    page = begin(client, unit, course, "practice")
    sent = say(client, page, "b", certainty="")
    assert sent.status_code == 422
    # Once, beside what is missing, and there the focus goes.
    assert sent.text.count("Say how sure you are.") == 1
    assert re.search(r'id="sure-error" tabindex="-1" autofocus', sent.text)
    assert re.search(r'value="b" checked', sent.text)
    nothing = say(client, page, "", certainty="guess")
    assert nothing.status_code == 422
    assert "Answer first, or say that you cannot tell." in nothing.text
    assert re.search(r'value="guess" checked', nothing.text)
    assert nothing.text.count("autofocus") == 1
    told = say(client, page, "", cannot="1", certainty="")
    assert "You said that you cannot tell" in told.text


def test_sittings_of_others_are_not_there(client, course, unit, jonas, client_for):
    begin(client, unit, course, "practice")
    uid = Sitting.objects.get().uid
    other = client_for(jonas)
    for address in (f"/en/sittings/{uid}/", f"/en/sittings/{uid}/1/"):
        assert other.get(address).status_code == 404
    for act in ("1/answer", "1/help", "1/form", "next", "again", "finish"):
        assert other.post(f"/en/sittings/{uid}/{act}/").status_code == 404
        assert client.get(f"/en/sittings/{uid}/{act}/").status_code == 302
    assert client.get(f"/en/sittings/{uid}/2/").status_code == 404


def test_a_visitor_sees_what_is_measured_and_joins_first(visitor, course, unit):
    first = f"/en/courses/leaves/units/{item_of(course, 'first').uid}/"
    assert visitor.get(first).status_code == 200
    assert visitor.post(f"{unit}calibration/{block_in(course)}/").status_code == 302
    assert not Sitting.objects.exists()
