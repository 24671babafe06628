"""The PostgreSQL table of the event log and the statements on it."""

from typing import LiteralString

TABLE: LiteralString = "stored_events"

LOCK: LiteralString = "SELECT pg_advisory_xact_lock(1919252078, 1)"
"""Held by a writer until its commit is visible. The numbers mean this log; a database holds one."""

OUST: LiteralString = """SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'advisory' AND classid = 1919252078 AND objid = 1 AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND xact_start < clock_timestamp() - interval '4s'"""
"""Ends writers that hold the lock far longer than a group takes; one that was only slow repeats its group."""

EXISTS: LiteralString = "SELECT to_regclass('public.stored_events') IS NOT NULL AS found"

CREATE: tuple[LiteralString, ...] = (
    """CREATE TABLE public.stored_events (
        originator_id text COLLATE "C" NOT NULL,
        originator_version bigint NOT NULL,
        topic text NOT NULL,
        state bytea NOT NULL,
        notification_id bigint NOT NULL,
        event_id uuid NOT NULL,
        fingerprint bytea NOT NULL CHECK (length(fingerprint) = 32),
        PRIMARY KEY (originator_id, originator_version))""",
    "CREATE UNIQUE INDEX stored_events_notification_id_idx ON public.stored_events (notification_id)",
    "CREATE UNIQUE INDEX stored_events_event_id_idx ON public.stored_events (event_id)",
    """CREATE FUNCTION public.stored_events_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'stored events are never changed or removed'; END $$""",
    """CREATE TRIGGER stored_events_refuse_change BEFORE UPDATE OR DELETE ON public.stored_events
        FOR EACH ROW EXECUTE FUNCTION public.stored_events_refuse_change()""",
    """CREATE TRIGGER stored_events_refuse_truncate BEFORE TRUNCATE ON public.stored_events
        FOR EACH STATEMENT EXECUTE FUNCTION public.stored_events_refuse_change()""",
)

SESSION: tuple[LiteralString, ...] = (
    # After this the holder of the writers' lock is looked at: see OUST.
    "SET lock_timeout = '4s'",
    # An acknowledged event is on disk, whatever the database's default is.
    """SELECT set_config('synchronous_commit', 'on', false)
       WHERE current_setting('synchronous_commit') = 'off'""",
)

SELECT: LiteralString = """SELECT notification_id, event_id, originator_id, originator_version, topic, state,
    fingerprint FROM public.stored_events"""
SELECT_AFTER: LiteralString = f"{SELECT} WHERE notification_id > %s ORDER BY notification_id LIMIT %s"
SELECT_ONE: LiteralString = f"{SELECT} WHERE event_id = %s"
RECORDS: LiteralString = f"{SELECT} WHERE event_id = ANY(%b::uuid[])"
HEAD: LiteralString = "SELECT coalesce(max(notification_id), 0) FROM public.stored_events"
VERSIONS: LiteralString = """SELECT stream, coalesce((SELECT originator_version FROM public.stored_events
        WHERE originator_id = stream ORDER BY originator_version DESC LIMIT 1), 0)
    FROM unnest(%b::text[]) AS stream"""
INSERT: LiteralString = """INSERT INTO public.stored_events
    (notification_id, event_id, originator_id, originator_version, topic, state, fingerprint)
    SELECT * FROM unnest(%b::bigint[], %b::uuid[], %b::text[], %b::bigint[], %b::text[], %b::bytea[],
                         %b::bytea[])"""
COPY: LiteralString = """COPY public.stored_events
    (notification_id, event_id, originator_id, originator_version, topic, state, fingerprint)
    FROM STDIN (FORMAT binary)"""
COPY_TYPES = ("int8", "uuid", "text", "int8", "text", "bytea", "bytea")
