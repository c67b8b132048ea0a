"""The pages of briefs and of their shortlists."""
