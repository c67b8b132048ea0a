-- What was told of who would fit, and how often, is what its limit rests on.
CREATE TRIGGER loosening_check_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON matching_looseningcheck
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();

-- A saved search that has ended has ended: somebody was told of it, or need not be.
CREATE FUNCTION matching_saved_search_ends_once() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.ended_at IS NOT NULL AND NEW IS DISTINCT FROM OLD THEN
        RAISE EXCEPTION 'a saved search ends once'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'saved_search_ends_once';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER saved_search_ends_once BEFORE UPDATE ON matching_savedsearch
    FOR EACH ROW EXECUTE FUNCTION matching_saved_search_ends_once();

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'guildworks_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON matching_looseningcheck, matching_savedsearch FROM guildworks_app;
        GRANT UPDATE (searched_at, frontier, ended_at, ended_as, found_id) ON matching_savedsearch TO guildworks_app;
    END IF;
END $$;
