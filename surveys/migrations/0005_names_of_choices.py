"""Types, tiers, sources and kinds of scoring have names that people read; the stored codes stay."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0004_permission_to_publish")]

    operations = [
        migrations.AlterField(
            model_name="item",
            name="scored",
            field=models.CharField(
                choices=[
                    ("level", "in the levels"),
                    ("profile", "in a profile beside the levels"),
                    ("no", "not scored"),
                ],
                max_length=20,
                verbose_name="scored",
            ),
        ),
        migrations.AlterField(
            model_name="item",
            name="tier",
            field=models.CharField(
                choices=[("national", "the country"), ("institution", "the institution")],
                max_length=20,
                verbose_name="speaks about",
            ),
        ),
        migrations.AlterField(
            model_name="item",
            name="type",
            field=models.CharField(
                choices=[
                    ("yndk", "Yes, No, Do not know"),
                    ("scale05", "scale from 0 to 5"),
                    ("percent", "percentage"),
                    ("count", "whole number"),
                    ("text", "short text"),
                    ("longtext", "long text"),
                    ("date", "date"),
                    ("url", "web address"),
                    ("choice", "one of several answers"),
                    ("multichoice", "any of several answers"),
                    ("email", "e-mail address"),
                    ("country", "country"),
                ],
                max_length=20,
                verbose_name="type",
            ),
        ),
        migrations.AlterField(
            model_name="section",
            name="source",
            field=models.CharField(
                choices=[("facts", "facts"), ("perceptions", "perceptions"), ("narrative", "descriptions, not scored")],
                max_length=20,
                verbose_name="what it collects",
            ),
        ),
    ]
