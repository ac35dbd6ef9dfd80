"""Half a sign (a lone surrogate), which no database and no UTF-8 holds: refused plainly wherever it comes in."""

import json
from typing import Any

import pytest
from django.urls import reverse

from tests.guarded import ways
from tests.guarded.asking import ask, rows
from tests.guarded.cast import Site
from tests.lms.api.test_matrix import ROUTES as API

pytestmark = [pytest.mark.django_db, pytest.mark.sweep]

HALF = "\ud800"
# Each makes half a sign of bytes that are none; of "unicode_escape" any program's own text.
CHARSETS = {
    "unicode_escape": b"a\\ud800",
    "raw_unicode_escape": b"a\\ud800",
    "utf-7": b"a+2AA-",
    "utf-8": b"a\xed\xa0\x80",
}


def with_halves(body: Any) -> list[Any]:
    """What programs may send, half a sign in the place of each text, and as a name."""
    found: list[Any] = [HALF, [HALF], {HALF: "x"}]
    for name in body or {}:
        found.append({**body, name: HALF})
        found.append({**body, name: {"a": [HALF]}})
    return found


def test_programs_are_told_400(site: Site) -> None:
    before, wrong, count = rows(), [], 0
    for name, at in ways.api(site):
        for method, _roles, body in API[name.removeprefix("api:")].writes:
            for sent in with_halves(body):
                # As JSON writes it: six plain letters.
                data = json.dumps(sent)
                assert "\\ud800" in data
                got = ask(
                    site.clients["enrolled"], method, at, data, content_type="application/json"
                )
                count += 1
                # Where nothing is asked for, nothing is read.
                is_read = got.status == 400 and "detail" in json.loads(got.body)
                if not is_read and (body or got.status >= 500):
                    wrong.append((name, method, data, got.status, got.body[:200]))
    assert count > 40
    assert wrong == []
    assert rows() == before


def multipart(charset: str, name: str, value: bytes) -> tuple[bytes, str]:
    body = (
        b'--sign\r\nContent-Disposition: form-data; name="'
        + name.encode()
        + b'"\r\n\r\n'
        + value
        + b"\r\n--sign--\r\n"
    )
    return body, f"multipart/form-data; charset={charset}; boundary=sign"


@pytest.mark.parametrize("charset", CHARSETS)
def test_a_form_in_another_code_is_told_400_or_taken_without_it(site: Site, charset: str) -> None:
    wrong, before = [], rows()
    for at, name, role in (
        (reverse("pages:profile"), "full_name", "enrolled"),
        (reverse("studio:new-course"), "title_en", "owner"),
        (reverse("account_login"), "login", "anonymous"),
        (reverse("badges:verify"), "code", "anonymous"),
        (reverse("classroom:result-plan", args=[site.own["measured_result"]]), "text", "enrolled"),
    ):
        body, kind = multipart(charset, name, CHARSETS[charset])
        plain = f"application/x-www-form-urlencoded; charset={charset}"
        escaped = name.encode() + b"=" + b"".join(b"%%%02X" % one for one in CHARSETS[charset])
        for sent, content_type in ((body, kind), (escaped, plain)):
            got = ask(site.clients[role], "POST", at, sent, content_type=content_type)
            said = got.body.decode(errors="replace")
            if got.status >= 500 or (charset != "utf-8" and got.status != 400):
                wrong.append((at, content_type, got.status))
            if HALF in said:
                wrong.append((at, content_type, "shown"))
    assert wrong == []
    assert rows() == before


def test_the_autosave_of_a_unit_is_told_400(site: Site) -> None:
    at = reverse("studio:draft", args=[site.course.slug, site.own["unit"]])
    wrong = []
    for sent in (HALF, {"blocks": [{"uid": HALF, "text": HALF}]}, {"title": HALF, HALF: 1}):
        data = json.dumps(sent)
        got = ask(site.clients["owner"], "POST", at, data, content_type="application/json")
        if not 400 <= got.status < 500:
            wrong.append((data, got.status))
    assert wrong == []


def test_addresses_and_queries_hold_none(site: Site) -> None:
    for at in ("/en/courses/a%ED%A0%80/", "/en/v/%ED%A0%80/", "/en/courses/?q=a%ED%A0%80"):
        assert ask(site.clients["anonymous"], "GET", at).status in (200, 302, 400, 404)
    search = {"CONTENT_TYPE": "text/plain; charset=unicode_escape"}
    got = ask(site.clients["anonymous"], "GET", "/en/courses/?q=a%5Cud800", **search)
    assert got.status == 400
    assert "What was sent cannot be read" in got.body.decode()


def test_whatever_else_cannot_be_read_is_told_so_on_a_page_that_reads_nothing(visitor, db):
    many = {f"x{number}": "1" for number in range(5000)}
    for answer in (
        visitor.get("/lt/", headers={"Host": "evil.example"}),
        visitor.post("/lt/accounts/login/", many),
        visitor.post("/lt/accounts/login/", {"login": "x" * 4_000_000}),
    ):
        assert answer.status_code in (400, 413)
        assert "evil.example" not in answer.text
        assert answer.headers["Content-Security-Policy"]
