"""Accounts of engineers: who is asked to look after the profile that is kept of them, and has its door."""
