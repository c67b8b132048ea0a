"""The commands: they assemble the domains' actions and queries."""
