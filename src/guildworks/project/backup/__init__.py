"""Everything of an installation in one file, and back: database, stored files and keys."""
