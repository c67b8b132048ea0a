-- What a key has signed is verified for ever: a public key stays, and nobody exchanges it under its name.
ALTER TABLE platform_signingkey
    ADD CONSTRAINT signing_key_has_32_bytes CHECK (length(public_key) = 32),
    ADD CONSTRAINT signing_key_is_named_by_its_content
        CHECK (id = encode(substring(sha256(public_key) FOR 16), 'hex')::uuid);

CREATE TRIGGER signing_key_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON platform_signingkey
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER key_retirement_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON platform_keyretirement
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'guildworks_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON platform_signingkey, platform_keyretirement FROM guildworks_app;
    END IF;
END $$;
