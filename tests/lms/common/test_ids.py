"""Verification codes: 128 random bits, read however a person types them."""

from hypothesis import given
from hypothesis import strategies as st

from lms.common.ids import ALPHABET, LENGTH, grouped, new_code, read_code


def test_a_new_code_has_26_characters_and_its_own_reading():
    code = new_code()
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    assert read_code(code) == code


def test_two_codes_differ():
    assert len({new_code() for _once in range(200)}) == 200


@given(
    st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH),
    st.integers(1, 25),
    st.sampled_from(" -–—_."),
)
def test_case_groups_and_lookalikes_do_not_matter(code, place, between):
    typed = code.lower().replace("0", "o").replace("1", "l")
    typed = typed[:place] + between + typed[place:]
    assert read_code(typed) == code


@given(st.text(max_size=60))
def test_nothing_else_is_a_code(typed):
    read = read_code(typed)
    assert read is None or (len(read) == LENGTH and set(read) <= set(ALPHABET))


def test_print_groups_can_be_read_back():
    code = new_code()
    assert read_code(grouped(code)) == code
