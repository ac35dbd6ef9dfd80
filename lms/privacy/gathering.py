"""Everything held about one person, table by table, as the register says where it stands."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import DateTimeField, Model, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.common.languages import LANGUAGES, text
from lms.common.personal import Held, Words, fields_of, is_person
from lms.privacy.register import held, made_by

CHUNK = 500


@dataclass(frozen=True)
class Section:
    """The rows of one table. columns: name → what people call it; the other names of a row serve
    machines only."""

    name: str
    held: Held
    columns: dict[str, Words]
    rows: list[dict[str, Any]]

    @property
    def pairs(self) -> list[tuple[Words, Any]]:
        """The only row, each value beside what it is called."""
        return list(zip(self.columns.values(), self.table[0], strict=True))

    @property
    def table(self) -> list[list[Any]]:
        """The rows as people read them: in words, and only what has words."""
        return [[told(self.held, name, row[name]) for name in self.columns] for row in self.rows]


def sections(person: User, language: str) -> Iterator[Section]:
    """Table by table, also those without a row."""
    for entry in held():
        yield Section(name_of(entry.model), entry, columns(entry), rows(entry, person, language))


def name_of(model: type[Model]) -> str:
    """What a table is called in a copy."""
    return model._meta.label_lower.replace(".", "-")


def columns(entry: Held) -> dict[str, Words]:
    """What is told of each row, what it belongs to first."""
    return {name: also.label for name, also in entry.also.items()} | dict(entry.fields)


def rows(entry: Held, person: User, language: str) -> list[dict[str, Any]]:
    """The rows about this person; without what is withheld, and without anybody else."""
    own = [
        one.attname
        for one in fields_of(entry.model)
        if one.concrete and not one.many_to_many and not is_person(one)
    ]
    wanted = [name for name in own if name not in entry.withheld.split()]
    paths = [also.path for also in entry.also.values()]
    found = about(entry, person).values(*dict.fromkeys([*wanted, *paths]))
    return [_row(entry, wanted, row, language) for row in found.iterator(chunk_size=CHUNK)]


def about(entry: Held, person: User) -> QuerySet[Model]:
    """The rows of a table that are about this person."""
    of = person.pk if entry.of == "pk" else person
    return entry.model._default_manager.filter(entry.about(of)).order_by("pk")


def _row(entry: Held, wanted: list[str], row: Mapping[str, Any], language: str) -> dict[str, Any]:
    made = {}
    for name, also in entry.also.items():
        value = row[also.path]
        made[name] = also.made(value, language, row) if also.made else value
    return made | {name: row[name] for name in wanted}


def acts(person: User) -> list[dict[str, Any]]:
    """What this person made or decided, which is about somebody else or about nobody: which table,
    as what, which row, and when. What it says there is not told: it is theirs."""
    found = []
    for model, field in made_by():
        moment = next(
            (one.name for one in fields_of(model) if isinstance(one, DateTimeField)), "pk"
        )
        made = model._default_manager.filter(**{field: person}).order_by("pk")
        found += [
            {"table": name_of(model), "as": field, "row": pk, "at": at if moment != "pk" else None}
            for pk, at in made.values_list("pk", moment).iterator(chunk_size=CHUNK)
        ]
    return found


@dataclass(frozen=True)
class Parts:
    """A value that has parts of its own."""

    value: Any

    @property
    def laid_out(self) -> str:
        """Line by line."""
        return json.dumps(self.value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)


def told(entry: Held, name: str, value: Any) -> Any:
    """A value in the reader's words; what has none stays as it is."""
    choices = {} if name in entry.also else dict(_choices(entry.model, name))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value in ("", None):
        return ""
    if isinstance(value, datetime):
        return localtime(value).strftime("%Y-%m-%d %H:%M")
    if _is_pair(value):
        return text(value)
    if isinstance(value, dict | list):
        return Parts(value)
    return str(choices.get(value, value))


def _is_pair(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) <= set(LANGUAGES)
        and all(isinstance(part, str) for part in value.values())
    )


def _choices(model: type[Model], name: str) -> list[tuple[Any, Any]]:
    return list(getattr(model._meta.get_field(name), "flatchoices", None) or [])
