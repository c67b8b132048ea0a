-- What somebody has said about a brief by hand stays; who thinks otherwise says so in the next version.
CREATE TRIGGER brief_correction_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON matching_briefcorrection
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();
-- A version follows the one before it: nobody skips what somebody else has said meanwhile. That two follow the same one
-- the unique constraint of this name refuses.
CREATE FUNCTION matching_correction_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.version > 1 AND NOT EXISTS (
        SELECT FROM matching_briefcorrection
        WHERE brief_id = NEW.brief_id AND item = NEW.item AND version = NEW.version - 1
    ) THEN
        RAISE EXCEPTION 'a correction follows the last one of its item'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'brief_correction_follows_the_last';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER brief_correction_follows_the_last BEFORE INSERT ON matching_briefcorrection
    FOR EACH ROW EXECUTE FUNCTION matching_correction_follows();

-- What was told of the market, and how often, is what its limit rests on.
CREATE TRIGGER feasibility_check_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON matching_feasibilitycheck
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'guildworks_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON matching_briefcorrection, matching_feasibilitycheck FROM guildworks_app;
    END IF;
END $$;
