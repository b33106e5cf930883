"""Questions that tell who the respondent is; a notice that somebody agreed to never changes."""

from django.db import migrations, models

KEEP = """
CREATE FUNCTION surveys_refuse_change_of_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE restrict_violation USING MESSAGE = 'A version of a notice never changes: make the next one.';
END
$$;
CREATE TRIGGER notice_never_changes BEFORE UPDATE ON surveys_notice
    FOR EACH ROW EXECUTE FUNCTION surveys_refuse_change_of_notice();
"""
FREE = """
DROP TRIGGER notice_never_changes ON surveys_notice;
DROP FUNCTION surveys_refuse_change_of_notice();
"""


class Migration(migrations.Migration):
    dependencies = [("surveys", "0008_relations")]

    operations = [
        migrations.AddField(
            model_name="item",
            name="personal",
            field=models.BooleanField(default=False, verbose_name="tells who the respondent is"),
        ),
        migrations.RunSQL(KEEP, FREE),
    ]
