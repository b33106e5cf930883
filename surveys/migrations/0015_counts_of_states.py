"""Responses are counted by state as they come and go (decision 0049)."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

# The table's keys cascade in the database: whichever goes first, the round or its responses, nothing is left over.
# Whole statements are counted where rows come or go by the thousand; a row that changes tells only what it is counted by.
COUNT = """
ALTER TABLE surveys_statecount
    ADD CONSTRAINT state_count_round_goes FOREIGN KEY (round_id) REFERENCES surveys_round
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT state_count_institution_goes FOREIGN KEY (institution_id) REFERENCES surveys_institution
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;

CREATE FUNCTION surveys_count_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO surveys_statecount (round_id, institution_id, state, language, mode, sections, responses)
    SELECT round_id, institution_id, state, language, mode, sections, count(*)
    FROM added GROUP BY 1, 2, 3, 4, 5, 6;
    RETURN NULL;
END
$$;

CREATE FUNCTION surveys_count_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO surveys_statecount (round_id, institution_id, state, language, mode, sections, responses)
    SELECT round_id, institution_id, state, language, mode, sections, -count(*)
    FROM removed GROUP BY 1, 2, 3, 4, 5, 6;
    RETURN NULL;
END
$$;

CREATE FUNCTION surveys_count_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO surveys_statecount (round_id, institution_id, state, language, mode, sections, responses)
    VALUES (OLD.round_id, OLD.institution_id, OLD.state, OLD.language, OLD.mode, OLD.sections, -1),
           (NEW.round_id, NEW.institution_id, NEW.state, NEW.language, NEW.mode, NEW.sections, 1);
    RETURN NULL;
END
$$;

CREATE TRIGGER count_added AFTER INSERT ON surveys_response
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION surveys_count_added();
CREATE TRIGGER count_removed AFTER DELETE ON surveys_response
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION surveys_count_removed();
CREATE TRIGGER count_changed AFTER UPDATE OF round_id, institution_id, state, language, mode, sections
    ON surveys_response FOR EACH ROW
    WHEN ((OLD.round_id, OLD.institution_id, OLD.state, OLD.language, OLD.mode, OLD.sections)
          IS DISTINCT FROM (NEW.round_id, NEW.institution_id, NEW.state, NEW.language, NEW.mode, NEW.sections))
    EXECUTE FUNCTION surveys_count_changed();

INSERT INTO surveys_statecount (round_id, institution_id, state, language, mode, sections, responses, is_settled)
SELECT round_id, institution_id, state, language, mode, sections, count(*), true
FROM surveys_response GROUP BY 1, 2, 3, 4, 5, 6;
SET CONSTRAINTS ALL IMMEDIATE;
"""

FORGET = """
DROP TRIGGER count_added ON surveys_response;
DROP TRIGGER count_removed ON surveys_response;
DROP TRIGGER count_changed ON surveys_response;
DROP FUNCTION surveys_count_added();
DROP FUNCTION surveys_count_removed();
DROP FUNCTION surveys_count_changed();
"""


class Migration(migrations.Migration):
    """Waits for who is writing responses, and lets nobody write them while it counts those that are there."""

    dependencies = [
        ("surveys", "0014_numbers_that_were_given"),
    ]

    operations = [
        migrations.CreateModel(
            name="StateCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=20)),
                ("language", models.CharField(max_length=10)),
                ("mode", models.CharField(max_length=20)),
                (
                    "sections",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=50), size=None),
                ),
                ("responses", models.IntegerField()),
                ("is_settled", models.BooleanField(db_default=False, default=False)),
                (
                    "institution",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="surveys.institution",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="surveys.round",
                    ),
                ),
            ],
            options={
                "verbose_name": "count of responses",
                "verbose_name_plural": "counts of responses",
                "indexes": [models.Index(fields=["round", "is_settled"], name="state_count_round")],
            },
        ),
        migrations.RunSQL(COUNT, FORGET),
    ]
