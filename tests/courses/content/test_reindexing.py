"""Search follows the questions, also where their unit stays as it was."""

import pytest

from courses.content.models import RenderedUnit
from courses.content.rendering import reindex
from tests.packages import pair

pytestmark = pytest.mark.django_db


def found(client, words, language="en"):
    return "sampling" in client.get(f"/{language}/courses/", {"q": words}).text.split("<main")[1]


def test_a_question_that_changes_without_its_unit_is_found_by_its_new_words(
    teach, package, visitor
):
    course = teach(package)
    versions = set(RenderedUnit.objects.values_list("version", flat=True))
    assert found(visitor, "Question q1")
    assert not found(visitor, "hedgehog")
    package.item("q1")["prompt"] = pair("Kur žiemoja ežiai?", "Where does a hedgehog sleep?")
    course = teach(package)
    assert course.in_force.number == 2
    assert set(RenderedUnit.objects.values_list("version", flat=True)) == versions
    assert found(visitor, "hedgehog")
    assert found(visitor, "ežys", "lt") or found(visitor, "ežiai", "lt")
    assert not found(visitor, "Question q1")
    assert reindex([item.version for item in course.in_force.items.all()]) == 0
