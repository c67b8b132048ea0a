-- A search looks for words within names, headlines and cities: without this it reads every engineer.
-- The extension comes with PostgreSQL (its contrib), and the owner of a database may make it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- As `talent/queries.py` asks for it, with a line's end between the columns, over which no words reach.
CREATE INDEX engineer_by_words ON talent_engineer
    USING gin (upper(public_name || chr(10) || headline || chr(10) || city) gin_trgm_ops)
    WHERE erased_at IS NULL;
