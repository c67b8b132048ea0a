-- What somebody has agreed to, and that they do not any more, is not told otherwise later, not even of the erased.
CREATE TRIGGER consent_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON accounts_consent
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'guildworks_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON accounts_consent FROM guildworks_app;
    END IF;
END $$;
