-- Who was told of which event stays as it was; only that it was seen, and by which mail it went, is written later.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'guildworks_app') THEN
        REVOKE UPDATE, TRUNCATE ON conversations_notification FROM guildworks_app;
        GRANT UPDATE (seen_at, mailing, mail_id) ON conversations_notification TO guildworks_app;
    END IF;
END $$;
