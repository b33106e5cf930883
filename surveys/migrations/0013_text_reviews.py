import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What translators have read, and their right to edit the texts of drafts."""

    dependencies = [
        ("surveys", "0012_since_when_changes_wait"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            "instrumentversion",
            {
                "ordering": ["code", "-version"],
                "permissions": [
                    ("publish_instrumentversion", "Can publish instrument version"),
                    ("translate_instrumentversion", "Can review and edit texts of instrument versions"),
                ],
                "verbose_name": "instrument version",
                "verbose_name_plural": "instrument versions",
            },
        ),
        migrations.CreateModel(
            "TextReview",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(max_length=200, verbose_name="place")),
                ("text", models.JSONField(verbose_name="text")),
                ("reviewed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="reviewed")),
                (
                    "reviewer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reviewed by",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="text_reviews",
                        to="surveys.instrumentversion",
                        verbose_name="instrument version",
                    ),
                ),
            ],
            options={
                "verbose_name": "review of a text",
                "verbose_name_plural": "reviews of texts",
                "ordering": ["version", "place"],
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("version", "place"), name="text_review_unique")],
            },
        ),
    ]
