"""Pages go packed to whoever takes that, and nothing else does."""

import gzip

import pytest

pytestmark = pytest.mark.django_db

PACKED = {"Accept-Encoding": "br, gzip"}


def test_a_page_is_packed_for_whoever_takes_it(visitor):
    plain = visitor.get("/en/accessibility/")
    got = visitor.get("/en/accessibility/", headers=PACKED)
    assert "Content-Encoding" not in plain.headers
    assert got.headers["Content-Encoding"] == "gzip"
    assert int(got.headers["Content-Length"]) == len(got.content) < len(plain.content) / 2
    assert gzip.decompress(got.content) == plain.content
    for answer in (plain, got):
        assert "Accept-Encoding" in answer.headers["Vary"]


def test_the_length_of_a_packed_page_does_not_tell_what_is_in_it(visitor):
    sizes = {len(visitor.get("/en/", headers=PACKED).content) for _time in range(20)}
    assert len(sizes) > 3


def test_pictures_and_what_is_short_go_as_they_are(sampling_course, visitor):
    card = visitor.get(f"/en/courses/{sampling_course.slug}/card.png", headers=PACKED)
    assert card.headers["Content-Type"] == "image/png"
    assert "Content-Encoding" not in card.headers
    short = visitor.get("/healthz/live", headers=PACKED)
    assert "Content-Encoding" not in short.headers


def test_a_program_gets_its_answer_packed_too(sampling_course, visitor):
    got = visitor.get("/api/v1/schema", headers=PACKED)
    assert got.headers["Content-Encoding"] == "gzip"
    assert b"openapi" in gzip.decompress(got.content)
