-- A receipt stays as it was signed. What it seals of an engineer goes when they are erased: the statement holds only a
-- salted hash of it, and stays true.
CREATE TRIGGER receipt_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON matching_receipt
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER receipt_part_append_only BEFORE UPDATE OR TRUNCATE ON matching_receiptpart
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();

-- Who is erased while a receipt with them is made waits for it, and takes the part out; or the receipt waits, and is
-- kept without the part.
CREATE FUNCTION matching_receipt_part_kept() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    erased timestamptz;
BEGIN
    IF NEW.engineer_id IS NULL THEN
        RETURN NEW;
    END IF;
    SELECT erased_at INTO STRICT erased FROM talent_engineer WHERE id = NEW.engineer_id FOR SHARE;
    RETURN CASE WHEN erased IS NULL THEN NEW END;
END $$;

CREATE FUNCTION matching_receipt_part_goes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM talent_engineer WHERE id = OLD.engineer_id AND erased_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a receipt only loses who was erased'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'receipt_only_loses_who_was_erased';
    END IF;
    RETURN OLD;
END $$;

CREATE TRIGGER receipt_part_is_kept_unless_erased BEFORE INSERT ON matching_receiptpart
    FOR EACH ROW EXECUTE FUNCTION matching_receipt_part_kept();
CREATE TRIGGER receipt_only_loses_who_was_erased BEFORE DELETE ON matching_receiptpart
    FOR EACH ROW EXECUTE FUNCTION matching_receipt_part_goes();

-- The one way in which a part goes: all that receipts seal of an engineer who is erased.
CREATE FUNCTION matching_redact_receipts(engineer uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    DELETE FROM matching_receiptpart WHERE engineer_id = engineer
$$;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'guildworks_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON matching_receipt, matching_receiptpart FROM guildworks_app;
        GRANT EXECUTE ON FUNCTION matching_redact_receipts(uuid) TO guildworks_app;
    END IF;
END $$;
