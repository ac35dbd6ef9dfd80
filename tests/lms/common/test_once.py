"""`{% once %}`: what is the same for everybody is drawn once, and nobody gets what is another's."""

import re

import pytest
from django.template import engines
from django.utils import translation

from lms.common import store
from lms.common.templatetags import laukas
from tests.learning import answer, begin, item_of, read
from tests.packages import reading, sampling

SAID = engines["django"].from_string("{% once kept a b %}{{ drawn.pop }}{% endonce %}")


def said(kept, a="a", b="b", drawn=None):
    return SAID.render({"kept": kept, "a": a, "b": b, "drawn": drawn})


def test_what_has_the_same_parts_is_drawn_once_in_a_language():
    kept, drawn = {}, [5, 4, 3, 2, 1]
    assert [said(kept, drawn=drawn) for _time in range(3)] == ["1", "1", "1"]
    assert said(kept, b="other", drawn=drawn) == "2"
    with translation.override("lt"):
        assert said(kept, drawn=drawn) == "3"
    assert said(kept, drawn=drawn) == "1"
    # Another place of a template with the same parts is another thing.
    other = engines["django"].from_string("{% once kept a b %}else{% endonce %}")
    assert other.render({"kept": kept, "a": "a", "b": "b"}) == "else"


@pytest.mark.parametrize("given", [{"kept": None}, {"kept": {}, "a": None}])
def test_without_a_place_to_keep_it_or_a_part_it_is_drawn_anew(given):
    drawn = [2, 1]
    assert [said(drawn=drawn, **given) for _time in range(2)] == ["1", "2"]


def test_a_store_that_is_full_begins_anew(monkeypatch):
    monkeypatch.setattr(laukas, "MOST_KEPT", 2)
    kept, drawn = {}, list(range(9, 0, -1))
    for part in "xyz":
        said(kept, b=part, drawn=drawn)
    assert len(kept) == 1


def without_tokens(html):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)


@pytest.mark.django_db
def test_pages_are_the_same_whoever_was_there_before(teach, person, client_for):
    """A course in an order, where units are done, open, waited for and optional; and a visitor."""
    package = sampling()
    package.modules[0]["units"] += [reading(f"unit-{n}") for n in range(3)]
    package.modules.append({**package.modules[0], "key": "later"})
    package.modules[1]["units"] = [
        reading(f"later-{n}", opens_after=["third"] if n else []) for n in range(3)
    ]
    course = teach(package)
    people = [person(f"p{n}", f"Person {n}") for n in range(3)]
    begun = [begin(one, course) for one in people]
    for one in begun[1:]:
        read(one, course, "first")
    answer(begun[2], course, "second")
    clients = [client_for(), *map(client_for, people)]
    first, later = item_of(course, "first").uid, item_of(course, "later-0").uid
    addresses = [f"/{code}/courses/{course.slug}/" for code in ("lt", "en")]
    addresses += [f"/en/courses/{course.slug}/units/{uid}/" for uid in (first, later)]

    def pages(order, *, anew):
        found = {}
        for n in order:
            # Visitors read the first unit only.
            for address in addresses if n else addresses[:3]:
                if anew:
                    store.clear()
                got = clients[n].get(address)
                found[n, address] = got.status_code, without_tokens(got.text)
        return found

    alone = pages(range(4), anew=True)
    assert {status for status, _html in alone.values()} == {200}
    assert pages(range(4), anew=False) == alone
    assert pages(reversed(range(4)), anew=False) == alone
