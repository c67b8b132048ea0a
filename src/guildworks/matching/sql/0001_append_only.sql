-- A policy that has ranked somebody, which one was in force when, and a list that has been shown, stay as they were; but
-- for who is erased, see 0002_redaction.sql.
CREATE TRIGGER ranking_policy_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON matching_rankingpolicy
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER policy_promotion_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON matching_policypromotion
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER shortlist_append_only BEFORE DELETE OR TRUNCATE ON matching_shortlist
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'guildworks_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON matching_rankingpolicy, matching_policypromotion, matching_shortlist
            FROM guildworks_app;
        REVOKE DELETE, TRUNCATE ON matching_brief FROM guildworks_app;
    END IF;
END $$;
