"""The groups dietitian, senior dietitian and staff."""

from django.db import migrations

from nutrition.curation.rights import give_rights


class Migration(migrations.Migration):
    dependencies = [
        ("nutrition", "0009_curation"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(lambda apps, schema_editor: give_rights(), migrations.RunPython.noop),
    ]
