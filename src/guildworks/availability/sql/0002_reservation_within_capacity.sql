-- Nobody is booked twice: in every week from this one on, an engineer's live hours are at most the week's capacity.
--
-- Live are bookings, and holds that have not expired. Each change of reservations or capacity first locks the rows of
-- its engineers in availability_workweek, in one order, and writes them: so of two changes the second sees the first
-- under READ COMMITTED, and fails with 40001 under the higher levels, where it would not see it. Then it sums.
--
-- What is written is the time of the change, and it never goes back: a hold that has expired for one change has expired
-- for all that follow, also when the clock of the machine is set back.
ALTER TABLE availability_workweek ADD COLUMN checked_at timestamptz NOT NULL DEFAULT '-infinity';
ALTER TABLE availability_workweek SET (fillfactor = 80);  -- room for the new version of a row beside the old one

ALTER TABLE availability_reservation
    ADD CONSTRAINT reservation_has_1_to_104_weeks
        CHECK (array_ndims(quarter_hours) = 1 AND array_lower(quarter_hours, 1) = 1
            AND cardinality(quarter_hours) <= 104),
    ADD CONSTRAINT reservation_hours_fit_in_a_week
        CHECK (0 <= ALL (quarter_hours) AND 672 >= ALL (quarter_hours) AND 0 < ANY (quarter_hours)
            AND array_position(quarter_hours, NULL) IS NULL);

-- The first week that is not over anywhere on earth.
CREATE FUNCTION availability_this_week(at timestamptz) RETURNS date
LANGUAGE sql IMMUTABLE AS $$
    SELECT date_trunc('week', at AT TIME ZONE 'UTC' - interval '12 hours')::date
$$;

-- The functions that follow are called by the guards alone, and inherit their rights and settings. Plans are made once
-- for a connection, perhaps while a table is still empty: without sequential scans, and with the engineers named for
-- each table, they stay good when it has grown.

CREATE FUNCTION availability_refuse(name text, detail text DEFAULT '') RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', replace(name, '_', ' ') USING ERRCODE = 'check_violation', CONSTRAINT = name, DETAIL = detail;
END $$;

-- Has these engineers to itself until the transaction ends; the time of the change. Whoever has not said a capacity has
-- no row to lock, and is refused by this name.
CREATE FUNCTION availability_alone(engineers uuid[], name text) RETURNS timestamptz
LANGUAGE plpgsql AS $$
DECLARE
    at timestamptz;
    missing jsonb;
BEGIN
    IF cardinality(engineers) = 1 THEN
        UPDATE availability_workweek SET checked_at = greatest(clock_timestamp(), checked_at)
        WHERE engineer_id = engineers[1] RETURNING checked_at INTO at;
    ELSE  -- an UPDATE alone would lock them in any order
        PERFORM FROM availability_workweek WHERE engineer_id = ANY (engineers) ORDER BY engineer_id FOR NO KEY UPDATE;
        WITH written AS (
            UPDATE availability_workweek SET checked_at = greatest(clock_timestamp(), checked_at)
            WHERE engineer_id = ANY (engineers) RETURNING checked_at
        ) SELECT max(checked_at) INTO at FROM written;
    END IF;
    IF at IS NULL OR cardinality(engineers) > 1 THEN
        SELECT jsonb_agg(DISTINCT jsonb_build_object('engineer', one)) INTO missing FROM unnest(engineers) one
        WHERE NOT EXISTS (SELECT FROM availability_workweek WHERE engineer_id = one);
        IF missing IS NOT NULL THEN
            PERFORM availability_refuse(name, missing::text);
        END IF;
    END IF;
    RETURN at;
END $$;

