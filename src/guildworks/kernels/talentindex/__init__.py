"""Ranking engineers for a brief: one pure scorer over columns, usable without Django."""
