-- Who somebody is for a provider goes with them, and nobody who is erased is known to one again.

CREATE TRIGGER socialaccount_of_somebody_not_erased AFTER INSERT OR UPDATE OF user_id ON socialaccount_socialaccount
    FOR EACH ROW EXECUTE FUNCTION accounts_written();
CREATE CONSTRAINT TRIGGER user_is_erased_whole_with_providers AFTER INSERT OR UPDATE OF erased_at ON accounts_user
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.erased_at IS NOT NULL)
    EXECUTE FUNCTION accounts_erased_whole('socialaccount_socialaccount');