-- Marks what has expired, so that nobody counts it any more. A row that somebody else has locked is left: it does not
-- count either, and to wait for it here could deadlock.
CREATE FUNCTION availability_mark_expired(engineers uuid[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM availability_workweek w JOIN availability_reservation r USING (engineer_id)
    WHERE w.engineer_id = ANY (engineers) AND r.engineer_id = ANY (engineers)
        AND r.state = 'hold' AND r.expires_at <= w.checked_at LIMIT 1;
    IF FOUND THEN  -- an UPDATE of nothing would wake the guard of updates
        UPDATE availability_reservation SET state = 'expired', ended_at = expires_at
        WHERE id IN (SELECT r.id FROM availability_workweek w JOIN availability_reservation r USING (engineer_id)
                     WHERE w.engineer_id = ANY (engineers) AND r.engineer_id = ANY (engineers)
                         AND r.state = 'hold' AND r.expires_at <= w.checked_at
                     FOR NO KEY UPDATE OF r SKIP LOCKED);
    END IF;
END $$;

-- The weeks of engineers whose live hours exceed what their capacity and, if `spare`, the accepted excess allow.
CREATE FUNCTION availability_overbooked(engineers uuid[], first date, last date, spare boolean)
RETURNS TABLE (engineer uuid, week date, capacity integer, reserved integer)
LANGUAGE sql STABLE AS $$
    SELECT taken.engineer_id, taken.week, coalesce(x.quarter_hours, taken.usual, 0), taken.reserved::integer
    FROM (
        SELECT w.engineer_id, w.quarter_hours AS usual, r.first_week + 7 * (u.place::integer - 1) AS week,
            sum(u.quarter_hours) AS reserved
        FROM availability_workweek w JOIN availability_reservation r USING (engineer_id),
            unnest(r.quarter_hours) WITH ORDINALITY AS u (quarter_hours, place)
        WHERE w.engineer_id = ANY (engineers) AND r.engineer_id = ANY (engineers) AND r.state IN ('hold', 'booked')
            AND (r.state = 'booked' OR r.expires_at > w.checked_at)
            AND r.first_week <= last AND r.first_week + 7 * cardinality(r.quarter_hours) > first
            AND r.first_week + 7 * (u.place::integer - 1) BETWEEN first AND last
        GROUP BY 1, 2, 3
    ) taken
    LEFT JOIN availability_capacityexception x ON x.engineer_id = taken.engineer_id AND x.week = taken.week
    WHERE taken.reserved > coalesce(x.quarter_hours, taken.usual, 0)
        + CASE WHEN spare THEN coalesce(x.accepted_quarter_hours, 0) ELSE 0 END
$$;

-- Refuses by this name where an engineer has more live hours than a week holds; the detail says who and when.
CREATE FUNCTION availability_refuse_overbooked(engineers uuid[], first date, last date, spare boolean, name text)
RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    found jsonb;
BEGIN
    SELECT jsonb_agg(to_jsonb(o) ORDER BY o.engineer, o.week) INTO found
    FROM availability_overbooked(engineers, first, last, spare) o;
    IF found IS NOT NULL THEN
        PERFORM availability_refuse(name, found::text);
    END IF;
END $$;

-- Whether these weeks have to be summed one by one. Mostly not: where the fullest weeks of all reservations fit beside
-- each other, every week does. Something that has expired and is not marked, or an exception, is a doubt.
CREATE FUNCTION availability_in_doubt(engineers uuid[], first date, last date) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM availability_workweek w JOIN availability_reservation r USING (engineer_id)
        WHERE w.engineer_id = ANY (engineers) AND r.engineer_id = ANY (engineers) AND r.state IN ('hold', 'booked')
            AND r.first_week <= last AND r.first_week + 7 * cardinality(r.quarter_hours) > first
        GROUP BY w.engineer_id
        HAVING bool_or(r.expires_at <= w.checked_at) OR coalesce(min(w.quarter_hours), 0) < sum(
            CASE WHEN r.quarter_hours[1] >= ALL (r.quarter_hours) THEN r.quarter_hours[1]
                WHEN r.quarter_hours[2] >= ALL (r.quarter_hours) THEN r.quarter_hours[2]
                ELSE 672 END)  -- at most
    ) OR EXISTS (
        SELECT FROM availability_capacityexception WHERE engineer_id = ANY (engineers) AND week BETWEEN first AND last)
$$;

-- Excess that was accepted for what has ended, or fits again, is accepted no more.
CREATE FUNCTION availability_trim_excess(engineers uuid[], first date, last date) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM availability_capacityexception
    WHERE engineer_id = ANY (engineers) AND week BETWEEN first AND last AND accepted_quarter_hours > 0 LIMIT 1;
    IF FOUND THEN
        UPDATE availability_capacityexception x SET accepted_quarter_hours = least(x.accepted_quarter_hours, coalesce(
            (SELECT o.reserved - o.capacity FROM availability_overbooked(engineers, first, last, false) o
             WHERE o.engineer = x.engineer_id AND o.week = x.week), 0))
        WHERE x.engineer_id = ANY (engineers) AND x.week BETWEEN first AND last AND x.accepted_quarter_hours > 0;
    END IF;
END $$;

CREATE FUNCTION availability_reservation_placed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
    engineers uuid[];
    briefs uuid[];
    first date;
    last date;
    soonest timestamptz;
    latest timestamptz;
    at timestamptz;
    this_week date;
BEGIN
    SELECT array_agg(engineer_id), array_agg(id) FILTER (WHERE holder_kind = 'brief'),
        min(first_week), max(first_week + 7 * (cardinality(quarter_hours) - 1)),
        min(expires_at), max(CASE WHEN state = 'hold' THEN expires_at ELSE 'infinity' END)
    INTO engineers, briefs, first, last, soonest, latest FROM placed;
    IF engineers IS NULL THEN
        RETURN NULL;
    END IF;
    IF briefs IS NOT NULL THEN  -- before any engineer is locked: of two groups of one client the second waits there
        PERFORM availability_refuse_unfair(briefs);
    END IF;
    at := availability_alone(engineers, 'reservation_within_capacity');
    this_week := availability_this_week(at);  -- who was erased has no capacity, and so no room: nothing more is asked
    IF latest = 'infinity' THEN
        PERFORM availability_refuse('reservation_begins_as_a_hold');
    ELSIF soonest <= at OR latest > at + interval '31 days' THEN
        PERFORM availability_refuse('hold_expires_within_a_month');
    ELSIF first < this_week THEN
        PERFORM availability_refuse('reservation_begins_this_week_or_later');
    ELSIF last > (at AT TIME ZONE 'UTC')::date + 7 * 104 THEN
        PERFORM availability_refuse('reservation_ends_within_104_weeks');
    END IF;
    IF availability_in_doubt(engineers, first, last) THEN
        PERFORM availability_mark_expired(engineers);
        PERFORM availability_refuse_overbooked(engineers, first, last, false, 'reservation_within_capacity');
    END IF;
    RETURN NULL;
END $$;

-- A reservation only moves on: a hold is booked, released, declined or expires, a booking is released. Nothing comes
-- back, and a hold is booked or lengthened only while it lives.
CREATE FUNCTION availability_reservation_moved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
    engineers uuid[];
    first date;
    last date;
    some_live boolean;
    at timestamptz;
    move record;
BEGIN
    SELECT array_agg(DISTINCT engineer_id), min(first_week), max(first_week + 7 * (cardinality(quarter_hours) - 1)),
        bool_or(state IN ('hold', 'booked'))
    INTO engineers, first, last, some_live FROM after;
    IF engineers IS NULL THEN
        RETURN NULL;
    END IF;
    at := availability_alone(engineers, 'reservation_within_capacity');
    FOR move IN
        SELECT b.state AS old_state, a.state AS new_state, b.expires_at AS old_expiry, a.expires_at AS new_expiry,
            b.accepted_at AS old_acceptance, a.accepted_at AS new_acceptance, b.expires_at > w.checked_at AS lived
        FROM before b JOIN after a USING (id) JOIN availability_workweek w ON w.engineer_id = a.engineer_id
    LOOP
        IF (move.old_state, move.new_state) NOT IN (('hold', 'hold'), ('hold', 'booked'), ('hold', 'released'),
            ('hold', 'declined'), ('hold', 'expired'), ('booked', 'released')) THEN
            PERFORM availability_refuse('reservation_only_moves_on');
        ELSIF move.old_state = 'hold' AND move.lived = (move.new_state = 'expired') THEN
            PERFORM availability_refuse('hold_changes_only_while_it_lives');
        ELSIF move.new_state = 'hold' AND (move.old_acceptance IS NOT NULL OR move.new_acceptance IS NULL
            OR move.new_expiry < move.old_expiry OR move.new_expiry > move.old_expiry + interval '62 days') THEN
            PERFORM availability_refuse('hold_is_lengthened_once');
        END IF;
    END LOOP;
    IF some_live THEN
        PERFORM availability_refuse_overbooked(engineers, greatest(first, availability_this_week(at)), last, true,
            'reservation_within_capacity');
    END IF;
    PERFORM availability_trim_excess(engineers, first, last);
    RETURN NULL;
END $$;

-- Capacity may fall below what is reserved only by as much as somebody has accepted for that week, and no more can be
-- accepted than there is.
CREATE FUNCTION availability_exception_written() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
    engineers uuid[];
    first date;
    last date;
    at timestamptz;
BEGIN
    IF pg_trigger_depth() > 1 THEN
        RETURN NULL;  -- a guard trims what was accepted, under its own lock; time goes on meanwhile, and holds expire
    END IF;
    SELECT array_agg(DISTINCT engineer_id), min(week), max(week) INTO engineers, first, last FROM written;
    IF engineers IS NULL THEN
        RETURN NULL;
    END IF;
    at := availability_alone(engineers, 'capacity_is_said_before_it_is_excepted');
    IF EXISTS (SELECT FROM written WHERE quarter_hours IS NOT NULL OR reason <> 'other') THEN
        PERFORM talent_refuse_erased(engineers, false);
    END IF;
    IF NOT isfinite(first) OR last > (at AT TIME ZONE 'UTC')::date + 7 * 104 THEN
        PERFORM availability_refuse('capacity_exception_within_104_weeks');
    END IF;
    PERFORM availability_mark_expired(engineers);
    PERFORM availability_refuse_overbooked(engineers, greatest(first, availability_this_week(at)), last, true,
        'capacity_covers_what_is_reserved');
    IF EXISTS (
        SELECT FROM written x LEFT JOIN availability_overbooked(engineers, first, last, false) o
            ON o.engineer = x.engineer_id AND o.week = x.week
        WHERE x.accepted_quarter_hours > coalesce(o.reserved - o.capacity, 0)
    ) THEN
        PERFORM availability_refuse('accepted_excess_is_there');
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION availability_capacity_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
    engineers uuid[] := ARRAY[NEW.engineer_id];
    week date := availability_this_week(availability_alone(engineers, 'capacity_covers_what_is_reserved'));
BEGIN
    PERFORM availability_mark_expired(engineers);
    PERFORM availability_refuse_overbooked(engineers, week, 'infinity', true, 'capacity_covers_what_is_reserved');
    PERFORM availability_trim_excess(engineers, '-infinity', 'infinity');
    RETURN NULL;
END $$;

CREATE TRIGGER reservation_within_capacity AFTER INSERT ON availability_reservation
    REFERENCING NEW TABLE AS placed FOR EACH STATEMENT EXECUTE FUNCTION availability_reservation_placed();
CREATE TRIGGER reservation_moves_on AFTER UPDATE ON availability_reservation
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION availability_reservation_moved();
CREATE TRIGGER capacity_exception_covers AFTER INSERT ON availability_capacityexception
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION availability_exception_written();
CREATE TRIGGER capacity_exception_still_covers AFTER UPDATE ON availability_capacityexception
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION availability_exception_written();
CREATE TRIGGER capacity_covers AFTER UPDATE ON availability_workweek FOR EACH ROW
    WHEN (NEW.quarter_hours IS DISTINCT FROM OLD.quarter_hours) EXECUTE FUNCTION availability_capacity_changed();

-- What was agreed stays: other hours, weeks or people are another reservation.
CREATE TRIGGER reservation_append_only BEFORE
    UPDATE OF id, group_id, engineer_id, organisation_id, holder_kind, holder_id, first_week, quarter_hours, placed_at
    OR DELETE OR TRUNCATE ON availability_reservation FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER capacity_exception_append_only BEFORE UPDATE OF id, engineer_id, week OR DELETE OR TRUNCATE
    ON availability_capacityexception FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER workweek_append_only BEFORE UPDATE OF engineer_id OR DELETE OR TRUNCATE ON availability_workweek
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'guildworks_app') THEN
        REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON availability_workweek, availability_capacityexception,
            availability_reservation FROM guildworks_app;
        GRANT INSERT (engineer_id, quarter_hours, pattern_id, confirmed_at, paused_at),
            UPDATE (quarter_hours, pattern_id, confirmed_at, paused_at) ON availability_workweek TO guildworks_app;
        GRANT INSERT, UPDATE (quarter_hours, accepted_quarter_hours, reason)
            ON availability_capacityexception TO guildworks_app;
        GRANT INSERT, UPDATE (state, expires_at, accepted_at, ended_at) ON availability_reservation TO guildworks_app;
        GRANT EXECUTE ON FUNCTION availability_this_week(timestamptz) TO guildworks_app;
    END IF;
END $$;
