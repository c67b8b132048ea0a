"""The pages on which engineers say their hours."""
