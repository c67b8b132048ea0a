"""The hard problems as plain Python: no Django, no database, no network; usable on their own."""
