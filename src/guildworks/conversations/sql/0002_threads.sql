-- A thread and whom a comment named stay; a comment stays too, but that it loses its words once.
CREATE TRIGGER thread_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON conversations_thread
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER comment_append_only BEFORE DELETE OR TRUNCATE ON conversations_comment
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER mention_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON conversations_mention
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();

CREATE FUNCTION conversations_comment_changes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    OLD.text := '';
    IF OLD.taken_back_at IS NULL THEN
        OLD.taken_back_at := NEW.taken_back_at;
    END IF;
    IF NEW IS DISTINCT FROM OLD OR NEW.taken_back_at IS NULL THEN
        RAISE EXCEPTION 'a comment only loses its words, once'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'comment_only_loses_its_words';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER comment_only_loses_its_words BEFORE UPDATE ON conversations_comment
    FOR EACH ROW EXECUTE FUNCTION conversations_comment_changes();

-- Answers are one level deep, of one thread, and to what still stands. Whoever takes a comment back at this moment
-- waits for the answer, or the answer for them.
CREATE FUNCTION conversations_comment_answers() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    first conversations_comment;
BEGIN
    IF NEW.answers_id IS NULL THEN
        RETURN NEW;
    END IF;
    SELECT * INTO first FROM conversations_comment WHERE id = NEW.answers_id FOR SHARE;
    IF first.thread_id IS DISTINCT FROM NEW.thread_id OR first.answers_id IS NOT NULL THEN
        RAISE EXCEPTION 'an answer is to a first word of its own thread'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'comment_answers_a_first_word';
    END IF;
    IF first.taken_back_at IS NOT NULL THEN
        RAISE EXCEPTION 'an answer is to what still stands'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'comment_answers_what_stands';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER comment_answers_a_first_word BEFORE INSERT ON conversations_comment
    FOR EACH ROW EXECUTE FUNCTION conversations_comment_answers();

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'guildworks_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON conversations_thread, conversations_comment, conversations_mention
            FROM guildworks_app;
        GRANT UPDATE (text, taken_back_at) ON conversations_comment TO guildworks_app;
    END IF;
END $$;
