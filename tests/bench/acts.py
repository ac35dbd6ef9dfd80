"""What is measured: the acts of authors and the pages of instructors, as a browser asks for them."""

import json
from collections.abc import Callable
from itertools import count, cycle, product
from typing import Any

from django.test import Client

from courses.banks.generators import DIFFICULTIES, GENERATORS, Form, drawn
from courses.content.actions.drafting import Typed, save_texts
from courses.content.actions.publishing import publish
from courses.content.models import Course, Unit
from courses.content.queries import working_of
from lms.accounts.models import User
from lms.common.clock import now

Act = Callable[[], object]
_typed = count(1)


def drawing(name: str, form: Form) -> Act:
    """Draw the next item of a generator, one class and difficulty after another."""
    generator = GENERATORS[name]
    values = {one.name: one.otherwise for one in generator.parameters}
    places = cycle(product(generator.classes, DIFFICULTIES))
    seeds = count(1)

    def draw() -> dict[str, Any]:
        category, difficulty = next(places)
        stored = {"generator": name, "class": category, "difficulty": difficulty, "values": values}
        return drawn(stored, next(seeds), form)

    return draw


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def first_unit(course: Course) -> Unit:
    return course.units.order_by("pk").first()


def editor(client: Client, course: Course) -> Act:
    """Open the unit editor."""
    address = f"/en/studio/courses/{course.slug}/units/{first_unit(course).uid}/"
    return lambda: asked(client, address)


def autosave(client: Client, course: Course) -> Act:
    """Save one text that was typed on, as the page does while somebody writes."""
    unit = first_unit(course)
    address = f"/en/studio/courses/{course.slug}/units/{unit.uid}/draft/"
    place = working_of(unit).places[2]
    seen = working_of(unit).seq("en", place)

    def save() -> bytes:
        nonlocal seen
        typed = {place: {"value": f"Typed on {next(_typed)}. " * 40, "seen": seen}}
        sent = json.dumps({"language": "en", "typed": typed})
        answer = client.post(address, sent, content_type="application/json")
        assert answer.status_code == 200, answer.content
        seen = answer.json()["sequence"]
        return answer.content

    return save


def write(course: Course, by: User) -> None:
    """Change a title, so that there is something to publish."""
    unit = first_unit(course)
    title = Typed(f"Changed {next(_typed)}", working_of(unit).seq("en", "title"))
    save_texts(unit, "en", {"title": title}, by=by, on=now())


def publishing(course: Course, by: User) -> Act:
    return lambda: publish(course, by=by, on=now())


def board(client: Client, course: Course, look: str = "") -> Act:
    """The progress board."""
    return lambda: asked(client, f"/en/studio/courses/{course.slug}/people/{look}")


def table(client: Client, course: Course) -> Act:
    """Everybody as a table."""
    address = f"/en/studio/courses/{course.slug}/people/table.csv"
    return lambda: b"".join(client.get(address).streaming_content)  # type: ignore[attr-defined]


def asked(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content


def published(course: Course, by: User) -> Course:
    publish(course, by=by, on=now())
    course.refresh_from_db()
    return course
