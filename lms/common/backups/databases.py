"""Dumping a database as it stands at one moment, and putting a dump in the place of what is there."""

import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

from django.db import connection, transaction

MIGRATIONS = "django_migrations"
# What `migrate` itself writes into a new database.
WRITTEN_BY_MIGRATE = {MIGRATIONS, "django_content_type", "auth_permission"}
PATIENCE = 20.0


class CannotDump(Exception):
    """The database cannot be dumped or loaded; the text says why, and what to do."""


@dataclass(frozen=True)
class Dumped:
    """What a dump holds: the applied migrations as "app.name", and the number of rows by table."""

    migrations: list[str]
    rows: dict[str, int]


class Database(Protocol):
    """What both kinds can do."""

    engine: str

    def dump(self, path: Path) -> Dumped:
        """Write everything as it is at one moment, while others go on writing."""

    def in_use(self) -> bool:
        """Whether somebody else is connected, as far as can be seen."""

    def load(self, path: Path) -> None:
        """Put the dump in the place of everything there is; wholly or not at all."""


def database() -> Database:
    """The one that the settings name."""
    kinds: dict[str, type[Database]] = {"sqlite": Sqlite, "postgresql": Postgres}
    if connection.vendor not in kinds:
        raise CannotDump(f"There is no backup of {connection.vendor} databases.")
    return kinds[connection.vendor]()


def is_empty() -> bool:
    """Whether nothing stands in the database but what `migrate` writes."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in set(connection.introspection.table_names(cursor)) - WRITTEN_BY_MIGRATE:
            cursor.execute(f"SELECT 1 FROM {quote(table)} LIMIT 1")  # noqa: S608 - its own names
            if cursor.fetchone():
                return False
    return True


def _counted(cursor: Any, tables: Sequence[str]) -> Dumped:
    rows = {}
    for table in sorted(tables):
        cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - the database's own names
        rows[table] = int(cursor.fetchone()[0])
    if MIGRATIONS not in rows:
        raise CannotDump("This is no database of Laukas yet: it has no tables. Run migrate first.")
    cursor.execute(f"SELECT app, name FROM {MIGRATIONS} ORDER BY app, name")  # noqa: S608
    return Dumped([f"{app}.{name}" for app, name in cursor.fetchall()], rows)


# --- SQLite --------------------------------------------------------------------------------------


class Sqlite:
    """A file; copied by SQLite itself, which knows what is still in its journal."""

    engine = "sqlite"

    @property
    def path(self) -> Path:
        return Path(connection.settings_dict["NAME"])

    def dump(self, path: Path) -> Dumped:
        with closing(sqlite3.connect(self.path, timeout=PATIENCE)) as source:
            source.execute("VACUUM INTO ?", [str(path)])
        return looked_through(path)

    def in_use(self) -> bool:
        connection.close()
        if not self.path.exists():
            return False
        try:
            with closing(_alone(self.path)) as mine:
                mine.rollback()
        except sqlite3.OperationalError:
            return True
        return False

    def load(self, path: Path) -> None:
        looked_through(path)
        connection.close()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # SQLite's own copying is one transaction: a crash in the middle leaves what was there before.
        with closing(sqlite3.connect(path)) as source, closing(_alone(self.path)) as target:
            target.rollback()
            source.backup(target)


def _alone(path: Path) -> sqlite3.Connection:
    """A connection that shares the file with nobody. Raises sqlite3.OperationalError where it must."""
    mine = sqlite3.connect(path, timeout=2, isolation_level=None)
    try:
        mine.execute("PRAGMA locking_mode=EXCLUSIVE")
        mine.execute("BEGIN EXCLUSIVE")
    except BaseException:
        mine.close()
        raise
    return mine


def looked_through(path: Path) -> Dumped:
    """What a dump of SQLite holds. Raises CannotDump where SQLite finds fault with it."""
    with closing(sqlite3.connect(path)) as copy:
        try:
            sound = copy.execute("PRAGMA integrity_check").fetchone()[0]
            loose = copy.execute("PRAGMA foreign_key_check").fetchone()
        except sqlite3.DatabaseError as error:
            raise CannotDump(f"The copy is no sound SQLite database: {error}.") from error
        if sound != "ok" or loose:
            raise CannotDump(f"The copy is no sound SQLite database: {loose or sound}.")
        tables = copy.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
        ).fetchall()
        return _counted(copy.cursor(), [name for (name,) in tables])


# --- PostgreSQL ----------------------------------------------------------------------------------

OTHERS = """\
SELECT pid FROM pg_stat_activity WHERE datname = current_database()
AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
GRACE = 2.0
TOOLS = Path("/usr/lib/postgresql")
# All that stands in the schema goes, in the same transaction in which the other comes.
CLEARED = """\
BEGIN;
SET LOCAL client_min_messages = warning;
SET LOCAL lock_timeout = '10s';
DO $$
DECLARE one record;
BEGIN
  FOR one IN SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
    WHERE schemaname = current_schema() LOOP
    EXECUTE 'DROP TABLE ' || one.name || ' CASCADE';
  END LOOP;
  FOR one IN SELECT format('%I.%I', schemaname, sequencename) AS name FROM pg_sequences
    WHERE schemaname = current_schema() LOOP
    EXECUTE 'DROP SEQUENCE ' || one.name || ' CASCADE';
  END LOOP;
END $$;
"""


