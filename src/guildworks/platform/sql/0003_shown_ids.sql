-- The id behind a shown one, such as eng_01JDQ…, as platform/ids.py writes it: 26 letters of 5 bits, of which the first
-- two bits are empty. For JSON that keeps ids as people see them. A loop over bits takes a tenth of the time of one query
-- over letters.
CREATE FUNCTION platform_id_behind(shown text) RETURNS uuid
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    letters text := split_part(shown, '_', 2);
    bits bit varying := '';
BEGIN
    FOR place IN 1..26 LOOP
        bits := bits || (strpos('0123456789ABCDEFGHJKMNPQRSTVWXYZ', substr(letters, place, 1)) - 1)::bit(5);
    END LOOP;
    RETURN (lpad(to_hex(substring(bits FROM 3 FOR 64)::bit(64)::bigint), 16, '0')
        || lpad(to_hex(substring(bits FROM 67 FOR 64)::bit(64)::bigint), 16, '0'))::uuid;
END $$;
