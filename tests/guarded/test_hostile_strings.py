"""What people type that they should not: kept or refused, it is shown as text and never runs.

Short form: every form takes a few of the strings, and every string stands in a form. With HOSTILE=long
(`make hostile`) every form takes every one.
"""

import csv
import io
import json
import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.db import transaction

from tests.guarded.asking import rows
from tests.guarded.cast import Site
from tests.guarded.forms import Found, every_form
from tests.guarded.hostile import Hostile, hostile_strings
from tests.walking import Page, filled

pytestmark = [pytest.mark.django_db, pytest.mark.sweep, pytest.mark.by_target]

LONG = os.environ.get("HOSTILE") == "long"
# So many strings a form takes in the short form.
A_FEW = 12
# The long form in parts, for several processes.
PARTS = 4 if LONG else 1
RUN_BY_SPREADSHEETS = tuple("=+-@\t\r\n＝＋－＠")
# Letters bring their styles along in every tag.
OURS_IN_LETTERS = re.compile(r"<\w+ style=(?!.*(url|import|expression|evil))")
SENT = [one for one in hostile_strings() if one.is_unicode]


def test_there_are_enough_of_every_kind():
    strings = hostile_strings()
    assert len(strings) >= 300
    assert len({(one.kind, one.word) for one in strings}) == len(strings)
    assert len({one.text for one in strings}) == len(strings)
    kinds = {one.kind for one in strings}
    assert kinds >= {
        *("html", "attribute", "url", "template", "css", "svg", "sql", "shell", "header", "ldap"),
        *("format", "control", "surrogate", "bidi", "zero width", "combining", "emoji", "long"),
        *("number", "formula", "path", "json", "csv", "pdf", "xml", "mail"),
    }


class Asks(Page):
    """Whom a page would ask by itself, and what in it would run: `found`."""

    def __init__(self, html: str) -> None:
        self._asks: list[str] = []
        super().__init__(html)

    @property
    def found(self) -> list[str]:
        return [*self.running, *self._asks]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        for name, value in attrs:
            said = "".join((value or "").split()).lower()
            loads = name in (
                "src",
                "srcset",
                "data",
                "poster",
                "action",
                "formaction",
                "background",
            )
            loads = loads or (tag in ("link", "base", "use", "image") and name.endswith("href"))
            if loads and "evil.example" in said:
                self._asks.append(f"<{tag} {name}={value!r:.80}>")
            if name.startswith(("hx-", "data-hx-")) and "evil.example" in said:
                self._asks.append(f"<{tag} {name}={value!r:.80}>")
            if name == "style" and tag != "col":
                self._asks.append(f"<{tag} style={value!r:.80}>")


def faults_in(answer: Any) -> list[str]:
    """What an answer does that it should not."""
    if answer.status_code >= 500:
        return [f"{answer.status_code}"]
    kind = answer.headers.get("Content-Type", "")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if "html" in kind:
        html = body.decode()
        found = Asks(html).found
        found += ["a template was run"] * any(one in html for one in ("WSGIRequest", "62615533"))
        return found
    if "json" in kind and body:
        json.loads(body)
    if "csv" in kind:
        return [f"a formula: {cell!r:.60}" for cell in formulas(body.decode("utf-8-sig"))]
    return []


def formulas(table: str) -> Iterator[str]:
    """Cells that a spreadsheet would run, by whichever sign it parts cells."""
    for sign in (",", ";"):
        # Any end of a line ends one, as for a spreadsheet that takes quotes in the middle of a cell for signs.
        for line in csv.reader(io.StringIO(table, newline=None), delimiter=sign):
            for cell in line:
                if cell.lstrip(" \ufeff\u00a0").startswith(RUN_BY_SPREADSHEETS) and not is_number(
                    cell
                ):
                    yield cell


def is_number(cell: str) -> bool:
    return cell.lstrip("-").replace(".", "").isdigit()


def taken_by(place: int) -> list[Hostile]:
    """Which strings the form at this place takes."""
    if LONG:
        return SENT
    return [SENT[(place * A_FEW + step) % len(SENT)] for step in range(A_FEW)]


def typed_into(one: Found, text: str) -> dict[str, Any]:
    button = (one.form.buttons or [None])[0]
    return filled(one.form, dict.fromkeys(one.form.texts, text), button)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_form_takes_them_and_nothing_runs(site: Site, part: int) -> None:
    forms = [one for one in every_form(site) if one.form.texts]
    assert len(forms) > 40
    assert LONG or len(forms) * A_FEW >= len(SENT), "not every string stands in a form"
    faults, before = [], rows()
    for place, one in [*enumerate(forms)][part::PARTS]:
        client = site.clients[one.role]
        for hostile in taken_by(place):
            cookies, mail.outbox = client.cookies.copy(), []
            with transaction.atomic():
                answer = client.post(one.at, typed_into(one, hostile.text), follow=True)
                told = faults_in(answer) + faults_in_mail()
                transaction.set_rollback(True)
            client.cookies = cookies
            faults += [f"{one.role} {one.name} {hostile.kind}, {hostile.word}: {it}" for it in told]
    assert not faults, "\n".join(faults)
    assert rows() == before


def faults_in_mail() -> list[str]:
    """Letters that were sent: headers of one line each, one receiver, and no markup of anybody's."""
    found = []
    for letter in mail.outbox:
        message = letter.message()
        message.as_bytes()
        found += [
            f"a header: {name}"
            for name, value in message.items()
            if "\n" in str(value).replace("\n ", "")
        ]
        if len(letter.recipients()) != 1 or "evil.example" in str(message["Bcc"]):
            found.append(f"receivers: {letter.recipients()}")
        for part in message.walk():
            if part.get_content_type() == "text/html":
                html = part.get_payload(decode=True).decode()
                found += [one for one in Asks(html).found if not OURS_IN_LETTERS.match(one)]
    return found
