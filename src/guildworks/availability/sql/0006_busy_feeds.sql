-- A feed goes with its engineer, and nobody who is erased has one again.

CREATE TRIGGER busy_feed_of_somebody_not_erased AFTER INSERT ON availability_busyfeed
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION talent_written();
CREATE TRIGGER busy_feed_moves_to_somebody_not_erased BEFORE UPDATE OF engineer_id ON availability_busyfeed
    FOR EACH ROW EXECUTE FUNCTION talent_moved();
CREATE CONSTRAINT TRIGGER engineer_is_erased_whole_with_feed AFTER INSERT OR UPDATE OF erased_at ON talent_engineer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.erased_at IS NOT NULL)
    EXECUTE FUNCTION talent_erased_whole('availability_busyfeed');
