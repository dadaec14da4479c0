"""Foods of a release have ids below 1,000,000 (they come with the release); curators' foods follow."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

FIRST_CURATOR_ID = 1_000_000


def start_at_a_million(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let the database number new foods from FIRST_CURATOR_ID on."""
    table = apps.get_model("nutrition", "Food")._meta.db_table
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s, false)", [table, FIRST_CURATOR_ID]
            )
        elif connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute(
                "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, FIRST_CURATOR_ID - 1]
            )


class Migration(migrations.Migration):
    dependencies = [("nutrition", "0001_food_tables")]
    operations = [migrations.RunPython(start_at_a_million, migrations.RunPython.noop)]
