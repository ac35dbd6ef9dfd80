"""Courses that were imported and published once: the rows they left, to be put back in later tests.

Importing and publishing a small course takes some fifty milliseconds, and a thousand tests begin
with the same one. Rows have no memory of how they came about: what a later test finds is what the
actions wrote, with its own author in it, as if it had been published just then.
"""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from lms.accounts.models import User
from lms.common.clock import now

OURS = ("lms", "courses", "badges")


Statement = tuple[str, Any]


def inserts(tables: list[list[models.Model]]) -> list[Statement]:
    """What writes these rows, which stand already: tried once and undone."""
    told: list[Statement] = []

    def listen(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        told.append((sql, values))
        return execute(sql, values, many, context)

    with transaction.atomic():
        for rows in reversed(tables):
            type(rows[0])._base_manager.all()._raw_delete("default")
        with connection.execute_wrapper(listen):
            for rows in tables:
                type(rows[0])._base_manager.bulk_create(rows)
        transaction.set_rollback(True)
    return [(sql, values) for sql, values in told if sql.startswith("INSERT")]


@dataclass
class Kept:
    """What one course left in the tables and in the media folder."""

    rows: list[list[models.Model]]
    owner: Any
    at: datetime
    media: Path


def tables() -> list[type[models.Model]]:
    """Every table of the project, those of many-to-many relations included."""
    found = [
        one
        for label in OURS
        for one in apps.get_app_config(label).get_models(include_auto_created=True)
        if one._meta.managed and not one._meta.proxy
    ]
    return sorted(found, key=lambda one: one._meta.label)


def standing() -> dict[type[models.Model], set[Any]]:
    """The keys of every row there is."""
    return {one: set(one._base_manager.values_list("pk", flat=True)) for one in tables()}


def keep(before: dict[type[models.Model], set[Any]], owner: User, folder: Path) -> Kept:
    """The rows that came about since `before`, and the files, which go to `folder`."""
    rows = []
    for table, known in before.items():
        new = [row for row in table._base_manager.order_by("pk") if row.pk not in known]
        if new:
            rows.append(new)
    if Path(settings.MEDIA_ROOT).exists():
        shutil.copytree(settings.MEDIA_ROOT, folder)
    return Kept(rows, owner.pk, now(), folder)


def put_back(kept: Kept, owner: User) -> None:
    """The same rows, made by `owner` and as long ago as they were then.

    Raises IntegrityError, with nothing written, where this world has rows of its own in their way.
    """
    rows = [row for table in kept.rows for row in table]
    for row in rows:
        move(row, kept.owner, owner.pk, now() - kept.at)
    kept.owner, kept.at = owner.pk, now()
    with transaction.atomic():
        for table in kept.rows:
            type(table[0])._base_manager.bulk_create(table)
    if kept.media.exists():
        shutil.copytree(kept.media, settings.MEDIA_ROOT, dirs_exist_ok=True)


def move(row: models.Model, old: Any, new: Any, later: timedelta) -> None:
    """Another author's row, of another moment."""
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.related_model is User and value == old:
            setattr(row, field.attname, new)
        elif isinstance(value, datetime):
            setattr(row, field.attname, value + later)
