"""Curators' foods are numbered from 1,000,000 on.

SQLite makes a table anew to add a column, and forgets from where on it was to number its rows.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

FIRST_CURATOR_ID = 1_000_000


def go_on_from_a_million(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let SQLite number new foods from FIRST_CURATOR_ID on, or after the last that there is."""
    connection = schema_editor.connection
    if connection.vendor != "sqlite":
        return
    table = apps.get_model("nutrition", "Food")._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = %s", [table])
        last = max(cursor.fetchone()[0] or 0, FIRST_CURATOR_ID - 1)
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])


class Migration(migrations.Migration):
    dependencies = [("nutrition", "0010_curators_groups")]
    operations = [migrations.RunPython(go_on_from_a_million, migrations.RunPython.noop)]
