-- Whoever is erased stays so, whole, and nothing is ever written of them again. Whoever writes something that belongs to
-- a person waits for who erases them, or is waited for: of the two the second sees what the first did.

CREATE FUNCTION accounts_user_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM accounts_refuse('user_is_not_erased');
    RETURN NEW;
END $$;

CREATE TRIGGER user_is_not_erased BEFORE UPDATE ON accounts_user
    FOR EACH ROW WHEN (OLD.erased_at IS NOT NULL) EXECUTE FUNCTION accounts_user_changed();

CREATE FUNCTION accounts_written() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    -- The lock of the foreign key, taken now: who is being erased is waited for, and read anew.
    PERFORM FROM accounts_user WHERE id = NEW.user_id FOR KEY SHARE;
    IF EXISTS (SELECT FROM accounts_user WHERE id = NEW.user_id AND erased_at IS NOT NULL) THEN
        PERFORM accounts_refuse('user_is_not_erased');
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION accounts_erased_whole() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    belongs regclass;
    is_left boolean;
BEGIN
    FOREACH belongs IN ARRAY TG_ARGV::regclass[] LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE user_id = $1)', belongs) INTO is_left USING NEW.id;
        IF is_left THEN
            PERFORM accounts_refuse('user_is_erased_whole');
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER user_is_erased_whole AFTER INSERT OR UPDATE OF erased_at ON accounts_user
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.erased_at IS NOT NULL) EXECUTE FUNCTION accounts_erased_whole(
        'accounts_membership', 'accounts_engineeraccount', 'account_emailaddress', 'mfa_authenticator',
        'usersessions_usersession');

DO $$
DECLARE
    belongs text;
BEGIN
    FOREACH belongs IN ARRAY ARRAY['accounts_membership', 'accounts_engineeraccount', 'account_emailaddress',
        'mfa_authenticator', 'usersessions_usersession']
    LOOP
        EXECUTE format('CREATE TRIGGER %s_of_somebody_not_erased AFTER INSERT OR UPDATE OF user_id ON %s FOR EACH ROW '
            'EXECUTE FUNCTION accounts_written()', split_part(belongs, '_', 2), belongs);
    END LOOP;
END $$;

-- The last admin of the operator is not erased; of two at once the second waits for the operator's row.
CREATE FUNCTION accounts_keep_an_admin() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM accounts_user WHERE id = OLD.user_id AND erased_at IS NOT NULL) THEN
        UPDATE accounts_organisation SET owners_checked_at = greatest(clock_timestamp(), owners_checked_at)
        WHERE id = OLD.organisation_id;
        IF NOT EXISTS (SELECT FROM accounts_membership WHERE organisation_id = OLD.organisation_id AND role = 'admin') THEN
            PERFORM accounts_refuse('operator_keeps_an_admin');
        END IF;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER operator_keeps_an_admin AFTER DELETE ON accounts_membership
    FOR EACH ROW WHEN (OLD.role = 'admin') EXECUTE FUNCTION accounts_keep_an_admin();

-- The address of an invitation is whom it was for. It goes, and no other takes its place, once nobody can accept it.
CREATE FUNCTION accounts_invitation_address() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.email <> '' OR (NEW.ended_at IS NULL AND NEW.expires_at > now()) THEN
        PERFORM accounts_refuse('invitation_is_for_one_address');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER invitation_is_for_one_address BEFORE UPDATE OF email ON accounts_invitation
    FOR EACH ROW WHEN (OLD.email IS DISTINCT FROM NEW.email) EXECUTE FUNCTION accounts_invitation_address();

-- The one way in which an organisation goes: whoever made it by signing up has never proved their address, nobody else
-- belongs to it, and nothing was ever done there, which is what its chain of two events says.
CREATE FUNCTION accounts_forget_organisations(person uuid) RETURNS SETOF uuid
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    DELETE FROM accounts_organisation o
    WHERE kind = 'client'
        AND id IN (SELECT organisation_id FROM accounts_membership WHERE user_id = person)
        AND NOT EXISTS (SELECT FROM accounts_membership WHERE organisation_id = o.id AND user_id <> person)
        AND NOT EXISTS (SELECT FROM account_emailaddress WHERE user_id = person AND verified)
        AND (SELECT seq FROM platform_eventchain WHERE name = 'organisation:' || o.id) = 2
    RETURNING id
$$;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'guildworks_app') THEN
        GRANT UPDATE (email) ON accounts_invitation TO guildworks_app;
        GRANT EXECUTE ON FUNCTION accounts_forget_organisations(uuid) TO guildworks_app;
    END IF;
END $$;
