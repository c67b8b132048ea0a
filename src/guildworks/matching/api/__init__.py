"""Briefs, shortlists, holds for them and what engineers may know of both, for programs."""
