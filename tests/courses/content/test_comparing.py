"""Differences between two writings of a unit."""

from hypothesis import given
from hypothesis import strategies as st

from courses.content.comparing import compare, shortened, words_diff


def block(uid, text, kind="text", **settings):
    return {
        "uid": uid,
        "key": uid,
        "kind": kind,
        "settings": settings,
        "texts": {"en": {"text": text}},
    }


def content(*blocks, **more):
    said = {"title": {"en": "T"}, "summary": {}, "minutes": 10, "alignments": []}
    return {**said, "blocks": list(blocks), **more}


@given(st.text(), st.text())
def test_the_pieces_give_both_texts_back(old, new):
    pieces = words_diff(old, new)
    assert "".join(piece.text for piece in pieces if piece.how != "added") == old
    assert "".join(piece.text for piece in pieces if piece.how != "removed") == new


@given(
    st.lists(st.sampled_from("abcdef"), unique=True),
    st.lists(st.sampled_from("abcdef"), unique=True),
)
def test_a_unit_differs_from_itself_in_nothing_and_else_names_every_block(old, new):
    before, after = content(*[block(u, u) for u in old]), content(*[block(u, u) for u in new])
    assert not compare(before, before)
    said = {(change.uid, change.how) for change in compare(before, after).blocks}
    assert {uid for uid, how in said if how == "added"} == set(new) - set(old)
    assert {uid for uid, how in said if how == "removed"} == set(old) - set(new)


def test_a_changed_word_is_shown_alone():
    changed = compare(content(block("a", "One old word.")), content(block("a", "One new word.")))
    (one,) = changed.blocks
    assert [(p.how, p.text) for p in one.texts[0].pieces] == [
        ("same", "One "),
        ("removed", "old"),
        ("added", "new"),
        ("same", " word."),
    ]


def test_one_block_that_moved_is_one_block_that_moved():
    a, b, c = (block(uid, uid) for uid in "abc")
    changed = compare(content(a, b, c), content(b, c, a))
    assert [(change.uid, change.moved) for change in changed.blocks] == [("a", True)]


def test_minutes_claims_and_settings():
    changed = compare(
        content(block("a", "x", tone="aside"), alignments=[{"competency": "C1", "level": 1}]),
        content(
            block("a", "x", tone="look"), minutes=12, alignments=[{"competency": "A1", "level": 1}]
        ),
    )
    assert changed.minutes == (10, 12)
    assert (changed.claimed, changed.unclaimed) == ((("A1", 1),), (("C1", 1),))
    assert changed.blocks[0].settings
    assert changed.blocks[0].texts == ()


def test_a_report_shows_a_little_of_what_stands_around():
    pieces = shortened(
        words_diff("word " * 200 + "old" + " word" * 200, "word " * 200 + "new" + " word" * 200)
    )
    assert sum(len(piece.text) for piece in pieces) < 200
    assert [piece.how for piece in pieces] == ["same", "removed", "added", "same"]
