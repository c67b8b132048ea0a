-- A resume and a public page go with their engineer, and nobody who is erased has one again.
DO $$
DECLARE
    belongs text;
BEGIN
    FOREACH belongs IN ARRAY ARRAY['resume', 'publicpage'] LOOP
        EXECUTE format('CREATE TRIGGER %s_of_somebody_not_erased AFTER INSERT ON talent_%s REFERENCING NEW TABLE AS '
            'written FOR EACH STATEMENT EXECUTE FUNCTION talent_written()', belongs, belongs);
        EXECUTE format('CREATE TRIGGER %s_moves_to_somebody_not_erased BEFORE UPDATE OF engineer_id ON talent_%s '
            'FOR EACH ROW EXECUTE FUNCTION talent_moved()', belongs, belongs);
    END LOOP;
END $$;

CREATE CONSTRAINT TRIGGER engineer_is_erased_whole_with_pages AFTER INSERT OR UPDATE OF erased_at ON talent_engineer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.erased_at IS NOT NULL)
    EXECUTE FUNCTION talent_erased_whole('talent_resume', 'talent_publicpage');
