"""What other sites show beside a link to a course or a badge."""

import io
import re
from urllib.parse import urlsplit

import pytest
from PIL import Image

from badges.awards.actions import share_award
from badges.intake.actions import take_in_waiting
from lms.common.clock import now
from lms.common.drawings.card import SIZE, card
from tests.learning import finish

pytestmark = pytest.mark.django_db


def told(page):
    return dict(re.findall(r'<meta property="(og:[a-z:_]+)" content="([^"]*)">', page))


@pytest.mark.parametrize(
    ("language", "title", "locale", "other"),
    [
        ("lt", "Imties planavimas", "lt_LT", "en_GB"),
        ("en", "Planning a sample", "en_GB", "lt_LT"),
    ],
)
def test_a_course_says_title_description_picture_and_language(
    visitor, sampling_course, settings, language, title, locale, other
):
    settings.SITE_URL = "https://laukas.example"
    page = visitor.get(f"/{language}/courses/{sampling_course.slug}/").text
    said = told(page)
    assert said["og:title"] == title and said["og:description"]
    assert (said["og:locale"], said["og:locale:alternate"]) == (locale, other)
    base = f"https://laukas.example/{language}/courses/{sampling_course.slug}/"
    assert (said["og:url"], said["og:image"]) == (base, f"{base}card.png")
    answer = visitor.get(f"/{language}/courses/{sampling_course.slug}/card.png")
    assert answer["Content-Type"] == "image/png" and "public" in answer["Cache-Control"]
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert picture.size == SIZE
    assert len(answer.content) < 150_000


def test_a_course_that_is_not_published_has_no_picture(visitor, sampling_course):
    sampling_course.in_force = None
    sampling_course.save()
    assert visitor.get(f"/en/courses/{sampling_course.slug}/card.png").status_code == 404


def test_a_shared_badge_has_a_picture_and_a_private_one_has_none(visitor, birute, sampling_course):
    finish(birute, sampling_course, on=now())
    take_in_waiting(on=now())
    award = birute.awards.get()
    address = f"/en/verify/{award.code}/card.png"
    assert visitor.get(address).status_code == 404
    share_award(award, shared=True, on=now())
    assert visitor.get(address)["Content-Type"] == "image/png"
    said = told(visitor.get(f"/en/verify/{award.code}/").text)
    assert said["og:image"].endswith(address) and said["og:locale"] == "en_GB"
    assert "Birut" not in "".join(said.values())


def test_the_page_of_a_badge_has_the_picture_of_the_badge(visitor, birute, sampling_course):
    finish(birute, sampling_course, on=now())
    take_in_waiting(on=now())
    version = birute.awards.get().version
    page = visitor.get(f"/lt/achievements/{version.achievement.key}/{version.number}/").text
    said = told(page)
    assert said["og:title"] == version.name["lt"] and said["og:locale"] == "lt_LT"
    answer = visitor.get(urlsplit(said["og:image"]).path)
    assert answer["Content-Type"] == "image/png"


def test_another_title_or_seed_is_another_picture_and_the_same_is_the_same():
    drawn = {"kind": "Course", "title": "Bats", "below": "2 h", "hub": "Hub", "colour": "#44601f"}
    first = card(**drawn, seed="1")
    assert card(**drawn, seed="1") == first
    assert card(**drawn, seed="2") != first
    assert card(**{**drawn, "title": "Birds"}, seed="1") != first


def test_a_title_of_any_length_is_drawn():
    for title in ("", "Š", "Žemėlapis " * 60, "x" * 400):
        assert card(kind="", title=title, below="", hub="", seed="", colour="#44601f").startswith(
            b"\x89PNG"
        )
