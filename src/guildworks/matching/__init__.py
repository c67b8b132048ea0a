"""From a brief to an explained shortlist."""
