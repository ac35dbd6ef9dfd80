"""The floor of a page: its own statements run raw, and its template rendered from what it was given.

What is above the floor is ours: finding, deciding, objects, the server. A floor is taken in this
process, beside the measuring of the page itself.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter, process_time
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponse
from django.template.backends.django import Template
from django.test import Client
from django.utils import translation

from tests.bench.measuring import counts
from tests.bench.wire import HOST, Ask

Values = Any


@dataclass
class Page:
    """What one request did. statements: those outside of its template.  renders: its template with what
    it was given.  counted: of all statements those that tests count."""

    statements: list[tuple[str, Values]] = field(default_factory=list)
    renders: list[tuple[Template, Any, Any]] = field(default_factory=list)
    counted: list[str] = field(default_factory=list)
    language: str = "en"
    answer: HttpResponse | None = None

    def write(self) -> bool:
        return any(not sql.lstrip("( ").startswith("SELECT") for sql, _values in self.statements)


class _Undone(Exception):
    pass


def taken(ask: Ask) -> Page:
    """The request carried out in this process, and undone again where it writes."""
    said = dict(line.split(": ", 1) for line in ask.more.splitlines())
    headers = {"Origin": f"https://{HOST}", "Accept-Language": "en", **said}
    client = Client(HTTP_HOST=HOST, headers=headers)
    for one in filter(None, ask.cookies.split("; ")):
        client.cookies.load(one)
    page = Page(language=ask.path[1:3])
    try:
        with transaction.atomic():
            with _watched(page):
                before = len(connection.run_on_commit)
                page.answer = (
                    client.get(ask.path, secure=True)
                    if ask.form is None
                    else client.post(ask.path, ask.form, secure=True)
                )
                _after_commit(before)
            raise _Undone
    except _Undone:
        pass
    assert page.answer is not None
    if page.answer.status_code != ask.wants:
        raise AssertionError(f"{ask.path}: {page.answer.status_code} {page.answer.content[:500]!r}")
    return page


def _after_commit(before: int) -> None:
    while len(connection.run_on_commit) > before:
        _sids, work, _robust = connection.run_on_commit.pop(before)
        work()


@contextmanager
def _watched(page: Page) -> Iterator[None]:
    """Write down what is asked of the database and what is rendered meanwhile."""
    depth = 0
    plain = Template.render

    def render(self: Template, context: Any = None, request: Any = None) -> Any:
        nonlocal depth
        if depth == 0:
            page.renders.append((self, context, request))
        depth += 1
        try:
            return plain(self, context, request)
        finally:
            depth -= 1

    def note(execute: Callable[..., Any], sql: str, values: Values, many: bool, more: Any) -> Any:
        if counts(sql):
            page.counted.append(sql)
        if depth == 0 and not many and "SAVEPOINT" not in sql:
            page.statements.append((sql, values))
        return execute(sql, values, many, more)

    Template.render = render  # type: ignore[method-assign]
    try:
        with connection.execute_wrapper(note):
            yield
    finally:
        Template.render = plain  # type: ignore[method-assign]


@dataclass(frozen=True)
class Took:
    """Milliseconds of one floor; cpu: of this process alone."""

    wall: float
    cpu: float


def floor_of(page: Page) -> Took:
    """Do once what no way of writing the page could leave out. What it writes is undone, and the
    journal written all the same."""
    writes = page.write()
    alone = not connection.in_atomic_block
    wall, cpu = perf_counter(), process_time()
    raw = _raw()
    if writes:
        if alone:
            raw("BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN", None)
        raw("UPDATE lms_user SET last_login = last_login WHERE id = 1", None)
        raw("SAVEPOINT floor", None)
    for sql, values in page.statements:
        raw(sql, values)
    if writes:
        raw("ROLLBACK TO SAVEPOINT floor", None)
        raw("COMMIT" if alone else "RELEASE SAVEPOINT floor", None)
    with translation.override(page.language):
        for template, context, request in page.renders:
            template.render(context, request)
    return Took((perf_counter() - wall) * 1000, (process_time() - cpu) * 1000)


def _raw() -> Callable[[str, Values], None]:
    """Execute without the ORM and fetch everything."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        cursor = connection.connection.cursor()

        def ask(sql: str, values: Values) -> None:
            # As Django's own cursor does it.
            cursor.execute(sql.replace("%s", "?").replace("%%", "%"), values or ()).fetchall()

        return ask
    held = connection.connection.cursor()

    def ask_server(sql: str, values: Values) -> None:
        held.execute(sql, values)
        if held.description:
            held.fetchall()

    return ask_server
