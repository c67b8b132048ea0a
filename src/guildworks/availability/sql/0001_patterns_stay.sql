-- Many engineers share a working pattern: to change one would change the day of all of them.
CREATE TRIGGER working_pattern_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON availability_workingpattern
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'guildworks_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON availability_workingpattern FROM guildworks_app;
    END IF;
END $$;
