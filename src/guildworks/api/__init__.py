"""The interface of programs, /api/v1: the routes of all domains in one, its document, and the page made from it."""
