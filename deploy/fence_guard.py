"""Keeps a fence where it is: whoever does not own the keys can end the use of one, and nothing else."""

from typing import LiteralString

FENCE_GUARD: tuple[LiteralString, ...] = (
    """CREATE OR REPLACE FUNCTION public.subject_keys_keep_fences() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF (OLD.state = 'active' AND NEW.state = 'fenced') OR pg_has_role(
                current_user, (SELECT relowner FROM pg_catalog.pg_class WHERE oid = TG_RELID), 'USAGE') THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'a fence is never lifted' USING ERRCODE = 'insufficient_privilege';
        END $$""",
    """CREATE OR REPLACE TRIGGER subject_keys_keep_fences BEFORE UPDATE ON public.subject_keys
        FOR EACH ROW EXECUTE FUNCTION public.subject_keys_keep_fences()""",
)
