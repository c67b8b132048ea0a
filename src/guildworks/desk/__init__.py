"""The operator's desk: the pages of the people who run a network, over the actions and questions of all domains."""
