"""Files that people send: their bytes in a folder, a row for each use of one, and nothing of them on a page."""
