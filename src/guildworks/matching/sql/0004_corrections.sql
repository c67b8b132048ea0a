-- What somebody has said about a brief by hand stays; who thinks otherwise says so in the next version.
CREATE TRIGGER brief_correction_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON matching_briefcorrection
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'guildworks_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON matching_briefcorrection FROM guildworks_app;
    END IF;
END $$;