class Postgres:
    """A server's database; dumped by pg_dump, put back by pg_restore and psql."""

    engine = "postgresql"

    def dump(self, path: Path) -> Dumped:
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            # What is counted, and what pg_dump sees, is the same moment.
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
            dumped = _counted(cursor, connection.introspection.table_names(cursor))
            self._run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={path}")
        return dumped

    def in_use(self) -> bool:
        """Our own connections are let go first; the server takes a moment to notice."""
        import psycopg

        _let_go()
        where, secret = self._where()
        until = time.monotonic() + GRACE
        with psycopg.connect(where, password=secret, autocommit=True) as mine:
            while others := mine.execute(OTHERS).fetchall():
                if time.monotonic() > until:
                    return bool(others)
                time.sleep(0.1)
        return False

    def load(self, path: Path) -> None:
        _let_go()
        script = [tool("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(path)]
        where, env = self._told()
        command = [tool("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"]
        with (
            subprocess.Popen(  # noqa: S603 - a program of PostgreSQL, without a shell
                script, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env
            ) as source,
            subprocess.Popen(  # noqa: S603
                [*command, "--output=/dev/null", where],
                stdin=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=env,
            ) as target,
        ):
            assert source.stdout and target.stdin
            taken = _piped(source.stdout, target.stdin)
            source.stdout.close()
            _out, trouble = source.communicate()
            whole = taken and source.returncode == 0
            # Without it the server undoes everything when the connection ends.
            _out, refusal = target.communicate(b"ANALYZE;\nCOMMIT;\n" if whole else None)
        if not whole or target.returncode:
            raise CannotDump(
                "The database was left as it was: "
                + (refusal or trouble).decode(errors="replace").strip()
            )

    def _run(self, name: str, *options: str) -> None:
        where, env = self._told()
        done = subprocess.run(  # noqa: S603
            [tool(name), *options, where], env=env, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise CannotDump(f"{name} could not: {done.stderr.strip()}")

    def _told(self) -> tuple[str, dict[str, str]]:
        """(option, environment) for a program. The password goes by the environment; a command line can
        be read by everybody on the machine."""
        where, secret = self._where()
        return f"--dbname={where}", {**os.environ, **({"PGPASSWORD": secret} if secret else {})}

    def _where(self) -> tuple[str, str | None]:
        """(the database in the words of libpq, password), as the settings name them."""
        from psycopg.conninfo import make_conninfo
        from psycopg.pq import Conninfo

        known = {option.keyword.decode() for option in Conninfo.get_defaults()} - {"options"}
        told = {k: v for k, v in connection.get_connection_params().items() if k in known}
        secret = told.pop("password", None)
        return make_conninfo(**told), str(secret) if secret else None


def _let_go() -> None:
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]


def _piped(source: IO[bytes], target: IO[bytes]) -> bool:
    """Pass the script on behind what clears the schema; whether the other end took all of it."""
    try:
        target.write(CLEARED.encode())
        shutil.copyfileobj(source, target)
        target.flush()
    except BrokenPipeError:
        # psql has stopped at a fault, and says which.
        return False
    return True


def tool(name: str) -> str:
    """A program of PostgreSQL: on the path, else where Debian puts it, the newest."""
    places = [path / "bin" / name for path in sorted(TOOLS.glob("*"), key=_number, reverse=True)]
    found = shutil.which(name) or next((str(one) for one in places if one.exists()), None)
    if found is None:
        raise CannotDump(
            f"{name} is needed for a PostgreSQL database and is not installed. It comes with the "
            "package postgresql-client (apt install postgresql-client), and must not be older than "
            "the server. Nothing was changed."
        )
    return found


def _number(path: Path) -> int:
    return int(path.name) if path.name.isdecimal() else 0
