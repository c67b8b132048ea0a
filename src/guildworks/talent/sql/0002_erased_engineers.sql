-- Whoever is erased stays so, and nothing is ever written of them again. Whoever writes something that belongs to an
-- engineer locks their row first, and so does who erases them: of the two the second sees what the first did.

-- Refuses where one of these engineers is erased. A guard that has no lock of its own on them lets this lock them, in
-- one order, until the transaction ends.
CREATE FUNCTION talent_refuse_erased(engineers uuid[], locks boolean) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF locks THEN
        PERFORM FROM talent_engineer WHERE id = ANY (engineers) ORDER BY id FOR NO KEY UPDATE;
    END IF;
    IF EXISTS (SELECT FROM talent_engineer WHERE id = ANY (engineers) AND erased_at IS NOT NULL) THEN
        RAISE EXCEPTION 'this engineer was erased'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'engineer_is_not_erased';
    END IF;
END $$;

CREATE FUNCTION talent_engineer_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM talent_refuse_erased(ARRAY[OLD.id], false);
    RETURN NEW;
END $$;

CREATE TRIGGER engineer_is_not_erased BEFORE UPDATE ON talent_engineer
    FOR EACH ROW WHEN (OLD.erased_at IS NOT NULL) EXECUTE FUNCTION talent_engineer_changed();

CREATE FUNCTION talent_written() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM talent_refuse_erased(ARRAY(SELECT DISTINCT engineer_id FROM written), true);
    RETURN NULL;
END $$;

CREATE FUNCTION talent_moved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM talent_refuse_erased(ARRAY[NEW.engineer_id], true);
    RETURN NEW;
END $$;

-- Accounts stand below, and name an engineer by their id alone.
ALTER TABLE accounts_engineeraccount ADD CONSTRAINT engineer_account_is_of_an_engineer
    FOREIGN KEY (engineer_id) REFERENCES talent_engineer (id);

-- Evidence is deleted of those alone who are erased, whoever asks.
CREATE FUNCTION talent_evidence_deleted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM talent_engineer WHERE id = OLD.engineer_id AND erased_at IS NOT NULL) THEN
        RAISE EXCEPTION 'evidence goes only with its engineer'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'evidence_goes_only_with_its_engineer';
    END IF;
    RETURN OLD;
END $$;

CREATE TRIGGER evidence_goes_only_with_its_engineer BEFORE DELETE ON talent_evidence
    FOR EACH ROW EXECUTE FUNCTION talent_evidence_deleted();

-- The one way to delete evidence.
CREATE FUNCTION talent_erase_evidence(erased uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    DELETE FROM talent_evidence WHERE engineer_id = erased
$$;

-- Who is erased is erased whole, at the latest when the transaction ends.
CREATE FUNCTION talent_erased_whole() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    belongs regclass;
    is_left boolean;
BEGIN
    FOREACH belongs IN ARRAY TG_ARGV::regclass[] LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE engineer_id = $1)', belongs) INTO is_left USING NEW.id;
        IF is_left THEN
            RAISE EXCEPTION '% still tells of an erased engineer', belongs
                USING ERRCODE = 'check_violation', CONSTRAINT = 'engineer_is_erased_whole';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER engineer_is_erased_whole AFTER INSERT OR UPDATE OF erased_at ON talent_engineer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.erased_at IS NOT NULL) EXECUTE FUNCTION talent_erased_whole(
        'talent_claim', 'talent_evidence', 'talent_job', 'talent_language', 'talent_listing', 'talent_rate',
        'talent_searchrecord', 'talent_work', 'accounts_engineeraccount');

DO $$
DECLARE
    belongs text;
BEGIN
    FOREACH belongs IN ARRAY ARRAY['claim', 'evidence', 'job', 'language', 'listing', 'rate', 'searchrecord', 'work']
    LOOP
        EXECUTE format('CREATE TRIGGER %s_of_somebody_not_erased AFTER INSERT ON talent_%s REFERENCING NEW TABLE AS '
            'written FOR EACH STATEMENT EXECUTE FUNCTION talent_written()', belongs, belongs);
        EXECUTE format('CREATE TRIGGER %s_moves_to_somebody_not_erased BEFORE UPDATE OF engineer_id ON talent_%s '
            'FOR EACH ROW EXECUTE FUNCTION talent_moved()', belongs, belongs);
    END LOOP;
    CREATE TRIGGER account_of_an_engineer_not_erased AFTER INSERT ON accounts_engineeraccount
        REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION talent_written();
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'guildworks_app') THEN
        -- Whose account it is, is written once; it goes with either of the two.
        REVOKE UPDATE, TRUNCATE ON accounts_engineeraccount FROM guildworks_app;
        GRANT EXECUTE ON FUNCTION talent_erase_evidence(uuid) TO guildworks_app;
    END IF;
END $$;
