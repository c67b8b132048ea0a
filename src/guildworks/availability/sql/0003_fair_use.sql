-- Fair use of other people's time, for holds that are for a brief; the operator's own are bound by capacity alone.
--
-- The operator's settings stand in platform_setting; the defaults are those of platform/limits.py, as a test sees to.
CREATE FUNCTION availability_limit(wanted text) RETURNS integer
LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT value FROM platform_setting WHERE name = wanted),
        CASE wanted WHEN 'holds_per_brief' THEN 5 WHEN 'held_hours_per_organisation' THEN 400
            WHEN 'hold_again_days' THEN 7 END)::integer
$$;

-- What an organisation locks and writes while it places holds: of two groups of one client the second waits, and counts
-- the first; at a level where it could not see the first it fails with 40001.
CREATE TABLE availability_holding (organisation_id uuid PRIMARY KEY, checked_at timestamptz NOT NULL);

-- Refuses new holds, given by their ids, that take more than a fair share.
CREATE FUNCTION availability_refuse_unfair(placed uuid[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    organisations uuid[];
    briefs uuid[];
    at timestamptz;
    again record;
BEGIN
    SELECT array_agg(DISTINCT organisation_id), array_agg(DISTINCT holder_id) INTO organisations, briefs
    FROM availability_reservation WHERE id = ANY (placed);
    INSERT INTO availability_holding AS h (organisation_id, checked_at)
    SELECT one, clock_timestamp() FROM unnest(organisations) one ORDER BY one
    ON CONFLICT (organisation_id) DO UPDATE SET checked_at = greatest(clock_timestamp(), h.checked_at);
    at := clock_timestamp();

    SELECT p.engineer_id AS engineer, count(*) AS holds, max(r.ended) AS ended INTO again
    FROM availability_reservation p,
        LATERAL (SELECT coalesce(ended_at, expires_at, 'infinity') AS ended FROM availability_reservation
                 WHERE holder_kind = 'brief' AND holder_id = p.holder_id AND engineer_id = p.engineer_id
                     AND organisation_id = p.organisation_id AND id <> p.id) r
    WHERE p.id = ANY (placed)
    GROUP BY p.engineer_id
    HAVING count(*) > 1 OR max(r.ended) > at - make_interval(days => availability_limit('hold_again_days'))
    ORDER BY p.engineer_id LIMIT 1;
    IF FOUND THEN
        PERFORM availability_refuse('hold_again_once_and_not_at_once', to_jsonb(again)::text);
    END IF;

    IF EXISTS (SELECT FROM availability_reservation
               WHERE holder_kind = 'brief' AND holder_id = ANY (briefs) AND state = 'hold' AND expires_at > at
               GROUP BY holder_id HAVING count(*) > availability_limit('holds_per_brief')) THEN
        PERFORM availability_refuse('brief_has_few_holds_at_once');
    END IF;

    IF EXISTS (SELECT FROM availability_reservation r,
                   unnest(r.quarter_hours) WITH ORDINALITY AS u (quarter_hours, place)
               WHERE r.organisation_id = ANY (organisations) AND r.holder_kind = 'brief'
                   AND r.state = 'hold' AND r.expires_at > at
               GROUP BY r.organisation_id, r.first_week + 7 * (u.place::integer - 1)
               HAVING sum(u.quarter_hours) > 4 * availability_limit('held_hours_per_organisation')) THEN
        PERFORM availability_refuse('organisation_holds_fair_hours');
    END IF;
END $$;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'guildworks_app') THEN
        REVOKE ALL ON availability_holding FROM guildworks_app;
    END IF;
END $$;
