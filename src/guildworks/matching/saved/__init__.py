"""Saved searches: somebody wants to be told when somebody fits a brief for which a list was too short."""
