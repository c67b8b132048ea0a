-- An invitation that has ended has ended: what it was answered stays what was answered.

CREATE FUNCTION accounts_invitation_ends_once() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.ended_at IS NOT NULL AND (NEW.ended_at, NEW.ended_as) IS DISTINCT FROM (OLD.ended_at, OLD.ended_as) THEN
        PERFORM accounts_refuse('invitation_ends_once');
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER invitation_ends_once
    AFTER UPDATE ON accounts_invitation FOR EACH ROW EXECUTE FUNCTION accounts_invitation_ends_once();

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'guildworks_app') THEN
        -- Whom it was for, into what, and until when, is written once.
        REVOKE UPDATE, DELETE, TRUNCATE ON accounts_invitation FROM guildworks_app;
        GRANT UPDATE (ended_at, ended_as, invited_by_id) ON accounts_invitation TO guildworks_app;
    END IF;
END $$;
