-- The address of a public page is kept for whoever had it last. After the row is there, since whoever closes their page
-- at this moment holds its address: the other one waits for them, and sees then that it is kept.
CREATE FUNCTION talent_handle_is_kept() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM talent_kepthandle WHERE handle = NEW.handle AND engineer_id <> NEW.engineer_id) THEN
        RAISE EXCEPTION 'this address is kept for somebody else'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'public_page_handle_is_kept_for_nobody_else';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER public_page_handle_is_kept_for_nobody_else AFTER INSERT OR UPDATE OF handle ON talent_publicpage
    FOR EACH ROW EXECUTE FUNCTION talent_handle_is_kept();

-- As with all that tells of an engineer: it goes with them, and nobody who is erased has one again.
CREATE TRIGGER kepthandle_of_somebody_not_erased AFTER INSERT ON talent_kepthandle REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION talent_written();
CREATE TRIGGER kepthandle_moves_to_somebody_not_erased BEFORE UPDATE OF engineer_id ON talent_kepthandle
    FOR EACH ROW EXECUTE FUNCTION talent_moved();
CREATE CONSTRAINT TRIGGER engineer_is_erased_whole_with_handles AFTER INSERT OR UPDATE OF erased_at ON talent_engineer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.erased_at IS NOT NULL)
    EXECUTE FUNCTION talent_erased_whole('talent_kepthandle');
