-- When a backup was made and restored, and who let the mails go that a restoration held, is not told otherwise later.
CREATE TRIGGER backup_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON platform_backup
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER restoration_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON platform_restoration
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER mail_release_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON platform_mailrelease
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'guildworks_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON platform_backup, platform_restoration, platform_mailrelease
            FROM guildworks_app;
    END IF;
END $$;
