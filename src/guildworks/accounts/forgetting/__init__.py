"""Letting go in time of what accounts keep: addresses of invitations, sign-ups that nobody proved, sessions."""
