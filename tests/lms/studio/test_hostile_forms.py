"""Hostile authors: markup, strange signs and too much of everything in every field of every form."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.middleware.csrf import CSRF_SECRET_LENGTH

from courses.content.actions.drafting import Typed, add_block, save_texts
from courses.content.package.files import read_folder, zipped
from lms.common.clock import now
from lms.common.yamlnodes import Faults
from tests.lms.studio.test_matrix import GONE, ROUTES, World, rows, world
from tests.packages import Package, measured, sampling
from tests.walking import Form, Page, filled

pytestmark = pytest.mark.sweep

__all__ = ["world"]

EVIL = (
    "\"'></textarea></title><script>alert(1)</script><img src=x onerror=alert(1)>"
    '[a](javascript:alert(1)) ![b](x) {{ request }}{% now "Y" %}javascript:alert(1)'
)
SHORT = "<img src=x onerror=alert(1)>{{ request }}"
STRANGE = "a\0b\u202e\u2066\ufeff\x1b[31m😀\x7f"
LONG = "ž" * 70_000
EVALUATED = "WSGIRequest"
TOKEN = "csrfmiddlewaretoken"
# What is asked for in a way of its own: the places where it is open.
KINDS = ("single", "multiple", "number", "text", "sort", "truefalse", "match", "order")
# A table of three hundred thousand characters is pasted every day; how many units are enough is read
# only where not all are asked for; a list of people is told of line by line before anything is done.
TAKES_LONG = {("import-items", "pasted"), ("outline", "choose"), ("give-list", "pasted")}
# The first button of this page looks somebody up, and keeps all that is typed.
LOOKS_UP = {"give-badge"}


@pytest.fixture
def full(world, ieva) -> World:
    """The unit has a block of every kind, and something has been published since."""
    unit = world.course.units.get(key="first")
    for kind in ("image", "file", "video", "embed", "survey", "self-rating", "callout", "check"):
        add_block(unit, kind, after="", by=ieva, on=now())
    save_texts(unit, "lt", {"title": Typed("Kitaip", 0)}, by=ieva, on=now())
    return world


def places(world: World, name: str) -> list[str]:
    """The addresses of a page in each state that shows other forms."""
    address = world.address(name)
    if name == "new-item":
        return [address.replace("single", kind) for kind in KINDS]
    if name == "outline":
        opened = (f"u-{world.own['quiz_unit']}", f"to-{world.own['unit']}", "m-start")
        return [address, *(f"{address}?open={one}" for one in opened)]
    return [address]


def forms_of(world: World) -> Iterator[tuple[str, str, Form]]:
    """(route, address, form) of every form of the studio's pages that changes something."""
    for name, route in ROUTES.items():
        if "owner" not in route.reads or "preview" in name:
            continue
        for place in places(world, name):
            answer = world.clients["owner"].get(place)
            if answer.streaming or "html" not in answer["Content-Type"]:
                continue
            for form in Page(answer.text).forms:
                if form.method == "post" and "/accounts/" not in form.action:
                    yield name, urljoin(place, form.action), form


def sends(world: World, address: str, data: dict[str, Any]) -> Any:
    """What the studio answers, and what the page says to which it leads; everything that was
    written is taken back."""
    with transaction.atomic():
        try:
            return world.clients["owner"].post(address, data, follow=True)
        finally:
            transaction.set_rollback(True)


def running_in(page: Any) -> list[str]:
    """What in a page would run, in a browser or here."""
    if page.streaming or "html" not in page.headers.get("Content-Type", ""):
        return []
    found = Page(page.text).running
    return found + (["a template was run"] if EVALUATED in page.text else [])


def has_control_signs(value: Any) -> bool:
    text = repr(value)
    return any(sign in text for sign in ("\\x00", "\\x1b", "\\u0000", "\\u001b"))


