"""Evidence of counted responses is counted by item as it comes and goes (decision 0051)."""

import django.db.models.deletion
from django.db import migrations, models

# Evidence comes and goes by itself, and with responses that begin or cease to count, or are of others now.
COUNT = """
ALTER TABLE surveys_evidencecount
    ADD CONSTRAINT evidence_count_round_goes FOREIGN KEY (round_id) REFERENCES surveys_round
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT evidence_count_institution_goes FOREIGN KEY (institution_id) REFERENCES surveys_institution
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;

CREATE FUNCTION surveys_evidence_counts(state text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT state IN ('submitted', 'resubmitted', 'accepted')
$$;

-- Of rows that came (1) or went (-1).
CREATE FUNCTION surveys_evidence_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO surveys_evidencecount (round_id, institution_id, language, mode, respondent_type, item, pieces)
    SELECT round_id, institution_id, language, mode, coalesce(profile ->> 'organisation_type', ''), item,
           TG_ARGV[0]::int * count(*)
    FROM (SELECT DISTINCT id, response_id, unnest(items) AS item FROM moved) AS piece
    JOIN surveys_response AS response ON response.id = piece.response_id
    WHERE surveys_evidence_counts(state) GROUP BY 1, 2, 3, 4, 5, 6;
    RETURN NULL;
END
$$;

CREATE FUNCTION surveys_evidence_moved(of_response surveys_response, sign integer) RETURNS void LANGUAGE sql AS $$
    INSERT INTO surveys_evidencecount (round_id, institution_id, language, mode, respondent_type, item, pieces)
    SELECT of_response.round_id, of_response.institution_id, of_response.language, of_response.mode,
           coalesce(of_response.profile ->> 'organisation_type', ''), item, sign * count(*)
    FROM (SELECT DISTINCT id, unnest(items) AS item FROM surveys_evidence WHERE response_id = of_response.id) AS piece
    WHERE surveys_evidence_counts(of_response.state) GROUP BY item
$$;

CREATE FUNCTION surveys_evidence_response() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM surveys_evidence_moved(OLD, -1);
    PERFORM surveys_evidence_moved(NEW, 1);
    RETURN NULL;
END
$$;

CREATE TRIGGER evidence_added AFTER INSERT ON surveys_evidence
    REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION surveys_evidence_rows('1');
CREATE TRIGGER evidence_removed AFTER DELETE ON surveys_evidence
    REFERENCING OLD TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION surveys_evidence_rows('-1');
CREATE TRIGGER evidence_was AFTER UPDATE ON surveys_evidence
    REFERENCING OLD TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION surveys_evidence_rows('-1');
CREATE TRIGGER evidence_is AFTER UPDATE ON surveys_evidence
    REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION surveys_evidence_rows('1');
CREATE TRIGGER evidence_response AFTER UPDATE OF round_id, institution_id, state, language, mode, profile
    ON surveys_response FOR EACH ROW
    WHEN ((surveys_evidence_counts(OLD.state) OR surveys_evidence_counts(NEW.state))
          AND (OLD.round_id, OLD.institution_id, OLD.state, OLD.language, OLD.mode, OLD.profile)
              IS DISTINCT FROM (NEW.round_id, NEW.institution_id, NEW.state, NEW.language, NEW.mode, NEW.profile))
    EXECUTE FUNCTION surveys_evidence_response();

INSERT INTO surveys_evidencecount
    (round_id, institution_id, language, mode, respondent_type, item, pieces, is_settled)
SELECT round_id, institution_id, language, mode, coalesce(profile ->> 'organisation_type', ''), item, count(*), true
FROM (SELECT DISTINCT id, response_id, unnest(items) AS item FROM surveys_evidence) AS piece
JOIN surveys_response AS response ON response.id = piece.response_id
WHERE surveys_evidence_counts(state) GROUP BY 1, 2, 3, 4, 5, 6;
SET CONSTRAINTS ALL IMMEDIATE;
"""

FORGET = """
DROP TRIGGER evidence_added ON surveys_evidence;
DROP TRIGGER evidence_removed ON surveys_evidence;
DROP TRIGGER evidence_was ON surveys_evidence;
DROP TRIGGER evidence_is ON surveys_evidence;
DROP TRIGGER evidence_response ON surveys_response;
DROP FUNCTION surveys_evidence_response();
DROP FUNCTION surveys_evidence_moved(surveys_response, integer);
DROP FUNCTION surveys_evidence_rows();
DROP FUNCTION surveys_evidence_counts(text);
"""


class Migration(migrations.Migration):
    """Waits for who is writing evidence, and lets nobody write it while it counts what is there."""

    dependencies = [
        ("surveys", "0017_institutions_in_rounds"),
    ]

    operations = [
        migrations.CreateModel(
            name="EvidenceCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=10)),
                ("mode", models.CharField(max_length=20)),
                ("is_settled", models.BooleanField(db_default=False, default=False)),
                ("respondent_type", models.CharField(max_length=50)),
                ("item", models.CharField(max_length=50)),
                ("pieces", models.IntegerField()),
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
                "verbose_name": "count of evidence",
                "verbose_name_plural": "counts of evidence",
                "indexes": [models.Index(fields=["round", "is_settled"], name="evidence_count_round")],
            },
        ),
        migrations.RunSQL(COUNT, FORGET),
    ]
