"""The talent index of this installation: files beside the database, filled from it and followed by one feeder."""
