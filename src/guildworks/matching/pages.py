"""The page on which a brief is pasted, and the page of its shortlist."""
