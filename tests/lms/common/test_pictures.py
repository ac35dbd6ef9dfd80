"""Files that cannot be used as pictures: their authors read why, in their own language."""

import io

import pytest
from django.utils.translation import override
from PIL import Image

from lms.common import pictures
from lms.common.pictures import NotAPicture, re_encode
from lms.common.svg import NotADrawing, rebuild


def drawing(inside: str = "", opening: str = "viewBox='0 0 1 1'") -> bytes:
    return f"<svg xmlns='http://www.w3.org/2000/svg' {opening}>{inside}</svg>".encode()


BAD_DRAWINGS = [
    b"<!DOCTYPE svg>" + drawing(),
    b"GIF89a",
    b"<html/>",
    drawing("<g>" * 70 + "</g>" * 70),
    drawing("<g/>" * 20_001),
    drawing("<script/>"),
    drawing("<x xmlns='urn:other'/>"),
    drawing("<g onload='x'/>"),
    drawing("<use href='http://e.example/#a'/>"),
    drawing("<rect fill='url(http://e.example/x)'/>"),
    drawing(opening=""),
    drawing(opening="viewBox='0 0 0 1'"),
]


def told(language, refuse, source):
    with override(language), pytest.raises((NotADrawing, NotAPicture)) as refused:
        refuse(source)
    return str(refused.value)


@pytest.mark.parametrize("source", BAD_DRAWINGS, ids=range(len(BAD_DRAWINGS)))
def test_a_refused_drawing_is_explained_in_a_sentence_of_either_language(source):
    lithuanian, english = (told(language, rebuild, source) for language in ("lt", "en"))
    assert english.endswith(".") and lithuanian.endswith(".")
    assert "rawing" in english or "SVG" in english
    assert "rawing" not in lithuanian and "not " not in lithuanian


def test_a_refused_photograph_is_explained_in_either_language(monkeypatch):
    assert told("lt", re_encode, b"no") == "Tai ne JPEG, PNG ar WebP paveikslas."
    assert told("en", re_encode, b"no") == "This is not a JPEG, PNG or WebP picture."
    wide = io.BytesIO()
    Image.new("RGB", (3, 3)).save(wide, "PNG")
    monkeypatch.setattr(pictures, "MOST_PIXELS", 8)
    assert "40 mln. taškų" in told("lt", re_encode, wide.getvalue()).replace("\u00a0", " ")
