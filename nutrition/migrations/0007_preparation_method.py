from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("nutrition", "0006_learning_and_monitoring"),
    ]

    operations = [
        migrations.AddField(
            model_name="preparation",
            name="method",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Of the fitted cooking model; empty: the numbers below hold.",
                max_length=20,
            ),
            preserve_default=False,
        ),
    ]
