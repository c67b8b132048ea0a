-- The queue's functions belong to the owner, and nobody else may execute what the owner makes unless it is said.
DO $$
DECLARE
    made regprocedure;
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'guildworks_app') THEN
        FOR made IN
            SELECT oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'procrastinate\_%'
        LOOP
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO guildworks_app', made);
        END LOOP;
    END IF;
END $$;
