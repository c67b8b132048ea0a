-- A talk has one to three times, the earliest first, all of them ahead when it is proposed and over before its hold is.
ALTER TABLE availability_talkproposal
    ADD CONSTRAINT talk_has_1_to_3_times
        CHECK (array_ndims(starts_at) = 1 AND array_lower(starts_at, 1) = 1 AND cardinality(starts_at) BETWEEN 1 AND 3
            AND array_position(starts_at, NULL) IS NULL),
    ADD CONSTRAINT talk_times_follow_each_other
        CHECK (coalesce(starts_at[1] < starts_at[2], true) AND coalesce(starts_at[2] < starts_at[3], true)),
    ADD CONSTRAINT talk_begins_after_it_is_proposed CHECK (starts_at[1] > proposed_at);

CREATE FUNCTION availability_talk_proposed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM availability_reservation WHERE id = NEW.reservation_id AND state = 'hold'
            AND NEW.starts_at[cardinality(NEW.starts_at)] + make_interval(mins => NEW.minutes) <= expires_at) THEN
        PERFORM availability_refuse('talk_ends_before_its_hold');
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER talk_ends_before_its_hold AFTER INSERT ON availability_talkproposal
    FOR EACH ROW EXECUTE FUNCTION availability_talk_proposed();

-- Who answers has the engineer's hours alone, as everybody who changes the hold has: so it cannot end meanwhile.
CREATE FUNCTION availability_talk_answered() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    proposed record;
BEGIN
    SELECT r.engineer_id, t.starts_at INTO STRICT proposed
    FROM availability_talkproposal t JOIN availability_reservation r ON r.id = t.reservation_id
    WHERE t.reservation_id = NEW.talk_id;
    IF NEW.chosen <> ALL (proposed.starts_at) THEN
        PERFORM availability_refuse('talk_is_at_a_proposed_time');
    END IF;
    PERFORM FROM availability_workweek WHERE engineer_id = proposed.engineer_id FOR NO KEY UPDATE;
    IF NOT EXISTS (SELECT FROM availability_reservation
                   WHERE id = NEW.talk_id AND state = 'hold' AND expires_at > clock_timestamp()) THEN
        PERFORM availability_refuse('talk_is_answered_while_its_hold_lives');
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER talk_is_answered_as_it_was_proposed AFTER INSERT ON availability_talkanswer
    FOR EACH ROW EXECUTE FUNCTION availability_talk_answered();

-- What was proposed, answered, told and refused stays so.
CREATE TRIGGER talk_proposal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON availability_talkproposal
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER talk_answer_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON availability_talkanswer
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER hold_notice_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON availability_holdnotice
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER refused_hold_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON availability_refusedhold
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'guildworks_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON availability_talkproposal, availability_talkanswer, availability_holdnotice,
            availability_refusedhold FROM guildworks_app;
    END IF;
END $$;
