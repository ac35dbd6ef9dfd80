"""Captions: what players would not show is told by line, and the rest makes a text to read."""

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from courses.content.captions import caption_faults, clock, from_file, read_captions, transcript

HEAD = "WEBVTT\n\n"
WORDS = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Z"), exclude_characters="<>&-"), min_size=1
)


def stamp(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    hours, minutes = seconds // 3600, seconds // 60 % 60
    said = f"{minutes:02}:{seconds % 60:02}.{rest:03}"
    return f"{hours:02}:{said}" if hours else said


@given(st.lists(st.tuples(st.integers(0, 10**7), st.integers(1, 10**5), WORDS), min_size=1))
def test_cues_are_read_as_they_were_written(made):
    made.sort(key=lambda one: one[0])
    text = HEAD + "\n\n".join(
        f"{stamp(start)} --> {stamp(start + length)}\n{words}" for start, length, words in made
    )
    cues, faults = read_captions(text)
    assert not faults
    assert [(round(cue.start * 1000), cue.text) for cue in cues] == [
        (start, words) for start, _length, words in made
    ]
    # Nothing that is said is lost in the text to read, and its order stays.
    said = " ".join(one.text for one in transcript(text))
    assert said.split() == " ".join(words for _start, _length, words in made).split()


@given(st.text(st.sampled_from("WEBVT\n \t:.0123456789-><vabNOTE\r\ufeff"), max_size=300))
def test_whatever_was_typed_is_read_and_every_fault_has_a_line_of_it(text):
    for whole in (text, HEAD + text):
        _cues, faults = read_captions(whole)
        lines = whole.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
        assert all(1 <= fault.line <= lines for fault in faults)
        transcript(whole)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("00:01.000 --> 00:02.000\nHello", 1, "the word WEBVTT"),
        ("WEBVTT", 1, "no words under WEBVTT"),
        (f"{HEAD}00:01.000 --> 00:02.000", 3, "no words under them"),
        (f"{HEAD}0:01 --> 0:02\nHello", 3, "times cannot be read"),
        (f"{HEAD}00:61.000 --> 01:02.000\nHello", 3, "times cannot be read"),
        (f"{HEAD}00:01,000 --> 00:02,000\nHello", 3, "times cannot be read"),
        (f"{HEAD}00:02.000 --> 00:01.000\nHello", 3, "ends before it begins"),
        (f"{HEAD}Hello\nagain", 3, "a line with times is missing"),
        (f"{HEAD}00:05.000 --> 00:06.000\na\n\n00:01.000 --> 00:02.000\nb", 6, "order of time"),
        (f"{HEAD}00:01.000 --> 00:02.000\na\n00:03.000 --> 00:04.000\nb", 5, "an empty line"),
    ],
)
def test_a_fault_names_its_line_in_the_authors_words(text, line, said):
    (fault,) = read_captions(text)[1]
    assert (fault.line, said in fault.message) == (line, True)
    assert caption_faults(text) == [f"Line {line} of the captions: {fault.message}"]
    with override("lt"):
        assert caption_faults(text)[0].startswith(f"Subtitrų {line} eilutė: ")


def test_many_faults_are_not_told_all_at_once():
    told = caption_faults(HEAD + "\n\n".join(f"no times {n}" for n in range(9)))
    assert len(told) == 6
    assert told[-1] == "And 4 more like these."


def test_notes_styles_settings_and_marks_are_let_through():
    text = (
        "WEBVTT - a talk\n\nSTYLE\n::cue { color: red }\n\nNOTE nobody reads this\n\n"
        "intro\n00:01.000 --> 00:02.000 align:start line:0\n<v Ona>Two <i>hips</i> &amp; a leaf\n\n"
        "00:02.100 --> 00:03.000\n<v Ona>and one more.\n\n"
        "00:08.000 --> 00:09.000\n<v.loud Jonas>I count three."
    )
    assert read_captions(text)[1] == []
    first, second = transcript(text)
    assert (first.at, first.voice, first.text) == ("0:01", "Ona", "Two hips & a leaf and one more.")
    assert (second.at, second.voice, second.text) == ("0:08", "Jonas", "I count three.")


def test_the_files_of_other_programs_are_read():
    assert from_file(b"\xef\xbb\xbfWEBVTT\r\n\r\n00:01.000 --> 00:02.000\r\nA") == (
        f"{HEAD}00:01.000 --> 00:02.000\nA"
    )
    made = from_file("1\n0:00:01,5 --> x\n\n2\n00:00:01,500 --> 00:00:02,000\nŽ\n".encode())
    assert made.startswith(HEAD)
    assert "00:00:01.500 --> 00:00:02.000\nŽ" in made
    with pytest.raises(UnicodeDecodeError):
        from_file(b"\xff\xfe")


def test_hours_are_said_where_there_are_some():
    assert [clock(5), clock(760), clock(3725)] == ["0:05", "12:40", "1:02:05"]
