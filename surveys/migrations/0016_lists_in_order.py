"""Lists of responses and of links, the latest first, without sorting all of them."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

# Whoever was interrupted leaves an index that is not valid: it is made again.
DROP = "DROP INDEX CONCURRENTLY IF EXISTS {}"


class Migration(migrations.Migration):
    """On large tables while people write to it: without a transaction."""

    atomic = False

    dependencies = [
        ("surveys", "0015_counts_of_states"),
    ]

    operations = [
        migrations.RunSQL(DROP.format("response_round_latest"), migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="response",
            index=models.Index(fields=["round", "-started_at", "id"], name="response_round_latest"),
        ),
        migrations.RunSQL(DROP.format("response_latest"), migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="response",
            index=models.Index(fields=["-started_at", "-id"], name="response_latest"),
        ),
        migrations.RunSQL(DROP.format("personal_link_latest"), migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="personallink",
            index=models.Index(fields=["-created_at", "-id"], name="personal_link_latest"),
        ),
    ]
