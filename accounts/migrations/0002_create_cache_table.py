"""Make the table of the cache that all web processes share, so that `migrate` alone sets up an installation."""

from django.core.management import call_command
from django.db import migrations


def create(apps, schema_editor):
    """Make it by Django's own command, which knows each database; a table that is there stays."""
    call_command("createcachetable", "cache", database=schema_editor.connection.alias, verbosity=0)


def drop(apps, schema_editor):
    """Take it away again; nothing in it outlives its time anyway."""
    schema_editor.execute("DROP TABLE cache")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunPython(create, drop, elidable=False)]
