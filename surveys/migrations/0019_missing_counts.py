"""Participants who have not submitted are counted as they are asked and as they answer (decision 0051)."""

import django.db.models.deletion
from django.db import migrations, models

# Who has no response that was submitted is missing: participants come, move and go; responses are submitted, taken back,
# deleted, or are no longer known to be of somebody.
COUNT = """
ALTER TABLE surveys_missingcount
    ADD CONSTRAINT missing_count_round_goes FOREIGN KEY (round_id) REFERENCES surveys_round
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT missing_count_institution_goes FOREIGN KEY (institution_id) REFERENCES surveys_institution
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;

CREATE FUNCTION surveys_has_submitted(participant bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM surveys_response WHERE participant_id = participant AND submitted_at IS NOT NULL)
$$;

-- Of participants who came (1) or went (-1).
CREATE FUNCTION surveys_missing_people() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO surveys_missingcount (round_id, institution_id, participants)
    SELECT round_id, institution_id, TG_ARGV[0]::int * count(*)
    FROM moved WHERE NOT surveys_has_submitted(id) GROUP BY 1, 2;
    RETURN NULL;
END
$$;

-- Of responses that came (-1: nobody is missing who submitted) or went (1).
CREATE FUNCTION surveys_missing_responses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO surveys_missingcount (round_id, institution_id, participants)
    SELECT person.round_id, person.institution_id, TG_ARGV[0]::int * count(*)
    FROM moved JOIN surveys_participant AS person ON person.id = moved.participant_id
    WHERE moved.submitted_at IS NOT NULL GROUP BY 1, 2;
    RETURN NULL;
END
$$;

CREATE FUNCTION surveys_missing_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO surveys_missingcount (round_id, institution_id, participants)
    SELECT round_id, institution_id, 1 FROM surveys_participant
    WHERE id = OLD.participant_id AND OLD.submitted_at IS NOT NULL
    UNION ALL
    SELECT round_id, institution_id, -1 FROM surveys_participant
    WHERE id = NEW.participant_id AND NEW.submitted_at IS NOT NULL;
    RETURN NULL;
END
$$;

CREATE TRIGGER missing_asked AFTER INSERT ON surveys_participant
    REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION surveys_missing_people('1');
CREATE TRIGGER missing_gone AFTER DELETE ON surveys_participant
    REFERENCING OLD TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION surveys_missing_people('-1');
CREATE TRIGGER missing_was AFTER UPDATE ON surveys_participant
    REFERENCING OLD TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION surveys_missing_people('-1');
CREATE TRIGGER missing_is AFTER UPDATE ON surveys_participant
    REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION surveys_missing_people('1');
CREATE TRIGGER missing_answered AFTER INSERT ON surveys_response
    REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION surveys_missing_responses('-1');
CREATE TRIGGER missing_again AFTER DELETE ON surveys_response
    REFERENCING OLD TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION surveys_missing_responses('1');
CREATE TRIGGER missing_changed AFTER UPDATE OF participant_id, submitted_at ON surveys_response FOR EACH ROW
    WHEN ((OLD.participant_id, OLD.submitted_at IS NULL) IS DISTINCT FROM (NEW.participant_id, NEW.submitted_at IS NULL))
    EXECUTE FUNCTION surveys_missing_changed();

INSERT INTO surveys_missingcount (round_id, institution_id, participants, is_settled)
SELECT round_id, institution_id, count(*), true
FROM surveys_participant WHERE NOT surveys_has_submitted(id) GROUP BY 1, 2;
SET CONSTRAINTS ALL IMMEDIATE;
"""

FORGET = """
DROP TRIGGER missing_asked ON surveys_participant;
DROP TRIGGER missing_gone ON surveys_participant;
DROP TRIGGER missing_was ON surveys_participant;
DROP TRIGGER missing_is ON surveys_participant;
DROP TRIGGER missing_answered ON surveys_response;
DROP TRIGGER missing_again ON surveys_response;
DROP TRIGGER missing_changed ON surveys_response;
DROP FUNCTION surveys_missing_people();
DROP FUNCTION surveys_missing_responses();
DROP FUNCTION surveys_missing_changed();
DROP FUNCTION surveys_has_submitted(bigint);
"""


class Migration(migrations.Migration):
    """Waits for who is writing responses, and lets nobody write them while it counts who is missing."""

    dependencies = [
        ("surveys", "0018_evidence_counts"),
    ]

    operations = [
        migrations.CreateModel(
            name="MissingCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_settled", models.BooleanField(db_default=False, default=False)),
                ("participants", models.IntegerField()),
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
                "verbose_name": "count of missing participants",
                "verbose_name_plural": "counts of missing participants",
                "indexes": [models.Index(fields=["round", "is_settled"], name="missing_count_round")],
            },
        ),
        migrations.RunSQL(COUNT, FORGET),
    ]
