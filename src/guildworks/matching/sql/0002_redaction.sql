-- A kept list tells of somebody who is erased where they stood and why by its numbers, and nothing else.
--
-- All else that a list said stays: it can only change into itself without those who are erased, whoever changes it.

-- People of a list, those who are erased without what is theirs.
CREATE FUNCTION matching_redacted_people(people jsonb) RETURNS jsonb
LANGUAGE sql STABLE AS $$
    SELECT coalesce(jsonb_agg(CASE WHEN e.id IS NULL THEN person ELSE (
            SELECT jsonb_object_agg(name, value) FROM jsonb_each(person) AS field (name, value)
            WHERE name IN ('id', 'rank', 'score', 'low', 'high', 'parts', 'fails')
        ) || '{"erased": true}' END ORDER BY place), '[]')
    FROM jsonb_array_elements(people) WITH ORDINALITY AS listed (person, place)
    LEFT JOIN talent_engineer e ON e.id = platform_id_behind(person ->> 'id') AND e.erased_at IS NOT NULL
$$;

CREATE FUNCTION matching_redacted(found jsonb) RETURNS jsonb
LANGUAGE sql STABLE AS $$
    SELECT jsonb_set(found, '{roles}', coalesce(jsonb_agg(role || jsonb_build_object(
        'engineers', matching_redacted_people(role -> 'engineers'),
        'near_misses', matching_redacted_people(role -> 'near_misses')) ORDER BY place), '[]'))
    FROM jsonb_array_elements(found -> 'roles') WITH ORDINALITY AS roles (role, place)
$$;

-- Who is erased while a list with them is made waits for the list, and redacts it; or the list waits, and is kept
-- redacted.
CREATE FUNCTION matching_shortlist_kept() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    people uuid[] := ARRAY(SELECT DISTINCT platform_id_behind(id #>> '{}')
        FROM jsonb_path_query(NEW.found, '$.roles[*].*[*].id') AS listed (id));
BEGIN
    PERFORM FROM talent_engineer WHERE id = ANY (people) ORDER BY id FOR SHARE;
    IF EXISTS (SELECT FROM talent_engineer WHERE id = ANY (people) AND erased_at IS NOT NULL) THEN
        NEW.found := matching_redacted(NEW.found);
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION matching_shortlist_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    OLD.found := matching_redacted(OLD.found);
    IF NEW IS DISTINCT FROM OLD THEN
        RAISE EXCEPTION 'a shortlist only loses who was erased'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'shortlist_only_loses_who_was_erased';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER shortlist_is_kept_without_who_was_erased BEFORE INSERT ON matching_shortlist
    FOR EACH ROW EXECUTE FUNCTION matching_shortlist_kept();
CREATE TRIGGER shortlist_only_loses_who_was_erased BEFORE UPDATE ON matching_shortlist
    FOR EACH ROW EXECUTE FUNCTION matching_shortlist_changed();

-- The one way to change a kept list: takes an engineer, by the id that people see, out of the lists that name them, if
-- they are erased. The lists that it changed.
CREATE FUNCTION matching_redact_shortlists(engineer text) RETURNS SETOF uuid
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE matching_shortlist SET found = matching_redacted(found)
    WHERE jsonb_path_exists(found, '$.roles[*].*[*] ? (@.id == $engineer && !exists (@.erased))',
        jsonb_build_object('engineer', engineer))
    RETURNING id
$$;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'guildworks_app') THEN
        GRANT EXECUTE ON FUNCTION matching_redact_shortlists(text) TO guildworks_app;
    END IF;
END $$;
