import django.db.models.functions.datetime
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """The database fills it in for processes of the former version, which do not know it."""

    dependencies = [("surveys", "0011_keys_of_attempts")]

    operations = [
        migrations.AddField(
            "countchange",
            "queued_at",
            models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now
            ),
        ),
    ]
