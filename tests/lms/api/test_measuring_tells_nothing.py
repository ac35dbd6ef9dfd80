"""Before a sitting is closed no answer of the interface holds anything of what is right, whatever is
drawn, in which form and language."""

import json
from pathlib import Path

import pytest

import courses
from courses.banks.generators import Form, drawn
from courses.calibration.actions import answer_item, close_sitting, open_sitting, practise_next
from courses.calibration.models import Phase, Sitting
from courses.calibration.queries import items_of
from courses.content.actions.importing import import_course, read_course
from courses.content.actions.publishing import publish
from courses.enrolment.actions import self_paced_run
from lms.common.clock import now
from tests.calibrations import block_in, measuring
from tests.journeys.listening import found_in, shows
from tests.journeys.meeting import said_to
from tests.learning import begin, item_of, outline_in_force

pytestmark = [pytest.mark.django_db, pytest.mark.sweep]

PACKAGE = Path(courses.__file__).parent / "packages" / "practised-eye"
# What stands in numbers whatever is right, and what the item says in words, which the tests of the
# generators judge.
APART = {"number", "told", "description", "drawing", "plots", "answered_at", "helped_at", "answer"}


class Heard:
    """A program that keeps all that it is told: (address, text)."""

    def __init__(self, ask):
        self.ask, self.said = ask, []

    def __call__(self, method, path, body=None):
        answer = self.ask(method, path, body)
        self.said.append((f"{method} {path}", " ".join(texts_in(answer.json()))))
        return answer.json()


def texts_in(told):
    """All texts of an answer, the names of its fields among them."""
    if isinstance(told, dict):
        for name, one in told.items():
            yield name
            yield from texts_in(one)
    elif isinstance(told, list):
        for one in told:
            yield from texts_in(one)
    elif told is not None:
        yield str(told)


def sets_apart(item, body):
    """What in an item that is not answered tells what is right; empty where nothing does."""
    if item["review"] is not None or item["key"]:
        return "the truth, or the key"
    for one in item["choices"]:
        if one["right"] is not None or one["goes_to"] or one["feedback"]:
            return f"the choice {one['key']}"
    for name in ("passages", "code_book", "sheet", "choices", "groups"):
        if len({tuple(one) for one in item[name]}) > 1:
            return f"{name} of several forms"
    svg = item["drawing"]["svg"] if item["drawing"] else ""
    rest = {name: one for name, one in item.items() if name not in APART}
    told = json.dumps(rest, ensure_ascii=False)
    return shows(f'<figure class="drawn">{svg}</figure> {told}', body)


@pytest.fixture
def course(competency_map, ieva):
    text, faults = read_course(PACKAGE)
    assert not faults
    made = import_course(text, owner=ieva, on=now())
    self_paced_run(made)
    publish(made, by=ieva, on=now(), change_note="")
    return made


def practise(enrolment, course, item, times):
    on = now()
    sitting = open_sitting(
        enrolment, outline_in_force(course), item, item.measure_block, phase=Phase.PRACTICE, on=on
    )
    for place in range(times):
        answer_item(sitting, place, None, cannot_tell=True, on=on)
        practise_next(sitting, on=on)
    close_sitting(sitting, on=on)


def everything_else(heard, course, item, sitting):
    """Whatever else a program may ask about, while it is being measured and where it is refused."""
    unit = f"courses/{course.slug}/units/{item.uid}"
    exercise = f"{unit}/exercises/{item.measure_block}"
    for path in (unit, f"{unit}/exercises", f"{exercise}/results", f"courses/{course.slug}"):
        heard("GET", path)
    for path in ("results", "records", "evidence", "enrolments", "attempts", "awards", "me"):
        heard("GET", path)
    heard("POST", f"{exercise}/sittings", {"phase": "measured"})
    for act in ("again", "next", "items/1/key"):
        heard("POST", f"{sitting}/{act}")
    heard("PUT", f"{sitting}/items/1/answer", {"answer": "nothing", "certainty": "sure"})
    heard("GET", f"{sitting}/items/999")
    for uid in (sitting.partition("/")[2], str(item.uid)):
        for path in (f"results/{uid}", f"results/{uid}/answers", f"results/{uid}/plan"):
            assert heard("GET", path)["code"] == "not-found"
    heard("PUT", f"results/{sitting.partition('/')[2]}/plan", {"text": "x"})


