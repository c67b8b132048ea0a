"""Settings, start, server: the house put together."""
