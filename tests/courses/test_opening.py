"""A quiz repeats its text beside its questions, so that nobody has to go back for it."""

import pytest

from tests.learning import begin, open_attempt, read
from tests.packages import pair

pytestmark = pytest.mark.django_db
SAID = "Lines **A** to **C** tell about one bush."


@pytest.fixture
def explained(package):
    blocks = package.unit("second")["blocks"]
    line = next(line for line in blocks if line.startswith("::: quiz"))
    blocks[line] = pair("# Uogos\n\nEilutės **A–C** – apie vieną krūmą.", f"# Berries\n\n{SAID}")


def questions(client_for, person, course, language):
    enrolment = begin(person, course)
    read(enrolment, course, "first")
    attempt = open_attempt(enrolment, course, "second")
    return client_for(person).get(f"/{language}/attempts/{attempt.uid}/").text


@pytest.mark.parametrize(
    ("language", "text"),
    [("lt", "<strong>A–C</strong>"), ("en", "Lines <strong>A</strong> to")],
)
def test_the_text_of_a_quiz_stands_beside_its_questions(
    client_for, jonas, explained, sampling_course, language, text
):
    page = questions(client_for, jonas, sampling_course, language)
    before = page[page.index("<h1>") : page.index('id="answers"')]
    assert text in before
    # One line is not folded away.
    assert "<summary>" not in before


def test_a_quiz_without_a_text_has_none(client_for, jonas, package, sampling_course):
    assert "The text before the questions" not in questions(
        client_for, jonas, sampling_course, "en"
    )