def test_the_forms_that_are_walked_are_those_of_the_studio(full):
    texts = {(name, one) for name, _address, form in forms_of(full) for one in form.texts}
    names = {name for name, _text in texts}
    assert names >= {
        *("new-course", "settings", "outline", "unit", "new-item", "item", "quiz", "import-items"),
        *("new-achievement", "achievement", "publish", "roles", "learner"),
    }
    assert {("publish", "note"), ("publish", "reason"), ("learner", "reason")} <= texts
    assert len(texts) > 100


@pytest.mark.parametrize("typed", [EVIL, STRANGE], ids=["markup", "signs"])
def test_no_button_breaks_or_runs_what_was_typed(full, typed):
    faults = []
    for name, address, form in forms_of(full):
        for button in {
            (one[1].partition(":")[0]): one for one in form.buttons or [("", "")]
        }.values():
            answer = sends(full, address, filled(form, dict.fromkeys(form.texts, typed), button))
            if answer.status_code >= 500 or (running := running_in(answer)):
                faults.append(f"{name} {address} {button}: {answer.status_code} {running}")
    assert not faults, "\n".join(faults)


def test_no_control_signs_are_kept(full):
    """PostgreSQL would refuse some of them with an error."""
    faults = []
    before = {label: {row[0]: row for row in found} for label, found in rows().items()}
    for name, address, form in forms_of(full):
        with transaction.atomic():
            posted = filled(form, dict.fromkeys(form.texts, STRANGE), (form.buttons or [None])[0])
            full.clients["owner"].post(address, posted)
            for label, found in rows().items():
                for row in found:
                    if row != before[label].get(row[0]) and has_control_signs(row):
                        faults.append(f"{name} {address}: {label} {row}"[:300])
            transaction.set_rollback(True)
    assert not faults, "\n".join(faults)


def test_what_is_too_long_is_refused_and_still_there(full):
    faults = []
    for name, address, form in forms_of(full):
        for text in form.texts:
            # Nobody describes a picture that is not there; the words are let go.
            if name in LOOKS_UP or (name, text) in TAKES_LONG or text.startswith("picture.alt"):
                continue
            typed = {text: LONG}
            answer = sends(full, address, filled(form, typed, (form.buttons or [None])[0]))
            if answer.status_code != 422 or LONG not in answer.text:
                faults.append(f"{name} {address} {text}: {answer.status_code}")
    assert not faults, "\n".join(faults)


def test_hidden_fields_that_somebody_wrote_into_break_nothing(full):
    faults = []
    forms = {
        (name, *form.hidden, *form.texts): (name, at, form) for name, at, form in forms_of(full)
    }
    for name, address, form in forms.values():
        # These clients ask without a token, so nobody reads it.
        for field in dict.fromkeys(one for one in form.hidden if one != TOKEN):
            for value in ("9" * 5000, "a\0", SHORT):
                data = filled(form, {field: value}, (form.buttons or [None])[0])
                answer = sends(full, address, data)
                if answer.status_code >= 500 or running_in(answer):
                    faults.append(f"{name} {field} {value[:5]!r}: {answer.status_code}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    "body",
    [
        b'{"language": "en", "typed": {"title": {"value": "x", "seen": Infinity}}}',
        b'{"language": "en", "typed": {"title": {"value": "x", "seen": %s}}}' % (b"9" * 5000),
        b"[" * 100_000,
        b'{"language": ["en"], "typed": {}}',
        b'{"language": "en", "typed": {"title": "value"}}',
    ],
    ids=["infinity", "digits", "depth", "list", "word"],
)
def test_an_autosave_that_is_no_page_of_ours_is_not_found(full, body):
    before = rows()
    address = full.address("draft")
    answer = full.clients["owner"].post(address, body, content_type="application/json")
    assert answer.status_code == 404
    assert rows() == before


