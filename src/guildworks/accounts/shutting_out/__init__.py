"""Shutting somebody out who misbehaves, and letting them in again; what they are and what they have done stays."""
