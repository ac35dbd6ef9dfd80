"""The drill: fill, back up, destroy, restore, compare; and everything that is refused."""

import shutil
import sqlite3
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from badges.certificates.models import CertificateFile
from lms.accounts.closing_actions import COOLING_OFF, close_account
from lms.accounts.models import User
from lms.common.backups import databases
from lms.common.backups.databases import CannotDump, database
from lms.common.clock import now
from lms.pages.invariants import differences
from lms.privacy.leaving_actions import empty_due
from tests.lms.backups.conftest import contents, let_go

# Each fills a database of its own.
pytestmark = [pytest.mark.sweep, pytest.mark.django_db]


def said(*command, **options):
    out = StringIO()
    call_command(*command, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def backup(filled, tmp_path):
    said("backup", str(tmp_path / "b.zip"))
    return tmp_path / "b.zip"


def test_everything_comes_back(filled, destroy, tmp_path):
    assert CertificateFile.objects.exclude(digest="").count() == 2
    before = contents()
    assert "whole" in said("backup", str(tmp_path / "b.zip"))
    destroy()
    told = said("restore", str(tmp_path / "b.zip"))
    assert contents() == before
    assert list(differences()) == []
    assert "Every derived number agrees with the facts" in told
    assert "accounts emptied again: 0" in told
    # Numbers go on from where they were, on PostgreSQL too.
    assert User.objects.create_user("new@example.org", "laukas-demo").pk not in {
        person.pk for person in filled.values()
    }


def test_a_folder_gets_a_file_named_by_the_moment(filled, tmp_path):
    (tmp_path / "backups").mkdir()
    said("backup", str(tmp_path / "backups"))
    (found,) = (tmp_path / "backups").iterdir()
    assert found.match("laukas-*.zip")


def test_what_others_have_not_committed_is_in_no_backup(filled, tmp_path, destroy):
    if connection.vendor == "sqlite":
        other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        other.execute("PRAGMA journal_mode=WAL")
    else:
        other = connection.copy()
        other.inc_thread_sharing()
        other.settings_dict = {**other.settings_dict, "OPTIONS": {}}
        other = other.get_new_connection({**other.get_connection_params()})
    other.execute("BEGIN")
    other.execute("UPDATE lms_user SET full_name = 'Half-way'")
    said("backup", str(tmp_path / "b.zip"))
    other.execute("COMMIT")
    other.close()
    destroy()
    said("restore", str(tmp_path / "b.zip"))
    assert not User.objects.filter(full_name="Half-way").exists()


def test_sessions_end(filled, client, destroy, tmp_path):
    client.force_login(filled["ieva"])
    said("backup", str(tmp_path / "b.zip"))
    destroy()
    said("restore", str(tmp_path / "b.zip"))
    assert client.get("/en/me/profile/").status_code == 302


def test_a_damaged_one_touches_nothing(backup, settings):
    whole = backup.read_bytes()
    backup.write_bytes(whole[: len(whole) // 2])
    before = contents()
    with pytest.raises(CommandError, match=r"is damaged: .* Nothing was changed\."):
        said("restore", str(backup), replace=True)
    assert contents() == before


def test_what_is_there_is_only_replaced_when_asked(backup, settings):
    User.objects.filter(email="ona@example.org").update(full_name="Since then")
    later = Path(settings.MEDIA_ROOT) / "files" / "later.pdf"
    later.parent.mkdir(exist_ok=True)
    later.write_bytes(b"since then")
    with pytest.raises(CommandError, match="With --replace it is deleted"):
        said("restore", str(backup))
    assert User.objects.get(email="ona@example.org").full_name == "Since then"
    let_go()
    said("restore", str(backup), replace=True)
    assert User.objects.get(email="ona@example.org").full_name == "Ona Petraitė"
    assert not later.exists()


def test_a_database_with_nothing_but_tables_is_empty(backup):
    call_command("flush", interactive=False, verbosity=0)
    shutil.rmtree(settings.MEDIA_ROOT)
    said("restore", str(backup))
    assert User.objects.filter(email="birute@example.org").exists()


def test_nobody_else_may_be_connected(backup, destroy):
    destroy()
    if connection.vendor == "sqlite":
        other = sqlite3.connect(connection.settings_dict["NAME"])
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("SELECT * FROM sqlite_master").fetchall()
    else:
        import psycopg

        other = psycopg.connect(dbname=connection.settings_dict["NAME"], **where())
    with pytest.raises(CommandError, match="Stop the site and the workers"):
        said("restore", str(backup))
    other.close()
    said("restore", str(backup))


def where():
    told = connection.settings_dict
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    return {name: told[key] for name, key in names.items() if told.get(key)}


def test_an_older_one_is_brought_up_to_date(filled, destroy, tmp_path):
    loader = MigrationExecutor(connection).loader
    last = max(name for app, name in loader.disk_migrations if app == "lms")
    before = max(name for app, name in loader.disk_migrations if app == "lms" and name < last)
    call_command("migrate", "lms", before, interactive=False, verbosity=0)
    said("backup", str(tmp_path / "b.zip"))
    destroy()
    assert "up to date" in said("restore", str(tmp_path / "b.zip"))
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_one_of_a_newer_version_is_refused(filled, destroy, tmp_path):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('lms', '9999_later', %s)",
            [now()],
        )
    said("backup", str(tmp_path / "b.zip"))
    destroy()
    with pytest.raises(CommandError, match=r"newer version .*lms\.9999_later.* Nothing was"):
        said("restore", str(tmp_path / "b.zip"))
    assert connection.introspection.table_names() == []


def test_one_of_another_kind_of_database_is_refused(backup, monkeypatch, destroy):
    destroy()
    monkeypatch.setattr(connections["default"], "vendor", "oracle")
    with pytest.raises(CommandError, match="not carried from one kind to the other"):
        said("restore", str(backup))


def test_whoever_was_erased_since_stays_erased(backup, filled, destroy):
    close_account(filled["birute"], on=now() - COOLING_OFF, credentials="withdraw")
    assert empty_due(on=now() + timedelta(minutes=1)) == 1
    destroy()
    assert "accounts emptied again: 1" in said("restore", str(backup))
    assert not User.objects.filter(email="birute@example.org").exists()
    assert not CertificateFile.objects.exists()
    assert list(differences()) == []


def test_without_the_list_of_the_erased_nothing_is_restored_unless_asked(backup, destroy, settings):
    destroy()
    # Making the backup made it; so where it is missing it was lost.
    Path(settings.ERASED_LIST).unlink()
    with pytest.raises(CommandError, match="without it whoever was erased"):
        said("restore", str(backup))
    assert connection.introspection.table_names() == []
    said("restore", str(backup), without_erasures=True)
    assert User.objects.filter(email="birute@example.org").exists()


def test_the_key_is_in_no_backup_and_is_asked_for(backup, destroy, settings):
    key = Path(settings.CREDENTIAL_KEY_FILE)
    secret = key.read_bytes()
    assert secret and secret not in backup.read_bytes()
    key.unlink()
    settings.CREDENTIAL_KEY_MADE = False
    destroy()
    assert "key of credentials is missing" in said("restore", str(backup))


def test_a_load_that_breaks_off_leaves_what_was_there(filled, tmp_path):
    garbage = tmp_path / "dump"
    garbage.write_bytes(b"PGDMP and no more" if connection.vendor == "postgresql" else b"no rows")
    before = contents()
    with pytest.raises(CannotDump):
        database().load(garbage)
    assert contents() == before


def test_a_load_that_is_refused_half_way_leaves_what_was_there(filled, tmp_path, monkeypatch):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite copies itself, in one transaction")
    database().dump(tmp_path / "dump")
    before = contents()
    # Whatever was cleared is there again.
    clash = "CREATE TABLE public.courses_unit (id int);\n"
    monkeypatch.setattr(databases, "CLEARED", databases.CLEARED + clash)
    with pytest.raises(CannotDump, match=r"left as it was: .*already exists"):
        database().load(tmp_path / "dump")
    assert contents() == before


def test_a_missing_tool_is_named(filled, tmp_path, monkeypatch):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite needs none")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(databases, "TOOLS", tmp_path)
    with pytest.raises(CommandError, match=r"pg_dump is needed .*apt install postgresql-client"):
        said("backup", str(tmp_path / "b.zip"))
    assert not (tmp_path / "b.zip").exists()


def test_a_database_without_tables_is_no_site(destroy, tmp_path):
    destroy()
    with pytest.raises(CommandError, match="Run migrate first"):
        said("backup", str(tmp_path / "b.zip"))
