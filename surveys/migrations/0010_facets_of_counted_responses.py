from django.db import migrations, models

FILL = """
    UPDATE surveys_codedresponse AS coded
    SET language = response.language, mode = response.mode,
        respondent_type = coalesce(response.profile ->> 'organisation_type', '')
    FROM surveys_response AS response WHERE response.id = coded.response_id;
"""


def facet(model, name, length):
    return migrations.AddField(model, name, models.CharField(default="", max_length=length), preserve_default=False)


class Migration(migrations.Migration):
    """Tallies by facets are new: `manage.py recount` makes them for a round that was counted before."""

    dependencies = [("surveys", "0009_personal_items_and_notices")]

    operations = [
        facet("codedresponse", "language", 10),
        facet("codedresponse", "mode", 20),
        facet("codedresponse", "respondent_type", 50),
        facet("countchange", "mode", 20),
        facet("countchange", "respondent_type", 50),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
