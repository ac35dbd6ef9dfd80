"""The table of the database cache, which holds nothing but throttles."""

from django.core.management import call_command
from django.db import migrations


def make(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE IF EXISTS lms_throttle")


class Migration(migrations.Migration):
    dependencies = [("lms", "0001_people_and_hub")]
    operations = [migrations.RunPython(make, drop)]
