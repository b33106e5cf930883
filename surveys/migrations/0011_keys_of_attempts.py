"""Saves that a device sends again are known by the key of the attempt."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0010_facets_of_counted_responses")]

    operations = [
        migrations.AddField(
            model_name="answerchange",
            name="key",
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
    ]
