"""Markdown cut into entries of the notebook."""

from django.utils import translation

from lms.hub.sections import cut, sections


def test_a_heading_opens_a_part_and_names_its_margin():
    parts = cut("## Aim | What we work for\n\nOne.\n\nTwo.\n## Plain heading\nThree.")
    assert parts == [
        ("Aim", "What we work for", "One.\n\nTwo."),
        ("", "Plain heading", "Three."),
    ]


def test_what_stands_before_the_first_heading_is_a_part_too():
    assert cut("Hello.\n\n### Smaller\n\nMore.") == [("", "", "Hello.\n\n### Smaller\n\nMore.")]
    assert cut("") == []
    assert cut("\n\n## Only a heading")[0] == ("", "Only a heading", "")


def test_a_heading_in_a_code_block_opens_nothing():
    text = "```\n## not | this\n```\n\n## but | this"
    assert [part[:2] for part in cut(text)] == [("", ""), ("but", "this")]
    assert len(cut("~~~\n```\n## still code\n~~~\n## Now")) == 2


def test_parts_come_in_the_readers_language_or_are_marked():
    body = {"lt": "## Tikslas | Ko *siekiame*\n\nDaug."}
    with translation.override("en"):
        (part,) = sections(body)
    assert (part.note, part.title, part.language) == ("Tikslas", "Ko <em>siekiame</em>", "lt")
    assert part.html == "<p>Daug.</p>\n"
    with translation.override("lt"):
        assert sections({**body, "en": "Much."})[0].language == "lt"
        assert sections({}) == []


def test_footnotes_of_two_parts_do_not_meet():
    text = "## One\n\nA[^1]\n\n[^1]: first\n\n## Two\n\nB[^1]\n\n[^1]: second"
    with translation.override("en"):
        first, second = sections({"en": text})
    assert 'id="fn-part-1-1"' in first.html and 'id="fn-part-2-1"' in second.html
