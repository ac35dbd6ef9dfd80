"""Django's administration by role: who gets in, to which of its pages, and that nobody else changes a row.

Every table that is registered there is walked; one that lets more be done than reading stands in the tables
below, or fails a test.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.db.models import Model
from django.urls import reverse

from tests.guarded.asking import ask, rows
from tests.guarded.cast import ROLES, Site

pytestmark = [pytest.mark.django_db, pytest.mark.sweep]

OUTSIDE = [one for one in ROLES if one not in ("administrator", "anonymous")]
# What administrators may do in a table besides reading it; all else is done by pages and actions of ours.
ADDED = {"courses.CourseRole"}
CHANGED = {"courses.CourseRole", "lms.User"}
DELETED: set[str] = set()


def named(model: type[Model]) -> str:
    return model._meta.label


def ways(model: type[Model]) -> Iterator[tuple[str, str]]:
    """(way, address) of each page of this table."""
    start = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    yield "list", reverse(f"{start}_changelist")
    yield "add", reverse(f"{start}_add")
    row = model._base_manager.order_by("pk").first()
    key = row.pk if row else 1
    for way in ("change", "delete", "history"):
        yield way, reverse(f"{start}_{way}", args=[key])


def everything() -> list[tuple[type[Model], str, str]]:
    found = [(model, way, at) for model in admin.site._registry for way, at in ways(model)]
    index = [(Model, "index", reverse(f"admin:{name}")) for name in ("index", "jsi18n")]
    return [*index, *found]


def test_nobody_else_finds_a_page_of_it_or_changes_a_row(site: Site) -> None:
    before, wrong = rows(), []
    for place, (_model, way, at) in enumerate(everything()):
        # By turns, who has nothing to do there; all of its pages are shut by the same class.
        for role in {"anonymous", "owner", "editor", OUTSIDE[place % len(OUTSIDE)]}:
            for method, data in (("GET", None), ("POST", sent(way))):
                got = ask(site.clients[role], method, at, data)
                if role == "anonymous":
                    is_right = got.status == 302 and "/login/" in got.to
                elif role == "suspended":
                    is_right = got.status in (302, 403)
                else:
                    is_right = got.status == 404
                if not is_right:
                    wrong.append((role, method, at, got.status))
                if role != "suspended" and not got.left_as_it_was(before):
                    wrong.append((role, method, at, got.wrote.statements))
    assert not wrong, "\n".join(map(str, wrong))
    assert rows() == before


def sent(way: str) -> dict[str, Any]:
    if way == "delete":
        return {"post": "yes"}
    if way == "list":
        return {"action": "delete_selected", "_selected_action": ["1"], "post": "yes"}
    return {"name": "x", "full_name": "x", "state": "x", "_save": "1"}


def test_administrators_read_every_table_and_write_only_what_the_table_says(site: Site) -> None:
    client, before, wrong = site.clients["administrator"], rows(), []
    may = {"add": ADDED, "change": CHANGED, "delete": DELETED}
    for model, way, at in everything():
        got = ask(client, "GET", at)
        is_there = way in ("list", "index", "add") or model._base_manager.exists()
        expected = {200} if way in ("list", "index", "change", "history") else {403}
        if way in ("add", "delete") and named(model) in may[way]:
            expected = {200}
        if got.status not in (expected if is_there else {302, 403, 404}):
            wrong.append(("GET", way, named(model), got.status))
        if not got.left_as_it_was(before):
            wrong.append(("GET", way, named(model), got.wrote.statements))
        if way in may:
            # Where something may be done, it is not done without a reason.
            got = ask(client, "POST", at, sent(way))
            asks_why = {200} if named(model) in may[way] else {302, 403, 404}
            if got.status not in asks_why or not got.left_as_it_was(before):
                wrong.append(("POST", way, named(model), got.status))
    assert not wrong, "\n".join(map(str, wrong))
    assert rows() == before
