-- Events are linked at commit: a deferred trigger puts all events of a transaction on their chains, in the order of the
-- chains. Linking in the insert itself deadlocks as soon as two transactions touch two chains in opposite orders.

ALTER TABLE platform_event ADD COLUMN xid xid8 NOT NULL;
CREATE INDEX event_by_transaction ON platform_event (xid);

CREATE FUNCTION platform_event_stamp() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    NEW.xid := pg_current_xact_id();
    NEW.at := coalesce(NEW.at, clock_timestamp());
    RETURN NEW;
END $$;

CREATE TRIGGER event_stamp BEFORE INSERT ON platform_event
    FOR EACH ROW EXECUTE FUNCTION platform_event_stamp();

-- All that an event says, in one line of text; what the hash of its link covers.
CREATE FUNCTION platform_event_line(e platform_event) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
    SELECT concat_ws('|', e.id, e.name, e.version, e.chain, e.subject_kind, e.subject_id, e.actor_kind, e.actor_id,
        coalesce(e.organisation_id::text, '-'), array_to_string(e.concerns, ','), e.facts::text,
        coalesce(encode(e.detail_hash, 'hex'), '-'), (extract(epoch FROM e.at) * 1000000)::bigint)
$$;

CREATE FUNCTION platform_event_link() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    happened platform_event;
    line text;
    place bigint;
    linked bytea;
BEGIN
    IF EXISTS (SELECT FROM platform_eventlink WHERE event_id = NEW.id) THEN
        RETURN NULL;  -- the first event's trigger has linked the whole transaction
    END IF;
    FOR happened IN
        SELECT e.* FROM platform_event e
        WHERE e.xid = pg_current_xact_id()
          AND NOT EXISTS (SELECT FROM platform_eventlink l WHERE l.event_id = e.id)
        ORDER BY e.chain, e.at, e.id
    LOOP
        line := platform_event_line(happened);
        INSERT INTO platform_eventchain AS c (name, seq, head)
        VALUES (happened.chain, 1, sha256(convert_to('1|' || line, 'UTF8')))
        ON CONFLICT (name) DO UPDATE SET
            seq = c.seq + 1,
            head = sha256(c.head || convert_to((c.seq + 1) || '|' || line, 'UTF8'))
        RETURNING seq, head INTO place, linked;
        INSERT INTO platform_eventlink (event_id, chain, seq, hash) VALUES (happened.id, happened.chain, place, linked);
        PERFORM pg_notify('guildworks_events', happened.chain || ' ' || happened.name);
    END LOOP;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER event_link AFTER INSERT ON platform_event
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION platform_event_link();

CREATE FUNCTION platform_append_only() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    RAISE EXCEPTION '% only grows: a correction is a new row', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_append_only';
END $$;

CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON platform_event
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER event_link_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON platform_eventlink
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();

-- The one way to erase what is personal about an event.
CREATE FUNCTION platform_erase_event_detail(erased uuid) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH gone AS (DELETE FROM platform_eventdetail WHERE event_id = erased RETURNING 1)
    SELECT EXISTS (SELECT FROM gone)
$$;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'guildworks_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON platform_event, platform_eventdetail FROM guildworks_app;
        REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON platform_eventlink, platform_eventchain FROM guildworks_app;
        REVOKE UPDATE, DELETE, TRUNCATE ON platform_demomode FROM guildworks_app;
        GRANT EXECUTE ON FUNCTION platform_erase_event_detail(uuid), platform_event_line(platform_event) TO guildworks_app;
    END IF;
END $$;
