"""Queries that are worded once in a process: what many pages ask, and what takes longer to word than to
answer."""

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.transaction import TransactionManagementError
from django.utils import timezone

T = TypeVar("T")
Value = int | str | date | datetime


class Prepared(Generic[T]):
    """A query set whose SQL hangs on nothing but the values that are put into it.

    build: makes it from values by name. It is called once, with stand-ins of the same types; what it
    asks must not hang on them in any other way than as values of its conditions.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, T]], **types: type[Value]) -> None:
        self.build = build
        self.stand_ins = {name: _stand_in(kind, n) for n, (name, kind) in enumerate(types.items())}
        self._worded: dict[str, Worded] = {}

    def first(self, **values: Value) -> T | None:
        """The first of the rows. Where there may be many, the query set is to be cut."""
        return next(iter(self.rows(**values)), None)

    def rows(self, **values: Value) -> list[T]:
        """What it finds with these values, in one statement."""
        connection = connections[DEFAULT_DB_ALIAS]
        if connection.vendor not in self._worded:
            self._worded[connection.vendor] = self._word(connection)
        made = self._worded[connection.vendor]
        if made.compiler.query.select_for_update and not connection.in_atomic_block:
            # Django asks this where it words the statement.
            raise TransactionManagementError(
                "Rows are held until a transaction ends; here is none."
            )
        adapted = {name: _adapted(connection, value) for name, value in values.items()}
        said = tuple(adapted[name] if name else known for name, known in made.places)
        compiler = copy(made.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *_args, **_more: (made.sql, said)
        asked = SimpleNamespace(
            db=DEFAULT_DB_ALIAS,
            query=SimpleNamespace(get_compiler=lambda *_args, **_how: compiler),
            _known_related_objects={},
        )
        return list(made.iterable(asked))

    def _word(self, connection: Any) -> "Worded":
        rows = self.build(**self.stand_ins)
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, said = compiler.as_sql()
        names = {_adapted(connection, one): name for name, one in self.stand_ins.items()}
        places = [(names.get(one) if not isinstance(one, bool) else None, one) for one in said]
        missing = set(self.stand_ins) - {name for name, _one in places}
        assert not missing, f"The query does not ask for {missing}."
        iterable: Any = rows._iterable_class  # type: ignore[attr-defined]
        return Worded(compiler, iterable, sql, places)


@dataclass(frozen=True)
class Worded:
    """What wording gives. places: for each value of the SQL the name it goes by, or what it is."""

    compiler: Any
    iterable: Callable[[Any], Iterable[Any]]
    sql: str
    places: list[tuple[str | None, Any]]


def _stand_in(kind: type[Value], n: int) -> Value:
    """A value that no query holds by itself."""
    if kind is datetime:
        return datetime(1801, 1, 1 + n, tzinfo=timezone.get_default_timezone())
    if kind is date:
        return date(1802, 1, 1 + n)
    return 2_000_000_011 + n if kind is int else f"stand-in {n}"


def _adapted(connection: Any, value: Value) -> Any:
    """As the database's own parameters are."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