def test_an_autosave_that_comes_as_a_form_is_not_found(full, settings):
    client = full.clients["owner"]
    client.handler.enforce_csrf_checks = True
    client.cookies[settings.CSRF_COOKIE_NAME] = token = "t" * CSRF_SECRET_LENGTH
    client.defaults[settings.CSRF_HEADER_NAME] = token
    assert client.post(full.address("draft"), {"language": "en"}).status_code == 404


@pytest.mark.parametrize("place", ["nowhere", "a\0.text", "x" * 5000, "", "key.text"])
def test_a_text_for_a_place_that_no_unit_has_is_not_kept(full, place):
    before = rows()
    typed = {"language": "en", "typed": {place: {"value": "Text", "seen": 0}}}
    answer = full.clients["owner"].post(full.address("draft"), typed, "application/json")
    assert answer.status_code == 422
    assert rows() == before


@pytest.mark.parametrize("digits", ["9" * 5000, "9" * 19, "²", "-1", "1e3", "x\0"])
def test_numbers_in_addresses_and_forms_break_nothing(full, digits):
    client = full.clients["owner"]
    for name, query in (
        ("unit", "undo"),
        ("history", "from"),
        ("history", "to"),
        ("quiz", "undo"),
        ("item-history", "from"),
        ("people", "page"),
        ("bank", "page"),
        ("download-package", "release"),
        ("preview", "release"),
        ("preview", "date"),
    ):
        assert client.get(full.address(name), {query: digits}).status_code < 500, (name, query)
    for name, posted in (
        ("undo", {"sequence": digits}),
        ("about-unit", {"minutes": digits, "competency": [digits], "level": [digits]}),
        ("about-unit", {"minutes": "10", "competency": ["C\0"], "level": ["1"]}),
        ("change-outline", {"do": f"undo:{digits}"}),
        ("change-outline", {"do": f"put:{full.own['unit']}", "to": f"start:{digits}"}),
        ("change-outline", {"do": f"unit:{full.own['unit']}", "title_en": "x", "seq_en": digits}),
        ("quiz", {"do": "draw", "class": digits, "k": digits}),
        ("quiz", {"do": "rules", "attempts": digits, "score": digits}),
        ("quiz", {"do": f"undo:{digits}"}),
        ("align", {f"level-{full.own['unit']}": digits}),
    ):
        address = full.address(name)
        assert sends(full, address, posted).status_code < 500, (name, posted)


@pytest.mark.parametrize("number", [0, 10**18, 10**30])
def test_numbers_that_no_row_has_are_not_there(full, number):
    client = full.clients["owner"]
    for name, route in ROUTES.items():
        for kwarg in {"pk", "number"} & set(route.of):
            address = full.address(name, **{kwarg: number})
            method = client.post if route.writes and not route.reads else client.get
            status = method(address, {"role": "author", "reason": "x", "do": "x"}).status_code
            assert status == 404 or (route.foreign == GONE and status == 302), (name, kwarg)


def numbers_of_packages() -> list[Package]:
    made = [sampling() for _time in range(5)]
    made[0].unit("first")["minutes"] = "9" * 5000
    made[1].unit("second")["requirement"] = "score " + "9" * 5000
    made[2].items.append(measured("n1") | {"answer": "9" * 5000})
    for package, setting in (
        (made[3], "attempts=" + "9" * 5000),
        (made[4], "draw=x:0001" + "0" * 5000),
    ):
        blocks = package.unit("second")["blocks"]
        (line,) = (one for one in blocks if one.startswith("::: quiz"))
        blocks[f"{line} {setting}"] = blocks.pop(line)
    return made


@pytest.mark.parametrize("which", range(5))
def test_numbers_in_packages_break_nothing(full, which, tmp_path):
    package = numbers_of_packages()[which]
    content = zipped(read_folder(package.write(tmp_path / "numbers"), Faults()), "sampling")
    file = SimpleUploadedFile("course.zip", content)
    answer = full.clients["owner"].post(full.address("package"), {"package": file})
    assert answer.status_code == 422
    assert "to be mended" in answer.text
