"""A published version never changes: the database refuses it, whoever asks."""

from django.db import migrations

PARTS = ["dimension", "scale", "point", "section", "chapter", "table", "column", "row", "item"]

# FOR SHARE waits for whoever is publishing the version at this moment, and then sees that it is published.
# A refusal is a restrict_violation, which Django knows as IntegrityError.
FREEZE = """
CREATE FUNCTION surveys_version_of(part jsonb) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT COALESCE(
        (part->>'version_id')::bigint,
        (SELECT version_id FROM surveys_scale WHERE id = (part->>'scale_id')::bigint),
        (SELECT version_id FROM surveys_section WHERE id = (part->>'section_id')::bigint),
        (SELECT s.version_id FROM surveys_chapter c JOIN surveys_section s ON s.id = c.section_id
         WHERE c.id = (part->>'chapter_id')::bigint),
        (SELECT s.version_id FROM surveys_table t JOIN surveys_chapter c ON c.id = t.chapter_id
         JOIN surveys_section s ON s.id = c.section_id WHERE t.id = (part->>'table_id')::bigint)
    )
$$;

CREATE FUNCTION surveys_refuse_change_of_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    versions bigint[] := ARRAY[surveys_version_of(to_jsonb(OLD)), surveys_version_of(to_jsonb(NEW))];
    owner record;
BEGIN
    FOR owner IN SELECT code, version, state FROM surveys_instrumentversion WHERE id = ANY(versions) FOR SHARE LOOP
        IF owner.state = 'published' THEN
            RAISE restrict_violation USING MESSAGE =
                format('%s %s is published and cannot change: clone it into a draft.', owner.code, owner.version);
        END IF;
    END LOOP;
    RETURN COALESCE(NEW, OLD);
END
$$;

CREATE FUNCTION surveys_refuse_change_of_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Only the memory of the version that it was cloned from may go, with that version.
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'cloned_from_id' = to_jsonb(OLD) - 'cloned_from_id' THEN
        RETURN NEW;
    END IF;
    RAISE restrict_violation USING MESSAGE =
        format('%s %s is published and cannot change: clone it into a draft.', OLD.code, OLD.version);
END
$$;

CREATE TRIGGER published_version_is_frozen BEFORE UPDATE OR DELETE ON surveys_instrumentversion
    FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION surveys_refuse_change_of_version();
"""

FREEZE_PART = """
CREATE TRIGGER published_version_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON surveys_{part}
    FOR EACH ROW EXECUTE FUNCTION surveys_refuse_change_of_part();
"""

THAW = """
DROP TRIGGER published_version_is_frozen ON surveys_instrumentversion;
DROP FUNCTION surveys_refuse_change_of_version();
DROP FUNCTION surveys_refuse_change_of_part();
DROP FUNCTION surveys_version_of(jsonb);
"""

THAW_PART = "DROP TRIGGER published_version_is_frozen ON surveys_{part};"


class Migration(migrations.Migration):
    dependencies = [("surveys", "0002_response_file_id")]

    operations = [
        migrations.RunSQL(FREEZE, THAW),
        *(migrations.RunSQL(FREEZE_PART.format(part=part), THAW_PART.format(part=part)) for part in PARTS),
    ]
