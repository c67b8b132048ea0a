-- Whoever is erased has no hours: nobody can say them again, and so nobody can take them.

-- A first row of hours locks the engineer, since who erases them finds no row here to lock. Where there is a row, both
-- lock that one, and the engineer's only before it: so none waits for the other in a ring.
CREATE FUNCTION availability_hours_said() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        PERFORM talent_refuse_erased(ARRAY[NEW.engineer_id], false);
    ELSIF NOT EXISTS (SELECT FROM availability_workweek WHERE engineer_id = NEW.engineer_id) THEN
        PERFORM talent_refuse_erased(ARRAY[NEW.engineer_id], true);
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER hours_of_somebody_not_erased BEFORE INSERT ON availability_workweek
    FOR EACH ROW EXECUTE FUNCTION availability_hours_said();
-- After, since a trigger before it makes every update of the table lock the row first, also those of each hold.
CREATE TRIGGER hours_said_by_somebody_not_erased
    AFTER UPDATE OF quarter_hours, pattern_id, confirmed_at, paused_at ON availability_workweek
    FOR EACH ROW WHEN (num_nonnulls(NEW.quarter_hours, NEW.pattern_id, NEW.confirmed_at, NEW.paused_at) > 0)
    EXECUTE FUNCTION availability_hours_said();

-- Who is erased has said nothing of any week, at the latest when the transaction ends; and hours that are reserved
-- cannot lose their capacity, so that nobody is erased who is held or booked.
CREATE FUNCTION availability_erased_whole() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM availability_workweek WHERE engineer_id = NEW.id
               AND num_nonnulls(quarter_hours, pattern_id, confirmed_at, paused_at) > 0)
        OR EXISTS (SELECT FROM availability_capacityexception WHERE engineer_id = NEW.id
                   AND (quarter_hours IS NOT NULL OR accepted_quarter_hours > 0 OR reason <> 'other')) THEN
        PERFORM availability_refuse('engineer_is_erased_whole');
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER engineer_is_erased_whole_with_hours AFTER INSERT OR UPDATE OF erased_at ON talent_engineer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.erased_at IS NOT NULL)
    EXECUTE FUNCTION availability_erased_whole();
