"""What each check of a run found, how far it is, why it stopped."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fieldwork", "0005_audit_triggers"),
    ]

    operations = [
        migrations.AddField(
            model_name="checkrun",
            name="problem",
            field=models.TextField(blank=True, verbose_name="problem"),
        ),
        migrations.AddField(
            model_name="checkrun",
            name="results",
            field=models.JSONField(blank=True, default=dict, verbose_name="results by check"),
        ),
        migrations.AddField(
            model_name="checkrun",
            name="total",
            field=models.PositiveIntegerField(default=0, verbose_name="responses to look at"),
        ),
    ]
