"""The triggers that write the audit trail, made from the list of tables. Used by migrations; may be run again."""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from fieldwork.audit.tables import WATCHED, Watched

# An entry is written by the statement that changes something: whoever makes it, in whatever way. Actor and role are
# told by the session in the same transaction (metep.audit_context).
FUNCTIONS = """
CREATE OR REPLACE FUNCTION fieldwork_audit_actor() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT NULLIF(current_setting('metep.actor', true), '')::bigint
$$;

CREATE OR REPLACE FUNCTION fieldwork_audit_said(row_values jsonb, secret text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE
AS $$
    SELECT jsonb_object_agg(key, CASE WHEN key = ANY(secret) THEN '"***"'::jsonb ELSE value END)
    FROM jsonb_each(row_values) WHERE value NOT IN ('null', '""', '[]', '{}')
$$;

CREATE OR REPLACE FUNCTION fieldwork_audit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    round_from text[] := string_to_array(TG_ARGV[2], ' ');
    left_out text[] := TG_ARGV[3]::text[];
    secret text[] := TG_ARGV[4]::text[];
    old_values jsonb; new_values jsonb; some_values jsonb; was jsonb; is_now jsonb; round_key bigint;
BEGIN
    IF TG_OP <> 'INSERT' THEN old_values := to_jsonb(OLD) - left_out; END IF;
    IF TG_OP <> 'DELETE' THEN new_values := to_jsonb(NEW) - left_out; END IF;
    some_values := COALESCE(new_values, old_values);
    IF TG_OP = 'UPDATE' THEN
        SELECT jsonb_object_agg(key, CASE WHEN key = ANY(secret) THEN '"***"'::jsonb ELSE value END),
               jsonb_object_agg(key, CASE WHEN key = ANY(secret) THEN '"***"'::jsonb ELSE new_values -> key END)
        INTO was, is_now
        FROM jsonb_each(old_values) WHERE value IS DISTINCT FROM new_values -> key;
        IF was IS NULL THEN RETURN NULL; END IF;
    ELSE
        was := fieldwork_audit_said(old_values, secret);
        is_now := fieldwork_audit_said(new_values, secret);
    END IF;
    IF cardinality(round_from) = 1 THEN
        round_key := (some_values ->> round_from[1])::bigint;
    ELSIF cardinality(round_from) = 2 THEN
        -- As a literal the key is of the type of the table's: found by its index, however many rows there are.
        EXECUTE format('SELECT round_id FROM %I WHERE id = %L', round_from[2], some_values ->> round_from[1])
            INTO round_key;
    END IF;
    INSERT INTO fieldwork_auditentry
        (at, actor_id, actor_role, action, model, object_key, round_id, before, after)
    VALUES
        (clock_timestamp(), fieldwork_audit_actor(), COALESCE(current_setting('metep.role', true), ''),
         lower(TG_OP), TG_ARGV[0], some_values ->> TG_ARGV[1], round_key, was, is_now);
    RETURN NULL;
END
$$;

-- An import adds a thousand rows by one statement: one entry for each round says how many. A row added alone is told.
CREATE OR REPLACE FUNCTION fieldwork_audit_added() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    added_rows bigint; single jsonb;
BEGIN
    SELECT count(*) INTO added_rows FROM added;
    IF added_rows = 1 THEN SELECT to_jsonb(added) - TG_ARGV[3]::text[] INTO single FROM added; END IF;
    INSERT INTO fieldwork_auditentry
        (at, actor_id, actor_role, action, model, object_key, round_id, before, after)
    SELECT clock_timestamp(), fieldwork_audit_actor(), COALESCE(current_setting('metep.role', true), ''),
           'insert', TG_ARGV[0], COALESCE(single ->> TG_ARGV[1], ''), round_id, NULL,
           CASE WHEN single IS NULL THEN jsonb_build_object('rows', count(*))
                ELSE fieldwork_audit_said(single, TG_ARGV[4]::text[]) END
    FROM added GROUP BY round_id;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION fieldwork_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('metep.erasing', true) = 'on'
       AND (NEW.id, NEW.at, NEW.actor_role, NEW.action, NEW.model, NEW.object_key)
         = (OLD.id, OLD.at, OLD.actor_role, OLD.action, OLD.model, OLD.object_key)
       AND NEW.actor_id IS NOT DISTINCT FROM OLD.actor_id AND NEW.round_id IS NOT DISTINCT FROM OLD.round_id
       AND NEW.erased_at IS NOT NULL THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'TRUNCATE' AND current_setting('metep.emptying', true) = 'on' THEN RETURN NULL; END IF;
    RAISE restrict_violation USING MESSAGE = 'Entries of the audit trail never change.';
END
$$;

DROP TRIGGER IF EXISTS audit_never_changes ON fieldwork_auditentry;
CREATE TRIGGER audit_never_changes BEFORE UPDATE OR DELETE ON fieldwork_auditentry
    FOR EACH ROW EXECUTE FUNCTION fieldwork_audit_refuse();
DROP TRIGGER IF EXISTS audit_is_never_emptied ON fieldwork_auditentry;
CREATE TRIGGER audit_is_never_emptied BEFORE TRUNCATE ON fieldwork_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION fieldwork_audit_refuse();
"""
DROP_FUNCTIONS = """
DROP TRIGGER IF EXISTS audit_never_changes ON fieldwork_auditentry;
DROP TRIGGER IF EXISTS audit_is_never_emptied ON fieldwork_auditentry;
DROP FUNCTION IF EXISTS fieldwork_audit_refuse();
DROP FUNCTION IF EXISTS fieldwork_audit_added();
DROP FUNCTION IF EXISTS fieldwork_audit();
DROP FUNCTION IF EXISTS fieldwork_audit_said(jsonb, text[]);
DROP FUNCTION IF EXISTS fieldwork_audit_actor();
"""
NAMES = ("audit_update", "audit_rows", "audit_added")


