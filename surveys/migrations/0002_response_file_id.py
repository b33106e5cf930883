"""The identifier that a response has in files, where another round holds one of the same identifier."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Empty at first: so far every response is named by its primary key."""

    dependencies = [
        ("surveys", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="response",
            name="file_id",
            field=models.UUIDField(blank=True, editable=False, null=True, verbose_name="identifier in files"),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.UniqueConstraint(fields=("round", "file_id"), name="response_file_id_unique"),
        ),
    ]
