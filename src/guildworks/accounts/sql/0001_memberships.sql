-- Who is what in an organisation, and that somebody can look after it.

-- Written by whoever takes an owner away, so that of two owners who leave at once the second sees that the first has
-- gone: under READ COMMITTED it waits for this row, and under the higher levels it fails with 40001.
ALTER TABLE accounts_organisation ADD COLUMN owners_checked_at timestamptz NOT NULL DEFAULT '-infinity';

CREATE FUNCTION accounts_refuse(name text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', replace(name, '_', ' ') USING ERRCODE = 'check_violation', CONSTRAINT = name;
END $$;

-- The roles of a client are others than those of the operator; they are those of accounts/models.py, as a test sees to.
CREATE FUNCTION accounts_role_fits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM accounts_organisation WHERE id = NEW.organisation_id AND NEW.role = ANY (CASE kind
            WHEN 'client' THEN ARRAY['owner', 'hiring_manager', 'finance', 'viewer']
            ELSE ARRAY['admin', 'reviewer'] END)) THEN
        PERFORM accounts_refuse('membership_role_fits_its_organisation');
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION accounts_keep_an_owner() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    one uuid;
BEGIN
    FOR one IN SELECT DISTINCT organisation_id FROM gone WHERE role = 'owner' ORDER BY organisation_id LOOP
        UPDATE accounts_organisation SET owners_checked_at = greatest(clock_timestamp(), owners_checked_at)
        WHERE id = one;
        CONTINUE WHEN NOT FOUND;  -- the organisation goes too
        IF NOT EXISTS (SELECT FROM accounts_membership WHERE organisation_id = one AND role = 'owner') THEN
            PERFORM accounts_refuse('organisation_keeps_an_owner');
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

CREATE TRIGGER membership_role_fits_its_organisation
    AFTER INSERT OR UPDATE ON accounts_membership FOR EACH ROW EXECUTE FUNCTION accounts_role_fits();
CREATE TRIGGER organisation_keeps_an_owner_who_leaves AFTER DELETE ON accounts_membership
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION accounts_keep_an_owner();
CREATE TRIGGER organisation_keeps_an_owner_who_changes AFTER UPDATE ON accounts_membership
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION accounts_keep_an_owner();

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'guildworks_app') THEN
        -- What an organisation is does not change, and its events name it for ever.
        REVOKE UPDATE, DELETE, TRUNCATE ON accounts_organisation FROM guildworks_app;
        GRANT UPDATE (name) ON accounts_organisation TO guildworks_app;
        REVOKE UPDATE, TRUNCATE ON accounts_membership FROM guildworks_app;
        GRANT UPDATE (role) ON accounts_membership TO guildworks_app;
    END IF;
END $$;
