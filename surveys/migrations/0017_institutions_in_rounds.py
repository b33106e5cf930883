"""Responses of an institution are those of one round: a page does not read past the answers of earlier rounds."""

import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

# Whoever was interrupted leaves an index that is not valid: it is made again.
DROP = "DROP INDEX CONCURRENTLY IF EXISTS {}"


class Migration(migrations.Migration):
    """The indexes of the institution alone go once those that begin with it are there."""

    atomic = False

    dependencies = [
        ("surveys", "0016_lists_in_order"),
    ]

    operations = [
        migrations.RunSQL(DROP.format("coded_response_institution"), migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="codedresponse",
            index=models.Index(fields=["institution", "round"], name="coded_response_institution"),
        ),
        migrations.RunSQL(DROP.format("response_institution"), migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="response",
            index=models.Index(
                fields=["institution", "round", "-submitted_at", "-started_at"], name="response_institution"
            ),
        ),
        migrations.AlterField(
            model_name="codedresponse",
            name="institution",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="surveys.institution"
            ),
        ),
        migrations.AlterField(
            model_name="response",
            name="institution",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="responses",
                to="surveys.institution",
                verbose_name="institution",
            ),
        ),
    ]
