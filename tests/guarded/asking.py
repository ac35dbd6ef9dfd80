"""Asking as somebody, and what that changed in the database; everything is taken back afterwards."""

import re
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import ForeignKey, Model

from courses.content.models import Course
from lms.common.personal import Held
from lms.privacy.register import entries

Rows = dict[str, dict[Any, tuple[Any, ...]]]
# Reading may touch the session, and store the file of a certificate that is due.
MAY_CHANGE = {"sessions.Session"}
DUE_FILES = {"badges_certificatefile", "badges_signedcredential", "badges_statuslist"}


WRITTEN_TO = re.compile(
    r'^\s*(?:INSERT\s+(?:OR\s+IGNORE\s+)?INTO|UPDATE|DELETE\s+FROM)\s+"(\w+)"', re.I
)


class Writing:
    """Which statements wrote something, but for sessions and counters of tries."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        verb = sql.lstrip().split(" ", 1)[0].upper()
        kept = any(table in sql for table in ('"django_session"', "cache", "lms_throttle"))
        if verb in ("INSERT", "UPDATE", "DELETE") and not kept:
            self.statements.append(sql[:160])
        return execute(sql, params, many, context)

    @property
    def tables(self) -> set[str]:
        """Their names. Django deletes what hangs on a row itself, so no statement writes to others."""
        return {table for one in self.statements for table in WRITTEN_TO.findall(one)}

    @property
    def beyond_due_files(self) -> list[str]:
        """Without what stores the file of a certificate or badge that is due."""
        return [one for one in self.statements if not any(f'"{name}"' in one for name in DUE_FILES)]


@dataclass
class Asked:
    """answer: as the client got it, read to its end.  body: its bytes.  wrote: the statements.
    seconds: it took.  after: every row of the tables that were written to, as it was then."""

    answer: Any
    body: bytes
    wrote: Writing
    seconds: float
    after: Rows = field(default_factory=dict)

    def left_as_it_was(self, before: Rows) -> bool:
        """Whether no row came, went or became another. before: every row."""
        return all(before[label] == there for label, there in self.after.items())

    @property
    def status(self) -> int:
        return int(self.answer.status_code)

    @property
    def to(self) -> str:
        return str(self.answer.headers.get("Location", ""))


def ask(
    client: Any, method: str, address: str, data: Any = None, *, keeps: bool = True, **more: Any
) -> Asked:
    """Ask, and take back what it wrote. keeps: whether `after` is looked at."""
    writing, cookies, began = Writing(), client.cookies.copy(), time.monotonic()
    with transaction.atomic(), connection.execute_wrapper(writing):
        try:
            if method == "POST" and "content_type" not in more:
                answer = client.post(address, data or {}, **more)
            elif method in ("GET", "HEAD"):
                answer = getattr(client, method.lower())(address, **more)
            else:
                answer = client.generic(method, address, data or b"", **more)
            body = answer.getvalue()
            seconds = time.monotonic() - began
            after = rows(writing.tables) if keeps and writing.statements else {}
        finally:
            # Whom an answer signs out comes again as they were.
            transaction.set_rollback(True)
            client.cookies = cookies
    return Asked(answer, body, writing, seconds, after)


def rows(tables: Collection[str] | None = None) -> Rows:
    """Every row by its key, of the tables of these names, or of all."""
    found: Rows = {}
    for model in apps.get_models(include_auto_created=True):
        is_asked = tables is None or model._meta.db_table in tables
        if is_asked and model._meta.label not in MAY_CHANGE:
            names = [one.attname for one in model._meta.concrete_fields]
            key = names.index(model._meta.pk.attname)
            values = model._base_manager.values_list(*names)
            found[model._meta.label] = {row[key]: row for row in values}
    return found


def changed(before: Rows, after: Rows) -> list[tuple[str, Any]]:
    """(table, key) of every row that was there and is another now, or gone; of the tables of `after`."""
    return [
        (label, key)
        for label, there in after.items()
        for key, row in before[label].items()
        if there.get(key) != row
    ]


@cache
def person_paths() -> Mapping[str, str]:
    """Whose a row is: the path to the person, by table, as the register of personal data says it."""
    held = [one for one in entries() if isinstance(one, Held)]
    return {one.model._meta.label: one.of for one in held if isinstance(one.of, str) and one.of}


@cache
def course_paths() -> Mapping[str, str]:
    """Which course a row belongs to: the shortest path to it over what every row has."""
    found = {Course._meta.label: "pk"}
    growing = True
    while growing:
        growing = False
        for model in apps.get_models():
            if model._meta.label not in found and (path := _over(model, found)):
                found[model._meta.label] = path
                growing = True
    return found


def _over(model: type[Model], found: Mapping[str, str]) -> str:
    for one in model._meta.concrete_fields:
        leads = isinstance(one, ForeignKey) and one.related_model is not model
        if leads and not one.null and (path := found.get(one.related_model._meta.label)):
            return one.name if path == "pk" else f"{one.name}__{path}"
    return ""


def belongs() -> dict[tuple[str, Any], tuple[Any, Any]]:
    """(whose, of which course) every row is that is anybody's or any course's, by (table, key)."""
    found: dict[tuple[str, Any], tuple[Any, Any]] = {}
    for model in apps.get_models():
        label = model._meta.label
        person, course = person_paths().get(label), course_paths().get(label)
        if not person and not course:
            continue
        asked = [
            models.F(one) if one else models.Value(None, models.TextField())
            for one in (person, course)
        ]
        for key, *whose in model._base_manager.values_list("pk", *asked):
            found[label, key] = (whose[0], whose[1])
    return found


__all__ = ["Asked", "Writing", "ask", "belongs", "changed", "rows"]