def triggers_of(watched: Watched, columns: list[str]) -> dict[str, str]:
    """The statements that make a table's triggers, by name; `columns`: all of its columns.

    A statement that sets none of the columns kept (the save of a page of answers) calls nothing.
    """
    kept = ", ".join(f'"{column}"' for column in columns if column not in watched.left_out)
    rows = "DELETE" if watched.counts_inserts else "INSERT OR DELETE"
    given = ", ".join(
        f"'{value}'"
        for value in (
            watched.model,
            watched.key,
            watched.round,
            "{" + ",".join(watched.left_out) + "}",
            "{" + ",".join(watched.secret) + "}",
        )
    )
    calls = f"FOR EACH ROW EXECUTE FUNCTION fieldwork_audit({given})"
    made = {
        "audit_update": f"CREATE TRIGGER audit_update AFTER UPDATE OF {kept} ON {watched.table} {calls}",
        "audit_rows": f"CREATE TRIGGER audit_rows AFTER {rows} ON {watched.table} {calls}",
    }
    if watched.counts_inserts:
        made["audit_added"] = (
            f"CREATE TRIGGER audit_added AFTER INSERT ON {watched.table} REFERENCING NEW TABLE AS added "
            f"FOR EACH STATEMENT EXECUTE FUNCTION fieldwork_audit_added({given})"
        )
    return made


def install(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the functions, and the triggers of every table that is there by now."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute(FUNCTIONS)
        there = set(connection.introspection.table_names(cursor))
        for watched in WATCHED:
            if watched.table in there:
                described = connection.introspection.get_table_description(cursor, watched.table)
                _remove(cursor, watched)
                for statement in triggers_of(watched, [column.name for column in described]).values():
                    cursor.execute(statement)


def remove(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take all of it away again; what was written stays."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for watched in WATCHED:
            if watched.table in there:
                _remove(cursor, watched)
        cursor.execute(DROP_FUNCTIONS)


def _remove(cursor: object, watched: Watched) -> None:
    for name in NAMES:
        cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {watched.table}")  # type: ignore[attr-defined]
