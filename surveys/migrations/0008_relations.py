"""Relations between items: part of a version, frozen with it."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

# As of the other parts: see freeze_published_versions.
FREEZE = """
CREATE TRIGGER published_version_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON surveys_relation
    FOR EACH ROW EXECUTE FUNCTION surveys_refuse_change_of_part();
"""
THAW = "DROP TRIGGER published_version_is_frozen ON surveys_relation;"


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0007_review_comments"),
    ]

    operations = [
        migrations.CreateModel(
            name="Relation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=50, verbose_name="code")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="position")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("period", "a date and the one that it must not be after"),
                            ("whole", "a percentage and those of its parts"),
                            ("at_most", "a percentage and its upper bound"),
                            ("implies", "a Yes and what follows from it"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "items",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=50), size=None, verbose_name="items"
                    ),
                ),
                ("text", models.TextField(verbose_name="why they must fit")),
                ("text_kk", models.TextField(null=True, verbose_name="why they must fit")),
                ("text_ru", models.TextField(null=True, verbose_name="why they must fit")),
                ("text_en", models.TextField(null=True, verbose_name="why they must fit")),
                ("tolerance", models.FloatField(blank=True, null=True, verbose_name="points that may be off")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="relations",
                        to="surveys.instrumentversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "relation between items",
                "verbose_name_plural": "relations between items",
                "ordering": ["position"],
                "abstract": False,
            },
        ),
        migrations.RunSQL(FREEZE, THAW),
    ]
