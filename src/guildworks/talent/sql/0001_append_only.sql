-- What the platform saw of a skill is not changed afterwards: newer evidence is a new row. It is deleted with its
-- engineer alone: 0002_erased_engineers.sql.
CREATE TRIGGER evidence_append_only BEFORE UPDATE OR TRUNCATE ON talent_evidence
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'guildworks_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON talent_evidence FROM guildworks_app;
        REVOKE DELETE, TRUNCATE ON talent_engineer FROM guildworks_app;
    END IF;
END $$;