@pytest.mark.parametrize(("language", "form"), [("en", "picture"), ("lt", "words")])
def test_drawn_items_are_told_of_only_once_the_sitting_is_closed(
    course, ona, program, settings, language, form
):
    settings.API_LIMITS = False
    enrolment = begin(ona, course)
    exercises = [item for item in outline_in_force(course).items if item.measure_block]
    assert len(exercises) == 3
    for item in exercises:
        practise(enrolment, course, item, 12)
        heard = Heard(program(ona, language=language))
        path = f"courses/{course.slug}/units/{item.uid}/exercises/{item.measure_block}/sittings"
        begun = heard("POST", path, {"phase": "measured", "form": form})
        sitting, row = f"sittings/{begun['uid']}", Sitting.objects.get(uid=begun["uid"])
        bodies = []
        for number, mine in enumerate(items_of(row), 1):
            at = f"{sitting}/items/{number}"
            body = drawn({"see": None, **mine.item_version.body}, mine.seed, Form(form))
            bodies.append(body)
            shown = heard("GET", at)
            assert not sets_apart(shown, body), (sets_apart(shown, body), shown)
            said = {"answer": said_to(body, rightly=number % 2), "certainty": "sure"}
            kept = heard("PUT", f"{at}/answer", said if number % 5 else {"cannot_tell": True})
            assert "answered_at" in kept, kept
            assert kept["review"] is None
            if number % 4 == 0:
                assert heard("GET", at) == kept
        heard("GET", sitting)
        everything_else(heard, course, item, sitting)
        taught = " ".join(
            text for at, text in heard.said if at.endswith((str(item.uid), "exercises"))
        )
        told = found_in([one for one in heard.said if one[1] not in taught], bodies)
        assert not told, told[:5]
        closed = Heard(heard.ask)
        uid = closed("POST", f"{sitting}/completion")["result"]
        closed("GET", f"results/{uid}/answers?limit=100")
        # The same search finds it as soon as it may be told.
        assert len({one.partition(": ")[2] for one in found_in(closed.said, bodies)}) > 5


def test_written_items_are_told_of_only_once_the_sitting_is_closed(teach, ona, program):
    course = teach(measuring())
    enrolment, item = begin(ona, course), item_of(course, "second")
    practise(enrolment, course, item, 4)
    heard = Heard(program(ona))
    path = f"courses/leaves/units/{item.uid}/exercises/{block_in(course)}/sittings"
    begun = heard("POST", path, {"phase": "measured"})
    sitting, row = f"sittings/{begun['uid']}", Sitting.objects.get(uid=begun["uid"])
    items = items_of(row)
    for number, mine in enumerate(items, 1):
        shown = heard("GET", f"{sitting}/items/{number}")
        assert not sets_apart(shown, mine.item_version.body)
        said = {"answer": "abc"[number % 3], "certainty": "guess"}
        heard("PUT", f"{sitting}/items/{number}/answer", said)
    everything_else(heard, course, item, sitting)
    words = [one.item_version.body["explanation"]["en"] for one in items]
    names = [str(one.item_version.item.uid) for one in items]
    # Neither why, nor the item by a name under which practice may have told of it, nor its class.
    for at, text in heard.said:
        assert not [one for one in [*words, *names] if one in text], at
        assert "category" not in text, at
    uid = heard("POST", f"{sitting}/completion")["result"]
    told = json.dumps(heard("GET", f"results/{uid}/answers?limit=100"))
    assert all(json.dumps(one)[1:-1] in told for one in words)
