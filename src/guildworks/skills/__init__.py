"""The skill graph of AI engineering."""
