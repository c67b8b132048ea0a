"""The tables of the database at the desk, row by row: Django's own admin, which only reads here."""
