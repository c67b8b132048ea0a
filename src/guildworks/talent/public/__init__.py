"""The page of an engineer that everybody sees: what they choose, at an address of their choice, off until they do."""
