-- Counts that all processes share, such as of wrong passwords. The columns are those of Django's database cache.
CREATE TABLE platform_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX platform_cache_expires ON platform_cache (expires);
